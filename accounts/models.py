"""Who signs in: one unit, one role."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.enums import READS_WHOLE_PROVINCE, Role
from accounts.querysets import UserManager
from core.fields import SearchTextField, SortKeyField
from core.search import search_index
from core.text import to_nfc
from units.models import Unit


class User(AbstractBaseUser):
    """An official. The role decides what may be done (``rules``), the unit which rows (``visible_to``)."""

    username = models.CharField(
        _("tên đăng nhập"),
        max_length=60,
        unique=True,
        validators=[
            ASCIIUsernameValidator(message=_("Tên đăng nhập chỉ gồm chữ không dấu, chữ số và các dấu . _ - + @."))
        ],
        error_messages={"unique": _("Tên đăng nhập này đã có người dùng.")},
    )
    full_name = models.CharField(_("họ và tên"), max_length=120)
    position = models.CharField(_("chức vụ"), max_length=150, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    phone = models.CharField(_("điện thoại"), max_length=20, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("đơn vị"))
    role = models.CharField(_("vai trò"), max_length=20, choices=Role)
    may_sign = models.BooleanField(
        _("được ký gửi báo cáo của đơn vị"),
        default=False,
        help_text=_("Người được giao ký, gửi báo cáo định kỳ thay mặt đơn vị."),
    )
    is_active = models.BooleanField(_("đang hoạt động"), default=True)
    is_demo = models.BooleanField(_("tài khoản dùng thử"), default=False, editable=False)
    created_at = models.DateTimeField(_("tạo lúc"), auto_now_add=True)
    search_text = SearchTextField(sources=("full_name", "username", "position"))
    sort_key = SortKeyField(sources=("full_name",))

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ("full_name", "role")

    class Meta:
        ordering = ("sort_key", "username")
        verbose_name = _("tài khoản")
        constraints = (
            models.UniqueConstraint(
                Lower("username"),
                name="user_names_differ_by_more_than_case",
                violation_error_message=_("Tên đăng nhập này đã có người dùng."),
            ),
        )
        indexes = (search_index("user_search"),)

    def __str__(self):
        return self.full_name or self.username

    def get_absolute_url(self):
        """Return the page of the account."""
        return reverse("accounts:user_detail", args=[self.pk])

    def get_full_name(self):
        """Return the full name (asked for by Django's mails)."""
        return self.full_name

    @classmethod
    def normalize_username(cls, username):
        """Return the user name in small letters: nobody remembers the case of the first one."""
        return super().normalize_username(username).strip().lower()

    def clean(self):
        """Bring the user name into its one form; a local officer without a territory would see nothing."""
        self.username = self.normalize_username(self.username)
        if self.role == Role.LOCAL_OFFICER and self.unit_id and not (self.unit.is_commune or self.unit.is_district):
            raise ValidationError({"unit": _("Cán bộ địa phương phải thuộc một xã, phường. Hãy chọn lại đơn vị.")})

    def set_password(self, raw_password):
        """Hash the composed form: keyboards differ in how they send ``ệ``."""
        super().set_password(to_nfc(raw_password) if raw_password else raw_password)

    def check_password(self, raw_password):
        """Compare the composed form."""
        return super().check_password(to_nfc(raw_password))

    @property
    def sees_whole_province(self) -> bool:
        """Whether the role reads the records of every unit."""
        return self.role in READS_WHOLE_PROVINCE

    @property
    def is_local_officer(self) -> bool:
        """Whether this is an officer of a commune or district."""
        return self.role == Role.LOCAL_OFFICER

    @property
    def is_office(self) -> bool:
        """Whether this is an officer of the coordination office."""
        return self.role == Role.OFFICE

    @property
    def is_council_member(self) -> bool:
        """Whether this person scores dossiers."""
        return self.role == Role.COUNCIL_MEMBER

    @property
    def is_leader(self) -> bool:
        """Whether this person reads and downloads, and changes nothing."""
        return self.role == Role.LEADER

    @property
    def is_administrator(self) -> bool:
        """Whether this person looks after accounts and units."""
        return self.role == Role.ADMINISTRATOR


class WholeProvince:
    """Reads as the province itself: for reports that the clock asks for, not a person."""

    is_active = True
    is_authenticated = True
    sees_whole_province = True
    is_local_officer = is_council_member = is_administrator = is_leader = False
    may_sign = False
    is_office = True
    role = Role.OFFICE
    pk = None
    full_name = _("Hệ thống")
    unit = None
