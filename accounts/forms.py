"""Forms of sign-in, passwords and accounts."""

from django import forms
from django.contrib.auth import authenticate, password_validation
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import dates
from core.forms import PortalForm, PortalMeta, PortalModelForm
from core.text import to_nfc
from units.models import Unit


class SignInForm(AuthenticationForm):
    """User name and password; the answer to a wrong one tells nothing about the other."""

    error_messages = {
        "invalid_login": _(
            "Tên đăng nhập hoặc mật khẩu không đúng. Hãy kiểm tra phím Caps Lock và bộ gõ tiếng Việt rồi nhập lại."
            " Sau 5 lần sai phải đợi 15 phút."
        ),
        "inactive": _("Tên đăng nhập hoặc mật khẩu không đúng."),
    }

    def clean_username(self):
        """Compare in small letters, as the count of wrong tries does; a name that cannot be one is not counted."""
        username = User.normalize_username(self.cleaned_data["username"])
        if len(username) > User._meta.get_field("username").max_length:
            raise self.get_invalid_login_error()
        return username


class PasswordForm(PortalForm):
    """The own password: the old one, and the new one twice."""

    old_password = forms.CharField(
        label=_("Mật khẩu hiện nay"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new_password = forms.CharField(
        label=_("Mật khẩu mới"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    repeated = forms.CharField(
        label=_("Nhập lại mật khẩu mới"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request
        self.fields["new_password"].help_text = " ".join(password_validation.password_validators_help_texts())

    def clean_old_password(self):
        """Check the old password like a sign-in, so that wrong tries are counted together."""
        password = self.cleaned_data["old_password"]
        if authenticate(self.request, username=self.request.user.username, password=password) != self.request.user:
            raise ValidationError(_("Mật khẩu hiện nay không đúng. Hãy nhập lại."), code="wrong")
        return password

    def clean_new_password(self):
        """Apply the rules of passwords."""
        password = to_nfc(self.cleaned_data["new_password"])
        password_validation.validate_password(password, self.request.user)
        return password

    def clean(self):
        """Compare both entries of the new password."""
        cleaned = super().clean()
        first, second = cleaned.get("new_password"), cleaned.get("repeated")
        if first and second and first != second:
            self.add_error("repeated", _("Hai lần nhập mật khẩu mới không giống nhau. Hãy nhập lại."))
        return cleaned


class UserForm(PortalModelForm):
    """What the administrator writes about an account; the password is another matter."""

    searchable = ("unit",)

    class Meta(PortalMeta):
        model = User
        fields = ("full_name", "position", "role", "unit", "email", "phone", "may_sign", "is_active")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        now = Unit.objects.on(dates.today())
        held = Unit.objects.filter(pk=self.instance.unit_id)
        self.fields["unit"].queryset = (now | held).order_by("sort_key", "code")
        self.fields["is_active"].help_text = _("Bỏ đánh dấu để khóa tài khoản; người đó bị thoát ra ngay.")


class NewUserForm(UserForm):
    """A new account; it gets its first password when it is made."""

    class Meta(UserForm.Meta):
        fields = ("username", "full_name", "position", "role", "unit", "email", "phone")
        help_texts = {"username": _("Chữ không dấu, chữ số, dấu chấm; ví dụ canbo.thapmuoi.")}

    def __init__(self, *args, **kwargs):
        PortalModelForm.__init__(self, *args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.on(dates.today()).order_by("sort_key", "code")
        self.fields["username"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}

    def clean_username(self):
        """Store the one form of a user name."""
        return User.normalize_username(self.cleaned_data["username"])
