"""The start gate of production: what only the database can tell."""

import sys

from django.conf import settings
from django.db import connection


def refuse_demo_in_production() -> None:
    """End this process with one line when production meets demo accounts in the database."""
    if not settings.IS_PRODUCTION:
        return
    from accounts.demo import demo_accounts_exist  # noqa: PLC0415 - needs the apps

    try:
        found = demo_accounts_exist()
    finally:
        # The server forks after this: no child may inherit an open connection.
        connection.close()
    if found:
        sys.exit("OCOP_ENV=production: the database has demo accounts; use a database without demo data.")
