"""``manage.py load_rules``: groups, star bands and criteria from the project's data files."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from core.datafiles import BrokenFile
from evaluations.datafile import DATA_FOLDER
from evaluations.loading import load_rules


class Command(BaseCommand):
    """Loads the rule versions; a second run changes nothing, a version in use is never edited."""

    help = "Nạp các bộ tiêu chí và phân nhóm từ tệp dữ liệu; chạy lại không làm thay đổi gì."

    def add_arguments(self, parser):
        """Another folder may be named."""
        parser.add_argument("--folder", type=Path, default=DATA_FOLDER, help="thư mục tệp, mặc định là của dự án")

    def handle(self, **options):
        """Load, and say what was written."""
        try:
            loaded = load_rules(folder=options["folder"])
        except BrokenFile as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Phân nhóm: ghi {loaded.groups_written}; bộ tiêu chí: ghi {loaded.versions_written}, "
            f"nạp nội dung {loaded.versions_replaced}."
        )
