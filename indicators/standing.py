"""Products that carry a star at the cut-off, and recognitions taken back in the window."""

import datetime as dt
from dataclasses import replace

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from core.periods import Window
from indicators.base import PRODUCER, PRODUCT, Indicator, Percent
from indicators.recognised import STARS
from indicators.rows import RecognitionRows, RevocationRows, standing
from indicators.scope import Scope
from indicators.sections import Section
from producers.models import Producer
from products.enums import ChannelKind
from products.models import Revocation, SalesChannel

EXPIRY_DAYS = 180


class Standing(RecognitionRows):
    """Recognitions in force at the cut-off; narrowed to a star."""

    def __init__(self, code: str, name, *, star: int | None = None, **more):
        more.setdefault("section", Section.STANDING)
        super().__init__(code, name, **more)
        self.star = star

    def rows(self, scope: Scope) -> QuerySet:
        """See ``standing``."""
        rows = standing(scope)
        return rows.filter(star=self.star) if self.star else rows


class LedByWomen(Standing):
    """Those whose producer was represented by a woman on that day."""

    def rows(self, scope: Scope) -> QuerySet:
        """Ask for the representative on the cut-off day, of the producer that was recognised."""
        women = Producer.objects.led_by_women_on(scope.as_of).filter(pk=OuterRef("producer"))
        return super().rows(scope).filter(Exists(women))


class SoldBy(Standing):
    """Those sold through a kind of channel on that day."""

    def __init__(self, code: str, name, *, channel: str, **more):
        super().__init__(code, name, section=Section.MARKET, **more)
        self.channel = channel

    def rows(self, scope: Scope) -> QuerySet:
        """Ask for a channel in use on the cut-off day."""
        used = SalesChannel.objects.on(scope.as_of).filter(product=OuterRef("product"), kind=self.channel)
        return super().rows(scope).filter(Exists(used))


class Expiring(Standing):
    """Those that run out soon after the cut-off."""

    def rows(self, scope: Scope) -> QuerySet:
        """Keep those whose last day lies at most ``EXPIRY_DAYS`` after the cut-off."""
        return super().rows(scope).filter(valid_until__lte=scope.as_of + dt.timedelta(days=EXPIRY_DAYS))


class Revoked(RevocationRows):
    """Revocations decided in the window and by the cut-off; narrowed to the star taken back."""

    def __init__(self, code: str, name, *, star: int | None = None, **more):
        super().__init__(code, name, section=Section.REVOKED, counts=PRODUCT, **more)
        self.star = star

    def rows(self, scope: Scope) -> QuerySet:
        """Ask by the date of the decision, whenever it takes effect."""
        rows = scope.rows_of(Revocation.objects).decided_in(scope.window).filter(decided_on__lte=scope.as_of)
        return rows.filter(recognition__star=self.star) if self.star else rows


_IN_FORCE = _(
    "có quyết định công nhận đã bắt đầu, chưa hết hạn và chưa bị thu hồi vào ngày chốt số liệu; chỉ tính quyết định "
    "sau cùng của sản phẩm"
)


def in_force() -> list[Indicator]:
    """Return the stock at the cut-off: in all, by star, producers, expiring soon."""
    return [
        Standing(
            "standing.products",
            _("Sản phẩm còn hiệu lực"),
            counts=PRODUCT,
            definition=_("Số sản phẩm %(in_force)s.") % {"in_force": _IN_FORCE},
        ),
        *(
            Standing(
                f"standing.star{star}.products",
                _("Hạng %(star)d sao") % {"star": star},
                star=star,
                counts=PRODUCT,
                indent=1,
                definition=_("Trong đó có hạng %(star)d sao vào ngày chốt số liệu.") % {"star": star},
            )
            for star in STARS
        ),
        Standing(
            "standing.producers",
            _("Chủ thể có sản phẩm còn hiệu lực"),
            counts=PRODUCER,
            definition=_("Số chủ thể khác nhau, theo quyết định công nhận, của các sản phẩm còn hiệu lực."),
        ),
        Expiring(
            "standing.expiring.products",
            _("Sản phẩm hết hạn trong 180 ngày tới"),
            counts=PRODUCT,
            definition=_(
                "Số sản phẩm còn hiệu lực mà thời hạn công nhận kết thúc trong 180 ngày sau ngày chốt số liệu."
            ),
        ),
    ]


def women(whole: Indicator) -> list[Indicator]:
    """Return products and producers led by women; ``whole`` is all producers in force."""
    producers = LedByWomen(
        "standing.women.producers",
        _("Chủ thể do phụ nữ đại diện"),
        section=Section.WOMEN,
        counts=PRODUCER,
        definition=_("Số chủ thể có sản phẩm còn hiệu lực mà người đại diện vào ngày chốt số liệu là nữ."),
    )
    return [
        LedByWomen(
            "standing.women.products",
            _("Sản phẩm của chủ thể do phụ nữ đại diện"),
            section=Section.WOMEN,
            counts=PRODUCT,
            definition=_("Số sản phẩm còn hiệu lực của chủ thể có người đại diện vào ngày chốt số liệu là nữ."),
        ),
        *(
            LedByWomen(
                f"standing.women.star{star}.products",
                _("Hạng %(star)d sao") % {"star": star},
                star=star,
                section=Section.WOMEN,
                counts=PRODUCT,
                indent=1,
                definition=_("Trong đó có hạng %(star)d sao vào ngày chốt số liệu.") % {"star": star},
            )
            for star in STARS
        ),
        producers,
        Percent(
            "standing.women.producers_percent",
            _("Tỷ lệ chủ thể do phụ nữ đại diện"),
            part=producers,
            whole=whole,
            indent=1,
            definition=_("Tỷ lệ trong tổng số chủ thể có sản phẩm còn hiệu lực."),
        ),
    ]


def market(whole: Indicator) -> list[Indicator]:
    """Return products by sales channel with their shares of ``whole``, all products in force."""
    kinds = (
        (
            "supermarket",
            ChannelKind.SUPERMARKET,
            _("Sản phẩm có mặt tại siêu thị, trung tâm thương mại"),
            _("Tỷ lệ sản phẩm có mặt tại siêu thị"),
        ),
        (
            "online",
            ChannelKind.ONLINE,
            _("Sản phẩm bán trên sàn thương mại điện tử"),
            _("Tỷ lệ sản phẩm bán trên sàn thương mại điện tử"),
        ),
        ("export", ChannelKind.EXPORT, _("Sản phẩm xuất khẩu"), _("Tỷ lệ sản phẩm xuất khẩu")),
    )
    found = []
    for code, channel, name, short in kinds:
        part = SoldBy(
            f"standing.{code}.products",
            name,
            channel=channel,
            counts=PRODUCT,
            definition=_("Số sản phẩm còn hiệu lực có kênh bán hàng loại này đang dùng vào ngày chốt số liệu."),
        )
        share = Percent(
            f"standing.{code}.percent",
            short,
            part=part,
            whole=whole,
            indent=1,
            definition=_("Tỷ lệ trong tổng số sản phẩm còn hiệu lực."),
        )
        found += [part, share]
    return found


class RevokedSince(Revoked):
    """What was taken back after the window, by the cut-off: the stock of that day no longer has it."""

    def rows(self, scope: Scope) -> QuerySet:
        """Ask for the days between; none where the cut-off lies within the window."""
        first = scope.window.last + dt.timedelta(days=1)
        if scope.as_of < first:
            return scope.rows_of(Revocation.objects).none()
        return super().rows(replace(scope, window=Window(first, scope.as_of)))


def revoked() -> list[Indicator]:
    """Return products whose recognition was taken back: in all and by star; and since the window."""
    return [
        *_taken_back(
            Revoked,
            "revoked",
            _("Sản phẩm bị thu hồi quyết định công nhận"),
            _("Số sản phẩm có quyết định thu hồi ký trong kỳ và không sau ngày chốt số liệu."),
        ),
        *_taken_back(
            RevokedSince,
            "revoked.since",
            _("Sản phẩm bị thu hồi sau kỳ, đến ngày chốt số liệu"),
            _("Số sản phẩm có quyết định thu hồi ký sau ngày cuối kỳ và không sau ngày chốt số liệu."),
        ),
    ]


def _taken_back(kind: type[Revoked], prefix: str, name, definition) -> list[Indicator]:
    """Return the products taken back in all and by star."""
    words = _("Trong đó có hạng %(star)d sao theo quyết định bị thu hồi.")
    by_star = [
        kind(
            f"{prefix}.star{star}.products",
            _("Hạng %(star)d sao") % {"star": star},
            star=star,
            indent=1,
            definition=words % {"star": star},
        )
        for star in STARS
    ]
    return [kind(f"{prefix}.products", name, definition=definition), *by_star]
