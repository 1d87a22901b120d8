"""Roles."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a person does in the programme; one each."""

    LOCAL_OFFICER = "local_officer", _("Cán bộ địa phương")
    AGENCY_OFFICER = "agency_officer", _("Cán bộ sở, ngành")
    OFFICE = "office", _("Văn phòng Điều phối")
    COUNCIL_MEMBER = "council_member", _("Thành viên hội đồng")
    LEADER = "leader", _("Lãnh đạo")
    ADMINISTRATOR = "administrator", _("Quản trị hệ thống")


READS_WHOLE_PROVINCE = frozenset({Role.AGENCY_OFFICER, Role.OFFICE, Role.LEADER, Role.ADMINISTRATOR})
