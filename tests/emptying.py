"""Emptying the database after a test whose work was committed.

Django truncates all tables, more than a hundred with their indexes, and writes permissions and content types
anew. Here only rows that are there are deleted, and what migrations and Django itself wrote about the tables stays.
"""

from functools import cache

from django.db import connection, transaction
from django.test import TransactionTestCase

# What "migrate" writes about the tables: the same after every test.
ABOUT_TABLES = frozenset({"django_migrations", "django_content_type", "auth_permission"})

_truncate = TransactionTestCase._fixture_teardown


def empty_quickly(case: TransactionTestCase) -> None:
    """Delete every row, past the triggers that refuse it; truncate where the database does not allow that."""
    if not _may_pass_triggers():
        _truncate(case)
        return
    with transaction.atomic(), connection.cursor() as cursor:
        # Like TRUNCATE this waits for who still writes, so that nothing comes in afterwards.
        cursor.execute(f"LOCK TABLE {', '.join(_tables())} IN ACCESS EXCLUSIVE MODE")
        asked = (f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in _tables())  # noqa: S608 - names
        cursor.execute(" UNION ALL ".join(asked))
        filled = [row[0] for row in cursor.fetchall()]
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in filled:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - a name


@cache
def _may_pass_triggers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SHOW is_superuser")
        return cursor.fetchone() == ("on",)


@cache
def _tables() -> tuple[str, ...]:
    there = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return tuple(connection.ops.quote_name(table) for table in sorted(set(there) - ABOUT_TABLES))
