"""Writing a row so that people read a message, never an error of the database."""

from django.db import IntegrityError, models, transaction


def save_checked(row: models.Model) -> None:
    """Check every field and constraint of ``row``, then write it.

    Raises:
        ValidationError: a field or constraint is broken, also where another writer was faster.
    """
    row.full_clean()
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        # Another writer took the value between the check and the write: checking again names it.
        row.full_clean()
        raise
