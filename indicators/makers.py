"""Producers: new ones of the window, those in force by legal form, by channel and by who leads them."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from indicators.base import PRODUCER, PRODUCT, Indicator, Percent
from indicators.parts import Part
from indicators.recognised import FORMS, INDUSTRIES
from indicators.renewals import RecognitionPart
from indicators.rows import decided, standing
from indicators.scope import Scope
from indicators.sections import Section
from producers.enums import LegalForm
from producers.models import Representative
from products.enums import ChannelKind
from products.models import Recognition, SalesChannel

ENTERPRISES = (LegalForm.LIMITED_COMPANY, LegalForm.JOINT_STOCK_COMPANY, LegalForm.PRIVATE_ENTERPRISE)
# Through which a producer sells as plans ask it: "kênh phân phối hiện đại" and electronic marketplaces.
MODERN = (ChannelKind.SUPERMARKET, ChannelKind.ONLINE)


def newcomers(scope: Scope) -> QuerySet:
    """The last recognition of the window of each producer that had none before the window."""
    before = Recognition.objects.known_on(scope.as_of).filter(
        producer=OuterRef("producer"), decided_on__lt=scope.window.first
    )
    return _last_of_each_producer(decided(scope)).filter(~Exists(before))


def standing_makers(scope: Scope) -> QuerySet:
    """The last recognition in force of each producer: it gives the legal form."""
    return _last_of_each_producer(standing(scope))


def standing_sold(scope: Scope) -> QuerySet:
    """Recognitions in force, with ``sold_<kind>`` for every kind of channel and ``is_minority``."""
    kinds = {
        f"sold_{kind}": Exists(SalesChannel.objects.on(scope.as_of).filter(product=OuterRef("product"), kind=kind))
        for kind in ChannelKind.values
    }
    minority = Representative.objects.on(scope.as_of).filter(producer=OuterRef("producer"), is_ethnic_minority=True)
    return standing(scope).annotate(is_minority=Exists(minority), **kinds)


def _last_of_each_producer(recognitions: QuerySet) -> QuerySet:
    last = recognitions.order_by("producer_id", "-decided_on", "-pk").distinct("producer_id")
    return Recognition.objects.filter(pk__in=last.values("pk"))


def new_producers() -> list[Indicator]:
    """Return producers recognised for the first time in the window, in all and by legal form."""
    whole = RecognitionPart(
        "newcomers.producers",
        _("Chủ thể mới (lần đầu có sản phẩm được công nhận)"),
        base=newcomers,
        section=Section.NEWCOMERS,
        counts=PRODUCER,
        definition=_("Số chủ thể có quyết định công nhận ký trong kỳ mà chưa có quyết định nào ký trước kỳ."),
    )
    by_form = (
        RecognitionPart(
            f"newcomers.form.{code}.producers",
            form.label,
            base=newcomers,
            where=Q(legal_form=form),
            section=Section.NEWCOMERS,
            counts=PRODUCER,
            indent=1,
            definition=_("Trong đó có loại hình này lúc công nhận sau cùng trong kỳ."),
        )
        for code, form in FORMS
    )
    return [whole, *by_form]


def standing_groups(whole: Indicator) -> list[Indicator]:
    """Return products in force by industry with their shares of ``whole``."""
    pairs = []
    for code, name in INDUSTRIES:
        part = RecognitionPart(
            f"standing.group.{code}.products",
            name,
            base=standing,
            where=Q(group__industry__code=code),
            section=Section.STANDING_GROUPS,
            counts=PRODUCT,
            definition=_("Số sản phẩm còn hiệu lực thuộc nhóm ngành này theo bảng phân nhóm lúc công nhận."),
        )
        pairs += [part, _share(f"standing.group.{code}.percent", name, part, whole, _ALL_PRODUCTS)]
    return pairs


def standing_forms(whole: Indicator) -> list[Indicator]:
    """Return producers in force by legal form with their shares of ``whole``, and enterprises together."""
    found = []
    for code, form in FORMS:
        found += _of_form(code, form.label, Q(legal_form=form), whole)
    return found + _of_form(
        "enterprises", _("Doanh nghiệp (công ty, doanh nghiệp tư nhân)"), Q(legal_form__in=ENTERPRISES), whole
    )


def _of_form(code: str, name, where: Q, whole: Indicator) -> list[Indicator]:
    part = RecognitionPart(
        f"standing.form.{code}.producers",
        name,
        base=standing_makers,
        where=where,
        section=Section.STANDING_FORMS,
        counts=PRODUCER,
        definition=_("Số chủ thể có sản phẩm còn hiệu lực, theo loại hình ghi trong công nhận sau cùng còn hiệu lực."),
    )
    return [part, _share(f"standing.form.{code}.percent", name, part, whole, _ALL_PRODUCERS)]


def minority(producers: Indicator) -> list[Indicator]:
    """Return products and producers led by people of ethnic minorities; ``producers`` is all in force."""
    where = Q(is_minority=True)
    products = RecognitionPart(
        "standing.minority.products",
        _("Sản phẩm của chủ thể do người dân tộc thiểu số đại diện"),
        base=standing_sold,
        where=where,
        section=Section.WOMEN,
        counts=PRODUCT,
        definition=_(
            "Số sản phẩm còn hiệu lực của chủ thể có người đại diện vào ngày chốt số liệu là người dân tộc thiểu số."
        ),
    )
    part = RecognitionPart(
        "standing.minority.producers",
        _("Chủ thể do người dân tộc thiểu số đại diện"),
        base=standing_sold,
        where=where,
        section=Section.WOMEN,
        counts=PRODUCER,
        definition=_(
            "Số chủ thể có sản phẩm còn hiệu lực mà người đại diện vào ngày chốt số liệu là người dân tộc thiểu số."
        ),
    )
    return [products, part, _share("standing.minority.producers_percent", part.name, part, producers, _ALL_PRODUCERS)]


def channels(products: Indicator, producers: Indicator) -> list[Indicator]:
    """Return further channels by products, and every channel by producers, with shares of all in force."""
    more = (
        (ChannelKind.SHOP, _("Sản phẩm bán tại cửa hàng, điểm giới thiệu OCOP")),
        (ChannelKind.TOURIST_SITE, _("Sản phẩm bán tại điểm du lịch")),
    )
    found: list[Indicator] = []
    for kind, name in more:
        part = _sold(f"standing.{kind}.products", name, Q(**{f"sold_{kind}": True}), PRODUCT)
        found += [part, _share(f"standing.{kind}.percent", name, part, products, _ALL_PRODUCTS)]
    makers = (
        ("supermarket", ChannelKind.SUPERMARKET, _("Chủ thể có sản phẩm tại siêu thị, trung tâm thương mại")),
        ("online", ChannelKind.ONLINE, _("Chủ thể có sản phẩm trên sàn thương mại điện tử")),
        ("export", ChannelKind.EXPORT, _("Chủ thể có sản phẩm xuất khẩu")),
        ("tourist_site", ChannelKind.TOURIST_SITE, _("Chủ thể có sản phẩm bán tại điểm du lịch")),
    )
    for code, kind, name in makers:
        part = _sold(f"standing.{code}.producers", name, Q(**{f"sold_{kind}": True}), PRODUCER)
        found += [part, _share(f"standing.{code}.producers_percent", name, part, producers, _ALL_PRODUCERS)]
    either = Q(*((f"sold_{kind}", True) for kind in MODERN), _connector=Q.OR)
    name = _("Chủ thể tham gia kênh tiêu thụ hiện đại (siêu thị, sàn thương mại điện tử)")
    part = _sold("standing.modern.producers", name, either, PRODUCER)
    return [*found, part, _share("standing.modern.producers_percent", name, part, producers, _ALL_PRODUCERS)]


_ALL_PRODUCTS = _("Tỷ lệ trong tổng số sản phẩm còn hiệu lực.")
_ALL_PRODUCERS = _("Tỷ lệ trong tổng số chủ thể có sản phẩm còn hiệu lực.")


def _sold(code: str, name, where: Q, counts: str) -> Part:
    words = {
        PRODUCT: _("Số sản phẩm còn hiệu lực có kênh bán hàng loại này đang dùng vào ngày chốt số liệu."),
        PRODUCER: _(
            "Số chủ thể có ít nhất một sản phẩm còn hiệu lực bán qua kênh này vào ngày chốt số liệu; mỗi chủ thể tính "
            "một lần."
        ),
    }
    return RecognitionPart(
        code,
        name,
        base=standing_sold,
        where=where,
        section=Section.MARKET,
        counts=counts,
        definition=words[counts],
    )


def _share(code: str, name, part: Indicator, whole: Indicator, definition) -> Percent:
    words = _("Tỷ lệ: %(name)s") % {"name": name}
    return Percent(code, words, part=part, whole=whole, indent=1, definition=definition)
