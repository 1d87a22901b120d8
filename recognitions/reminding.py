"""Whom to remind of what on a day: computed, written nowhere. ``services.reminding`` sends exactly this."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.models import User
from core.dates import format_date, today
from evaluations.enums import DossierState
from evaluations.models import Dossier
from products.enums import RecognitionKind
from products.models import Recognition
from recognitions.clock import Limits, limits_on, on_clock
from recognitions.enums import ReminderStep
from recognitions.models import Reminder
from recognitions.units import Heirs, office_people, officers_by_unit
from units.models import Unit

_FIRST_STEP = max(ReminderStep.values)


@dataclass(frozen=True)
class DueProduct:
    """A recognition whose step has come. ``has_draft``: a renewal was begun but not sent."""

    recognition: Recognition
    step: ReminderStep
    days_left: int
    file_from: dt.date
    file_until: dt.date
    has_draft: bool = False

    def line(self, day: dt.date) -> str:
        """Return what the reminder says of it."""
        row = self.recognition
        words = {
            "product": row.product.name,
            "producer": row.product.producer.name,
            "star": row.star,
            "until": format_date(row.valid_until),
            "left": self.days_left,
            "first": format_date(self.file_from),
            "last": format_date(self.file_until),
        }
        text = _("%(product)s (%(producer)s), %(star)s sao, có giá trị đến %(until)s, còn %(left)s ngày") % words
        if day <= self.file_until:
            text += _("; nộp hồ sơ từ %(first)s đến hết %(last)s") % words
        else:
            text += _("; đã quá hạn nộp hồ sơ (%(last)s), cần trình ngay") % words
        return text + (_("; đã có hồ sơ nháp, chưa trình.") if self.has_draft else ".")


@dataclass(frozen=True)
class UnitReminder:
    """What one unit is told: the same text for each of its officers."""

    unit: Unit
    day: dt.date
    products: tuple[DueProduct, ...]
    recipients: tuple[User, ...]

    @property
    def subject(self) -> str:
        """The heading of the notice."""
        return _("%(unit)s: %(count)s sản phẩm OCOP cần đánh giá lại") % {
            "unit": self.unit.name,
            "count": len(self.products),
        }

    @property
    def body(self) -> str:
        """The text, as it can be copied into another channel."""
        head = _(
            "Tính đến ngày %(day)s, các sản phẩm OCOP sau đây trên địa bàn %(unit)s sắp hết thời hạn công nhận"
            " và chưa trình hồ sơ đánh giá lại:"
        ) % {"day": format_date(self.day), "unit": self.unit.name}
        lines = [f"{number}. {one.line(self.day)}" for number, one in enumerate(self.products, start=1)]
        tail = _("Đề nghị hướng dẫn chủ thể lập và trình hồ sơ đúng hạn. Không đánh giá lại, công nhận hết hiệu lực.")
        return "\n".join([head, *lines, tail])


def due_reminders(day: dt.date | None = None) -> list[UnitReminder]:
    """Return what is to be sent on ``day`` (today), by unit in alphabetical order.

    Each recognition stands at the last step that it has reached, once; a step that was missed is not made
    up for. Left out: stopped, revoked, lapsed and replaced ones, and those whose renewal (or upgrade) was
    sent and is still open, or whose renewal of this term was concluded. A draft is not done: it is
    reminded of, and the text says that it was not sent. The number of queries does not grow with the rows.
    """
    day = day or today()
    rows = list(_running_out(day))
    told = set(Reminder.objects.filter(recognition__in=rows).values_list("recognition", "step"))
    drafts = _products_with_draft(rows)
    limits, heirs = limits_on(day), Heirs(day)
    by_unit: dict[int, tuple[Unit, list[DueProduct]]] = {}
    for row in rows:
        one = _due(row, day, limits, has_draft=row.product_id in drafts)
        if (row.pk, one.step) not in told:
            unit = heirs.of(row.product.producer.unit)
            by_unit.setdefault(unit.pk, (unit, []))[1].append(one)
    officers = officers_by_unit(unit for unit, _products in by_unit.values())
    found = [UnitReminder(unit, day, tuple(products), tuple(officers[unit.pk])) for unit, products in by_unit.values()]
    return sorted(found, key=lambda one: (one.unit.sort_key, one.unit.pk))


def step_on(days_left: int) -> ReminderStep:
    """Return the last step that has been reached with so many days left (180 at most)."""
    return ReminderStep(min(step for step in ReminderStep.values if days_left <= step))


def digest_of(reminders: Sequence[UnitReminder]) -> tuple[str, str]:
    """Return subject and text of the copy that the office gets: one for all units."""
    count = sum(len(one.products) for one in reminders)
    subject = _("Đã nhắc %(units)s đơn vị về %(count)s sản phẩm cần đánh giá lại") % {
        "units": len(reminders),
        "count": count,
    }
    parts = []
    for one in reminders:
        names = ", ".join(person.full_name for person in one.recipients)
        to = names or _("chưa có cán bộ nào có tài khoản, Văn phòng cần báo trực tiếp")
        parts.append(_("Người nhận: %(names)s\n%(text)s") % {"names": to, "text": one.body})
    return subject, "\n\n".join(parts)


def copied_to() -> list[User]:
    """Return who gets the copy: the office."""
    return office_people()


def _running_out(day: dt.date):
    """Recognitions within the first step of their end that nobody has taken care of yet; one query."""
    last = day + dt.timedelta(days=_FIRST_STEP)
    rows = on_clock(Recognition.objects.all(), day).filter(
        ~Exists(_taken_care_of()), valid_until__range=(day, last), revocation__isnull=True
    )
    rows = rows.exclude(product__stopped_on__lte=day).exclude(product__producer__stopped_on__lte=day)
    return rows.select_related("product__producer__unit__parent").order_by("valid_until", "product__sort_key", "pk")


def _taken_care_of():
    """Dossiers that were sent and are still open; and renewals of this term that were concluded."""
    sent = Dossier.objects.filter(
        product=OuterRef("product"),
        kind__in=(RecognitionKind.RENEWAL, RecognitionKind.UPGRADE),
        submitted_on__isnull=False,
        withdrawn_on__isnull=True,
    )
    open_now = Q(concluded_on__isnull=True)
    concluded = Q(kind=RecognitionKind.RENEWAL, concluded_on__gt=OuterRef("valid_from"))
    return sent.filter(open_now | concluded)


def _products_with_draft(rows: Iterable[Recognition]) -> set[int]:
    drafts = Dossier.objects.filter(product__in=[row.product_id for row in rows], state=DossierState.DRAFT)
    return set(drafts.exclude(kind=RecognitionKind.NEW).values_list("product", flat=True))


def _due(row: Recognition, day: dt.date, limits: Limits, *, has_draft: bool) -> DueProduct:
    left = (row.valid_until - day).days
    return DueProduct(
        recognition=row,
        step=step_on(left),
        days_left=left,
        file_from=row.valid_until - dt.timedelta(days=limits.opens),
        file_until=row.valid_until - dt.timedelta(days=limits.closes),
        has_draft=has_draft,
    )
