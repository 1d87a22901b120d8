"""Writing accounts. ``actor`` is the administrator who acts, ``None`` only for commands."""

import logging
import secrets

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from accounts.rules import may_manage_accounts
from core.errors import Refused
from core.saving import save_checked
from core.text import to_nfc

logger = logging.getLogger("accounts")
# Letters and digits that are not taken for one another when read aloud or copied by hand.
_ALPHABET = "abcdefghkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP_SIZE = 4, 4
_TEXTS = ("full_name", "position", "email", "phone")


def random_password() -> str:
    """Return a first password such as ``k7mq-x2vd-9rhp-w4ts`` (78 bits)."""
    groups = ("".join(secrets.choice(_ALPHABET) for _i in range(_GROUP_SIZE)) for _j in range(_GROUPS))
    return "-".join(groups)


@transaction.atomic
def create_account(
    *, actor, username, full_name, role, unit, password, position="", email="", phone="", may_sign=False, is_demo=False
) -> User:
    """Return a new active account.

    Raises:
        PermissionDenied: ``actor`` is not an administrator.
        ValidationError: a field is wrong, the user name is taken, or the password is weak.
    """
    _require_administrator(actor)
    account = User(username=username, role=role, unit=unit, may_sign=may_sign, is_demo=is_demo)
    _take_texts(account, full_name=full_name, position=position, email=email, phone=phone)
    validate_password(to_nfc(password), account)
    account.set_password(password)
    save_checked(account, actor=actor)
    logger.log(
        logging.DEBUG if is_demo else logging.INFO,
        "account %s created as %s by %s",
        account.pk,
        account.role,
        _who(actor),
    )
    return account


@transaction.atomic
def update_account(
    *, actor, user_id, role, unit, is_active, full_name, position="", email="", phone="", may_sign=False
) -> User:
    """Return the changed account; role and activity count from the next request of that person.

    Raises:
        PermissionDenied: ``actor`` is not an administrator.
        Refused: nobody would be left to administrate, or one would lock oneself out.
        ValidationError: a field is wrong.
    """
    administrators = _lock_administrators()
    _require_administrator(actor, among=administrators)
    account = User.objects.select_for_update(of=("self",)).get(pk=user_id)
    stays = role == Role.ADMINISTRATOR and is_active
    if account.pk in administrators and not stays:
        _refuse_lock_out(account, actor, administrators)
    before = (account.role, account.unit_id, account.is_active)
    account.role, account.unit, account.is_active = role, unit, is_active
    account.may_sign = may_sign
    _take_texts(account, full_name=full_name, position=position, email=email, phone=phone)
    save_checked(account, actor=actor)
    after = (account.role, account.unit_id, account.is_active)
    logger.info("account %s changed from %s to %s by %s", account.pk, before, after, _who(actor))
    return account


@transaction.atomic
def set_password(*, actor, user_id, password) -> User:
    """Return the account with a new password; its sessions end, whoever holds them.

    Raises:
        PermissionDenied: ``actor`` is neither an administrator nor the person.
        ValidationError: the password is weak.
    """
    if actor is None or actor.pk != user_id:
        _require_administrator(actor)
    account = User.objects.select_for_update(of=("self",)).get(pk=user_id)
    validate_password(to_nfc(password), account)
    account.set_password(password)
    account.save(update_fields=("password",))
    logger.info("password of account %s set by %s", account.pk, _who(actor))
    return account


def _lock_administrators() -> set[int]:
    """Return the active administrators, locked, so that two of them cannot demote each other at once."""
    active = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).order_by("pk")
    return set(active.select_for_update(of=("self",)).values_list("pk", flat=True))


def _refuse_lock_out(account: User, actor, administrators: set[int]) -> None:
    if administrators == {account.pk}:
        raise Refused(_("Đây là quản trị viên duy nhất. Hãy giao vai trò quản trị cho một người khác trước."))
    if actor is not None and actor.pk == account.pk:
        raise Refused(
            _("Bạn không thể tự bỏ vai trò quản trị hoặc tự khóa mình. Hãy nhờ một quản trị viên khác làm việc này.")
        )


def _require_administrator(actor, among: set[int] | None = None) -> None:
    if actor is None:
        return
    if not may_manage_accounts(actor) or (among is not None and actor.pk not in among):
        raise PermissionDenied(_("Chỉ quản trị hệ thống được lập và sửa tài khoản."))


def _take_texts(account: User, **texts: str) -> None:
    for name in _TEXTS:
        setattr(account, name, to_nfc(texts[name]).strip())


def _who(actor) -> str:
    return f"account {actor.pk}" if actor is not None else "a command"
