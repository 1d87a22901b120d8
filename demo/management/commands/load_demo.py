"""Fills the database with the demo data."""

import time

from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _

from core.errors import Refused
from demo.loading.load import load_demo


class Command(BaseCommand):
    """``manage.py load_demo``: does nothing when the demo is there already."""

    help = _("Nạp dữ liệu minh hoạ Đồng Tháp 2019 đến nay. Không chạy được ở bản chính thức.")

    def handle(self, *_args, verbosity, **_options):
        """Load and say how long it took."""
        begin = time.monotonic()
        try:
            is_new = load_demo()
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        if is_new:
            self.stdout.write(_("Đã nạp dữ liệu minh hoạ trong %.1f giây.") % (time.monotonic() - begin))
        elif verbosity > 1:
            self.stdout.write(_("Dữ liệu minh hoạ đã có, không nạp lại."))
