"""Which lines a person may see, and what they add up to."""

from django.db import models
from django.db.models import DecimalField, F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from accounts.enums import Role
from budgets.enums import ALLOCATED, PLANNED, EntryKind

_MONEY = DecimalField(max_digits=15, decimal_places=0)
TOTALS = {
    "planned": Q(kind__in=sorted(PLANNED)),
    "allocated": Q(kind__in=sorted(ALLOCATED)),
    "disbursed": Q(kind=EntryKind.DISBURSE),
    "settled": Q(kind=EntryKind.SETTLE),
}


class BudgetLineQuerySet(models.QuerySet):
    """Lines of the plans."""

    def visible_to(self, user):
        """Rows ``user`` may see; the only place where scoping of money is decided.

        Office, leader and administrator: all. Agency and local officers: the lines of the own unit and
        of those that it took over from. Council member: none.
        """
        if not user.is_active or user.is_council_member:
            return self.none()
        if user.is_local_officer or user.role == Role.AGENCY_OFFICER:
            return self.filter(agency__in=user.unit.territory().values("pk"))
        return self

    def with_totals(self, until=None):
        """Add ``planned``, ``allocated``, ``disbursed`` and ``settled`` in đồng, of entries up to ``until``."""
        entries = self.model._meta.get_field("entries").related_model.objects.filter(line=OuterRef("pk"))
        if until is not None:
            entries = entries.filter(on__lte=until)
        return self.annotate(**{name: _sum_of(entries.filter(which)) for name, which in TOTALS.items()}).annotate(
            remaining=F("allocated") - F("disbursed")
        )

    def for_list(self):
        """What a row needs, in the order in which a plan is read."""
        return (
            self.select_related("source", "agency")
            .with_totals()
            .order_by("-year", "source__position", "content", "agency__sort_key", "pk")
        )


class LedgerEntryQuerySet(models.QuerySet):
    """Entries of the ledger."""

    def visible_to(self, user):
        """As for their lines."""
        lines = self.model._meta.get_field("line").related_model.objects
        return self.filter(line__in=lines.visible_to(user).values("pk"))

    def in_territory(self, unit):
        """Entries of lines whose agency falls to ``unit`` (``None``: the whole province)."""
        return self if unit is None else self.filter(line__agency__in=unit.territory().values("pk"))

    def of_kind(self, kind: str):
        """Entries of a kind with their reversals."""
        return self.filter(kind=kind)

    def paying_for(self, what: str, key: int | None = None):
        """Entries that name what they paid (``PaidFor``), one of it with ``key``, and their reversals."""
        named = {"paid_for": what} | ({} if key is None else {"paid_for_id": key})
        return self.filter(Q(**named) | Q(**{f"reverses__{name}": value for name, value in named.items()}))

    def dated_in(self, window):
        """Entries whose day lies within ``window``."""
        return self.filter(on__range=(window.first, window.last))

    def totals(self) -> dict:
        """Return the four totals of these entries in đồng; one query."""
        return self.aggregate(
            **{
                name: Coalesce(Sum("amount_vnd", filter=which), Value(0), output_field=_MONEY)
                for name, which in TOTALS.items()
            }
        )


class SupportPolicyQuerySet(models.QuerySet):
    """Policies of support by star."""

    def visible_to(self, user):
        """They name products of the whole province: for those who read it whole."""
        return self if user.is_active and user.sees_whole_province else self.none()

    def for_list(self):
        """With document, source and rates; two queries."""
        return self.select_related("document", "source").prefetch_related("rates")


def _sum_of(entries):
    added = entries.order_by().values("line").annotate(total=Sum("amount_vnd")).values("total")
    return Coalesce(Subquery(added), Value(0), output_field=_MONEY)
