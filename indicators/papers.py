"""Certificates of products in force, and papers in the wallets of producers."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from indicators.base import PAPER, PRODUCER, PRODUCT, Indicator
from indicators.parts import Part
from indicators.renewals import RecognitionPart
from indicators.rows import standing
from indicators.scope import Scope
from indicators.sections import Section
from producers.enums import PaperKind
from producers.models import Paper
from products.enums import CertificateKind
from products.models import Certificate

_CERTIFICATES = (
    ("food_safety", (CertificateKind.FOOD_SAFETY,), _("giấy chứng nhận đủ điều kiện an toàn thực phẩm")),
    ("self_declaration", (CertificateKind.SELF_DECLARATION,), _("bản tự công bố sản phẩm")),
    ("gap", (CertificateKind.VIETGAP, CertificateKind.GLOBALGAP), _("chứng nhận VietGAP, GlobalGAP")),
    ("haccp", (CertificateKind.HACCP, CertificateKind.ISO), _("chứng nhận HACCP, ISO 22000 hoặc tương đương")),
    ("organic", (CertificateKind.ORGANIC,), _("chứng nhận hữu cơ")),
    ("trademark", (CertificateKind.TRADEMARK,), _("văn bằng bảo hộ nhãn hiệu")),
    ("traceability", (CertificateKind.TRACEABILITY,), _("truy xuất nguồn gốc")),
)
_PAPERS = (
    ("food_safety", PaperKind.PRODUCTION_LICENCE, _("giấy đủ điều kiện sản xuất, an toàn thực phẩm")),
    ("quality_system", PaperKind.QUALITY_SYSTEM, _("chứng nhận hệ thống quản lý chất lượng (GAP, HACCP, ISO)")),
    ("trademark", PaperKind.TRADEMARK, _("văn bằng, đơn đăng ký sở hữu trí tuệ")),
    ("traceability", PaperKind.TRACEABILITY, _("mã số mã vạch, truy xuất nguồn gốc")),
    ("declaration", PaperKind.DECLARATION, _("bản công bố chất lượng")),
)


def certified(scope: Scope) -> QuerySet:
    """Recognitions in force, with ``has_<code>`` for every group of certificates valid at the cut-off."""
    valid = Certificate.objects.filter(_valid_on(scope), product=OuterRef("product"))
    return standing(scope).annotate(
        **{f"has_{code}": Exists(valid.filter(kind__in=kinds)) for code, kinds, _name in _CERTIFICATES}
    )


def held(scope: Scope) -> QuerySet:
    """Papers of the wallets valid at the cut-off and not put away by then."""
    kept = Q(put_away_at__isnull=True) | Q(put_away_at__date__gt=scope.as_of)
    return scope.rows_of(Paper.objects).filter(_valid_on(scope), kept)


def issued(scope: Scope) -> QuerySet:
    """Papers of the wallets issued within the window and by the cut-off, also those put away since."""
    return scope.rows_of(Paper.objects).filter(
        issued_on__range=(scope.window.first, min(scope.window.last, scope.as_of))
    )


def _valid_on(scope: Scope) -> Q:
    return Q(Q(issued_on__isnull=True) | Q(issued_on__lte=scope.as_of)) & Q(
        Q(expires_on__isnull=True) | Q(expires_on__gte=scope.as_of)
    )


class PaperPart(Part):
    """Counts among papers of the wallets."""

    model = Paper
    source = _("Ví giấy tờ của chủ thể")
    keys_by_count = {PAPER: "pk", PRODUCER: "producer_id"}


class CertificatePart(RecognitionPart):
    """Counts products in force by their certificates."""

    source = _("Sổ sản phẩm: giấy chứng nhận của sản phẩm")


def papers() -> list[Indicator]:
    """Return products by certificate, producers by paper in force, and papers issued in the window."""
    by_product = [
        CertificatePart(
            f"certificates.{code}.products",
            _("Sản phẩm có %(paper)s") % {"paper": name},
            base=certified,
            where=Q(**{f"has_{code}": True}),
            section=Section.PAPERS,
            counts=PRODUCT,
            definition=_("Số sản phẩm còn hiệu lực công nhận có %(paper)s còn giá trị vào ngày chốt số liệu.")
            % {"paper": name},
        )
        for code, _kinds, name in _CERTIFICATES
    ]
    by_producer = []
    for code, kind, name in _PAPERS:
        by_producer += [
            PaperPart(
                f"papers.{code}.producers",
                _("Chủ thể có %(paper)s") % {"paper": name},
                base=held,
                where=Q(kind=kind),
                section=Section.PAPERS,
                counts=PRODUCER,
                definition=_("Số chủ thể có trong ví giấy tờ %(paper)s còn giá trị vào ngày chốt số liệu.")
                % {"paper": name},
            ),
            PaperPart(
                f"papers.{code}.issued",
                _("Cấp trong kỳ"),
                base=issued,
                where=Q(kind=kind),
                section=Section.PAPERS,
                counts=PAPER,
                indent=1,
                definition=_("Số giấy tờ loại này (%(paper)s) có ngày cấp trong kỳ.") % {"paper": name},
            ),
        ]
    return [*by_product, *by_producer]
