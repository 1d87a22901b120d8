"""A round of 200 products × 9 members × 30 criteria for measuring the session board.

Made in one transaction that is rolled back: the database of the benchmark keeps its 20,000 products.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

PRODUCTS, MEMBERS, CRITERIA = 200, 9, 30
_CODE, _LOGIN = "benchmark", "benchmark.member"
_PARTS = {"A": 40, "B": 25, "C": 35}
_LEVELS = 4


@contextmanager
def session() -> Iterator:
    """Give a round in which every sheet has been sent and nothing is closed; it is gone afterwards."""
    from django.db import transaction  # noqa: PLC0415 - after the environment

    with transaction.atomic():
        yield _make()
        transaction.set_rollback(True)


def _make():
    from django.db import connection  # noqa: PLC0415

    turn, criteria_set = _make_round()
    options = _make_criteria(criteria_set)
    assignments = _make_assignments(turn, criteria_set)
    _make_sheets(assignments, options)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE evaluations_scoreline, evaluations_scoresheet, evaluations_assignment")
    return turn


def _make_round():
    from core.dates import today  # noqa: PLC0415
    from evaluations.models import CriteriaSet, Round, RuleVersion, StarBand  # noqa: PLC0415
    from products.models import Group, Taxonomy  # noqa: PLC0415

    taxonomy = Taxonomy.objects.first()
    rules = RuleVersion.objects.create(
        code=_CODE, title=_CODE, decision_number="0/2026/QĐ-TTg", effective_from=dt.date(2026, 5, 22), taxonomy=taxonomy
    )
    StarBand.objects.bulk_create(
        StarBand(rule_version=rules, star=star, lowest_points=points)
        for star, points in ((5, 90), (4, 70), (3, 50), (2, 30), (1, 0))
    )
    group = Group.objects.filter(taxonomy=taxonomy).first()
    criteria_set = CriteriaSet.objects.create(rule_version=rules, group=group, number=1, name=_CODE)
    turn = Round(name=_CODE, year=today().year, rule_version=rules, opens_on=today(), closes_on=today())
    return turn, criteria_set


def _make_criteria(criteria_set) -> list[list]:
    """Return the options of each criterion; every second criterion has a mark."""
    from evaluations.models import Criterion, Option, Part  # noqa: PLC0415

    parts = [
        Part.objects.create(criteria_set=criteria_set, code=code, title=code, max_points=points)
        for code, points in _PARTS.items()
    ]
    criteria = Criterion.objects.bulk_create(
        Criterion(
            criteria_set=criteria_set,
            part=parts[at * len(parts) // CRITERIA],
            code=str(at),
            title=f"Tiêu chí {at}",
            max_points=_LEVELS - 1,
            position=at,
        )
        for at in range(CRITERIA)
    )
    options = Option.objects.bulk_create(
        Option(criterion=one, points=level, text=f"Mức {level}", position=level, min_star=_mark(one.position, level))
        for one in criteria
        for level in range(_LEVELS)
    )
    return [options[at : at + _LEVELS] for at in range(0, len(options), _LEVELS)]


def _mark(position: int, level: int) -> int | None:
    return {1: 3, 2: 4}.get(level) if position % 2 else None


def _make_assignments(turn, criteria_set) -> list:
    from accounts.enums import Role  # noqa: PLC0415
    from accounts.models import User  # noqa: PLC0415
    from core.dates import today  # noqa: PLC0415
    from evaluations.enums import DossierState  # noqa: PLC0415
    from evaluations.models import Assignment, CouncilMember, Dossier  # noqa: PLC0415
    from products.enums import RecognitionKind  # noqa: PLC0415
    from products.models import Product  # noqa: PLC0415
    from units.models import Unit  # noqa: PLC0415

    turn.save()
    unit = Unit.objects.first()
    users = User.objects.bulk_create(
        User(username=f"{_LOGIN}.{at}", full_name=f"Thành viên {at}", role=Role.COUNCIL_MEMBER, unit=unit)
        for at in range(MEMBERS)
    )
    seats = CouncilMember.objects.bulk_create(CouncilMember(round=turn, user=one) for one in users)
    products = Product.objects.filter(pk__in=_free_products()).select_related("producer")
    dossiers = Dossier.objects.bulk_create(
        Dossier(
            round=turn,
            level=turn.level,
            product=one,
            producer=one.producer,
            unit_id=one.producer.unit_id,
            kind=RecognitionKind.NEW,
            state=DossierState.ACCEPTED,
            submitted_on=today(),
            criteria_set=criteria_set,
        )
        for one in products
    )
    return Assignment.objects.bulk_create(Assignment(dossier=one, member=seat) for one in dossiers for seat in seats)


def _free_products() -> list[int]:
    """Return products that have no open dossier."""
    from evaluations.enums import OPEN_STATES  # noqa: PLC0415
    from evaluations.models import Dossier  # noqa: PLC0415
    from products.models import Product  # noqa: PLC0415

    busy = Dossier.objects.filter(state__in=OPEN_STATES).values("product")
    return list(Product.objects.exclude(pk__in=busy).order_by("pk").values_list("pk", flat=True)[:PRODUCTS])


def _make_sheets(assignments: list, options: list[list]) -> None:
    """Fill the sheets, differing a little from member to member, and send them."""
    from django.utils import timezone  # noqa: PLC0415

    from evaluations.enums import SheetState  # noqa: PLC0415
    from evaluations.models import ScoreLine, ScoreSheet  # noqa: PLC0415

    sheets = ScoreSheet.objects.bulk_create(ScoreSheet(assignment=one) for one in assignments)
    totals = dict.fromkeys(range(len(sheets)), 0)
    lines = []
    for at, sheet in enumerate(sheets):
        for place, levels in enumerate(options):
            level = (at * 7 + place * 3 + at // MEMBERS) % _LEVELS
            totals[at] += level
            lines.append(ScoreLine(sheet=sheet, criterion_id=levels[level].criterion_id, option=levels[level]))
    ScoreLine.objects.bulk_create(lines, batch_size=10_000)
    for at, sheet in enumerate(sheets):
        sheet.state, sheet.total, sheet.sent_at = SheetState.SENT, totals[at], timezone.now()
    ScoreSheet.objects.bulk_update(sheets, ["state", "total", "sent_at"], batch_size=500)
