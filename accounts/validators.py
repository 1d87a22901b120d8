"""Rules of passwords, with messages in Vietnamese; settings name them in ``AUTH_PASSWORD_VALIDATORS``."""

from django.contrib.auth import password_validation as django_rules
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.text import normalise_search
from units.models import Unit

# What anybody would try first here, next to the names of the units.
_CONTEXT_WORDS = (
    "chuongtrinhmoixamotsanpham",
    "vanphongdieuphoi",
    "nongthonmoi",
    "moixamotsanpham",
    "motsanpham",
    "sanpham",
    "dongthap",
    "tiengiang",
    "datsenhong",
    "matkhau",
    "password",
    "quantri",
    "vietnam",
    "admin",
    "xinchao",
    "ubnd",
    "ocop",
    "vpdp",
)
_KIND_WORDS = frozenset({"tinh", "huyen", "thanh", "pho", "thi", "xa", "phuong", "tran", "so"})
_LEFT_OVER = 8


class MinimumLengthValidator(django_rules.MinimumLengthValidator):
    """A lowest number of characters."""

    def get_error_message(self):
        """Say how many characters are needed."""
        return _("Mật khẩu quá ngắn. Hãy dùng ít nhất %d ký tự, ví dụ bốn từ không liên quan nhau.") % self.min_length

    def get_help_text(self):
        """Say how many characters are needed."""
        return _("Mật khẩu có ít nhất %d ký tự.") % self.min_length


class CommonPasswordValidator(django_rules.CommonPasswordValidator):
    """Not one of the 20,000 commonest passwords."""

    def get_error_message(self):
        """Say why and what to do."""
        return _("Nhiều người dùng mật khẩu này nên dễ bị đoán. Hãy chọn mật khẩu khác.")

    def get_help_text(self):
        """Say what is refused."""
        return _("Mật khẩu không phải là mật khẩu nhiều người dùng.")


class NumericPasswordValidator(django_rules.NumericPasswordValidator):
    """Not digits alone."""

    def get_error_message(self):
        """Say why and what to do."""
        return _("Mật khẩu chỉ gồm chữ số thì dễ bị đoán. Hãy thêm chữ.")

    def get_help_text(self):
        """Say what is refused."""
        return _("Mật khẩu không chỉ gồm chữ số.")


class UserAttributeSimilarityValidator(django_rules.UserAttributeSimilarityValidator):
    """Not like the user name, the name or the address."""

    def get_error_message(self):
        """Say why and what to do."""
        return _("Mật khẩu quá giống %(verbose_name)s. Hãy chọn mật khẩu khác.")

    def get_help_text(self):
        """Say what is refused."""
        return _("Mật khẩu không giống tên đăng nhập, họ tên hoặc thư điện tử.")


class ContextWordsValidator:
    """Not a word of the programme, a name of a unit or a year with a little around it.

    Without these words and without marks, spaces and signs at least eight characters must be left, and
    not digits alone: ``OCOP-DongThap-2026`` leaves ``2026``.
    """

    def validate(self, password, user=None):
        """Refuse a password made of context words.

        Raises:
            ValidationError: too little is left.
        """
        left = normalise_search(password).replace(" ", "")
        for word in sorted(_words(user), key=len, reverse=True):
            left = left.replace(word, "")
        if len(left) < _LEFT_OVER or left.isdigit():
            raise ValidationError(
                _(
                    "Mật khẩu gồm những từ dễ đoán (tên chương trình, tên đơn vị, tên đăng nhập, năm)."
                    " Hãy chọn mật khẩu khác."
                ),
                code="password_of_context_words",
            )

    def get_help_text(self):
        """Say what is refused."""
        return _("Mật khẩu không ghép từ tên chương trình, tên tỉnh, huyện, xã hoặc tên đăng nhập.")


def _words(user) -> set[str]:
    words = set(_CONTEXT_WORDS)
    for name in Unit.objects.order_by().values_list("name", flat=True):
        words.add(_joined(name))
        words.add("".join(word for word in normalise_search(name).split() if word not in _KIND_WORDS))
    if user is not None:
        words.update((_joined(user.username), _joined(user.full_name)))
    return {word for word in words if len(word) > 3}


def _joined(text: str) -> str:
    return normalise_search(text).replace(" ", "")
