"""Products, their stars on any day, and who may see them."""

import datetime as dt

from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery

from core.dates import today
from core.search import VECTOR, word_query
from core.text import search_words
from producers.models import Producer

DAYS_OF_GRACE = dt.timedelta(days=180)


class ProductQuerySet(models.QuerySet):
    """Products; a star is asked for a day, never stored."""

    def visible_to(self, user):
        """Rows ``user`` may see; the only place where product scoping is decided.

        As for producers: the province for those who read it whole, the own territory for a local
        officer, nothing for a council member.
        """
        if not user.is_active:
            return self.none()
        if user.sees_whole_province:
            return self
        if user.is_local_officer:
            return self.filter(producer__unit__in=user.unit.territory().values("pk"))
        return self.none()

    def in_territory(self, unit):
        """Products whose records fall to ``unit`` (``None``: the whole province)."""
        return self if unit is None else self.filter(producer__unit__in=unit.territory().values("pk"))

    def as_of(self, day: dt.date):
        """Add ``star``, ``star_until`` and ``star_since`` of the recognition in force on ``day`` (or null)."""
        in_force = self._recognitions().in_force_on(day).filter(product=OuterRef("pk"))
        return self.annotate(
            star=Subquery(in_force.values("star")[:1]),
            star_since=Subquery(in_force.values("valid_from")[:1]),
            star_until=Subquery(in_force.values("valid_until")[:1]),
        )

    def in_force_on(self, day: dt.date):
        """Products that carry a star on ``day``."""
        return self.filter(Exists(self._recognitions().in_force_on(day).filter(product=OuterRef("pk"))))

    def search(self, text: str):
        """Products in which every word of ``text`` stands in the own text or in the producer's.

        Each word is looked up in both indexes, so ``mit say nam huy`` finds the producer's product.
        """
        found = self
        for word in search_words(text):
            query = word_query(word)
            own = self.model.objects.alias(vector=VECTOR).filter(vector=query).values("pk")
            makers = Producer.objects.alias(vector=VECTOR).filter(vector=query).values("pk")
            made = self.model.objects.filter(producer__in=makers).values("pk")
            found = found.filter(pk__in=own.union(made))
        return found

    def never_recognised_by(self, day: dt.date):
        """Products without any recognition that had begun by ``day``."""
        begun = self._recognitions().standing_on(day).filter(product=OuterRef("pk"), valid_from__lte=day)
        return self.filter(~Exists(begun))

    def lapsed_on(self, day: dt.date):
        """Products that had a star before ``day`` and have none on it: run out or revoked."""
        begun = self._recognitions().standing_on(day).filter(product=OuterRef("pk"), valid_from__lte=day)
        in_force = self._recognitions().in_force_on(day).filter(product=OuterRef("pk"))
        return self.filter(Exists(begun), ~Exists(in_force))

    def with_last_recognition(self, day: dt.date):
        """Add ``last_until`` and ``last_revoked_on`` of the latest recognition that had begun by ``day``."""
        begun = self._recognitions().standing_on(day).filter(product=OuterRef("pk"), valid_from__lte=day)
        last = begun.order_by("-valid_from")
        return self.annotate(
            last_until=Subquery(last.values("valid_until")[:1]),
            last_revoked_on=Subquery(last.values("revocation__effective_on")[:1]),
        )

    def for_list(self, day: dt.date | None = None):
        """What a list row needs: producer, unit, group and the star on ``day`` (today)."""
        return (
            self.select_related("producer__unit__parent", "group__parent", "group__industry")
            .as_of(day or today())
            .order_by("sort_key", "pk")
        )

    def with_channels(self, day: dt.date):
        """Prefetch the sales channels in use on ``day`` as ``channels_now``."""
        channels = self.model._meta.get_field("channels").related_model.objects.on(day)
        return self.prefetch_related(Prefetch("channels", channels, to_attr="channels_now"))

    def _recognitions(self):
        return self.model._meta.get_field("recognitions").related_model.objects


class SalesChannelQuerySet(models.QuerySet):
    """Sales channels with the time they served."""

    def on(self, day: dt.date):
        """Channels in use on ``day``."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)


class RecognitionQuerySet(models.QuerySet):
    """Recognitions: rows of history, never changed."""

    def visible_to(self, user):
        """As for products: the province, or the own territory by the unit it had when recognised."""
        if not user.is_active:
            return self.none()
        if user.sees_whole_province:
            return self
        if user.is_local_officer:
            return self.filter(unit__in=user.unit.territory().values("pk"))
        return self.none()

    def in_territory(self, unit):
        """Recognitions of products whose records fall to ``unit`` (``None``: the whole province)."""
        return self if unit is None else self.filter(unit__in=unit.territory().values("pk"))

    def decided_in(self, window):
        """Recognitions whose decision is dated within ``window`` (``core.periods.Window``)."""
        return self.filter(decided_on__range=(window.first, window.last))

    def known_on(self, day: dt.date):
        """Recognitions decided by ``day`` and not cancelled by it: a report as of a day knows no later decision."""
        return self.standing_on(day).filter(decided_on__lte=day)

    def standing_on(self, day: dt.date):
        """Recognitions whose decision was not cancelled by ``day``; a later cancelling leaves that day as it was."""
        return self.filter(Q(cancelled_on__isnull=True) | Q(cancelled_on__gt=day))

    def of_kind(self, kind: str):
        """New, renewal or upgrade."""
        return self.filter(kind=kind)

    def in_force_on(self, day: dt.date):
        """The recognition of each product that counts on ``day``; at most one a product.

        It has begun and not run out; no later recognition of the same product has begun; and no
        revocation took effect by that day. A revoked renewal does not bring the earlier star back.
        """
        return self._latest_on(day).filter(valid_until__gte=day)

    def revocable_on(self, day: dt.date):
        """The recognitions that a decision of ``day`` may take back: in force, or run out a short while ago.

        A decision on those that were not renewed comes after their term (58/QĐ-UBND-HC of 11/01/2023 took
        back recognitions of December 2019); 26/2026/QĐ-TTg, Điều 12, lets a late renewal count for 180
        days, so until then there is something to take back.
        """
        return self._latest_on(day).filter(valid_until__gte=day - DAYS_OF_GRACE)

    def _latest_on(self, day: dt.date):
        """Begun, neither replaced nor taken back by ``day``; it may have run out."""
        later = self.model.objects.standing_on(day).filter(
            product=OuterRef("product"), valid_from__gt=OuterRef("valid_from"), valid_from__lte=day
        )
        return self.standing_on(day).filter(
            Q(revocation__isnull=True) | Q(revocation__effective_on__gt=day), ~Exists(later), valid_from__lte=day
        )

    def for_list(self):
        """What a row of a list or report needs."""
        return self.select_related("product", "producer", "unit__parent", "group__parent", "document").order_by(
            F("decided_on").desc(), "product__sort_key", "pk"
        )


class RevocationQuerySet(models.QuerySet):
    """Revocations."""

    def visible_to(self, user):
        """As for the recognition that is taken back."""
        if not user.is_active:
            return self.none()
        if user.sees_whole_province:
            return self
        if user.is_local_officer:
            return self.filter(recognition__unit__in=user.unit.territory().values("pk"))
        return self.none()

    def in_territory(self, unit):
        """Revocations of products whose records fall to ``unit`` (``None``: the whole province)."""
        return self if unit is None else self.filter(recognition__unit__in=unit.territory().values("pk"))

    def decided_in(self, window):
        """Revocations whose decision is dated within ``window``."""
        return self.filter(decided_on__range=(window.first, window.last))
