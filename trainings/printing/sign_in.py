"""The sign-in sheet of each session: name, unit, products, a place to sign, a QR code of the class."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from core.pdf import font_faces
from core.pdf import render_pdf as make_pdf
from core.printable import printable
from core.qr import qr_image
from products.models import Product
from trainings.models import ClassSession, Registration, TrainingClass
from trainings.printing.words import days_of

# Somebody waits for it: under the timeout of the web server.
_SECONDS = 50
_MOST_PRODUCTS = 2


@dataclass(frozen=True)
class Line:
    """A person on the sheet."""

    name: str
    unit: str
    producer: str
    products: str


@dataclass(frozen=True)
class Sheet:
    """One session."""

    session: str
    topic: str
    lines: tuple[Line, ...]
    # So that people who come without a registration can be written down by hand.
    spare: tuple[int, ...]


def render_sheets(
    row: TrainingClass, sessions: Sequence[ClassSession], seats: Iterable[Registration], *, address: str
) -> bytes:
    """Return one PDF with a sheet for each of ``sessions``; two queries.

    Args:
        seats: in the order of the sheet, with trainee, producer and unit.
        address: of the class, for the QR code.

    Raises:
        core.pdf.PdfFailed: too long or too large.
    """
    return make_pdf(sheets_html(row, sessions, seats, address=address), seconds=_SECONDS)


def sheets_html(row: TrainingClass, sessions, seats, *, address: str) -> str:
    """Return the sheets as HTML; what people typed is escaped by the template."""
    lines = _lines(list(seats))
    spare = tuple(range(len(lines) + 1, len(lines) + 4))
    context = {
        "sheets": [Sheet(str(one), printable(one.topic), lines, spare) for one in sessions],
        "course": printable(row.course.name),
        "class_name": _("Lớp số %(number)s, %(days)s") % {"number": row.number, "days": days_of(row)},
        "place": printable(row.place),
        "agency": printable(row.course.plan.agency.name),
        "qr": qr_image(address),
        "font_faces": font_faces(),
    }
    return render_to_string("trainings/documents/sign_in.html", context)


def _lines(seats: list[Registration]) -> tuple[Line, ...]:
    products = _products({one.trainee.producer_id for one in seats})
    return tuple(
        Line(
            printable(one.trainee.full_name),
            printable(one.unit.name),
            printable(one.trainee.producer.name if one.trainee.producer else one.trainee.position),
            printable(products.get(one.trainee.producer_id, "")),
        )
        for one in seats
    )


def _products(producers: set[int | None]) -> dict[int, str]:
    """Return the names of each producer's products, the first few; one query."""
    names: dict[int, list[str]] = {}
    rows = Product.objects.filter(producer__in=producers - {None}, stopped_on__isnull=True).order_by("sort_key", "pk")
    for producer, name in rows.values_list("producer", "name"):
        names.setdefault(producer, []).append(name)
    return {
        producer: ", ".join(listed[:_MOST_PRODUCTS]) + (", …" if len(listed) > _MOST_PRODUCTS else "")
        for producer, listed in names.items()
    }
