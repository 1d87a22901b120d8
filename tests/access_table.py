"""Who gets what answer at every address: the access rules as one table.

A row names the kind of object that the address takes, and for each method the answer by role. An
answer is one code for all objects, or one for each variant of the kind (``VARIANTS``). ``OK`` is a
page, a file or a redirect after the act. What lies out of scope is ``GONE`` (404), the same as an
object that does not exist; what is in scope but not the person's to do is ``NO`` (403).

An address that is not here makes ``test_every_address_is_declared`` fail.
"""

from dataclasses import dataclass, field

from accounts.enums import Role

OK, NO, GONE, NOT_SO = 200, 403, 404, 405

# The objects of the world (tests/access_world.py) by kind, in the order of the answers.
VARIANTS: dict[str, tuple[str, ...]] = {
    "line": ("own", "foreign"),
    "entry": ("own", "foreign"),
    "policy": ("any",),
    # of a plan of the agency in which the agency officer works.
    "training_plan": ("any",),
    # of the office; its target is followed by the agency in which the agency officer works.
    "plan": ("any",),
    "target": ("any",),
    "counted_target": ("any",),
    "target_result": ("any",),
    # a task of both communes and of the agency officer's agency; the part of each, and a note on it.
    "directive": ("any",),
    "task": ("any",),
    "task_part": ("own", "foreign", "agency"),
    "task_note": ("own", "foreign", "agency"),
    # of both communes and of the agency officer's agency.
    "activity": ("own", "foreign", "agency"),
    "project": ("own", "foreign", "agency"),
    "space": ("own", "foreign", "agency"),
    "course": ("any",),
    "training_class": ("any",),
    "training_session": ("any",),
    # a person of the officer's commune in that class, and of another; wishes of both for a class.
    "seat": ("own", "foreign"),
    "class_request": ("own", "foreign"),
    "": (),
    # own: of the local officer's commune; foreign: of another commune.
    "producer": ("own", "foreign"),
    "product": ("own", "foreign"),
    # a paper of a producer's wallet, and a scan of it.
    "wallet": ("own", "foreign"),
    "scan": ("own", "foreign"),
    # mine: the account of who asks; other: of somebody else.
    "account": ("mine", "other"),
    "document": ("any",),
    # Certificates, of the officer's commune and of another; the code of the first is public.
    "award": ("own", "foreign"),
    "public_code": ("any",),
    # mine: a notice to who asks; other: to somebody else.
    "notice": ("mine", "other"),
    # seated: the council member sits in it.
    "round": ("seated", "other"),
    # own: of the local officer's commune, accepted and given to the council member; foreign: of another
    # commune, accepted in another round; draft and foreign_draft: not yet sent.
    "dossier": ("own", "foreign", "draft", "foreign_draft"),
    "dossier_section": ("own", "foreign", "draft", "foreign_draft"),
    "paper": ("own", "foreign", "draft", "foreign_draft"),
    # own: the council member's draft, typed in from paper; foreign: of another member in another round.
    "sheet": ("own", "foreign"),
    # own: of the council in which the council member sits; other: of another council.
    "session": ("own", "other"),
    # own: stated of the council member; other: of somebody else.
    "interest": ("own", "other"),
    # own and failed: asked by the local officer about the own commune; foreign: about another; waiting:
    # asked by another person of the office. Only finished reports are there for others than the asker.
    "report": ("own", "foreign", "province", "waiting", "failed"),
    "figure": ("own", "foreign", "province", "waiting", "failed"),
    "report_file": ("own", "foreign", "province", "waiting", "failed"),
    # of a consolidated report; leader and administrator read what is fixed. Of the issued one: its draft's file.
    "edition": ("draft", "frozen", "issued"),
    "edition_file": ("draft", "frozen", "issued"),
    # a consolidated report of the office, and a passage of it.
    "consolidation": ("any",),
    "passage": ("any",),
    # of the officer's commune: typed and not sent, sent, accepted; foreign: of another, typed and not sent.
    "unit_report": ("typed", "sent", "accepted", "foreign"),
    "report_section": ("typed", "sent", "accepted", "foreign"),
    "report_number": ("typed", "sent", "accepted", "foreign"),
    "sent_version": ("own", "foreign"),
    # files: of what is typed, of what was sent, of another commune's sent report.
    "attached": ("typed", "sent", "foreign"),
    # asks the officer's commune, not the agency.
    "asked_campaign": ("any",),
    # asks the officer's commune and the agency officer's agency; asks another commune; is being prepared.
    "campaign": ("own", "foreign", "draft"),
    "lock_exception": ("any",),
    # a form of units' reports that campaigns ask by, and one that the office is writing.
    "asking": ("published", "draft"),
    "asking_section": ("published", "draft"),
    "asking_section_act": ("published", "draft"),
    "asking_element": ("published", "draft"),
    "asking_element_act": ("published", "draft"),
    "unit": ("any",),
    # published: a round uses it; draft: the office is still writing it.
    "version": ("published", "draft"),
    "version_file": ("published", "draft"),
    "numbered_set": ("published", "draft"),
    "numbered_set_file": ("published", "draft"),
    # of a rule version that is in force.
    "criteria_set": ("any",),
}

# The words find what is foreign; its names are written otherwise, so that the search box does not show them.
_SEARCHES = ({}, {"q": "cua xa khac"}, {"unit": ""})
_PRODUCER_TABS = ({}, {"tab": "products"}, {"tab": "papers"}, {"tab": "history"})
_PRODUCT_TABS = ({}, {"tab": "dossiers"}, {"tab": "recognitions"}, {"tab": "history"})
# As DOCX: quick to make, and the matrix reads what is in it.
_AS_WORD = ({"dang": "docx"},)
_ON_DAYS = ({}, {"ngay": "31/12/2022"}, {"ngay": "x"})
_CATALOGUE = ({}, {"q": "nu"}, {"section": "market"})
_DOSSIER_TABS = ({}, {"tab": "files"}, {"tab": "scores"}, {"tab": "history"})

_SHORT = {
    "local": Role.LOCAL_OFFICER,
    "agency": Role.AGENCY_OFFICER,
    "office": Role.OFFICE,
    "council": Role.COUNCIL_MEMBER,
    "leader": Role.LEADER,
    "admin": Role.ADMINISTRATOR,
}


@dataclass(frozen=True)
class Access:
    """The answers of one address.

    Attributes:
        kind: a key of ``VARIANTS``.
        answers: by method and role, one code for each variant (one alone where the kind has none).
        data: what a POST carries.
        queries: what a GET carries, one after the other; ``unit`` becomes the key of the foreign unit.
        public: whether people who have not signed in get an answer.
        tells_units: whether a unit that is not the officer's own may be named.
    """

    kind: str
    answers: dict[str, dict[Role, tuple[int, ...]]]
    data: dict = field(default_factory=dict)
    queries: tuple[dict, ...] = ({},)
    public: bool = False
    tells_units: bool = False


def to_all(code: int) -> dict[Role, tuple[int, ...]]:
    """The same answer for everybody."""
    return dict.fromkeys(Role, (code,))


def by_role(**codes) -> dict[Role, tuple[int, ...]]:
    """Answers by short role name; ``others`` for roles that are not named."""
    others = codes.pop("others", None)
    answers = {_SHORT[name]: code if isinstance(code, tuple) else (code,) for name, code in codes.items()}
    if others is not None:
        rest = others if isinstance(others, tuple) else (others,)
        answers = {role: answers.get(role, rest) for role in Role}
    return answers


def _page(kind: str, get, *, post=None, **more) -> Access:
    return Access(kind, {"GET": get} | ({"POST": post} if post else {}), **more)


_ONLY_ADMIN = by_role(admin=OK, others=NO)
_OFFICE_AND_ADMIN = by_role(office=OK, admin=OK, others=NO)
_ONLY_OFFICE = by_role(office=OK, others=NO)
# What the office writes: for everybody else it is not there.
_OFFICE_ALONE = by_role(office=OK, others=GONE)
# Lists and objects of producers and products.
_READERS_LIST = by_role(council=NO, others=OK)
_READERS_OBJECT = by_role(local=(OK, GONE), council=(GONE, GONE), others=(OK, OK))
_WRITERS_FORM = by_role(local=OK, office=OK, others=NO)
_TO_ROUND = by_role(agency=(GONE, GONE), council=(OK, GONE), others=(OK, OK))
_MANAGE_ROUND = by_role(office=(OK, OK), agency=(GONE, GONE), council=(NO, GONE), others=(NO, NO))
# Dossiers: own, foreign, draft, foreign_draft. Nobody but its unit sees a draft.
_NO_DOSSIER = (GONE, GONE, GONE, GONE)
_REFUSED = (NO, NO, GONE, GONE)
_TO_DOSSIER = by_role(
    local=(OK, GONE, OK, GONE), council=(OK, GONE, GONE, GONE), agency=_NO_DOSSIER, others=(OK, OK, GONE, GONE)
)
_EDIT_DOSSIER = by_role(local=(NO, GONE, OK, GONE), council=(NO, GONE, GONE, GONE), agency=_NO_DOSSIER, others=_REFUSED)
_WITHDRAW_DOSSIER = by_role(
    local=(OK, GONE, OK, GONE), council=(NO, GONE, GONE, GONE), agency=_NO_DOSSIER, others=_REFUSED
)
_SCORE_DOSSIER = by_role(
    local=(NO, GONE, NO, GONE), council=(OK, GONE, GONE, GONE), agency=_NO_DOSSIER, others=_REFUSED
)
# The member who was given the product, and the office.
_RECUSE = by_role(
    local=(NO, GONE, NO, GONE),
    office=(OK, OK, GONE, GONE),
    council=(OK, GONE, GONE, GONE),
    agency=_NO_DOSSIER,
    others=_REFUSED,
)
_TO_SESSION = by_role(local=(GONE, GONE), agency=(GONE, GONE), council=(OK, GONE), others=(OK, OK))
_EDIT_SESSION = by_role(office=(OK, OK), local=(GONE, GONE), agency=(GONE, GONE), council=(NO, GONE), others=(NO, NO))
_STATE_INTERESTS = by_role(office=OK, council=OK, others=NO)
_CLOSE_DOSSIER = by_role(
    local=(NO, GONE, NO, GONE),
    office=(OK, OK, GONE, GONE),
    council=(NO, GONE, GONE, GONE),
    agency=_NO_DOSSIER,
    others=_REFUSED,
)
_REFUSE_DOSSIER = by_role(
    local=(NO, GONE, NO, GONE), council=(NO, GONE, GONE, GONE), agency=_NO_DOSSIER, others=_REFUSED
)
_NO_REPORT = (GONE, GONE, GONE, GONE, GONE)
_NO_EDITION = (GONE, GONE, GONE)
_STEP_OF_EDITION = by_role(
    office=OK, leader=(GONE, NO, NO), admin=(GONE, NO, NO), local=_NO_EDITION, agency=_NO_EDITION, council=_NO_EDITION
)
# The first edition has none before it.
_COMPARE_EDITION = by_role(office=(OK, OK, GONE), leader=(GONE, OK, GONE), admin=(GONE, OK, GONE), others=_NO_EDITION)
_FILE_OF_EDITION = by_role(office=OK, leader=(GONE, OK, GONE), admin=(GONE, OK, GONE), others=_NO_EDITION)
_TO_REPORT = by_role(
    local=(OK, GONE, GONE, GONE, OK), agency=_NO_REPORT, council=_NO_REPORT, others=(OK, OK, OK, GONE, GONE)
)
_FROM_REPORT = by_role(
    local=(OK, GONE, GONE, GONE, GONE), agency=_NO_REPORT, council=_NO_REPORT, others=(OK, OK, OK, GONE, GONE)
)
_RETRY_REPORT = by_role(
    local=(OK, GONE, GONE, GONE, OK),
    agency=_NO_REPORT,
    council=_NO_REPORT,
    office=(OK, OK, OK, GONE, GONE),
    others=(NO, NO, NO, GONE, GONE),
)
_TO_LINE = by_role(local=(OK, GONE), agency=(GONE, GONE), council=(GONE, GONE), others=(OK, OK))
_SPEND_LINE = by_role(local=(OK, GONE), office=(OK, OK), agency=(GONE, GONE), council=(GONE, GONE), others=(NO, NO))
_CARRY_LINE = by_role(local=(NO, GONE), office=(OK, OK), agency=(GONE, GONE), council=(GONE, GONE), others=(NO, NO))
_SPEND_FOR_PRODUCT = by_role(local=(OK, GONE), office=(OK, OK), agency=(OK, OK), council=(GONE, GONE), others=(NO, NO))
_MONEY_OF_DOSSIER = by_role(
    local=(OK, GONE, OK, GONE), council=(NO, GONE, GONE, GONE), agency=_NO_DOSSIER, others=(OK, OK, GONE, GONE)
)
_SPEND_FOR_DOSSIER = by_role(
    local=(OK, GONE, OK, GONE),
    office=(OK, OK, GONE, GONE),
    council=(NO, GONE, GONE, GONE),
    agency=_NO_DOSSIER,
    others=_REFUSED,
)
_WHOLE_PROVINCE = by_role(local=NO, council=NO, others=OK)
# Plans of the programme are sent to every unit; how far they are is counted in the whole province.
_TO_PLAN = by_role(council=GONE, others=OK)
_MANAGE_PLAN = by_role(office=OK, council=GONE, others=NO)
_FOLLOW_TARGET = by_role(office=OK, agency=OK, council=GONE, others=NO)
_TO_PROGRESS = by_role(local=NO, council=GONE, others=OK)
# Trainings: plans and classes are announced to all but council members; people are of their unit.
_PLANNERS = by_role(office=OK, agency=OK, others=NO)
_TO_TRAINING = by_role(council=GONE, others=OK)
_MANAGE_TRAINING = by_role(office=OK, agency=OK, council=GONE, others=NO)
# What a class has done, for those who hold it or read the province.
_HOLD_READ = by_role(local=NO, council=GONE, others=OK)
_REGISTER = by_role(local=OK, office=OK, agency=OK, council=GONE, others=NO)
_ASK_FOR_CLASS = by_role(local=OK, council=GONE, others=NO)
_TO_SEAT = by_role(local=(OK, GONE), office=(OK, OK), agency=(OK, OK), council=(GONE, GONE), others=(NO, NO))
_ANSWER_REQUEST = by_role(local=(NO, GONE), office=(OK, OK), agency=(OK, OK), council=(GONE, GONE), others=(NO, NO))
# Papers of a council: also for its chair and secretary; the council member here is neither.
_ROUND_PAPERS = by_role(local=(NO, NO), agency=(GONE, GONE), council=(NO, GONE), others=(OK, OK))
_MINUTES = by_role(local=(GONE, GONE), agency=(GONE, GONE), council=(NO, GONE), others=(OK, OK))
_SHEETS = by_role(
    local=(NO, GONE, NO, GONE), council=(OK, GONE, GONE, GONE), agency=_NO_DOSSIER, others=(OK, OK, GONE, GONE)
)
_WRITERS_OBJECT = by_role(local=(OK, GONE), office=(OK, OK), council=(GONE, GONE), others=(NO, NO))

# Reports of units: typed, sent, accepted, foreign. What is typed is the unit's own; the office answers what was sent.
_TO_UNIT_REPORT = by_role(local=(OK, OK, OK, GONE), agency=_NO_DOSSIER, council=_NO_DOSSIER, others=OK)
_FILL_REPORT = by_role(local=(OK, NO, NO, GONE), agency=_NO_DOSSIER, council=_NO_DOSSIER, others=NO)
_SEND_REPORT = by_role(local=(OK, OK, OK, GONE), agency=_NO_DOSSIER, council=_NO_DOSSIER, others=NO)
_ANSWER_REPORT = by_role(local=(NO, NO, NO, GONE), agency=_NO_DOSSIER, council=_NO_DOSSIER, office=OK, others=NO)
_CORRECT_REPORT = by_role(
    local=(NO, NO, NO, GONE), agency=_NO_DOSSIER, council=_NO_DOSSIER, office=(NO, NO, OK, NO), others=NO
)
_SENT_OF_REPORT = by_role(
    local=(GONE, OK, OK, GONE), agency=_NO_DOSSIER, council=_NO_DOSSIER, others=(GONE, OK, OK, GONE)
)
_PAPER_OF_REPORT = by_role(
    local=(OK, OK, OK, GONE), agency=_NO_DOSSIER, council=_NO_DOSSIER, others=(GONE, OK, OK, GONE)
)
_READERS_SENT = by_role(local=(OK, GONE), agency=(GONE, GONE), council=(GONE, GONE), others=(OK, OK))
_TO_ATTACHED = by_role(local=(OK, OK, GONE), agency=GONE, council=GONE, others=(GONE, OK, OK))
_REMOVE_ATTACHED = by_role(local=(OK, NO, GONE), agency=GONE, council=GONE, others=(GONE, NO, NO))
_LATE_CHANGES = by_role(agency=GONE, council=NO, others=OK)

_TO_VERSION = by_role(office=(OK, OK), agency=(GONE, GONE), others=(OK, GONE))
_ACT_ON_VERSION = by_role(office=(NOT_SO, NOT_SO), agency=(GONE, GONE), others=(NO, GONE))
_EDIT_VERSION = by_role(office=(OK, OK), agency=(GONE, GONE), others=(NO, GONE))

# Of the own commune, of another, of the agency.
_OF_UNITS = by_role(local=(OK, GONE, GONE), council=(GONE, GONE, GONE), others=(OK, OK, OK))
_WRITE_OF_UNITS = by_role(
    local=(OK, GONE, GONE), agency=(NO, NO, OK), office=(OK, OK, OK), council=(GONE, GONE, GONE), others=(NO, NO, NO)
)
_OFFICE_OF_UNITS = by_role(local=(NO, GONE, GONE), office=(OK, OK, OK), council=(GONE,) * 3, others=(NO, NO, NO))
_SPEND_OF_UNITS = by_role(
    local=(OK, GONE, GONE), agency=(OK, OK, OK), office=(OK, OK, OK), council=(GONE, GONE, GONE), others=(NO, NO, NO)
)
_WRITERS_OF_UNITS = by_role(local=OK, agency=OK, office=OK, others=NO)

# Campaigns: own, foreign, being prepared.
_TO_CAMPAIGN = by_role(local=(OK, GONE, GONE), agency=(OK, GONE, GONE), office=OK, council=GONE, others=(OK, OK, GONE))
_MANAGE_CAMPAIGN = by_role(
    local=(NO, GONE, GONE), agency=(NO, GONE, GONE), office=OK, council=GONE, others=(NO, NO, GONE)
)
_ACT_ON_CAMPAIGN = _MANAGE_CAMPAIGN | by_role(office=NOT_SO)
_BOARD_OF_CAMPAIGN = _MANAGE_CAMPAIGN | by_role(leader=(OK, OK, GONE), admin=(OK, OK, GONE))
_END_EXCEPTION = by_role(office=OK, council=GONE, others=NO)
# Forms of units' reports: published, draft.
_TO_ASKING = by_role(office=OK, council=GONE, others=(OK, GONE))
_EDIT_ASKING = by_role(office=OK, council=GONE, others=(NO, GONE))
_ACT_ON_ASKING = _EDIT_ASKING | by_role(office=NOT_SO)

ACCESS: dict[str, Access] = {
    "healthz": _page("", to_all(OK), post=to_all(OK), public=True),
    "help": _page("", to_all(OK)),
    # accounts
    # Who is signed in already is sent on, whatever was typed.
    "accounts:sign_in": _page("", to_all(OK), post=to_all(OK), public=True),
    "accounts:sign_out": _page("", to_all(NOT_SO), post=to_all(OK)),
    "accounts:profile": _page("", to_all(OK)),
    "accounts:password_change": _page("", to_all(OK), post=to_all(OK)),
    "accounts:user_list": _page("", _ONLY_ADMIN),
    "accounts:user_create": _page("", _ONLY_ADMIN, post=_ONLY_ADMIN),
    "accounts:user_detail": _page("account", by_role(admin=(OK, OK), others=(OK, GONE))),
    "accounts:user_edit": _page(
        "account", by_role(admin=(OK, OK), others=(NO, GONE)), post=by_role(admin=(OK, OK), others=(NO, GONE))
    ),
    "accounts:user_password": _page("account", to_all(NOT_SO), post=by_role(admin=(NO, OK), others=(NO, GONE))),
    # notices
    "notices:notice_list": _page("", to_all(OK)),
    "notices:notice_open": _page("notice", to_all(NOT_SO), post=by_role(others=(OK, GONE))),
    "notices:notice_read_all": _page("", to_all(NOT_SO), post=to_all(OK)),
    # recognitions
    "recognitions:board": _page("", _READERS_LIST, queries=_SEARCHES),
    "recognitions:board_export": _page("", _READERS_LIST, queries=_SEARCHES),
    "recognitions:renewals": _page("", by_role(local=OK, others=NO), post=by_role(local=OK, others=NO)),
    "recognitions:reminders": _page("", _ONLY_OFFICE, post=_ONLY_OFFICE),
    "recognitions:lapsed": _page("", _ONLY_OFFICE),
    "recognitions:lapsed_draft": _page("", _ONLY_OFFICE),
    "recognitions:certificates": _page("", _READERS_LIST, queries=_SEARCHES),
    "recognitions:certificates_print": _page("", _READERS_LIST, queries=({"q": "khong co san pham nay"},)),
    "recognitions:certificate_issue": _page("", _ONLY_OFFICE, post=_ONLY_OFFICE),
    "recognitions:document_certificates": _page("document", by_role(council=NO, others=OK)),
    "recognitions:certificate_file": _page("award", _READERS_OBJECT),
    # Anybody may check a certificate, without signing in.
    "recognitions:public": _page("public_code", to_all(OK), public=True),
    # units
    "units:unit_list": _page("", _OFFICE_AND_ADMIN),
    "units:unit_detail": _page("unit", _OFFICE_AND_ADMIN),
    # documents
    "documents:document_list": _page("", to_all(OK)),
    "documents:document_create": _page("", _ONLY_OFFICE, post=_ONLY_OFFICE),
    "documents:document_detail": _page("document", to_all(OK)),
    "documents:document_edit": _page("document", _ONLY_OFFICE, post=_ONLY_OFFICE),
    "documents:document_file": _page("document", to_all(OK)),
    # producers
    "producers:producer_list": _page("", _READERS_LIST, queries=_SEARCHES),
    "producers:producer_export": _page("", _READERS_LIST, queries=_SEARCHES),
    "producers:producer_twins": _page(
        # The unit of a likely twin is told, so that the officer knows whom to ask; its name is not.
        "",
        _WRITERS_FORM,
        queries=({}, {"name": "htx cua xa khac"}),
        tells_units=True,
    ),
    "producers:producer_create": _page("", _WRITERS_FORM, post=_WRITERS_FORM),
    "producers:producer_detail": _page("producer", _READERS_OBJECT, queries=_PRODUCER_TABS),
    "producers:producer_edit": _page("producer", _WRITERS_OBJECT, post=_WRITERS_OBJECT),
    "producers:paper_list": _page("", _READERS_LIST, queries=_SEARCHES),
    "producers:paper_export": _page("", _READERS_LIST, queries=_SEARCHES),
    "producers:paper_add": _page("producer", _WRITERS_OBJECT, post=_WRITERS_OBJECT),
    "producers:paper_detail": _page("wallet", _READERS_OBJECT),
    "producers:paper_edit": _page("wallet", _WRITERS_OBJECT, post=_WRITERS_OBJECT),
    "producers:paper_file_add": _page("wallet", to_all(NOT_SO), post=_WRITERS_OBJECT),
    "producers:paper_put_away": _page("wallet", to_all(NOT_SO), post=_WRITERS_OBJECT),
    "producers:paper_file": _page("scan", _READERS_OBJECT),
    # products
    "products:product_list": _page("", _READERS_LIST, queries=_SEARCHES),
    "products:product_export": _page("", _READERS_LIST, queries=_SEARCHES),
    "products:product_create": _page("", _WRITERS_FORM, post=_WRITERS_FORM),
    "products:producer_choose": _page("", _WRITERS_FORM, queries=_SEARCHES),
    "products:producer_products": _page("producer", _READERS_OBJECT),
    "products:product_detail": _page("product", _READERS_OBJECT, queries=_PRODUCT_TABS),
    "products:product_photo": _page("product", _READERS_OBJECT),
    "products:product_edit": _page("product", _WRITERS_OBJECT, post=_WRITERS_OBJECT),
    "products:product_producer": _page("product", by_role(local=(OK, GONE), office=(OK, OK), others=(NO, NO))),
    "products:revocation_create": _page("", _ONLY_OFFICE, post=_ONLY_OFFICE),
    # evaluations
    "evaluations:round_list": _page("", by_role(agency=NO, others=OK)),
    "evaluations:round_create": _page("", _ONLY_OFFICE, post=_ONLY_OFFICE),
    "evaluations:round_detail": _page("round", _TO_ROUND),
    "evaluations:round_edit": _page("round", _MANAGE_ROUND, post=_MANAGE_ROUND),
    "evaluations:round_council": _page("round", _MANAGE_ROUND, post=_MANAGE_ROUND),
    "evaluations:council_copy": _page("round", to_all(NOT_SO), post=_MANAGE_ROUND),
    "evaluations:round_assignments": _page("round", _MANAGE_ROUND, post=_MANAGE_ROUND, queries=_SEARCHES),
    "evaluations:round_conflicts": _page("round", _MANAGE_ROUND),
    "evaluations:session_create": _page("round", _MANAGE_ROUND, post=_MANAGE_ROUND),
    "evaluations:session_detail": _page("session", _TO_SESSION),
    "evaluations:session_edit": _page("session", _EDIT_SESSION, post=_EDIT_SESSION),
    "evaluations:recusal_create": _page("dossier", _RECUSE, post=_RECUSE),
    "evaluations:recusal_undo": _page("dossier", to_all(NOT_SO), post=_CLOSE_DOSSIER),
    "evaluations:interest_list": _page("", _STATE_INTERESTS, post=_STATE_INTERESTS),
    "evaluations:interest_remove": _page(
        "interest",
        by_role(office=NOT_SO, council=NOT_SO, others=NO),
        post=by_role(office=(OK, OK), council=(OK, GONE), others=(NO, NO)),
    ),
    "evaluations:round_decision": _page("round", _MANAGE_ROUND, post=_MANAGE_ROUND),
    "evaluations:central_track": _page(
        "dossier",
        by_role(
            local=(OK, GONE, OK, GONE), council=(NO, GONE, GONE, GONE), agency=_NO_DOSSIER, others=(OK, OK, GONE, GONE)
        ),
        post=_CLOSE_DOSSIER,
    ),
    "evaluations:document_outcomes": _page("document", to_all(OK)),
    "evaluations:decision_cancel": _page("document", _ONLY_OFFICE, post=_ONLY_OFFICE),
    "evaluations:round_close": _page("round", to_all(NOT_SO), post=_MANAGE_ROUND),
    "evaluations:dossier_list": _page("", by_role(agency=NO, others=OK), queries=_SEARCHES),
    "evaluations:dossier_create": _page("", _WRITERS_FORM, post=_WRITERS_FORM),
    "evaluations:dossiers_accept": _page("", by_role(office=NOT_SO, others=NO), post=_ONLY_OFFICE),
    "evaluations:dossier_detail": _page("dossier", _TO_DOSSIER, queries=_DOSSIER_TABS),
    "evaluations:dossier_money": _page("dossier", _MONEY_OF_DOSSIER, post=_SPEND_FOR_DOSSIER),
    "evaluations:dossier_photo": _page("dossier", _TO_DOSSIER),
    "evaluations:dossier_section": _page("dossier_section", _EDIT_DOSSIER, post=_EDIT_DOSSIER),
    "evaluations:self_assessment": _page("dossier", _EDIT_DOSSIER, post=_EDIT_DOSSIER),
    "evaluations:dossier_check": _page("dossier", _EDIT_DOSSIER),
    "evaluations:dossier_compare": _page("dossier", _TO_DOSSIER),
    "evaluations:dossier_move": _page(
        "dossier", to_all(NOT_SO), post=_WITHDRAW_DOSSIER, data={"action": "withdraw", "note": "Chủ thể xin rút."}
    ),
    "evaluations:evidence_add": _page("dossier", to_all(NOT_SO), post=_EDIT_DOSSIER),
    "evaluations:evidence_wallet": _page("dossier", to_all(NOT_SO), post=_EDIT_DOSSIER),
    "evaluations:evidence_detail": _page("paper", _TO_DOSSIER),
    "evaluations:evidence_criteria": _page("paper", to_all(NOT_SO), post=_EDIT_DOSSIER),
    "evaluations:evidence_replace": _page("paper", to_all(NOT_SO), post=_EDIT_DOSSIER),
    "evaluations:evidence_file": _page("paper", _TO_DOSSIER),
    "evaluations:evidence_remove": _page("paper", to_all(NOT_SO), post=_EDIT_DOSSIER),
    "evaluations:sheet_edit": _page("dossier", _SCORE_DOSSIER, post=_SCORE_DOSSIER),
    "evaluations:sheet_send": _page("dossier", _SCORE_DOSSIER, post=_SCORE_DOSSIER),
    "evaluations:scoring_close": _page("dossier", to_all(NOT_SO), post=_CLOSE_DOSSIER),
    "evaluations:paper_grid": _page("dossier", _CLOSE_DOSSIER, post=_CLOSE_DOSSIER),
    # A draft is the member's own until the scoring is closed.
    "evaluations:sheet_scan": _page("sheet", by_role(council=(OK, GONE), others=(GONE, GONE))),
    "evaluations:agreed_edit": _page("dossier", _CLOSE_DOSSIER, post=_CLOSE_DOSSIER),
    "evaluations:rescore_open": _page("dossier", _CLOSE_DOSSIER, post=_CLOSE_DOSSIER),
    # Only the chair of the council; the member of this world is none.
    "evaluations:sheet_reopen": _page("dossier", _REFUSE_DOSSIER, post=_REFUSE_DOSSIER),
    "evaluations:dossier_disqualify": _page("dossier", _CLOSE_DOSSIER, post=_CLOSE_DOSSIER),
    "evaluations:product_dossiers": _page("product", _READERS_OBJECT),
    # budgets
    "budgets:overview": _page("", _READERS_LIST),
    "budgets:export": _page("", _READERS_LIST),
    "budgets:line_create": _page("", _ONLY_OFFICE, post=_ONLY_OFFICE),
    "budgets:line_detail": _page("line", _TO_LINE),
    "budgets:entry_create": _page("line", to_all(NOT_SO), post=_SPEND_LINE),
    "budgets:line_carry": _page("line", _CARRY_LINE, post=_CARRY_LINE),
    "budgets:entry_reverse": _page("entry", _SPEND_LINE, post=_SPEND_LINE),
    "budgets:product_money": _page("product", _READERS_OBJECT, post=_SPEND_FOR_PRODUCT),
    "budgets:policy_list": _page("", _WHOLE_PROVINCE),
    "budgets:policy_create": _page("", _ONLY_OFFICE, post=_ONLY_OFFICE),
    "budgets:policy_detail": _page("policy", _WHOLE_PROVINCE, post=_ONLY_OFFICE),
    "budgets:policy_export": _page("policy", _WHOLE_PROVINCE),
    "evaluations:unit_check_edit": _page("dossier", _EDIT_DOSSIER, post=_EDIT_DOSSIER),
    "evaluations:supplement_ask": _page("dossier", _CLOSE_DOSSIER, post=_CLOSE_DOSSIER),
    "evaluations:supplement_answer": _page("dossier", to_all(NOT_SO), post=_EDIT_DOSSIER),
    "evaluations:late_permit": _page("round", _MANAGE_ROUND, post=_MANAGE_ROUND),
    "evaluations:paper_uses": _page("wallet", _READERS_OBJECT),
    "evaluations:round_papers": _page("round", _ROUND_PAPERS),
    "evaluations:round_summary": _page("round", _ROUND_PAPERS, queries=_AS_WORD),
    "evaluations:round_letter": _page("round", _ROUND_PAPERS, queries=_AS_WORD),
    "evaluations:round_draft": _page("round", _ROUND_PAPERS, queries=_AS_WORD),
    "evaluations:session_minutes": _page("session", _MINUTES, queries=_AS_WORD),
    "evaluations:print_registration": _page("dossier", _TO_DOSSIER, queries=_AS_WORD),
    "evaluations:print_self_assessment": _page("dossier", _TO_DOSSIER, queries=_AS_WORD),
    "evaluations:print_unit_check": _page("dossier", _TO_DOSSIER, queries=_AS_WORD),
    "evaluations:print_sheets": _page("dossier", _SHEETS, queries=_AS_WORD),
    "evaluations:blank_sheet": _page("criteria_set", by_role(agency=NO, others=OK), queries=_AS_WORD),
    "evaluations:rule_version_list": _page("", by_role(agency=NO, others=OK)),
    "evaluations:rule_version_compare": _page("", by_role(agency=NO, others=OK)),
    "evaluations:rule_version_detail": _page("version", _TO_VERSION),
    "evaluations:rule_version_copy": _page("version", _EDIT_VERSION, post=_EDIT_VERSION),
    "evaluations:rule_version_edit": _page("version", _EDIT_VERSION, post=_EDIT_VERSION),
    "evaluations:rule_version_publish": _page("version", _ACT_ON_VERSION, post=_EDIT_VERSION),
    "evaluations:rule_version_delete": _page("version", _ACT_ON_VERSION, post=_EDIT_VERSION),
    "evaluations:rule_version_import": _page("version", _EDIT_VERSION, post=_EDIT_VERSION),
    "evaluations:rule_version_export": _page("version_file", _TO_VERSION),
    "evaluations:criteria_set": _page("numbered_set", _TO_VERSION),
    "evaluations:criteria_set_export": _page("numbered_set_file", _TO_VERSION),
    # plans and targets
    "programme:plan_list": _page("", _READERS_LIST),
    "programme:plan_create": _page("", _ONLY_OFFICE, post=_ONLY_OFFICE),
    "programme:plan_detail": _page("plan", _TO_PLAN),
    "programme:plan_edit": _page("plan", _MANAGE_PLAN, post=_MANAGE_PLAN),
    "programme:target_detail": _page("target", _TO_PLAN),
    "programme:target_delete": _page("target", to_all(NOT_SO), post=_MANAGE_PLAN),
    "programme:result_create": _page("target", _FOLLOW_TARGET, post=_FOLLOW_TARGET),
    "programme:result_file": _page("target_result", _TO_PLAN),
    "programme:directive_list": _page("", _READERS_LIST),
    "programme:directive_create": _page("", _ONLY_OFFICE, post=_ONLY_OFFICE),
    "programme:directive_detail": _page("directive", _TO_PLAN),
    "programme:directive_edit": _page("directive", _MANAGE_PLAN, post=_MANAGE_PLAN),
    "programme:task_create": _page("directive", _MANAGE_PLAN, post=_MANAGE_PLAN),
    "programme:task_edit": _page("task", _MANAGE_PLAN, post=_MANAGE_PLAN),
    "programme:task_assign": _page("task", _MANAGE_PLAN, post=_MANAGE_PLAN),
    "programme:task_board": _page("", _READERS_LIST, queries=({}, {"by": "directive"}, {"unit": ""})),
    "programme:task_board_export": _page("", _READERS_LIST, queries=_SEARCHES),
    "programme:assignment_detail": _page("task_part", _OF_UNITS, post=_WRITE_OF_UNITS),
    "programme:assignment_lead": _page("task_part", to_all(NOT_SO), post=_OFFICE_OF_UNITS),
    "programme:assignment_withdraw": _page("task_part", to_all(NOT_SO), post=_OFFICE_OF_UNITS),
    "programme:note_file": _page("task_note", _OF_UNITS),
    "programme:activity_list": _page("", _READERS_LIST, queries=_SEARCHES),
    "programme:activity_export": _page("", _READERS_LIST, queries=_SEARCHES),
    "programme:activity_create": _page("", _WRITERS_OF_UNITS, post=_WRITERS_OF_UNITS),
    "programme:activity_detail": _page("activity", _OF_UNITS),
    "programme:activity_edit": _page("activity", _WRITE_OF_UNITS, post=_WRITE_OF_UNITS),
    "programme:activity_money": _page("activity", _OF_UNITS, post=_SPEND_OF_UNITS),
    "programme:project_list": _page("", _READERS_LIST, queries=_SEARCHES),
    "programme:project_create": _page("", _WRITERS_OF_UNITS, post=_WRITERS_OF_UNITS),
    "programme:project_detail": _page("project", _OF_UNITS),
    "programme:project_edit": _page("project", _WRITE_OF_UNITS, post=_WRITE_OF_UNITS),
    "programme:space_create": _page("", _WRITERS_OF_UNITS, post=_WRITERS_OF_UNITS),
    "programme:space_edit": _page("space", _WRITE_OF_UNITS, post=_WRITE_OF_UNITS),
    # trainings
    "trainings:plan_list": _page("", _READERS_LIST),
    "trainings:plan_create": _page("", _PLANNERS, post=_PLANNERS),
    "trainings:plan_detail": _page("training_plan", _TO_TRAINING),
    "trainings:plan_edit": _page("training_plan", _MANAGE_TRAINING, post=_MANAGE_TRAINING),
    "trainings:course_create": _page("training_plan", _MANAGE_TRAINING, post=_MANAGE_TRAINING),
    "trainings:course_edit": _page("course", _MANAGE_TRAINING, post=_MANAGE_TRAINING),
    "trainings:class_create": _page("course", _MANAGE_TRAINING, post=_MANAGE_TRAINING),
    "trainings:request_create": _page("course", _ASK_FOR_CLASS, post=_ASK_FOR_CLASS),
    "trainings:request_list": _page("", _READERS_LIST),
    "trainings:request_accept": _page("class_request", _ANSWER_REQUEST, post=_ANSWER_REQUEST),
    "trainings:request_refuse": _page("class_request", _ANSWER_REQUEST, post=_ANSWER_REQUEST),
    "trainings:results": _page("", _READERS_LIST),
    "trainings:calendar": _page("", _READERS_LIST),
    "trainings:class_detail": _page("training_class", _TO_TRAINING),
    "trainings:class_edit": _page("training_class", _MANAGE_TRAINING, post=_MANAGE_TRAINING),
    "trainings:class_move": _page("training_class", to_all(NOT_SO), post=_MANAGE_TRAINING),
    "trainings:class_topics": _page("training_class", _MANAGE_TRAINING, post=_MANAGE_TRAINING),
    "trainings:class_ics": _page("training_class", _TO_TRAINING),
    "trainings:class_register": _page("training_class", _REGISTER, post=_REGISTER),
    "trainings:class_paste": _page("training_class", _REGISTER, post=_REGISTER),
    "trainings:class_holding": _page("training_class", _HOLD_READ),
    "trainings:session_attendance": _page("training_session", _MANAGE_TRAINING, post=_MANAGE_TRAINING),
    "trainings:class_survey": _page("training_class", _MANAGE_TRAINING, post=_MANAGE_TRAINING),
    "trainings:class_cost": _page("training_class", _MANAGE_TRAINING, post=_MANAGE_TRAINING),
    "trainings:class_invite": _page("training_class", to_all(NOT_SO), post=_MANAGE_TRAINING),
    "trainings:class_certify": _page("training_class", to_all(NOT_SO), post=_MANAGE_TRAINING),
    "trainings:class_sign_in": _page("training_class", _HOLD_READ),
    "trainings:class_invitations": _page("training_class", _TO_TRAINING),
    "trainings:class_certificates": _page("training_class", _TO_TRAINING),
    "trainings:registration_cancel": _page("seat", to_all(NOT_SO), post=_TO_SEAT),
    # reports
    "home": _page("", to_all(OK)),
    "reports:report_list": _page("", _READERS_LIST, queries=_SEARCHES),
    "reports:report_create": _page("", _READERS_LIST, post=_READERS_LIST),
    "reports:report_detail": _page("report", _TO_REPORT),
    "reports:report_progress": _page("report", _TO_REPORT),
    "reports:report_retry": _page("report", to_all(NOT_SO), post=_RETRY_REPORT),
    "reports:report_figure": _page("figure", _FROM_REPORT),
    "reports:report_file": _page("report_file", _FROM_REPORT),
    "reports:edition_freeze": _page("edition", _STEP_OF_EDITION, post=_STEP_OF_EDITION),
    "reports:edition_issue": _page("edition", _STEP_OF_EDITION, post=_STEP_OF_EDITION),
    "reports:edition_differences": _page("edition", _COMPARE_EDITION),
    "reports:edition_file": _page("edition_file", _FILE_OF_EDITION),
    "reports:consolidation_list": _page("", _ONLY_OFFICE),
    "reports:consolidation_create": _page("", _ONLY_OFFICE, post=_ONLY_OFFICE),
    "reports:consolidation_detail": _page("consolidation", _OFFICE_ALONE),
    "reports:consolidation_edit": _page("consolidation", _OFFICE_ALONE, post=_OFFICE_ALONE),
    "reports:consolidation_delete": _page("consolidation", to_all(NOT_SO), post=_OFFICE_ALONE),
    "reports:consolidation_draft": _page("consolidation", to_all(NOT_SO), post=_OFFICE_ALONE),
    "reports:consolidation_passage": _page("passage", _OFFICE_ALONE, post=_OFFICE_ALONE),
    "reports:indicator_list": _page("", _READERS_LIST, queries=_CATALOGUE),
    "reports:indicator_export": _page("", _READERS_LIST),
    "reports:indicator_rows": _page("", _READERS_LIST, queries=({}, {"ma": "standing.products"})),
    # campaigns
    "campaigns:campaign_list": _page("", _READERS_LIST, queries=_SEARCHES),
    "campaigns:campaign_create": _page("", _ONLY_OFFICE, post=_ONLY_OFFICE, queries=({}, {"kind": "ad_hoc"})),
    "campaigns:campaign_detail": _page("campaign", _TO_CAMPAIGN),
    "campaigns:campaign_edit": _page("campaign", _MANAGE_CAMPAIGN, post=_MANAGE_CAMPAIGN),
    "campaigns:campaign_delete": _page("campaign", _ACT_ON_CAMPAIGN, post=_MANAGE_CAMPAIGN),
    "campaigns:campaign_units": _page("campaign", _MANAGE_CAMPAIGN, post=_MANAGE_CAMPAIGN),
    "campaigns:campaign_open": _page("campaign", _MANAGE_CAMPAIGN, post=_MANAGE_CAMPAIGN),
    "campaigns:exception_create": _page("campaign", _MANAGE_CAMPAIGN, post=_MANAGE_CAMPAIGN),
    "campaigns:exception_end": _page("lock_exception", _END_EXCEPTION | by_role(office=NOT_SO), post=_END_EXCEPTION),
    "campaigns:board": _page("campaign", _BOARD_OF_CAMPAIGN, queries=({}, {"standing": "late"})),
    "campaigns:board_export": _page("campaign", _BOARD_OF_CAMPAIGN),
    "campaigns:asking_letter": _page("campaign", _MANAGE_CAMPAIGN, queries=_AS_WORD),
    "campaigns:campaign_reminders": _page("campaign", _MANAGE_CAMPAIGN, post=_MANAGE_CAMPAIGN),
    "campaigns:form_list": _page("", _READERS_LIST),
    "campaigns:form_compare": _page("", _READERS_LIST),
    "campaigns:form_detail": _page("asking", _TO_ASKING),
    "campaigns:form_copy": _page("asking", _EDIT_ASKING, post=_EDIT_ASKING, data={"year": "2027", "name": "Mẫu"}),
    "campaigns:form_publish": _page("asking", _ACT_ON_ASKING, post=_EDIT_ASKING),
    "campaigns:form_delete": _page("asking", _ACT_ON_ASKING, post=_EDIT_ASKING),
    "campaigns:section_create": _page("asking", _EDIT_ASKING, post=_EDIT_ASKING),
    "campaigns:section_edit": _page("asking_section", _EDIT_ASKING, post=_EDIT_ASKING),
    "campaigns:section_act": _page("asking_section_act", _ACT_ON_ASKING, post=_EDIT_ASKING),
    "campaigns:element_create": _page("asking_section", _EDIT_ASKING, post=_EDIT_ASKING),
    "campaigns:element_edit": _page("asking_element", _EDIT_ASKING, post=_EDIT_ASKING),
    "campaigns:element_act": _page("asking_element_act", _ACT_ON_ASKING, post=_EDIT_ASKING),
    # campaigns: units' reports
    "campaigns:unit_report": _page("unit_report", _TO_UNIT_REPORT),
    "campaigns:report_section": _page(
        "report_section", _FILL_REPORT, post=_FILL_REPORT, data={"v_fairs": "3", "version": ""}
    ),
    "campaigns:report_files": _page("unit_report", _FILL_REPORT, post=_FILL_REPORT),
    # A second press of "send" leads back to the report.
    "campaigns:report_check": _page("unit_report", _FILL_REPORT, post=_SEND_REPORT, data={"then": "explain"}),
    "campaigns:report_move": _page(
        "unit_report", to_all(NOT_SO), post=_ANSWER_REPORT, data={"action": "accept", "note": "Đủ"}
    ),
    "campaigns:report_correct": _page(
        "report_number", _CORRECT_REPORT, post=_CORRECT_REPORT, data={"value": "5", "reason": "Sót"}
    ),
    "campaigns:report_version": _page("sent_version", _READERS_SENT),
    "campaigns:report_compare": _page("unit_report", _SENT_OF_REPORT),
    "campaigns:report_paper": _page("unit_report", _PAPER_OF_REPORT, queries=_AS_WORD),
    "campaigns:attachment_file": _page("attached", _TO_ATTACHED),
    "campaigns:attachment_remove": _page("attached", to_all(NOT_SO), post=_REMOVE_ATTACHED),
    "campaigns:late_changes": _page("asked_campaign", _LATE_CHANGES),
    "campaigns:late_changes_export": _page("asked_campaign", _LATE_CHANGES),
    "reports:overview": _page("", by_role(leader=OK, office=OK, admin=OK, others=NO)),
    "reports:plan_progress": _page("plan", _TO_PROGRESS, queries=_ON_DAYS),
    "reports:plan_progress_export": _page("plan", _TO_PROGRESS, queries=_ON_DAYS),
    "reports:target_rows": _page("counted_target", _TO_PROGRESS, queries=_ON_DAYS),
    "reports:target_create": _page("plan", _MANAGE_PLAN, post=_MANAGE_PLAN),
    "reports:target_edit": _page("target", _MANAGE_PLAN, post=_MANAGE_PLAN),
}
