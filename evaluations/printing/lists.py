"""Products for a decision or a letter: who is recognised, who goes to the ministry, who reaches neither."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from documents.layout import Align, Column, Row, Table
from documents.models import OfficialDocument
from evaluations.enums import DossierState, Level
from evaluations.models import Dossier, DossierMove, Round
from evaluations.printing.results import place_of
from evaluations.printing.words import NOTHING, counted, points_text, star_text
from evaluations.scoring import shown_mean
from evaluations.services.outcomes import Bounds, central_points, highest_star, lowest_star, may_be_approved
from products.models import Recognition


@dataclass(frozen=True)
class Line:
    """A product in a list; ``points`` as printed, empty where nothing was scored here."""

    product: str
    producer_id: int
    producer: str
    address: str
    group: str
    kind: str
    points: Decimal | None
    star: int


@dataclass(frozen=True)
class Lines:
    """What one decision says: recognised, sent to the ministry with 90 points and more, not recognised."""

    recognised: tuple[Line, ...] = ()
    approved: tuple[Line, ...] = ()
    refused: tuple[Line, ...] = ()

    @property
    def count(self) -> int:
        """How many products it names."""
        return len(self.recognised) + len(self.approved) + len(self.refused)


def waiting_lines(turn: Round, *, on: dt.date) -> Lines:
    """Return what a decision made on ``on`` may say of the dossiers that wait for one; four queries.

    The star is the highest one that the rules allow: what the council proposes, within what the
    province recognises.
    """
    bounds = Bounds.of(turn.rule_version, on)
    found: dict[str, list[Line]] = {"recognised": [], "approved": [], "refused": []}
    rows = _read(Dossier.objects.filter(round=turn).decidable().with_central_points())
    for dossier in rows:
        star = highest_star(dossier, bounds)
        if may_be_approved(dossier):
            found["approved"].append(_line(dossier, star=dossier.result.star_by_points, bands=bounds.bands))
        elif _has_points(dossier):
            key = "recognised" if star >= lowest_star(dossier) else "refused"
            found[key].append(_line(dossier, star=star, bands=bounds.bands))
    return Lines(**{key: tuple(_sorted(lines)) for key, lines in found.items()})


def decided_lines(turn: Round, document: OfficialDocument) -> Lines:
    """Return what the decision ``document`` said of the round's dossiers, as it was carried out."""
    recognitions = {
        one.dossier_id: one
        for one in Recognition.objects.filter(document=document, dossier_id__in=turn.dossiers.values("pk"))
    }
    moves = dict(
        DossierMove.objects.filter(document=document, dossier__round=turn, undoes__isnull=True)
        .order_by("at", "pk")
        .values_list("dossier", "to_state")
    )
    bands = list(turn.rule_version.bands.all())
    keys = {"approved": DossierState.APPROVED, "refused": DossierState.NOT_RECOGNISED}
    found: dict[str, list[Line]] = {"recognised": [], "approved": [], "refused": []}
    for dossier in _read(Dossier.objects.filter(pk__in={*recognitions, *moves})):
        recognition = recognitions.get(dossier.pk)
        if recognition:
            found["recognised"].append(_line(dossier, star=recognition.star, bands=bands, stored=recognition.points))
            continue
        for key, state in keys.items():
            if moves.get(dossier.pk) == state:
                star = dossier.result.final_star if hasattr(dossier, "result") else 0
                found[key].append(_line(dossier, star=star, bands=bands))
    return Lines(**{key: tuple(_sorted(lines)) for key, lines in found.items()})


def documents_of(turn: Round) -> list[OfficialDocument]:
    """Return the decisions that recognised or approved products of the round, the newest first; one query."""
    moves = DossierMove.objects.filter(dossier__round=turn, document__isnull=False, undoes__isnull=True)
    moved = moves.filter(to_state__in=(DossierState.APPROVED, DossierState.RECOGNISED)).values("document")
    recognised = Recognition.objects.filter(dossier_id__in=turn.dossiers.values("pk")).values("document")
    rows = OfficialDocument.objects.filter(pk__in=moved) | OfficialDocument.objects.filter(pk__in=recognised)
    return list(rows.distinct().order_by("-issued_on", "-pk"))


def list_table(lines: Iterable[Line]) -> Table:
    """Return the list of products with group, points and star."""
    columns = (
        Column(_("TT"), 5, Align.CENTER),
        Column(_("Tên sản phẩm"), 21),
        Column(_("Chủ thể"), 20),
        Column(_("Địa chỉ"), 20),
        Column(_("Nhóm sản phẩm"), 14),
        Column(_("Hình thức"), 8, Align.CENTER),
        Column(_("Điểm"), 6, Align.CENTER),
        Column(_("Hạng"), 6, Align.CENTER),
    )
    return Table(columns, tuple(_rows(lines)), size=11)


def counts_text(lines: Iterable[Line]) -> str:
    """Return ``13 sản phẩm của 11 chủ thể``."""
    lines = list(lines)
    producers = len({one.producer_id for one in lines})
    text = _("%(products)s sản phẩm của %(producers)s chủ thể")
    return text % {"products": counted(len(lines)), "producers": counted(producers)}


def _rows(lines: Iterable[Line]) -> Iterator[Row]:
    for at, one in enumerate(lines, start=1):
        points = points_text(one.points) or NOTHING
        yield Row((str(at), one.product, one.producer, one.address, one.group, one.kind, points, star_text(one.star)))


def _read(dossiers):
    related = ("product__group", "criteria_set", "producer", "unit", "result")
    return dossiers.select_related(*related).order_by("product__sort_key", "pk")


def _has_points(dossier: Dossier) -> bool:
    """Whether there is anything to base a star on: a result, or what the ministry gave."""
    return dossier.level == Level.PROVINCE and (hasattr(dossier, "result") or central_points(dossier) is not None)


def _line(dossier: Dossier, *, star: int, bands, stored: Decimal | None = None) -> Line:
    return Line(
        product=dossier.product.name,
        producer_id=dossier.producer_id,
        producer=dossier.producer.name,
        address=place_of(dossier),
        group=(dossier.criteria_set or dossier.product.group).name,
        kind=dossier.get_kind_display(),
        points=_points(dossier, bands, stored),
        star=star,
    )


def _points(dossier: Dossier, bands, stored: Decimal | None) -> Decimal | None:
    given = getattr(dossier, "central_points", None)
    if given is not None:
        return given
    if hasattr(dossier, "result"):
        return shown_mean(dossier.result.points_sum, dossier.result.sheet_count, bands=bands)
    return stored


def _sorted(lines: Iterable[Line]) -> list[Line]:
    """The highest star first, then by name (``lines`` come in the order of the alphabet)."""
    return sorted(lines, key=lambda one: -one.star)
