"""Demo data never enter a production database."""

from django.conf import settings
from django.utils.translation import gettext as _

from core.errors import Refused


def refuse_in_production() -> None:
    """Stop here where the portal runs in production.

    Raises:
        Refused: with the way out.
    """
    if settings.IS_PRODUCTION:
        raise Refused(
            _("OCOP_ENV=production: không nạp dữ liệu và tài khoản dùng thử, vì mật khẩu của chúng ai cũng biết.")
        )
