"""Which rows of the programme a person may see."""

from django.db import models

from core.search import matching


def _reads(user) -> bool:
    return user.is_active and not user.is_council_member


class PublicQuerySet(models.QuerySet):
    """Plans, targets and directives: papers that the province sent to every unit."""

    def visible_to(self, user):
        """Everybody but council members, who read only what they score."""
        return self if _reads(user) else self.none()


class AssignmentQuerySet(models.QuerySet):
    """What one unit has to do of a task."""

    def visible_to(self, user):
        """Whoever reads the province reads all; a local officer those of the own territory."""
        if not _reads(user):
            return self.none()
        if user.is_local_officer:
            return self.filter(unit__in=user.unit.territory().values("pk"))
        return self


class OfUnitQuerySet(models.QuerySet):
    """Activities and start-up projects, each of one unit."""

    def visible_to(self, user):
        """Whoever reads the province reads all; a local officer those of the own territory."""
        if not _reads(user):
            return self.none()
        if user.is_local_officer:
            return self.filter(unit__in=user.unit.territory().values("pk"))
        return self

    def in_territory(self, unit):
        """Rows that fall to ``unit`` (``None``: the whole province)."""
        return self if unit is None else self.filter(unit__in=unit.territory().values("pk"))

    def search(self, text: str):
        """Rows with every word of ``text``."""
        return matching(self, text)


class ActivityQuerySet(OfUnitQuerySet):
    """Communication and promotion."""

    def held_in(self, window, as_of):
        """Activities that began within the window and by the cut-off."""
        return self.filter(starts_on__range=(window.first, min(window.last, as_of)))


class NarrowQuerySet(models.QuerySet):
    """Rows under an activity, a project, an assignment or a target: seen where their owner is."""

    def visible_to(self, user):
        """Rows whose owner the person may see."""
        owner = self.model._meta.get_field(self.model.OWNER).related_model
        return self.filter(**{f"{self.model.OWNER}__in": owner.objects.visible_to(user)})
