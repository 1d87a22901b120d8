"""Sign-in, the own account, and the accounts that the administrator looks after."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import CreateView, DetailView, FormView, TemplateView, UpdateView, View
from django.views.generic.detail import SingleObjectMixin

from accounts import rules, services
from accounts.filters import UserFilter
from accounts.forms import NewUserForm, PasswordForm, SignInForm, UserForm
from accounts.models import User
from core.errors import Refused
from core.listing import FilteredListView
from core.views import RuleRequiredMixin, ScopedQuerysetMixin, require, unscoped

_ONLY_ADMINISTRATOR = gettext_lazy("Chỉ quản trị hệ thống được xem và sửa tài khoản của người khác.")


@unscoped("everybody must be able to sign in")
class SignInView(LoginView):
    """Sign in; a person who is signed in already goes on."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


@unscoped("ends the own session")
class SignOutView(LogoutView):
    """Sign out, by POST alone; drafts kept in the browser go too, for the next one may sit there."""

    def dispatch(self, request, *args, **kwargs):
        """Add the header to Django's answer."""
        response = super().dispatch(request, *args, **kwargs)
        response["Clear-Site-Data"] = '"storage"'
        return response


@unscoped("shows the own account")
class ProfileView(TemplateView):
    """What the portal knows about the person who is signed in."""

    template_name = "accounts/profile.html"


@method_decorator(sensitive_post_parameters(), name="dispatch")
@unscoped("changes the own password")
class PasswordChangeView(FormView):
    """Change the own password; all other sessions end."""

    template_name = "accounts/password_change.html"
    form_class = PasswordForm
    success_url = reverse_lazy("accounts:profile")

    def get_form_kwargs(self):
        """Give the form the request, which counts wrong tries."""
        return super().get_form_kwargs() | {"request": self.request}

    def form_valid(self, form):
        """Store the new password and stay signed in here."""
        password = form.cleaned_data["new_password"]
        person = services.set_password(actor=self.request.user, user_id=self.request.user.pk, password=password)
        update_session_auth_hash(self.request, person)
        messages.success(self.request, _("Đã đổi mật khẩu. Các lần đăng nhập khác của bạn đã kết thúc."))
        return super().form_valid(form)


class UserListView(RuleRequiredMixin, FilteredListView):
    """All accounts."""

    model = User
    rule = rules.may_manage_accounts
    refusal = _ONLY_ADMINISTRATOR
    template_name = "accounts/user_list.html"
    filterset_class = UserFilter
    sorts = {
        "name": ("sort_key",),
        "username": ("username",),
        "role": ("role", "sort_key"),
        "unit": ("unit__sort_key", "sort_key"),
        "seen": ("last_login",),
    }


class UserDetailView(ScopedQuerysetMixin, DetailView):
    """One account; people who do not administrate see their own."""

    model = User
    template_name = "accounts/user_detail.html"
    context_object_name = "account"

    def get_queryset(self):
        """Read the unit with the account."""
        return super().get_queryset().select_related("unit")

    def get_context_data(self, **kwargs):
        """Say whether the buttons are there."""
        return super().get_context_data(may_manage=rules.may_manage_accounts(self.request.user), **kwargs)


class UserCreateView(RuleRequiredMixin, CreateView):
    """Make an account and show its first password once."""

    model = User
    form_class = NewUserForm
    rule = rules.may_manage_accounts
    refusal = _ONLY_ADMINISTRATOR
    template_name = "accounts/user_form.html"

    def form_valid(self, form):
        """Answer with the password instead of a redirect, so that it is stored nowhere."""
        password = services.random_password()
        try:
            account = services.create_account(actor=self.request.user, password=password, **form.cleaned_data)
        except ValidationError as error:
            form.take_refusal(error)
            return self.form_invalid(form)
        return _show_once(self.request, account, password, is_new=True)


class UserEditView(ScopedQuerysetMixin, UpdateView):
    """Change role, unit, activity and contact of an account."""

    model = User
    form_class = UserForm
    template_name = "accounts/user_form.html"
    context_object_name = "account"

    def get_object(self, queryset=None):
        """Return the account; out of scope is 404 before it is a refusal."""
        account = super().get_object(queryset)
        require(rules.may_manage_accounts(self.request.user), _ONLY_ADMINISTRATOR)
        return account

    def form_valid(self, form):
        """Write by the service, which keeps one administrator."""
        fields = {name: value for name, value in form.cleaned_data.items() if name in form.Meta.fields}
        try:
            account = services.update_account(actor=self.request.user, user_id=self.object.pk, **fields)
        except (Refused, ValidationError) as error:
            form.take_refusal(error)
            return self.form_invalid(form)
        messages.success(self.request, _("Đã lưu tài khoản %(name)s.") % {"name": account.username})
        return redirect(account)


class UserPasswordView(ScopedQuerysetMixin, SingleObjectMixin, View):
    """Give an account a new random password and show it once."""

    model = User
    http_method_names = ("post",)

    def post(self, request, *_args, **_kwargs):
        """Answer with the password; every session of that person ends."""
        account = self.get_object()
        require(rules.may_manage_accounts(request.user), _ONLY_ADMINISTRATOR)
        require(account != request.user, _("Hãy đổi mật khẩu của chính bạn ở trang Đổi mật khẩu."))
        password = services.random_password()
        services.set_password(actor=request.user, user_id=account.pk, password=password)
        return _show_once(request, account, password, is_new=False)


def _show_once(request, account, password, *, is_new):
    context = {"account": account, "password": password, "is_new": is_new}
    return render(request, "accounts/user_password.html", context)
