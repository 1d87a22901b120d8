"""Adds many invented products, to see how the portal does at scale."""

from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _

from core.errors import Refused
from demo.scale import fill_products


class Command(BaseCommand):
    """``manage.py fill_products --count 20000``."""

    help = _("Thêm nhiều sản phẩm minh hoạ để thử quy mô. Không chạy được ở bản chính thức.")

    def add_arguments(self, parser):
        """Declare how many."""
        parser.add_argument("--count", type=int, default=20_000, help=_("số sản phẩm, từ 1 trở lên"))

    def handle(self, *_args, count, **_options):
        """Fill and say what was added."""
        if count < 1:
            raise CommandError(_("Số sản phẩm phải từ 1 trở lên."))
        try:
            filled = fill_products(count=count)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        line = _("Đã thêm %(products)s sản phẩm của %(producers)s chủ thể, với %(recognitions)s lần công nhận.")
        self.stdout.write(line % vars(filled))
