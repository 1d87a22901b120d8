"""What the decisions of the window recognised."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from indicators.base import PRODUCER, PRODUCT, Indicator, Percent
from indicators.rows import RecognitionRows, decided, last_of_each_product, of_producers_now
from indicators.scope import Scope
from indicators.sections import Section
from producers.enums import LegalForm
from products.enums import RecognitionKind

STARS = (5, 4, 3)
# Every industry of every classification; a product counts in the one under which it was recognised.
INDUSTRIES = (
    ("food", _("Thực phẩm")),
    ("beverage", _("Đồ uống")),
    ("herbal", _("Dược liệu, thảo dược")),
    ("textile", _("Vải, may mặc")),
    ("souvenir", _("Lưu niệm, nội thất, trang trí")),
    ("handicraft", _("Thủ công mỹ nghệ")),
    ("ornamental", _("Sinh vật cảnh")),
    ("tourism", _("Dịch vụ du lịch")),
)
FORMS = (
    ("household", LegalForm.HOUSEHOLD),
    ("limited_company", LegalForm.LIMITED_COMPANY),
    ("joint_stock_company", LegalForm.JOINT_STOCK_COMPANY),
    ("cooperative", LegalForm.COOPERATIVE),
    ("cooperative_group", LegalForm.COOPERATIVE_GROUP),
    ("private_enterprise", LegalForm.PRIVATE_ENTERPRISE),
    ("farm", LegalForm.FARM),
    ("association", LegalForm.ASSOCIATION),
)
_KINDS = (
    ("new", RecognitionKind.NEW, _("công nhận mới")),
    ("renewal", RecognitionKind.RENEWAL, _("công nhận lại")),
    ("upgrade", RecognitionKind.UPGRADE, _("nâng hạng")),
)


class Recognised(RecognitionRows):
    """Recognitions of the window; without a kind each product stands once, by its last decision."""

    def __init__(self, code: str, name, *, kind=None, star=None, industry=None, form=None, **more):
        more.setdefault("section", Section.RECOGNISED)
        super().__init__(code, name, **more)
        self.kind = kind
        self.star = star
        self.industry = industry
        self.form = form

    def rows(self, scope: Scope) -> QuerySet:
        """See ``decided``; the last decision of the (kind and) window gives star, group and form."""
        found = decided(scope)
        rows = last_of_each_product(found.of_kind(self.kind) if self.kind else found)
        if self.star:
            rows = rows.filter(star=self.star)
        if self.industry:
            rows = rows.filter(group__industry__code=self.industry)
        return of_producers_now(rows, self.form) if self.form else rows


def recognised() -> list[Indicator]:
    """Return the indicators of recognition: in all, by star, by kind."""
    found = [
        Recognised(
            "recognised.products",
            _("Sản phẩm được công nhận"),
            counts=PRODUCT,
            definition=_(
                "Số sản phẩm có quyết định công nhận từ 3 sao trở lên ký trong kỳ và không sau ngày chốt số liệu; "
                "mỗi sản phẩm tính một lần, theo quyết định sau cùng trong kỳ."
            ),
        ),
        *(_by_star("recognised", star, None) for star in STARS),
        Recognised(
            "recognised.producers",
            _("Chủ thể có sản phẩm được công nhận"),
            counts=PRODUCER,
            definition=_(
                "Số chủ thể khác nhau của các sản phẩm được công nhận trong kỳ; chủ thể có nhiều sản phẩm tính một lần."
            ),
        ),
    ]
    for code, kind, words in _KINDS:
        found += [
            Recognised(
                f"recognised.{code}.products",
                _("Sản phẩm %(kind)s") % {"kind": words},
                kind=kind,
                counts=PRODUCT,
                definition=_("Số sản phẩm được công nhận trong kỳ theo hình thức %(kind)s.") % {"kind": words},
            ),
            *(_by_star(f"recognised.{code}", star, kind) for star in STARS if code != "upgrade" or star > 3),
            Recognised(
                f"recognised.{code}.producers",
                _("Chủ thể có sản phẩm %(kind)s") % {"kind": words},
                kind=kind,
                counts=PRODUCER,
                indent=1,
                definition=_(
                    "Số chủ thể khác nhau của các sản phẩm %(kind)s trong kỳ. Một chủ thể có thể có mặt ở nhiều "
                    "hình thức, nên tổng các hình thức có thể lớn hơn tổng số chủ thể."
                )
                % {"kind": words},
            ),
        ]
    return found


def groups(whole: Indicator) -> list[Indicator]:
    """Return products by industry with their shares of ``whole``; the shares add up to the whole."""
    found = []
    for code, name in INDUSTRIES:
        part = Recognised(
            f"recognised.group.{code}.products",
            name,
            industry=code,
            section=Section.GROUPS,
            counts=PRODUCT,
            definition=_("Số sản phẩm được công nhận trong kỳ thuộc nhóm ngành này theo bảng phân nhóm lúc công nhận."),
        )
        share = Percent(
            f"recognised.group.{code}.percent",
            _("Tỷ lệ nhóm %(group)s") % {"group": name},
            part=part,
            whole=whole,
            indent=1,
            definition=_("Tỷ lệ trong tổng số sản phẩm được công nhận trong kỳ."),
        )
        found += [part, share]
    return found


def forms(whole: Indicator) -> list[Indicator]:
    """Return producers by legal form with their shares of ``whole``."""
    found = []
    for code, form in FORMS:
        part = Recognised(
            f"recognised.form.{code}.producers",
            form.label,
            form=form,
            section=Section.FORMS,
            counts=PRODUCER,
            definition=_("Số chủ thể được công nhận trong kỳ có loại hình này lúc công nhận sau cùng trong kỳ."),
        )
        share = Percent(
            f"recognised.form.{code}.percent",
            _("Tỷ lệ %(form)s") % {"form": form.label},
            part=part,
            whole=whole,
            indent=1,
            definition=_("Tỷ lệ trong tổng số chủ thể có sản phẩm được công nhận trong kỳ."),
        )
        found += [part, share]
    return found


def _by_star(code: str, star: int, kind: str | None) -> Recognised:
    return Recognised(
        f"{code}.star{star}.products",
        _("Hạng %(star)d sao") % {"star": star},
        kind=kind,
        star=star,
        counts=PRODUCT,
        indent=1,
        definition=_("Trong đó đạt hạng %(star)d sao theo quyết định sau cùng trong kỳ.") % {"star": star},
    )
