"""Writing one row: checked, with its writer in the history, and with a word for a lost race."""

from django.db import IntegrityError, models, transaction


def save_checked(row: models.Model, *, actor) -> None:
    """Validate and save ``row``; ``actor`` becomes the writer in its history.

    Raises:
        ValidationError: a field or a constraint is broken, also when another writer was faster.
    """
    row.full_clean()
    sign(row, actor=actor)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        # Another writer took the value between the check and the write: checking again names it.
        row.validate_constraints()
        raise


def delete_signed(row: models.Model, *, actor) -> None:
    """Delete ``row``; its history keeps it, with ``actor`` as who took it away."""
    sign(row, actor=actor)
    row.delete()


def sign(row: models.Model, *, actor) -> None:
    """Name the writer for django-simple-history; the system itself has no account."""
    row._history_user = actor if actor and actor.pk else None
