"""Products that took part in the rounds of the province, and those sent to the central level."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from evaluations.enums import Level
from evaluations.models import Dossier
from indicators.base import COMMUNE, DISTRICT, PRODUCER, PRODUCT, Indicator
from indicators.rows import DossierRows, entered
from indicators.scope import Scope
from indicators.sections import Section
from products.enums import RecognitionKind


class Entries(DossierRows):
    """Dossiers of the window, of one kind or all."""

    def __init__(self, code: str, name, *, kind: str | None = None, **more):
        super().__init__(code, name, section=Section.ENTRIES, **more)
        self.kind = kind

    def rows(self, scope: Scope) -> QuerySet:
        """See ``entered``."""
        rows = entered(scope)
        return rows.filter(kind=self.kind) if self.kind else rows


class SentToCentral(DossierRows):
    """Dossiers that lie with the central council at the cut-off."""

    def rows(self, scope: Scope) -> QuerySet:
        """Sent by the cut-off, neither withdrawn nor concluded by then; the window does not matter."""
        return (
            scope.rows_of(Dossier.objects)
            .at_level(Level.CENTRAL)
            .not_concluded_by(scope.as_of)
            .filter(
                Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=scope.as_of),
                submitted_on__lte=scope.as_of,
            )
        )


_SENT = _("có hồ sơ trình lần đầu trong kỳ vào một đợt đánh giá cấp tỉnh, chưa rút đến ngày chốt số liệu")


def entries() -> list[Indicator]:
    """Return the indicators of the section on entries."""
    kinds = (
        ("new", RecognitionKind.NEW, _("Sản phẩm đăng ký mới")),
        ("renewal", RecognitionKind.RENEWAL, _("Sản phẩm đánh giá lại")),
        ("upgrade", RecognitionKind.UPGRADE, _("Sản phẩm nâng hạng")),
    )
    return [
        Entries(
            "entries.products",
            _("Sản phẩm tham gia đánh giá"),
            counts=PRODUCT,
            definition=_("Số sản phẩm %(sent)s; mỗi sản phẩm tính một lần.") % {"sent": _SENT},
        ),
        *(
            Entries(
                f"entries.{code}.products",
                name,
                kind=kind,
                counts=PRODUCT,
                indent=1,
                definition=_("Số sản phẩm %(sent)s, theo hình thức đăng ký ghi trong hồ sơ.") % {"sent": _SENT},
            )
            for code, kind, name in kinds
        ),
        Entries(
            "entries.producers",
            _("Chủ thể có sản phẩm tham gia"),
            counts=PRODUCER,
            definition=_("Số chủ thể khác nhau của các sản phẩm tham gia đánh giá trong kỳ."),
        ),
        Entries(
            "entries.districts",
            _("Huyện, thành phố có sản phẩm tham gia"),
            counts=DISTRICT,
            definition=_(
                "Số huyện, thành phố của các hồ sơ tham gia, theo địa giới lúc lập hồ sơ; từ ngày 01/07/2025 "
                "không còn cấp huyện nên hồ sơ của xã, phường mới không thuộc huyện nào."
            ),
        ),
        Entries(
            "entries.communes",
            _("Xã, phường có sản phẩm tham gia"),
            counts=COMMUNE,
            definition=_("Số xã, phường, thị trấn của các hồ sơ tham gia, theo địa giới lúc lập hồ sơ."),
        ),
    ]


def central() -> list[Indicator]:
    """Return the indicator of products sent up."""
    return [
        SentToCentral(
            "central.sent.products",
            _("Sản phẩm tiềm năng 5 sao đang đề nghị trung ương"),
            section=Section.CENTRAL,
            counts=PRODUCT,
            definition=_(
                "Số sản phẩm có hồ sơ gửi đợt đánh giá cấp trung ương tính đến ngày chốt số liệu mà đến ngày đó "
                "chưa rút và chưa có kết luận."
            ),
        )
    ]
