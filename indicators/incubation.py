"""Start-up projects: selected, incubated, supported, and what they became in the programme."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.periods import Window
from indicators.base import PRODUCER, PRODUCT, PROJECT, SPACE, Indicator
from indicators.parts import AddedMillions, Part
from indicators.scope import Scope
from indicators.sections import Section
from programme.enums import SpaceKind, SupportKind
from programme.models import IncubationProject, ProjectSupport, SupportSpace

_SOURCE = _("Sổ dự án khởi nghiệp, ươm tạo")


def _known(scope: Scope) -> Window | None:
    """Return the days of the window that the cut-off knows; ``None``: it lies before the window."""
    last = min(scope.window.last, scope.as_of)
    return None if last < scope.window.first else Window(scope.window.first, last)


def _dated(scope: Scope, rows: QuerySet, field: str) -> QuerySet:
    days = _known(scope)
    return rows.filter(**{f"{field}__range": (days.first, days.last)}) if days else rows.none()


def selected(scope: Scope) -> QuerySet:
    """Projects selected within the window."""
    return _dated(scope, scope.rows_of(IncubationProject.objects), "selected_on")


def begun(scope: Scope) -> QuerySet:
    """Projects whose incubation began within the window."""
    return _dated(scope, scope.rows_of(IncubationProject.objects), "incubated_from")


def under_way(scope: Scope) -> QuerySet:
    """Projects that were incubated at the cut-off."""
    ended = Q(incubated_to__isnull=True) | Q(incubated_to__gte=scope.as_of)
    return scope.rows_of(IncubationProject.objects).filter(ended, incubated_from__lte=scope.as_of)


def became(scope: Scope) -> QuerySet:
    """Projects that became a producer or a product within the window."""
    return _dated(scope, scope.rows_of(IncubationProject.objects), "became_on")


def supports(scope: Scope) -> QuerySet:
    """Support given within the window to projects of the unit."""
    projects = scope.rows_of(IncubationProject.objects)
    return _dated(scope, ProjectSupport.objects.filter(project__in=projects.values("pk")), "on")


def spaces(scope: Scope) -> QuerySet:
    """Areas that had opened by the cut-off."""
    return scope.rows_of(SupportSpace.objects).filter(opened_on__lte=scope.as_of)


class ProjectPart(Part):
    """Counts among projects."""

    model = IncubationProject
    source = _SOURCE
    keys_by_count = {PROJECT: "pk", PRODUCER: "producer_id", PRODUCT: "product_id"}

    def __init__(self, code: str, name, *, counts: str = PROJECT, **more):
        super().__init__(f"incubation.{code}", name, section=Section.INCUBATION, counts=counts, **more)


class SupportPart(Part):
    """Counts the projects that were supported."""

    model = ProjectSupport
    source = _SOURCE
    keys_by_count = {PROJECT: "project_id"}

    def __init__(self, code: str, name, **more):
        more |= {"base": supports, "section": Section.INCUBATION, "counts": PROJECT}
        super().__init__(f"incubation.{code}", name, **more)


class SupportMoney(AddedMillions):
    """Adds up the money given to projects."""

    model = ProjectSupport
    source = _SOURCE
    keys_by_count = {PROJECT: "project_id"}


class SpacePart(Part):
    """Counts areas for start-ups."""

    model = SupportSpace
    source = _("Sổ không gian hỗ trợ khởi nghiệp")
    keys_by_count = {SPACE: "pk"}


def incubation() -> list[Indicator]:
    """Return the indicators of start-ups, in the order in which departments report them."""
    return [*_chosen(), *_supported(), *_grown()]


def _chosen() -> list[Indicator]:
    return [
        ProjectPart(
            "selected.projects",
            _("Dự án khởi nghiệp được chọn"),
            base=selected,
            definition=_("Số dự án có ngày được chọn trong kỳ và không sau ngày chốt số liệu."),
        ),
        ProjectPart(
            "begun.projects",
            _("Dự án bắt đầu ươm tạo"),
            base=begun,
            definition=_("Số dự án có ngày bắt đầu ươm tạo trong kỳ và không sau ngày chốt số liệu."),
        ),
        ProjectPart(
            "under_way.projects",
            _("Dự án đang ươm tạo"),
            base=under_way,
            definition=_("Số dự án đã bắt đầu và chưa kết thúc ươm tạo vào ngày chốt số liệu."),
        ),
    ]


def _supported() -> list[Indicator]:
    return [
        SupportPart(
            "supported.projects",
            _("Dự án được hỗ trợ"),
            definition=_("Số dự án có ít nhất một lần được hỗ trợ trong kỳ; dự án được hỗ trợ nhiều lần tính một lần."),
        ),
        *(
            SupportPart(
                f"supported.{kind}.projects",
                kind.label,
                where=Q(kind=kind),
                indent=1,
                definition=_("Số dự án được hỗ trợ trong kỳ bằng hình thức này."),
            )
            for kind in SupportKind
        ),
        SupportMoney(
            "incubation.supported.amount",
            _("Số tiền hỗ trợ dự án"),
            base=supports,
            amount="amount_vnd",
            where=Q(amount_vnd__isnull=False),
            section=Section.INCUBATION,
            counts=PROJECT,
            measured=_("triệu đồng"),
            indent=1,
            definition=_("Tổng số tiền ghi trong các lần hỗ trợ trong kỳ; làm tròn đến 0,01 triệu đồng."),
        ),
    ]


def _grown() -> list[Indicator]:
    return [
        ProjectPart(
            "became.producers",
            _("Chủ thể OCOP trưởng thành từ dự án"),
            base=became,
            where=Q(producer__isnull=False),
            counts=PRODUCER,
            definition=_("Số chủ thể mà dự án khởi nghiệp trở thành trong kỳ."),
        ),
        ProjectPart(
            "became.products",
            _("Sản phẩm OCOP hình thành từ dự án"),
            base=became,
            where=Q(product__isnull=False),
            counts=PRODUCT,
            definition=_("Số sản phẩm mà dự án khởi nghiệp trở thành trong kỳ."),
        ),
        *(
            SpacePart(
                f"incubation.spaces.{kind}",
                _("Không gian hỗ trợ: %(kind)s") % {"kind": kind.label},
                base=spaces,
                where=Q(kind=kind),
                section=Section.INCUBATION,
                counts=SPACE,
                definition=_("Số khu đã đưa vào hoạt động đến ngày chốt số liệu."),
            )
            for kind in SpaceKind
        ),
    ]
