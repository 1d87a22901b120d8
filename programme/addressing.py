"""Whom a directive can give tasks to."""

from django.db.models import QuerySet

from documents.models import OfficialDocument
from units.models import Unit


def units_addressed(document: OfficialDocument) -> QuerySet[Unit]:
    """Return the units of the issuer's province on the day of the document.

    A neighbour that merged later was another province then: its units were not under this issuer.
    """
    province = document.issuer.path.split("/")[0]
    return Unit.objects.on(document.issued_on).filter(path__startswith=f"{province}/")
