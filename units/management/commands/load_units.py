"""``manage.py load_units``: administrative units and agencies from the project's data file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from core.datafiles import BrokenFile
from units.datafile import UNITS_FILE
from units.loading import load_units


class Command(BaseCommand):
    """Loads or corrects units; a second run changes nothing."""

    help = "Nạp đơn vị hành chính và cơ quan từ tệp dữ liệu; chạy lại không làm thay đổi gì."

    def add_arguments(self, parser):
        """Another file may be named."""
        parser.add_argument("--file", type=Path, default=UNITS_FILE, help="tệp JSON, mặc định là tệp của dự án")

    def handle(self, **options):
        """Load, and say what was written."""
        try:
            loaded = load_units(path=options["file"])
        except BrokenFile as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Đơn vị: thêm {loaded.units_created}, sửa {loaded.units_corrected}; "
            f"kế thừa: thêm {loaded.successions_created}, sửa {loaded.successions_corrected}."
        )
