"""``manage.py load_reference``: everything that the portal needs before the first record.

Servers, tests and production call this after ``migrate``; it is quick and safe to call every time.
"""

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction

from budgets.loading import load_sources


class Command(BaseCommand):
    """Loads units, then rules, then funding sources, in one transaction."""

    help = "Nạp dữ liệu nền: đơn vị hành chính, phân nhóm sản phẩm, bộ tiêu chí, nguồn kinh phí."

    @transaction.atomic
    def handle(self, **_options):
        """Call the loaders."""
        for command in ("load_units", "load_rules"):
            call_command(command, stdout=self.stdout, stderr=self.stderr)
        load_sources()
