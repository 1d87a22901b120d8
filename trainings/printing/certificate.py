"""Certificates of attendance as pages for the wall: A4 landscape, one page a person."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from core.pdf import font_faces
from core.pdf import render_pdf as make_pdf
from core.printable import printable
from documents.bodies import Bodies, bodies_on, place_and_day
from trainings.models import AttendanceCertificate, TrainingClass
from trainings.printing.words import body_of, days_of

_SECONDS = 50


@dataclass(frozen=True)
class Page:
    """One certificate in words."""

    reference: str
    place_and_day: str
    title: str
    name: str
    birth_year: int | None
    unit: str
    producer: str
    code: str


def render_certificates(row: TrainingClass, certificates: Sequence[AttendanceCertificate]) -> bytes:
    """Return the certificates as one PDF; rows with registration, trainee, producer and unit. One query.

    Raises:
        core.pdf.PdfFailed: too long or too large.
    """
    return make_pdf(certificates_html(row, certificates), seconds=_SECONDS)


def certificates_html(row: TrainingClass, certificates: Sequence[AttendanceCertificate]) -> str:
    """Return the certificates as HTML; what people typed is escaped by the template."""
    bodies = bodies_on(row.last_day)
    context = {
        "pages": [_page(row, one, bodies) for one in certificates],
        "committee": bodies.committee,
        "agency": printable(row.course.plan.agency.name).upper(),
        "course": printable(row.course.name),
        "days": days_of(row),
        "place": printable(row.place),
        "font_faces": font_faces(),
    }
    return render_to_string("trainings/documents/certificates.html", context)


def reference_of(certificate: AttendanceCertificate, row: TrainingClass) -> str:
    """Return the number as printed: ``0007/2022/GCN-SKHĐT``."""
    return f"{certificate.number:04d}/{certificate.year}/GCN-{body_of(row.course.plan.document.symbol)}"


def _page(row: TrainingClass, certificate: AttendanceCertificate, bodies: Bodies) -> Page:
    trainee = certificate.registration.trainee
    return Page(
        reference=reference_of(certificate, row),
        place_and_day=place_and_day(bodies.place, certificate.issued_on),
        title=_("Bà") if trainee.gender == "female" else _("Ông") if trainee.gender == "male" else "",
        name=printable(trainee.full_name),
        birth_year=trainee.birth_year,
        unit=printable(certificate.registration.unit.name),
        producer=printable(trainee.producer.name if trainee.producer else trainee.position),
        code=certificate.code,
    )
