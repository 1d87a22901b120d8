"""The certificate as a page for the wall: A4 landscape, with a QR code of its public page."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from core.pdf import font_faces
from core.pdf import render_pdf as make_pdf
from core.printable import printable
from core.qr import qr_image, svg_image
from documents.bodies import in_text, place_and_day, short_name
from recognitions.models import AwardCertificate
from units.enums import UnitKind
from units.models import Unit

MOST_IN_ONE_FILE = 200
# Somebody waits for it: under the timeout of the web server.
_SECONDS = 50
# Names up to so many letters are set so large (class of the stylesheet).
_SIZES = ((28, "huge"), (48, "large"), (90, "middle"), (150, "small"))
_KINDS = {UnitKind.PROVINCE, UnitKind.DISTRICT, UnitKind.CITY, UnitKind.TOWN}


@dataclass(frozen=True)
class Page:
    """One certificate in words; ``qr`` is an SVG image as a ``data:`` address."""

    reference: str
    issuer: tuple[str, ...]
    place_and_day: str
    product: str
    product_size: str
    producer: str
    producer_size: str
    unit: str
    star: int
    decision: str
    issuer_in_text: str
    valid_from: dt.date
    valid_until: dt.date
    capacity: tuple[str, ...]
    signer: str
    qr: str

    @property
    def stars(self) -> str:
        """One character a star."""
        return "★" * self.star


def render_certificates(certificates: Sequence[AwardCertificate], *, base: str) -> bytes:
    """Return the certificates as one PDF, a page each; rows as ``AwardCertificate.objects.for_print`` reads them.

    Args:
        base: the portal's public address without a slash at its end; the QR codes lead there.

    Raises:
        core.pdf.PdfFailed: too long or too large.
    """
    return make_pdf(certificates_html(certificates, base=base), seconds=_SECONDS)


def certificates_html(certificates: Sequence[AwardCertificate], *, base: str) -> str:
    """Return the whole document as HTML; what people typed is escaped by the template."""
    context = {
        "pages": [page_of(one, base=base) for one in certificates],
        "font_faces": font_faces(),
        "lotus": svg_image(render_to_string("recognitions/documents/lotus.svg")),
        "corner": svg_image(render_to_string("recognitions/documents/corner.svg")),
    }
    return render_to_string("recognitions/documents/certificates.html", context)


def page_of(certificate: AwardCertificate, *, base: str) -> Page:
    """Return the words of one certificate."""
    row = certificate.recognition
    document = row.document
    product, producer = printable(row.product.name), printable(row.producer.name)
    return Page(
        reference=certificate.reference,
        issuer=issuer_lines(document.issuer),
        place_and_day=place_and_day(_place(document.issuer), certificate.issued_on),
        product=product,
        product_size=_size(product),
        producer=producer,
        producer_size=_size(producer),
        unit=_address(row.unit),
        star=row.star,
        decision=document.citation,
        issuer_in_text=issuer_in_text(document.issuer),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        capacity=_capacity(document),
        signer=printable(document.signer),
        qr=qr_image(f"{base}{certificate.get_public_url()}"),
    )


def issuer_lines(issuer: Unit) -> tuple[str, ...]:
    """Return the head of the certificate: the people's committee of a unit, or an agency by its name."""
    if issuer.kind in _KINDS or issuer.is_commune:
        return (_("ỦY BAN NHÂN DÂN"), issuer.name.upper())
    return (issuer.name.upper(),)


def issuer_in_text(issuer: Unit) -> str:
    """Return who decided, within a sentence: ``Ủy ban nhân dân tỉnh Đồng Tháp``."""
    if issuer.kind not in _KINDS and not issuer.is_commune:
        return issuer.name
    return _("Ủy ban nhân dân %(unit)s") % {"unit": in_text(issuer.name)}


def _place(issuer: Unit) -> str:
    """Return the place before the day: of an agency that of its province."""
    return short_name((issuer.parent if issuer.kind == UnitKind.AGENCY and issuer.parent else issuer).name)


def _address(unit: Unit) -> str:
    """Return the commune with what lies above it, as it was called then."""
    names, above = [unit.name], unit.parent
    while above is not None and len(names) < 3:
        names.append(in_text(above.name))
        above = above.parent
    return ", ".join(names)


def _capacity(document) -> tuple[str, ...]:
    """Return in which capacity the decision was signed, line by line: ``KT. CHỦ TỊCH – PHÓ CHỦ TỊCH``."""
    told = printable(document.signer_capacity).replace(" - ", " – ")
    lines = [part.strip() for part in told.split(" – ") if part.strip()]
    return tuple(lines) or (_("CHỦ TỊCH"),)


def _size(name: str) -> str:
    return next((size for most, size in _SIZES if len(name) <= most), "tiny")
