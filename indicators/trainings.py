"""Classes that ended in the window, people who came to them, and what the classes cost."""

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from budgets.enums import PaidFor
from indicators.base import CLASS, PERSON, TURN, Indicator, Mean
from indicators.money import Disbursed
from indicators.scope import Scope
from indicators.sections import Section
from trainings.models import Registration


class Attended(Indicator):
    """Registrations of people who came at least once, of classes that ended; narrowed to women."""

    model = Registration
    source = _("Sổ tập huấn: đăng ký học và điểm danh")

    def __init__(self, code: str, name, *, gender: str | None = None, **more):
        super().__init__(code, name, section=Section.TRAININGS, **more)
        self.gender = gender

    def rows(self, scope: Scope) -> QuerySet:
        """Ask by the last day of the class, of people of the unit on the day of registering."""
        rows = scope.rows_of(Registration.objects).attended_in(scope.window, scope.as_of)
        return rows.filter(trainee__gender=self.gender) if self.gender else rows

    def keyed(self, rows: QuerySet) -> QuerySet:
        """Key a registration by itself (a turn), its person or its class."""
        return rows.annotate(counted_key=F({TURN: "pk", PERSON: "trainee_id", CLASS: "training_class_id"}[self.counts]))


class SpentOnClasses(Disbursed):
    """Disbursements that name a class."""

    def rows(self, scope: Scope) -> QuerySet:
        """Ask by the day of the entry, not of the class."""
        return super().rows(scope).paying_for(PaidFor.TRAINING)


def trained() -> list[Indicator]:
    """Return classes, turns, persons, women, and what a turn cost."""
    turns = Attended(
        "training.turns",
        _("Lượt người được tập huấn"),
        counts=TURN,
        definition=_(
            "Số lượt người có mặt ít nhất một buổi của lớp kết thúc trong kỳ; một người học hai lớp là hai lượt."
        ),
    )
    cost = SpentOnClasses(
        "training.cost",
        _("Kinh phí đã chi cho các lớp"),
        section=Section.TRAININGS,
        definition=_("Số tiền giải ngân trong kỳ có ghi lớp tập huấn được chi."),
    )
    return [
        Attended(
            "training.classes",
            _("Lớp tập huấn đã tổ chức"),
            counts=CLASS,
            definition=_("Số lớp kết thúc trong kỳ và không sau ngày chốt số liệu có người của địa bàn tham dự."),
        ),
        turns,
        Attended(
            "training.persons",
            _("Người được tập huấn"),
            counts=PERSON,
            definition=_("Số người khác nhau trong các lượt nói trên: một người học nhiều lớp tính một lần."),
        ),
        Attended(
            "training.women",
            _("Trong đó là nữ"),
            gender="female",
            counts=PERSON,
            indent=1,
            definition=_("Số phụ nữ khác nhau trong những người được tập huấn."),
        ),
        cost,
        Mean(
            "training.cost_per_turn",
            _("Kinh phí bình quân một lượt người"),
            part=cost,
            whole=turns,
            indent=1,
            definition=_("Kinh phí đã chi cho các lớp trong kỳ chia cho số lượt người; bằng 0 khi không có lượt nào."),
        ),
    ]
