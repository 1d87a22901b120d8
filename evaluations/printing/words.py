"""Words and lines that several papers share."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from core.numbers import format_number
from documents.bodies import in_text
from documents.layout import Signature
from evaluations.models import Round, RuleVersion

NOTHING = "–"


def points_text(points: Decimal | None) -> str:
    """Return points as printed: two decimals at least, more where they are needed (``69,995``)."""
    if points is None:
        return ""
    places = -points.normalize().as_tuple().exponent
    return format_number(points, max(places, 2))


def option_points(points: Decimal) -> str:
    """Return the points of one option or criterion without empty decimals: ``5``, ``2,5``."""
    return format_number(points)


def star_text(star: int | None) -> str:
    """Return ``4 sao``; a dash for none."""
    return _("%(star)s sao") % {"star": star} if star else NOTHING


def counted(count: int) -> str:
    """Return a count as Vietnamese papers write it: with a leading zero below ten."""
    return f"{count:02d}" if count < 10 else format_number(count)


def by_star_text(stars: Sequence[int]) -> str:
    """Return ``02 sản phẩm 4 sao, 11 sản phẩm 3 sao``, the highest star first."""
    parts = [
        _("%(count)s sản phẩm %(star)s sao") % {"count": counted(stars.count(star)), "star": star}
        for star in sorted(set(stars), reverse=True)
    ]
    return ", ".join(parts)


def turn_text(turn: Round) -> str:
    """Return the name of a round within a sentence: ``đợt 2 năm 2026``."""
    return in_text(turn.name) if turn.name.startswith("Đợt ") else turn.name


def rules_text(version: RuleVersion) -> str:
    """Return how a paper names the decision with the criteria."""
    return _("Quyết định số %(number)s của Thủ tướng Chính phủ") % {"number": version.decision_number}


def open_signature(*capacity: str, name: str = "") -> Signature:
    """Return a place to sign by hand."""
    return Signature(capacity, name, _("(Ký, ghi rõ họ tên)"))
