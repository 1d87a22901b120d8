"""Forms of trainings."""

from django import forms
from django.utils.translation import gettext_lazy as _

from budgets.enums import Content
from budgets.forms import DocumentField
from budgets.models import BudgetLine
from core.dates import today
from core.forms import PortalForm, PortalMeta, PortalModelForm, Section, UngroupedIntegerField
from producers.models import Producer
from trainings import cells
from trainings.enums import Audience
from trainings.models import ClassRequest, Course, Trainee, TrainingClass, TrainingPlan
from trainings.people import Person
from units.choices import territory_choices
from units.models import Unit


class PlanForm(PortalModelForm):
    """A plan by its document."""

    sections = (
        Section(_("Kế hoạch"), ("name", "document", ("year", "requests_until"), "agency"), "ke-hoach"),
        Section(_("Căn cứ và kinh phí"), ("legal_base", "budget_line"), "can-cu"),
    )
    searchable = ("document", "agency", "budget_line")
    year = UngroupedIntegerField(label=_("Năm"), min_value=2019, max_value=2100)
    document = DocumentField(label=_("Văn bản"))

    class Meta(PortalMeta):
        model = TrainingPlan
        fields = ("name", "document", "year", "requests_until", "agency", "legal_base", "budget_line")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        agencies = Unit.objects.order_by("sort_key", "code")
        self.fields["agency"].queryset = agencies if user.is_office else agencies.filter(pk=user.unit_id)
        lines = BudgetLine.objects.visible_to(user).filter(content=Content.TRAINING).select_related("agency")
        self.fields["budget_line"].queryset = lines.order_by("-year", "pk")
        self.fields["budget_line"].label_from_instance = lambda line: f"{line.year} – {line} – {line.agency}"


class CourseForm(PortalModelForm):
    """What is taught and to whom."""

    sections = (
        Section(_("Khóa"), ("name", "aim", "content"), "khoa"),
        Section(_("Quy mô"), (("class_count", "seats_per_class", "days"),), "quy-mo"),
        Section(_("Đối tượng"), ("audiences",), "doi-tuong"),
    )
    audiences = forms.MultipleChoiceField(
        label=_("Đối tượng"), choices=Audience.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta(PortalMeta):
        model = Course
        fields = ("name", "aim", "content", "class_count", "seats_per_class", "days", "audiences")


class ClassForm(PortalModelForm):
    """Where and when, how many seats, from when to when people are registered."""

    sections = (
        Section(_("Lớp"), ("place", ("first_day", "last_day"), "capacity"), "lop"),
        Section(_("Đăng ký"), (("registration_opens", "registration_closes"),), "dang-ky"),
        Section(_("Giảng viên"), ("trainers",), "giang-vien"),
    )

    class Meta(PortalMeta):
        model = TrainingClass
        fields = (
            "place",
            "first_day",
            "last_day",
            "capacity",
            "registration_opens",
            "registration_closes",
            "trainers",
        )


class RequestForm(PortalModelForm):
    """Why a class at home."""

    class Meta(PortalMeta):
        model = ClassRequest
        fields = ("reason",)


class RefuseForm(PortalForm):
    """Why a request is not taken."""

    answer = forms.CharField(label=_("Lý do không nhận"), max_length=500)


class PersonForm(PortalModelForm):
    """One person to be registered."""

    sections = (
        Section(_("Người học"), ("full_name", ("gender", "birth_year"), ("phone", "unit")), "nguoi-hoc"),
        Section(_("Thuộc đối tượng nào"), ("kind", "producer", "position", "exception_reason"), "doi-tuong"),
    )
    searchable = ("unit", "producer")
    birth_year = UngroupedIntegerField(label=_("Năm sinh"), required=False, min_value=1920, max_value=2100)
    phone = forms.CharField(label=_("Điện thoại"), required=False, max_length=20)
    exception_reason = forms.CharField(
        label=_("Lý do ngoài đối tượng"),
        required=False,
        max_length=300,
        help_text=_("Chỉ ghi khi người này không thuộc đối tượng của khóa mà vẫn cần học."),
    )

    class Meta(PortalMeta):
        model = Trainee
        fields = ("full_name", "gender", "birth_year", "phone", "unit", "kind", "producer", "position")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        day = today()
        units = Unit.objects.on(day).order_by("sort_key", "code")
        if user.is_local_officer:
            units = units.filter(pk__in=user.unit.territory().values("pk"))
            self.fields["unit"].initial = user.unit_id
        self.fields["unit"].queryset = units
        groups = territory_choices(user) if not user.is_local_officer else None
        if groups is not None:
            agencies = [(str(unit.pk), unit.name) for unit in units.filter(kind="agency")]
            self.fields["unit"].choices = [("", _("Chọn…")), *groups[:1], (_("Cơ quan cấp tỉnh"), agencies)]
        producers = Producer.objects.visible_to(user).active_on(day).order_by("sort_key", "pk")
        self.fields["producer"].queryset = producers

    def clean_phone(self):
        """Return digits with their leading zero."""
        try:
            return cells.read_phone(self.cleaned_data["phone"], [])
        except ValueError as error:
            raise forms.ValidationError(_("Số %s.") % error) from error

    def person(self) -> Person:
        """Return who is to be registered."""
        values = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return Person(**values, reason=self.cleaned_data["exception_reason"])

    def _get_validation_exclusions(self):
        """A person who is on record already is no mistake here: the service finds him."""
        return super()._get_validation_exclusions() | {"name_key"}


class PasteForm(PortalForm):
    """Rows from Excel."""

    rows = forms.CharField(
        label=_("Danh sách dán từ Excel"),
        max_length=200_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )

    def clean(self):
        """Keep the text as it was pasted: composed letters are told to the person first."""
        return self.cleaned_data
