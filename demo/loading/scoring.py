"""Filling and sending the sheets of a council."""

import datetime as dt
import random

from django.utils import timezone

from accounts.models import User
from demo.scores import Choice, Question, fill_sheet
from evaluations.models import Assignment, CriteriaSet, Criterion, Dossier
from evaluations.services import save_sheet, send_sheet

_REMARKS = (
    "Hồ sơ đầy đủ, minh chứng rõ.",
    "Bao bì nên ghi thêm hướng dẫn bảo quản.",
    "Cần cập nhật phiếu kiểm nghiệm định kỳ.",
    "Câu chuyện sản phẩm gắn với địa phương, nên rút gọn khi in nhãn.",
    "Nên mở rộng hệ thống phân phối ngoài tỉnh.",
    "",
    "",
)


class Tables:
    """The criteria of each set, read once."""

    def __init__(self):
        self._questions: dict[int, list[Question]] = {}

    def of(self, criteria_set: CriteriaSet) -> list[Question]:
        """Return the scored criteria of a set with their options."""
        if criteria_set.pk not in self._questions:
            criteria = Criterion.objects.filter(criteria_set=criteria_set, is_scored=True).prefetch_related("options")
            self._questions[criteria_set.pk] = [
                Question(
                    criterion.pk,
                    tuple(
                        Choice(option.pk, option.points, option.min_star)
                        for option in sorted(criterion.options.all(), key=lambda option: option.points)
                    ),
                )
                for criterion in criteria.order_by("position")
            ]
        return self._questions[criteria_set.pk]


def seats(dossier: Dossier, council: list[User]) -> list[tuple[Assignment, User]]:
    """Return the assignments of a dossier with their members, in the order of the council."""
    by_user = {one.member.user_id: one for one in dossier.assignments.select_related("member")}
    return [(by_user[person.pk], person) for person in council if person.pk in by_user]


def send(
    tables: Tables, dossier: Dossier, place: tuple[Assignment, User], total: int, *, star: int, luck: random.Random, day
) -> None:
    """Fill the sheet of one place and send it during office hours of ``day``."""
    seat, person = place
    send_sheet(
        actor=person,
        assignment_id=seat.pk,
        choices=fill_sheet(tables.of(dossier.criteria_set), total, star=star, luck=luck),
        comment=luck.choice(_REMARKS),
        now=moment(day, luck),
    )


def begin(
    tables: Tables, dossier: Dossier, place: tuple[Assignment, User], *, luck: random.Random, share: float
) -> None:
    """Leave a sheet half filled, as a member who was called away does."""
    seat, person = place
    choices = list(fill_sheet(tables.of(dossier.criteria_set), 64, star=3, luck=luck).items())
    save_sheet(actor=person, assignment_id=seat.pk, choices=dict(choices[: int(len(choices) * share)]))


def moment(day: dt.date, luck: random.Random) -> dt.datetime:
    """Return an instant in the office hours of a day."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(luck.randint(8, 16), luck.randint(0, 59))))
