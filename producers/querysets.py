"""Which producers a person may see."""

import datetime as dt

from django.db import models
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

from core.search import matching


class ProducerQuerySet(models.QuerySet):
    """Producers (chủ thể)."""

    def visible_to(self, user):
        """Rows ``user`` may see; the only place where producer scoping is decided.

        The office, leaders, agencies and the administrator see the province; a local officer sees
        the producers of the own territory; a council member sees none (what is scored stands on the
        dossier's page).
        """
        if not user.is_active:
            return self.none()
        if user.sees_whole_province:
            return self
        if user.is_local_officer:
            return self.filter(unit__in=user.unit.territory().values("pk"))
        return self.none()

    def in_territory(self, unit):
        """Producers whose records fall to ``unit`` (``None``: the whole province)."""
        return self if unit is None else self.filter(unit__in=unit.territory().values("pk"))

    def active_on(self, day: dt.date):
        """Producers that had begun and not stopped on ``day``."""
        return self.filter(
            Q(active_since__isnull=True) | Q(active_since__lte=day), Q(stopped_on__isnull=True) | Q(stopped_on__gt=day)
        )

    def led_by_women_on(self, day: dt.date):
        """Producers whose representative on ``day`` was a woman."""
        from_model = self.model._meta.get_field("representatives").related_model
        return self.filter(Exists(from_model.objects.on(day).filter(producer=OuterRef("pk"), gender="female")))

    def search(self, text: str):
        """Producers with every word of ``text`` in name, tax code, registration, phone or address."""
        return matching(self, text)

    def twins_of(self, key: str):
        """Producers whose name differs only in marks, case or company-type words."""
        return self.filter(name_key=key) if key else self.none()

    def with_product_count(self):
        """Add ``product_count``: how many products it has that did not stop."""
        products = self.model._meta.get_field("products").related_model.objects
        going = products.filter(producer=OuterRef("pk"), stopped_on__isnull=True).order_by()
        counted = going.values("producer").annotate(how_many=Count("pk")).values("how_many")
        return self.annotate(product_count=Coalesce(Subquery(counted, output_field=IntegerField()), 0))

    def with_paper_count(self):
        """Add ``paper_count``: how many papers its wallet offers."""
        papers = self.model._meta.get_field("papers").related_model.objects
        offered = papers.in_use().filter(producer=OuterRef("pk")).order_by()
        counted = offered.values("producer").annotate(how_many=Count("pk")).values("how_many")
        return self.annotate(paper_count=Coalesce(Subquery(counted, output_field=IntegerField()), 0))

    def for_list(self):
        """What a list row needs, in Vietnamese alphabetical order."""
        from_model = self.model._meta.get_field("representatives").related_model
        current = Prefetch(
            "representatives", from_model.objects.filter(until__isnull=True), to_attr="current_representatives"
        )
        rows = self.select_related("unit__parent").prefetch_related(current).with_product_count()
        return rows.order_by("sort_key", "pk")


class PaperQuerySet(models.QuerySet):
    """Papers of the wallets."""

    def visible_to(self, user):
        """Papers of the producers that ``user`` may see."""
        producers = self.model._meta.get_field("producer").related_model.objects
        return self.filter(producer__in=producers.visible_to(user).values("pk"))

    def in_territory(self, unit):
        """Papers of producers that fall to ``unit`` (``None``: the whole province)."""
        return self if unit is None else self.filter(producer__unit__in=unit.territory().values("pk"))

    def for_list(self):
        """What a list row needs, the paper that ends first in front."""
        rows = self.select_related("producer__unit__parent")
        return rows.order_by(F("expires_on").asc(nulls_last=True), "producer__sort_key", "pk")

    def search(self, text: str):
        """Papers in whose name, number or issuer ``text`` stands, or whose producer has its words."""
        if not text.strip():
            return self
        producers = self.model._meta.get_field("producer").related_model.objects.search(text)
        own = Q(name__icontains=text) | Q(number__icontains=text) | Q(issuer__icontains=text)
        return self.filter(own | Q(producer__in=producers.values("pk")))

    def with_file_count(self):
        """Add ``file_count`` and ``newest_file``, the key of the latest scan; those put away stand last."""
        scans = self.model._meta.get_field("files").related_model.objects.filter(paper=OuterRef("pk"))
        counted = scans.order_by().values("paper").annotate(how_many=Count("pk")).values("how_many")
        rows = self.annotate(
            file_count=Coalesce(Subquery(counted, output_field=IntegerField()), 0),
            newest_file=Subquery(scans.order_by("-uploaded_at", "-pk").values("pk")[:1]),
        )
        return rows.order_by(F("put_away_at").asc(nulls_first=True), "kind", "name", "pk")

    def in_use(self):
        """Papers that were not put away."""
        return self.filter(put_away_at__isnull=True)

    def expired_on(self, day: dt.date):
        """Papers whose last day lies before ``day``."""
        return self.filter(expires_on__lt=day)

    def expiring(self, day: dt.date, *, within: dt.timedelta):
        """Papers whose last day falls from ``day`` to ``within`` after it."""
        return self.filter(expires_on__range=(day, day + within))


class PaperFileQuerySet(models.QuerySet):
    """Scans of papers."""

    def visible_to(self, user):
        """Scans of the papers that ``user`` may see."""
        papers = self.model._meta.get_field("paper").related_model.objects
        return self.filter(paper__in=papers.visible_to(user).values("pk"))


class RepresentativeQuerySet(models.QuerySet):
    """Representatives with the time they stood for the producer."""

    def on(self, day: dt.date):
        """Those in office on ``day``."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)
