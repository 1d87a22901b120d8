"""The first account of an installation: an administrator, who makes all others."""

import os
from getpass import getpass

from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.services import create_account
from core import dates
from units.models import Unit

_VARIABLE = "OCOP_ADMIN_PASSWORD"


class Command(BaseCommand):
    """``manage.py create_administrator --username quan.tri --full-name "Nguyễn Văn A"``."""

    help = _(
        "Lập một tài khoản quản trị hệ thống. Mật khẩu hỏi tại chỗ, hoặc lấy từ biến môi trường OCOP_ADMIN_PASSWORD."
    )

    def add_arguments(self, parser):
        """User name, name and unit; the password never stands on the command line, where others can read it."""
        parser.add_argument("--username", required=True)
        parser.add_argument("--full-name", required=True)
        parser.add_argument("--unit", default="VPDP", help=_("Mã đơn vị đang hoạt động, mặc định VPDP."))

    def handle(self, *_args, username, full_name, unit, **_options):
        """Make the account or say what is wrong."""
        try:
            account = create_account(
                actor=None,
                username=username,
                full_name=full_name,
                role=Role.ADMINISTRATOR,
                unit=_unit(unit),
                password=os.environ.get(_VARIABLE) or _asked_password(),
            )
        except ValidationError as error:
            raise CommandError(_in_words(error)) from error
        self.stdout.write(_("Đã lập tài khoản quản trị %(name)s.") % {"name": account.username})


def _in_words(error: ValidationError) -> str:
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    return " ".join(f"{name}: {' '.join(messages)}" for name, messages in error.message_dict.items())


def _unit(code: str) -> Unit:
    found = Unit.objects.on(dates.today()).filter(code=code).first()
    if found is None:
        raise CommandError(
            _("Không có đơn vị mang mã %(code)s. Hãy chạy manage.py load_reference trước.") % {"code": code}
        )
    return found


def _asked_password() -> str:
    try:
        first = getpass(_("Mật khẩu: "))
        second = getpass(_("Nhập lại mật khẩu: "))
    except (EOFError, KeyboardInterrupt):
        raise CommandError(_("Chưa lập tài khoản nào.")) from None
    if first != second:
        raise CommandError(_("Hai lần nhập mật khẩu không giống nhau. Chưa lập tài khoản nào."))
    return first
