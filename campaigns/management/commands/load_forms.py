"""``manage.py load_forms``: the shipped forms of units' reports."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from campaigns.loading import FORMS_FILE, load_forms
from core.datafiles import BrokenFile


class Command(BaseCommand):
    """Loads the forms that are missing; a second run changes nothing."""

    help = "Nạp biểu mẫu báo cáo từ tệp dữ liệu; chạy lại không làm thay đổi gì."

    def add_arguments(self, parser):
        """Another file may be named."""
        parser.add_argument("--file", type=Path, default=FORMS_FILE, help="tệp, mặc định là của dự án")

    def handle(self, **options):
        """Load, and say what was written."""
        try:
            written = load_forms(path=options["file"])
        except BrokenFile as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Biểu mẫu báo cáo: ghi {written}.")
