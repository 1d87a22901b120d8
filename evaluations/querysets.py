"""Which rounds and dossiers a person may see."""

import datetime as dt

from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

from accounts.enums import Role
from core.text import search_words
from evaluations.enums import COUNCIL_STATES, LEADING_OFFICES, CentralStep, DossierState, Level, SheetState


class RuleVersionQuerySet(models.QuerySet):
    """Rule versions."""

    def visible_to(self, user):
        """Published versions for everybody who sees evaluations; drafts for the office that writes them."""
        if not user.is_active or user.role == Role.AGENCY_OFFICER:
            return self.none()
        return self if user.is_office else self.published()

    def published(self):
        """Versions that rounds may rest on."""
        return self.filter(is_draft=False)

    def in_force_on(self, day: dt.date):
        """Published versions in force on ``day``, both ends included; of two decisions the later one first."""
        in_force = self.published().filter(
            Q(effective_to__isnull=True) | Q(effective_to__gte=day), effective_from__lte=day
        )
        return in_force.order_by("-effective_from", "-pk")

    def with_counts(self):
        """Add ``set_count`` and ``round_count``."""
        sets, rounds = (self.model._meta.get_field(name).related_model.objects for name in ("criteria_sets", "rounds"))
        return self.annotate(
            set_count=_count_by_version(sets),
            round_count=_count_by_version(rounds),
        )


def _count_by_version(rows):
    counted = rows.filter(rule_version=OuterRef("pk")).order_by().values("rule_version").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), 0)


class RoundQuerySet(models.QuerySet):
    """Rounds of evaluation."""

    def visible_to(self, user):
        """All rounds for those who enter, check or read; for a council member the own ones."""
        if not user.is_active:
            return self.none()
        if user.is_council_member:
            return self.filter(members__user=user)
        return self.none() if user.role == Role.AGENCY_OFFICER else self

    def taking_dossiers_on(self, day: dt.date):
        """Rounds that take dossiers on ``day``."""
        return self.filter(opens_on__lte=day, closes_on__gte=day)

    def with_dossier_count(self, dossiers):
        """Add ``dossier_count``: how many of ``dossiers`` each round has."""
        counted = dossiers.filter(round=OuterRef("pk")).order_by().values("round").annotate(n=Count("pk"))
        return self.annotate(dossier_count=Coalesce(Subquery(counted.values("n")), 0))

    def for_list(self):
        """Newest first, with the rule version."""
        return self.select_related("rule_version").order_by("-opens_on", "-pk")


class DossierQuerySet(models.QuerySet):
    """Dossiers."""

    def visible_to(self, user):
        """Rows ``user`` may see; the only place where dossier scoping is decided.

        Office, leader and administrator: the province, but not the drafts of its units.
        Local officer: the own territory. Council member: dossiers assigned to him, once accepted; chair and
        secretary those of their whole round; never one from which he was recused.
        Agency officer: none.
        """
        if not user.is_active or user.role == Role.AGENCY_OFFICER:
            return self.none()
        if user.is_council_member:
            mine = self._assignments().current().filter(dossier=OuterRef("pk"), member__user=user)
            led = self._seats().filter(round=OuterRef("round"), user=user, office__in=LEADING_OFFICES)
            in_reach = Exists(mine) | Exists(led)
            return self.filter(in_reach, ~Exists(mine.filter(recusal__isnull=False)), state__in=COUNCIL_STATES)
        if user.is_local_officer:
            return self.filter(unit__in=user.unit.territory().values("pk"))
        return self.exclude(state=DossierState.DRAFT, level=Level.PROVINCE)

    def in_territory(self, unit):
        """Dossiers whose records fall to ``unit`` (``None``: the whole province)."""
        return self if unit is None else self.filter(unit__in=unit.territory().values("pk"))

    def entered_in(self, window, as_of: dt.date):
        """Dossiers first sent within ``window`` and by ``as_of``, and not withdrawn by ``as_of``."""
        return self.filter(
            Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=as_of),
            submitted_on__range=(window.first, window.last),
            submitted_on__lte=as_of,
        )

    def search(self, text: str):
        """Dossiers of products in which every word of ``text`` stands in the product or its producer."""
        return self.filter(product__in=self._products().search(text).values("pk")) if search_words(text) else self

    def at_level(self, level: str):
        """Dossiers of rounds of that level."""
        return self.filter(level=level)

    def for_list(self):
        """What a list row needs."""
        return self.select_related("round", "product", "producer", "unit__parent").order_by("product__sort_key", "pk")

    def resting_on(self, paper):
        """Dossiers that hold a scan of a paper of the wallet now."""
        held = self.model._meta.get_field("evidence").related_model.objects.present()
        return self.filter(Exists(held.filter(dossier=OuterRef("pk"), paper_file__paper=paper)))

    def decidable(self):
        """Dossiers that wait for a decision.

        Scored; at a step where nothing is scored here; or approved, and the ministry gave less than 90 points.
        """
        return self.filter(
            Q(state=DossierState.SCORED)
            | Q(state=DossierState.ACCEPTED, criteria_set__isnull=True)
            | Q(state=DossierState.SUBMITTED, level=Level.CENTRAL)
            | Q(Exists(self._back_from_the_ministry()), state=DossierState.APPROVED)
        )

    def with_central_points(self):
        """Add ``central_points``: what the ministry's council gave where it did not give 5 stars."""
        events = self.model._meta.get_field("central_events").related_model.objects
        results = events.filter(
            dossier__previous_dossier=OuterRef("pk"),
            dossier__level=Level.CENTRAL,
            dossier__state=DossierState.NOT_RECOGNISED,
            kind=CentralStep.RESULT,
        ).order_by("-pk")
        return self.annotate(central_points=Subquery(results.values("points")[:1]))

    def not_concluded_by(self, day: dt.date):
        """Dossiers without a conclusion by ``day``, as that day knew it: a later cancelling changes nothing of it."""
        moves = self.model._meta.get_field("moves").related_model.objects
        stood = moves.filter(
            dossier=OuterRef("pk"),
            to_state__in=(DossierState.RECOGNISED, DossierState.NOT_RECOGNISED),
            at__date__lte=day,
            undone_by__at__date__gt=day,
        )
        return self.filter(Q(concluded_on__isnull=True) | Q(concluded_on__gt=day), ~Exists(stood))

    def _back_from_the_ministry(self):
        """Dossiers of the central level that ended without 5 stars, of the outer row."""
        return self.model.objects.filter(
            previous_dossier=OuterRef("pk"), level=Level.CENTRAL, state=DossierState.NOT_RECOGNISED
        )

    def closable(self):
        """Dossiers that are being scored, with sheets assigned and all of them sent."""
        assigned = self._assignments().counting().filter(dossier=OuterRef("pk"))
        return self.filter(
            Exists(assigned), ~Exists(assigned.exclude(sheet__state=SheetState.SENT)), state=DossierState.ACCEPTED
        )

    def _products(self):
        return self.model._meta.get_field("product").related_model.objects

    def _assignments(self):
        return self.model._meta.get_field("assignments").related_model.objects

    def _seats(self):
        return self._assignments().model._meta.get_field("member").related_model.objects


class EvidenceQuerySet(models.QuerySet):
    """Papers of dossiers."""

    def visible_to(self, user):
        """Papers of the dossiers that ``user`` may see; to a council member only those not taken off."""
        rows = self.filter(dossier__in=self._dossiers().visible_to(user).values("pk"))
        return rows.present() if user.is_council_member else rows

    def present(self):
        """Papers that were not taken off."""
        return self.filter(removed_at__isnull=True)

    def for_list(self):
        """What a row needs: the paper of the wallet, and the criteria in the order of the decision."""
        criteria = self.model._meta.get_field("criteria").related_model.objects.order_by("position")
        return self.select_related("paper_file__paper").prefetch_related(Prefetch("criteria", criteria))

    def _dossiers(self):
        return self.model._meta.get_field("dossier").related_model.objects


class AssignmentQuerySet(models.QuerySet):
    """Who scores what."""

    def visible_to(self, user):
        """A council member sees the own current assignments without a recusal; nobody else scores."""
        if not user.is_active or not user.is_council_member:
            return self.none()
        return self.counting().filter(member__user=user, dossier__state__in=COUNCIL_STATES)

    def current(self):
        """The last attempt of each member; earlier ones keep their sheets."""
        return self.filter(is_current=True)

    def counting(self):
        """Those whose sheets make the result: the last attempt, and the member did not recuse himself."""
        return self.current().filter(recusal__isnull=True)

    def in_scoring(self):
        """Of dossiers that are being scored."""
        return self.filter(dossier__state=DossierState.ACCEPTED)

    def waiting(self):
        """Those whose sheet is still to be sent."""
        return self.in_scoring().exclude(sheet__state=SheetState.SENT)

    def for_queue(self):
        """In the order in which a member works: by product name."""
        return self.select_related("dossier__product", "sheet").order_by("dossier__product__sort_key", "dossier")


class SheetQuerySet(models.QuerySet):
    """Score sheets."""

    def visible_to(self, user):
        """The member's own; of a dossier whose scoring is closed all of them, but never for the units."""
        if not user.is_active or user.is_local_officer:
            return self.none()
        dossiers = (
            self.model._meta.get_field("assignment").related_model._meta.get_field("dossier").related_model.objects
        )
        seen = self.filter(assignment__dossier__in=dossiers.visible_to(user).values("pk"))
        closed = Q(assignment__dossier__result__isnull=False)
        return seen.filter(closed | Q(assignment__member__user=user) | Q(entered_by=user))


class SessionQuerySet(models.QuerySet):
    """Sessions of councils."""

    def visible_to(self, user):
        """For office, leader and administrator all; for a council member those of the own rounds; else none."""
        if not user.is_active:
            return self.none()
        if user.is_council_member:
            return self.filter(round__members__user=user)
        return self if user.role in {Role.OFFICE, Role.LEADER, Role.ADMINISTRATOR} else self.none()


class InterestQuerySet(models.QuerySet):
    """What ties members to producers and consultants."""

    def visible_to(self, user):
        """The office sees all, a council member the own; nobody else any."""
        if not user.is_active:
            return self.none()
        if user.is_council_member:
            return self.filter(user=user)
        return self if user.role == Role.OFFICE else self.none()
