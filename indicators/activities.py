"""Communication and trade promotion of the window, by kind."""

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from indicators.base import ACTIVITY, Indicator
from indicators.parts import Added, Part
from indicators.scope import Scope
from indicators.sections import Section
from programme.enums import COMMUNICATION, PROMOTION, ActivityKind, Reach
from programme.models import Activity

_KINDS = (
    (ActivityKind.TV, _("Kỳ phát sóng truyền hình"), _("kỳ")),
    (ActivityKind.RADIO, _("Kỳ phát thanh"), _("kỳ")),
    (ActivityKind.PRESS, _("Tin, bài báo chí"), _("tin, bài")),
    (ActivityKind.SOCIAL, _("Kênh mạng xã hội, nhóm Zalo"), _("kênh, nhóm")),
    (ActivityKind.MEETING, _("Cuộc hội nghị, sinh hoạt tuyên truyền"), _("cuộc")),
    (ActivityKind.BULLETIN, _("Bản tin thị trường"), _("bản tin")),
    (ActivityKind.FAIR, _("Hội chợ, triển lãm, phiên chợ"), _("cuộc")),
    (ActivityKind.TRADE, _("Cuộc kết nối giao thương"), _("cuộc")),
    (ActivityKind.ONLINE, _("Lượt đưa sản phẩm lên sàn thương mại điện tử"), _("lượt")),
    (ActivityKind.SUPERMARKET, _("Lượt đưa sản phẩm vào siêu thị, cửa hàng"), _("lượt")),
    (ActivityKind.SALES_POINT, _("Điểm giới thiệu và bán sản phẩm"), _("điểm")),
    (ActivityKind.FORUM, _("Diễn đàn Mỗi xã một sản phẩm"), _("diễn đàn")),
    (ActivityKind.MODEL, _("Mô hình, dự án thí điểm"), _("mô hình")),
)


def activities_held(scope: Scope) -> QuerySet:
    """Activities that began within the window and by the cut-off."""
    return scope.rows_of(Activity.objects).held_in(scope.window, scope.as_of)


class Held(Part):
    """Counts activities."""

    model = Activity
    source = _("Sổ hoạt động truyền thông, xúc tiến thương mại")
    keys_by_count = {ACTIVITY: "pk"}

    def __init__(self, code: str, name, **more):
        super().__init__(code, name, base=activities_held, section=Section.ACTIVITIES, counts=ACTIVITY, **more)


class HeldSum(Added):
    """Adds up a number of activities."""

    model = Activity
    source = Held.source
    keys_by_count = Held.keys_by_count

    def __init__(self, code: str, name, *, amount="quantity", **more):
        more |= {"base": activities_held, "section": Section.ACTIVITIES, "counts": ACTIVITY}
        super().__init__(code, name, amount=amount, **more)


def activities() -> list[Indicator]:
    """Return how many activities there were, and how many items of each kind."""
    quantity = _("Tổng số lượng ghi trong các hoạt động loại này bắt đầu trong kỳ và không sau ngày chốt số liệu.")
    by_kind = {
        kind: HeldSum(
            f"activities.{kind}.items", name, where=Q(kind=kind), measured=measured, indent=1, definition=quantity
        )
        for kind, name, measured in _KINDS
    }
    minutes = HeldSum(
        "activities.tv.minutes",
        _("Thời lượng phát sóng truyền hình"),
        amount=F("quantity") * F("minutes_each"),
        where=Q(kind=ActivityKind.TV, minutes_each__isnull=False),
        measured=_("phút"),
        indent=2,
        definition=_("Số kỳ nhân với số phút mỗi kỳ; hoạt động không ghi số phút thì không cộng."),
    )
    people = HeldSum(
        "activities.meeting.participants",
        _("Lượt người dự hội nghị, sinh hoạt"),
        amount="participants",
        where=Q(kind=ActivityKind.MEETING, participants__isnull=False),
        measured=_("lượt người"),
        indent=2,
        definition=_("Tổng số lượt người ghi trong các cuộc hội nghị, sinh hoạt tuyên truyền."),
    )
    abroad = HeldSum(
        "activities.forum.international.items",
        _("Trong đó là diễn đàn quốc tế"),
        where=Q(kind=ActivityKind.FORUM, reach=Reach.INTERNATIONAL),
        measured=_("diễn đàn"),
        indent=2,
        definition=_("Số diễn đàn có phạm vi quốc tế."),
    )
    more = {ActivityKind.TV: [minutes], ActivityKind.MEETING: [people], ActivityKind.FORUM: [abroad]}
    found: list[Indicator] = [
        _all("activities.communication", _("Hoạt động truyền thông"), COMMUNICATION),
        *_with(by_kind, more, COMMUNICATION),
        _all("activities.promotion", _("Hoạt động xúc tiến thương mại"), PROMOTION),
        *_with(by_kind, more, PROMOTION),
        by_kind[ActivityKind.MODEL],
    ]
    return found


def _all(code: str, name, kinds: frozenset) -> Held:
    return Held(
        f"{code}.count",
        name,
        where=Q(kind__in=sorted(kinds)),
        definition=_(
            "Số hoạt động (dòng trong sổ) thuộc các loại này bắt đầu trong kỳ và không sau ngày chốt số liệu."
        ),
    )


def _with(by_kind: dict, more: dict, kinds: frozenset) -> list[Indicator]:
    found = []
    for kind, _name, _measured in _KINDS:
        if kind in kinds:
            found += [by_kind[kind], *more.get(kind, ())]
    return found
