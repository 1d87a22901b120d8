"""The page of a council: a row for each person who may sit, the advisory team, and the decisions."""

from dataclasses import dataclass

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from accounts.models import User
from core.dates import today
from core.errors import Stale
from core.forms import Difference, PortalForm, Section, shown_again
from core.formsets import RowFormSet, one_more_row, row_formset, rows_shown_again
from documents.enums import DocumentKind
from documents.forms import DocumentForm
from documents.models import OfficialDocument
from evaluations.enums import CouncilOffice
from evaluations.models import Attendance, CouncilMember, Recusal, Round, ScoreSheet
from evaluations.services.council import Person, Seat, Source, council_mark
from units.enums import UnitKind
from units.models import Unit

NONE, SAME, EXISTING, NEW = "none", "same", "existing", "new"
# The head of a team is not called a chairman.
TEAM_OFFICES = (
    (CouncilOffice.CHAIR, gettext_lazy("Tổ trưởng")),
    (CouncilOffice.VICE_CHAIR, gettext_lazy("Tổ phó")),
    (CouncilOffice.SECRETARY, gettext_lazy("Thư ký")),
    (CouncilOffice.MEMBER, gettext_lazy("Thành viên")),
)


@dataclass(frozen=True)
class SeatRow:
    """A person with the boxes of office and agency, and why he cannot leave (nothing where he can)."""

    person: User
    office: forms.BoundField
    agency: forms.BoundField
    stays: str


class CouncilForm(PortalForm):
    """For each person with the role of a council member: the office, or not on the council, and the agency."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, turn: Round, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = council_mark(turn)
        seats = {seat.user_id: seat for seat in turn.members.all()}
        can_sit = Q(role=Role.COUNCIL_MEMBER, is_active=True) | Q(pk__in=seats)
        self.people = list(User.objects.filter(can_sit).for_list())
        self._stays = _who_stays(turn)
        longest = CouncilMember._meta.get_field("agency").max_length
        for person in self.people:
            seat = seats.get(person.pk)
            self.fields[_seat(person)] = forms.ChoiceField(
                label=person.full_name,
                choices=[("", _("Không tham gia")), *CouncilOffice.choices],
                initial=seat.office if seat else "",
                required=False,
            )
            self.fields[_agency(person)] = forms.CharField(
                label=_("Cơ quan của %(person)s") % {"person": person.full_name},
                initial=seat.agency if seat else person.unit.name,
                max_length=longest,
                required=False,
            )

    @property
    def rows(self) -> list[SeatRow]:
        """One row a person, in alphabetical order."""
        return [
            SeatRow(person, self[_seat(person)], self[_agency(person)], self._stays.get(person.pk, ""))
            for person in self.people
        ]

    def members(self) -> list[Seat]:
        """Return the council for ``services.council.save_council``."""
        return [
            Seat(person, office, self.cleaned_data[_agency(person)])
            for person in self.people
            if (office := self.cleaned_data[_seat(person)])
        ]

    def take_newer(self, error: Stale, turn: Round) -> None:
        """Show whose office another person stored otherwise; saving again then overwrites it knowingly."""
        self.add_error(None, str(error))
        self.data = self.data.copy()
        self.data["seen"] = council_mark(turn)
        stored = dict(turn.members.values_list("user", "office"))
        words = {"": _("Không tham gia")} | dict(CouncilOffice.choices)
        for person in self.people:
            before, typed = stored.get(person.pk, ""), self.cleaned_data.get(_seat(person), "")
            if before != typed:
                self.differences.append(Difference(person.full_name, str(words[before]), str(words[typed])))


def _who_stays(turn: Round) -> dict[int, str]:
    """Return by user why a seat cannot be taken away, as ``services.council`` refuses it."""
    attended = Attendance.objects.filter(member__round=turn).values_list("member__user", flat=True)
    recused = Recusal.objects.filter(assignment__member__round=turn).values_list("assignment__member__user", flat=True)
    scored = ScoreSheet.objects.filter(assignment__member__round=turn).values_list(
        "assignment__member__user", flat=True
    )
    return (
        dict.fromkeys(attended, _("Đã dự phiên họp"))
        | dict.fromkeys(recused, _("Đã ghi không chấm"))
        | dict.fromkeys(scored, _("Đã chấm"))
    )


def _seat(person: User) -> str:
    return f"seat_{person.pk}"


def _agency(person: User) -> str:
    return f"agency_{person.pk}"


class TeamForm(PortalForm):
    """A person on the advisory team."""

    sections = (Section("", (("full_name", "office"), ("position", "agency")), "nguoi"),)
    full_name = forms.CharField(label=gettext_lazy("Họ và tên"), max_length=120)
    position = forms.CharField(label=gettext_lazy("Chức vụ"), max_length=150, required=False)
    agency = forms.CharField(label=gettext_lazy("Cơ quan"), max_length=200, required=False)
    office = forms.ChoiceField(label=gettext_lazy("Chức danh trong tổ"), choices=(), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # A row without any text is no row, whatever its select shows: so a plain member is the empty choice.
        plain = CouncilOffice.MEMBER
        self.fields["office"].choices = [("" if office == plain else office, label) for office, label in TEAM_OFFICES]

    def clean_office(self):
        """Return the office; the empty choice is a plain member."""
        return self.cleaned_data["office"] or CouncilOffice.MEMBER


class TeamRows(RowFormSet):
    """The advisory team."""

    identity = ("full_name", "agency")


TeamFormSet = row_formset(TeamForm, TeamRows)


class SourceForm(PortalForm):
    """Which decision sets a body up."""

    searchable = ("document",)
    source = forms.ChoiceField(
        label=gettext_lazy("Quyết định thành lập"), choices=(), widget=forms.RadioSelect, initial=NONE
    )
    document = forms.ModelChoiceField(
        label=gettext_lazy("Quyết định đã ghi"), queryset=OfficialDocument.objects.none(), required=False
    )

    def __init__(self, *args, user, may_share: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        shared = [(SAME, _("Cùng quyết định thành lập hội đồng"))] if may_share else []
        self.fields["source"].choices = [
            (NONE, _("Chưa có quyết định")),
            *shared,
            (EXISTING, _("Chọn quyết định đã ghi")),
            (NEW, _("Ghi quyết định mới")),
        ]
        decisions = OfficialDocument.objects.visible_to(user).filter(kind=DocumentKind.DECISION)
        self.fields["document"].queryset = decisions.order_by("-issued_on", "-pk")
        self.fields["document"].label_from_instance = lambda one: f"{one.citation} – {one.subject}"

    def clean(self):
        """A recorded decision must be named."""
        cleaned = super().clean()
        if cleaned.get("source") == EXISTING and not cleaned.get("document"):
            self.add_error("document", _("Hãy chọn quyết định, hoặc ghi quyết định mới."))
        return cleaned


class Body:
    """The forms of one decision: which, and its fields where it is new."""

    def __init__(self, name: str, *, user, stored, is_shared=False, may_share=False, data=None, files=None):
        initial = {"source": SAME if is_shared else EXISTING if stored else NONE, "document": stored}
        self.choice = SourceForm(data, prefix=name, user=user, may_share=may_share, initial=initial)
        is_new = data is not None and data.get(f"{name}-source") == NEW
        issuer = Unit.objects.on(today()).filter(kind=UnitKind.PROVINCE).first()
        self.document = DocumentForm(
            data if is_new else None,
            files if is_new else None,
            prefix=f"{name}_new",
            kind=DocumentKind.DECISION,
            initial={"issuer": issuer},
        )
        self.is_new = is_new

    def is_valid(self) -> bool:
        """Check the choice and, where it is new, the document."""
        return all([self.choice.is_valid(), not self.is_new or self.document.is_valid()])

    def source(self) -> Source | None:
        """Return what ``save_council`` takes; ``None`` where it is the council's."""
        chosen = self.choice.cleaned_data["source"]
        if chosen == SAME:
            return None
        if chosen == NEW:
            return Source(new=self.document.cleaned_document())
        return Source(self.choice.cleaned_data["document"] if chosen == EXISTING else None)


class CouncilForms:
    """All forms of the page.

    Args:
        data, files: of the POST, or nothing.
    """

    def __init__(self, *, turn: Round, user, data=None, files=None):
        self.seats = CouncilForm(data, turn=turn)
        # Rows that came back are compared with nothing: each one that holds something is kept.
        self.team = TeamFormSet(data, prefix="team", initial=_stored_team(turn) if data is None else None)
        shared = turn.team_document_id is not None and turn.team_document_id == turn.council_document_id
        given = {"user": user, "data": data, "files": files}
        self.council_body = Body("council", stored=turn.council_document, **given)
        self.team_body = Body("adviser", stored=turn.team_document, is_shared=shared, may_share=True, **given)

    @property
    def single(self) -> list:
        """The forms that are no rows, in the order of the page."""
        bodies = (self.council_body, self.team_body)
        return [self.seats, *(form for body in bodies for form in (body.choice, body.document))]

    @property
    def faulty(self) -> list:
        """Forms with errors, for the summary on top."""
        return [form for form in (*self.single, *self.team.forms) if form.is_bound and form.errors]

    def is_valid(self) -> bool:
        """Check every form, so that all errors show at once."""
        return all(
            [self.seats.is_valid(), self.team.is_valid(), self.council_body.is_valid(), self.team_body.is_valid()]
        )

    def asks_for_a_row(self, data) -> bool:
        """Whether the button for one more row was pressed."""
        return self.team.add_name in data

    def people(self) -> list[Person]:
        """Return the team in the order typed."""
        return [
            Person(one["full_name"], one["position"], one["agency"], one["office"])
            for one in (form.cleaned_data for form in self.team.kept_forms)
        ]

    def take_newer(self, error: Stale, turn: Round) -> None:
        """Show what another person stored since, of the council and of the team."""
        self.seats.take_newer(error, turn)
        stored = ", ".join(turn.team.values_list("full_name", flat=True)) or _("(để trống)")
        typed = ", ".join(one.full_name for one in self.people()) or _("(để trống)")
        if stored != typed:
            self.seats.differences.append(Difference(_("Tổ tư vấn"), stored, typed))

    def values(self) -> dict:
        """Return what ``services.council.save_council`` takes, without actor and round."""
        return {
            "members": self.seats.members(),
            "team": self.people(),
            "council_source": self.council_body.source(),
            "team_source": self.team_body.source(),
            "seen": self.seats.cleaned_data["seen"] or None,
        }


def with_one_more_row(*, turn: Round, user, data, files) -> CouncilForms:
    """Return the forms as typed with one more row of the team; nothing is checked."""
    shown = CouncilForms(turn=turn, user=user, data=one_more_row(data, "team"), files=files)
    rows_shown_again(shown.team)
    for form in shown.single:
        if form.is_bound:
            shown_again(form)
    return shown


def _stored_team(turn: Round) -> list[dict]:
    plain = CouncilOffice.MEMBER
    return [
        {
            "full_name": one.full_name,
            "position": one.position,
            "agency": one.agency,
            "office": "" if one.office == plain else one.office,
        }
        for one in turn.team.all()
    ]
