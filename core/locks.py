"""One at a time, by name: for work that no row stands for."""

import zlib

from django.db import connection


def hold(name: str) -> None:
    """Wait until nobody else holds ``name``, and hold it to the end of the transaction.

    Raises:
        django.db.OperationalError: somebody held it longer than the database lets us wait.
        RuntimeError: there is no transaction to hold it for.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a lock by name needs a transaction")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [zlib.crc32(name.encode())])
