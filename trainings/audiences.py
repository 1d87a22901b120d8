"""Who qualifies for a course and why: pure functions over what is on record.

``facts_of`` reads the records of many producers in a fixed number of queries; ``audiences_of`` decides
for one person from that, without a query.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from core.dates import format_date
from evaluations.enums import DossierState
from evaluations.models import Dossier
from producers.models import Producer
from products.enums import RecognitionKind
from products.models import Product
from trainings.enums import Audience, TraineeKind

# The words by which the classifications name the industry of tourism services.
_TOURISM_WORDS = ("du lịch",)
_SENT_NO_MORE = (DossierState.DRAFT, DossierState.WITHDRAWN)


@dataclass
class ProducerFacts:
    """What the records say about a producer, in the year of a class.

    Attributes:
        first: names of products with a first-time dossier sent in the year, with the day of sending.
        upgrading: names of products with a dossier for a higher star sent in the year, with the day.
        takes_part: whether it has ever sent a dossier or been recognised.
        tourism: names of its products of tourism services.
        is_active: whether it works on the day.
    """

    first: list[tuple[str, dt.date]] = field(default_factory=list)
    upgrading: list[tuple[str, dt.date]] = field(default_factory=list)
    takes_part: bool = False
    tourism: list[str] = field(default_factory=list)
    is_active: bool = False


def facts_of(producer_ids: Iterable[int], day: dt.date) -> dict[int, ProducerFacts]:
    """Return the facts of these producers for a class that begins on ``day``; three queries."""
    ids = set(producer_ids)
    facts: dict[int, ProducerFacts] = defaultdict(ProducerFacts)
    if not ids:
        return facts
    for pk in Producer.objects.active_on(day).filter(pk__in=ids).values_list("pk", flat=True):
        facts[pk].is_active = True
    sent = Dossier.objects.filter(producer__in=ids, submitted_on__isnull=False).exclude(state__in=_SENT_NO_MORE)
    rows = sent.order_by("submitted_on", "pk").values_list("producer", "kind", "product__name", "submitted_on")
    for producer, kind, product, sent_on in rows:
        facts[producer].takes_part = True
        if sent_on.year == day.year and kind == RecognitionKind.NEW:
            facts[producer].first.append((product, sent_on))
        elif sent_on.year == day.year and kind == RecognitionKind.UPGRADE:
            facts[producer].upgrading.append((product, sent_on))
    products = Product.objects.filter(producer__in=ids, stopped_on__isnull=True).select_related("group__industry")
    for product in products.order_by("sort_key", "pk"):
        names = f"{product.group.name} {product.group.industry or ''}".lower()
        if any(word in names for word in _TOURISM_WORDS):
            facts[product.producer_id].tourism.append(product.name)
    return facts


def audiences_of(person, course, facts: ProducerFacts | None) -> list[tuple[str, str]]:
    """Return (code of ``Audience``, why) for each audience of ``course`` to which ``person`` belongs.

    Args:
        person: has ``kind`` and ``unit`` (a ``Trainee`` or ``people.Person``).
        facts: of the producer from which the person comes; ``None`` without one.
    """
    why = _of_person(person) | (_of_producer(facts) if facts else {})
    return [(code, why[code]) for code in course.audiences if code in why]


def _of_person(person) -> dict[str, str]:
    why = {}
    if person.kind in (TraineeKind.STUDENT, TraineeKind.LECTURER):
        why[Audience.STUDENT_LECTURER] = str(TraineeKind(person.kind).label)
    if person.kind == TraineeKind.OFFICER and person.unit and person.unit.is_commune:
        why[Audience.COMMUNE_OFFICER] = _("Công chức của %(unit)s") % {"unit": person.unit.name}
    return why


def _of_producer(facts: ProducerFacts) -> dict[str, str]:
    why = {}
    if facts.first:
        why[Audience.FIRST_TIME] = _("Hồ sơ lần đầu: %s") % _dated(facts.first)
    if facts.upgrading:
        why[Audience.UPGRADING] = _("Hồ sơ nâng hạng: %s") % _dated(facts.upgrading)
    if facts.takes_part:
        why[Audience.TAKING_PART] = _("Đã có hồ sơ tham gia Chương trình")
    elif facts.is_active:
        why[Audience.TAKING_PART] = _("Chủ thể đang hoạt động, đã ghi nhận mong muốn tham gia")
    if facts.tourism:
        why[Audience.TOURISM] = _("Dịch vụ du lịch: %s") % ", ".join(facts.tourism)
    return why


def _dated(rows) -> str:
    return ", ".join(_("%(name)s (trình %(day)s)") % {"name": name, "day": format_date(day)} for name, day in rows)
