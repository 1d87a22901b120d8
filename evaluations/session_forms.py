"""Forms of sessions, recusals and interests."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from accounts.models import User
from core.dates import today
from core.forms import PortalForm, PortalMeta, PortalModelForm, Section
from evaluations.conflicts import Conflict
from evaluations.enums import CouncilOffice, Presence, RecusalGround
from evaluations.models import Assignment, Attendance, CouncilMember, CouncilSession, Dossier, Interest, Round
from evaluations.services.sessions import Present
from producers.models import Producer

_TIME = "%H:%M"
_TIMES = ("%H:%M", "%H.%M", "%Hh%M", "%Hh")


class ClockField(forms.TimeField):
    """A time typed as 08:30 or 8h30."""

    def __init__(self, **kwargs):
        widget = forms.TimeInput(format=_TIME, attrs={"placeholder": _("giờ:phút"), "autocomplete": "off"})
        super().__init__(input_formats=_TIMES, widget=widget, required=False, **kwargs)
        self.error_messages["invalid"] = _("Không đọc được giờ này. Hãy nhập giờ:phút, ví dụ 08:30.")


@dataclass(frozen=True)
class AttendanceRow:
    """A seat with the boxes of its presence and a remark; ``office`` is that of the day of the session."""

    seat: CouncilMember
    office: CouncilOffice
    presence: forms.BoundField
    note: forms.BoundField

    @property
    def is_chair(self) -> bool:
        """Whether the quorum may need this seat."""
        return self.office == CouncilOffice.CHAIR


class SessionForm(PortalModelForm):
    """A session; every seat has its presence. Seats that joined after it may be left out."""

    sections = (
        Section(gettext_lazy("Phiên họp"), (("form", "held_on"), ("begins_at", "ends_at"), "place"), "phien-hop"),
    )
    begins_at = ClockField(label=gettext_lazy("Bắt đầu lúc"))
    ends_at = ClockField(label=gettext_lazy("Kết thúc lúc"))

    class Meta(PortalMeta):
        model = CouncilSession
        fields = ("form", "held_on", "begins_at", "ends_at", "place", "opinions", "conclusion")
        widgets = {
            "opinions": forms.Textarea(attrs={"rows": 6}),
            "conclusion": forms.Textarea(attrs={"rows": 5}),
        }

    def __init__(self, *args, turn: Round, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.fields["held_on"].initial = today
        recorded = self._recorded()
        self._seats = list(turn.members.select_related("user").order_by("pk"))
        self._offices = {pk: CouncilOffice(one.office) for pk, one in recorded.items()}
        longest = Attendance._meta.get_field("note").max_length
        for seat in self._seats:
            stored = recorded.get(seat.pk)
            joined_later = bool(recorded) and stored is None
            empty = [("", _("Chưa là thành viên"))] if joined_later else []
            self.fields[_presence(seat)] = forms.ChoiceField(
                label=seat.user.full_name,
                choices=[*empty, *Presence.choices],
                initial=stored.presence if stored else "" if joined_later else None,
                widget=forms.RadioSelect,
                required=not joined_later,
                error_messages={"required": _("Hãy điểm danh %(name)s.") % {"name": seat.user.full_name}},
            )
            self.fields[_note(seat)] = forms.CharField(
                label=_("Ghi chú về %(name)s") % {"name": seat.user.full_name},
                initial=stored.note if stored else "",
                max_length=longest,
                required=False,
            )

    @property
    def rows(self) -> list[AttendanceRow]:
        """One row a seat."""
        return [
            AttendanceRow(
                seat,
                self._offices.get(seat.pk, CouncilOffice(seat.office)),
                self[_presence(seat)],
                self[_note(seat)],
            )
            for seat in self._seats
        ]

    def attendances(self) -> dict[int, Present]:
        """Return what the services take."""
        return {
            seat.pk: Present(presence, self.cleaned_data[_note(seat)])
            for seat in self._seats
            if (presence := self.cleaned_data[_presence(seat)])
        }

    def fields_of_session(self) -> dict:
        """Return the session's own fields."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def _recorded(self) -> dict[int, Attendance]:
        if not self.instance.pk:
            return {}
        return {one.member_id: one for one in self.instance.attendances.all()}


def _presence(seat: CouncilMember) -> str:
    return f"presence_{seat.pk}"


def _note(seat: CouncilMember) -> str:
    return f"note_{seat.pk}"


class RecusalForm(PortalForm):
    """Who does not score the product, and why; begins with what the records show.

    Args:
        seats: the assignments to choose from; one alone is the member's own.
        conflicts: detected ones of these assignments.
        asked: key of the seat that the address names.
    """

    member = forms.TypedChoiceField(label=gettext_lazy("Thành viên"), coerce=int, widget=forms.RadioSelect)
    ground = forms.ChoiceField(label=gettext_lazy("Căn cứ"), choices=RecusalGround.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Lý do"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Được in vào biên bản họp hội đồng."),
    )

    def __init__(self, *args, seats: Sequence[Assignment], conflicts: Sequence[Conflict], asked: str = "", **kwargs):
        self._by_member = {one.member_id: one for one in seats}
        chosen = next((key for key in self._by_member if str(key) == asked), None)
        if chosen is None and len(seats) == 1:
            chosen = seats[0].member_id
        known = next((one for one in conflicts if one.assignment.member_id == chosen), None)
        kwargs["initial"] = {"member": chosen}
        if known:
            kwargs["initial"] |= {"ground": known.ground, "reason": known.reason}
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = [
            (one.member_id, f"{one.member.user.full_name} – {one.member.get_office_display()}") for one in seats
        ]

    def assignment(self) -> Assignment:
        """Return the assignment of the chosen member."""
        return self._by_member[self.cleaned_data["member"]]


class InterestForm(PortalForm):
    """A tie to a producer or to a consultant."""

    searchable = ("user", "producer")
    user = forms.ModelChoiceField(label=gettext_lazy("Thành viên"), queryset=User.objects.none())
    producer = forms.ModelChoiceField(label=gettext_lazy("Chủ thể"), queryset=Producer.objects.none(), required=False)
    consultant = forms.CharField(label=gettext_lazy("Đơn vị tư vấn hồ sơ"), max_length=200, required=False)
    ground = forms.ChoiceField(label=gettext_lazy("Quan hệ"), choices=RecusalGround.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=gettext_lazy("Ghi chú"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Ví dụ: em ruột của giám đốc hợp tác xã."),
    )

    def __init__(self, *args, actor: User, **kwargs):
        super().__init__(*args, **kwargs)
        if actor.is_office:
            members = User.objects.filter(role=Role.COUNCIL_MEMBER, is_active=True)
            self.fields["user"].queryset = members.order_by("sort_key", "pk")
            self.fields["producer"].queryset = Producer.objects.visible_to(actor).order_by("sort_key", "pk")
        else:
            # A member knows the producers of the products that he was given; others he names to the office.
            del self.fields["user"]
            given = Dossier.objects.visible_to(actor).values("producer")
            self.fields["producer"].queryset = Producer.objects.filter(pk__in=given).order_by("sort_key", "pk")
        self.fields["ground"].choices = [
            choice for choice in RecusalGround.choices if choice[0] != RecusalGround.SAME_UNIT
        ]

    def clean(self):
        """Somebody must be named."""
        cleaned = super().clean()
        message = Interest._meta.constraints[0].violation_error_message
        if not self.errors and not (cleaned.get("producer") or cleaned.get("consultant")):
            self.add_error("producer", message)
        return cleaned
