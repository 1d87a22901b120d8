"""What the services of this app share."""

from django.db import IntegrityError, models, transaction

from core.errors import Refused


def require(allowed: bool, refusal: str) -> None:  # noqa: FBT001 - reads as a sentence
    """Stop here unless ``allowed``.

    Raises:
        Refused: with the text.
    """
    if not allowed:
        raise Refused(refusal)


def write(instance: models.Model) -> None:
    """Save a row after its fields and constraints were checked.

    Raises:
        ValidationError: a field or constraint is broken, also where another writer came first.
    """
    instance.full_clean()
    try:
        with transaction.atomic():
            instance.save()
    except IntegrityError:
        # Between check and write somebody else stored the same: now the check sees it and names it.
        instance.validate_constraints()
        raise
