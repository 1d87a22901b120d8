"""Forms of directives, tasks, assignments and notes on progress."""

from django import forms
from django.utils.translation import gettext_lazy as _

from budgets.forms import DocumentField
from core.dates import today
from core.forms import (
    PortalForm,
    PortalMeta,
    PortalModelForm,
    Section,
    UngroupedIntegerField,
    UploadField,
    VietnameseDateField,
)
from documents.models import OfficialDocument
from programme.addressing import units_addressed
from programme.enums import TaskState
from programme.models import Directive, DirectiveTask, TaskAssignment
from units.enums import COMMUNE_KINDS, DISTRICT_KINDS, UnitKind
from units.models import Unit


class DirectiveForm(PortalModelForm):
    """A directive by its document."""

    sections = (
        Section(_("Văn bản"), ("document",), "van-ban"),
        Section(_("Thời hạn báo cáo"), (("report_due_on", "consolidated_due_on"), "note"), "thoi-han"),
    )
    searchable = ("document",)
    document = DocumentField(
        label=_("Văn bản"), help_text=_("Văn bản chưa có trong danh sách thì ghi vào sổ văn bản trước.")
    )

    class Meta(PortalMeta):
        model = Directive
        fields = ("document", "report_due_on", "consolidated_due_on", "note")


class TaskForm(PortalModelForm):
    """One task; without a deadline of its own the directive's day for reports counts."""

    number = UngroupedIntegerField(
        label=_("Số thứ tự"), min_value=1, max_value=999, required=False, help_text=_("Để trống là số tiếp theo.")
    )

    class Meta(PortalMeta):
        model = DirectiveTask
        fields = ("number", "text", "due_on", "is_yearly")
        help_texts = {
            "due_on": _("Để trống thì theo thời hạn đơn vị báo cáo của văn bản."),
            "is_yearly": _("Sang năm mới, sửa thời hạn của nhiệm vụ; đơn vị mở lại việc bằng một dòng tiến độ."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["number"].required = bool(self.instance.pk)


class AssignForm(PortalForm):
    """To whom a task goes: all places of the document's day, and units one by one."""

    sections = (
        Section(_("Đơn vị thực hiện"), ("everybody", "agencies", "places"), "don-vi"),
        Section(_("Vai trò"), ("is_lead",), "vai-tro"),
    )
    searchable = ("agencies", "places")
    everybody = forms.MultipleChoiceField(
        label=_("Giao chung"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=(),
        help_text=_("Chọn ở một hoặc nhiều trong ba mục: giao chung, cơ quan, địa phương."),
    )
    agencies = forms.ModelMultipleChoiceField(label=_("Cơ quan cấp tỉnh"), required=False, queryset=Unit.objects.none())
    places = forms.ModelMultipleChoiceField(
        label=_("Huyện, thành phố, xã, phường"), required=False, queryset=Unit.objects.none()
    )
    is_lead = forms.TypedChoiceField(
        label=_("Các đơn vị này"),
        choices=(("1", _("Chủ trì")), ("0", _("Phối hợp"))),
        coerce=lambda value: value == "1",
        initial="1",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, document: OfficialDocument, **kwargs):
        """Offer the units of the issuer's province on the day of the document."""
        super().__init__(*args, **kwargs)
        units = units_addressed(document).order_by("sort_key", "code")
        self._groups = {
            "districts": (_("Tất cả huyện, thị xã, thành phố (%(count)s)"), units.filter(kind__in=DISTRICT_KINDS)),
            "communes": (_("Tất cả xã, phường, thị trấn (%(count)s)"), units.filter(kind__in=COMMUNE_KINDS)),
        }
        counts = {key: rows.count() for key, (_label, rows) in self._groups.items()}
        self.fields["everybody"].choices = [
            (key, label % {"count": counts[key]}) for key, (label, _rows) in self._groups.items() if counts[key]
        ]
        self.fields["agencies"].queryset = units.filter(kind=UnitKind.AGENCY)
        self.fields["places"].queryset = units.filter(kind__in=DISTRICT_KINDS | COMMUNE_KINDS)

    def chosen_units(self) -> list[Unit]:
        """Return everybody who was chosen, each once."""
        rows = [*self.cleaned_data["agencies"], *self.cleaned_data["places"]]
        for key in self.cleaned_data["everybody"]:
            rows.extend(self._groups[key][1])
        return list({unit.pk: unit for unit in rows}.values())


class NoteForm(PortalForm):
    """How far the unit is on a day."""

    sections = (Section(_("Ghi tiến độ"), (("on", "state"), "text", "file"), "tien-do"),)
    on = VietnameseDateField(label=_("Ngày"))
    state = forms.ChoiceField(
        label=_("Trạng thái"),
        choices=[(state.value, state.label) for state in TaskState if state != TaskState.OPEN],
        help_text=_("Chọn “Đã hoàn thành” thì ngày trên là ngày hoàn thành. Việc đã xong mở lại bằng một dòng mới."),
    )
    text = forms.CharField(label=_("Tiến độ"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    file = UploadField(label=_("Tệp kèm theo"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, assignment: TaskAssignment, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = today
        self.fields["version"].initial = assignment.version
        self.fields["state"].initial = TaskState.UNDER_WAY
