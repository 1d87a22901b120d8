"""Prints a demo account for each role."""

from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _

from core.errors import Refused
from demo.accounts import DEMO_PASSWORD, make_accounts, one_for_each_role


class Command(BaseCommand):
    """``manage.py demo_accounts``."""

    help = _(
        "In một tài khoản dùng thử cho mỗi vai trò; tài khoản nào chưa có thì lập. Không chạy được ở bản chính thức."
    )

    def handle(self, *_args, **_options):
        """Print role, user name, password and unit."""
        try:
            people = make_accounts()
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        rows = [(_("Vai trò"), _("Tên đăng nhập"), _("Mật khẩu"), _("Đơn vị"))]
        for one in one_for_each_role():
            person = people[one.username]
            password = DEMO_PASSWORD if person.check_password(DEMO_PASSWORD) else _("(đã đổi)")
            rows.append((person.get_role_display(), person.username, password, str(person.unit)))
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        for row in rows:
            cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
            self.stdout.write("  ".join([*cells, row[3]]))
