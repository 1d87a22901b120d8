"""One view of the database for a whole report."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def snapshot() -> Iterator[None]:
    """Read within one REPEATABLE READ, READ ONLY transaction: writers change nothing of what is seen.

    Raises:
        RuntimeError: a transaction is open already, whose isolation can no longer be chosen.
    """
    if connection.in_atomic_block:
        raise RuntimeError("a snapshot must be the outermost transaction")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
