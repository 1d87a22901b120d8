"""Forms of units' reports: reading, copying, writing drafts, publishing, comparing."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, FormView, ListView, TemplateView, View
from django.views.generic.detail import SingleObjectMixin

from campaigns import rules
from campaigns.asking import elements_of
from campaigns.comparing import differences
from campaigns.form_forms import CompareForm, CopyForm, ElementForm, SectionForm
from campaigns.models import Element, Form, FormSection
from campaigns.publishing import lacking
from campaigns.services import forms as services
from campaigns.views.shared import NOT_FOR_COUNCIL
from core.dates import today
from core.errors import Refused
from core.views import RuleRequiredMixin, ScopedQuerysetMixin, require
from units.enums import UnitKind
from units.models import Unit

ONLY_OFFICE = gettext_lazy("Chỉ Văn phòng Điều phối soạn và ban hành biểu mẫu báo cáo.")


class FormListView(RuleRequiredMixin, ScopedQuerysetMixin, ListView):
    """All forms that the person may see, the newest year first."""

    model = Form
    rule = rules.may_see_campaigns
    refusal = NOT_FOR_COUNCIL
    template_name = "campaigns/form_list.html"
    context_object_name = "forms"

    def get_queryset(self):
        """Count elements and the campaigns that asked by them."""
        return (
            super()
            .get_queryset()
            .annotate(
                element_count=Count("sections__elements", distinct=True),
                campaign_count=Count("campaigns", filter=Q(campaigns__opened_at__isnull=False), distinct=True),
            )
        )

    def get_context_data(self, **kwargs):
        """Say who may write."""
        return super().get_context_data(may_edit=rules.may_manage_campaigns(self.request.user), **kwargs)


class FormDetailView(ScopedQuerysetMixin, DetailView):
    """The form as units see it: also the blank form to print."""

    model = Form
    template_name = "campaigns/form_detail.html"
    context_object_name = "asking"

    def get_context_data(self, **kwargs):
        """Add the sections with their elements and whom each is asked of."""
        asking = self.object
        may_edit = rules.may_manage_campaigns(self.request.user)
        sections = list(asking.sections.prefetch_related("elements").order_by("position"))
        names = _agency_names(self.request.user)
        return super().get_context_data(
            sections=[(one, _asked_of(one, names)) for one in sections],
            may_edit=may_edit,
            lacking=lacking(asking) if may_edit and asking.is_draft else [],
            **kwargs,
        )


class OfficeView(ScopedQuerysetMixin, SingleObjectMixin):
    """A page of one form that only the office uses; out of scope is 404 before it is a refusal."""

    model = Form
    context_object_name = "asking"

    def dispatch(self, request, *args, **kwargs):
        """Take the form and ask for the right."""
        self.object = self.asking = self.get_object()
        require(rules.may_manage_campaigns(request.user), ONLY_OFFICE)
        return super().dispatch(request, *args, **kwargs)


class FormCopyView(OfficeView, FormView):
    """Begin a new version from this one."""

    form_class = CopyForm
    template_name = "campaigns/form_copy.html"

    def get_initial(self):
        """Begin with this year and the same name."""
        return {"year": max(today().year, self.asking.year), "name": self.asking.name}

    def form_valid(self, form):
        """Write by the service."""
        try:
            draft = services.copy_form(actor=self.request.user, form_id=self.asking.pk, **form.cleaned_data)
        except (Refused, ValidationError) as error:
            form.take_refusal(error)
            return self.form_invalid(form)
        messages.success(self.request, _("Đã tạo bản đang soạn. Sửa xong thì ban hành để dùng cho đợt báo cáo."))
        return redirect(draft)


class _PartView(OfficeView, FormView):
    """Write a part of a draft; a published form leads back to its page."""

    template_name = "campaigns/form_part.html"

    def dispatch(self, request, *args, **kwargs):
        """Leave a published form alone."""
        response = super().dispatch(request, *args, **kwargs)
        if request.method == "GET" and not self.asking.is_draft:
            messages.warning(request, _("Biểu mẫu đã ban hành nên không sửa được. Hãy sao chép thành bản mới."))
            return redirect(self.asking)
        return response

    def get_form_kwargs(self):
        """Write into the part."""
        return super().get_form_kwargs() | {"draft": self.asking, "instance": self.get_part()}

    def form_valid(self, form):
        """Write by the service; a refusal is shown in the form."""
        try:
            self.write(form)
        except (Refused, ValidationError) as error:
            form.take_refusal(error)
            # What was typed stays; saving again then counts from the newest state.
            form.data = form.data.copy()
            form.data["version"] = str(Form.objects.visible_to(self.request.user).get(pk=self.asking.pk).version)
            return self.form_invalid(form)
        messages.success(self.request, _("Đã lưu vào bản đang soạn."))
        return redirect(self.asking)


class SectionEditView(_PartView):
    """A section: a new one, or one of the draft."""

    form_class = SectionForm

    def get_part(self) -> FormSection:
        """Return the section that the address names, or an empty one."""
        key = self.kwargs.get("section_pk")
        return _one_of(self.asking.sections.all(), key) if key else FormSection(form=self.asking)

    def write(self, form) -> None:
        """Save the section."""
        services.save_section(
            actor=self.request.user,
            form_id=self.asking.pk,
            version=form.cleaned_data["version"],
            section_id=self.kwargs.get("section_pk"),
            fields=form.values(),
        )

    def get_context_data(self, **kwargs):
        """Name the page."""
        title = _("Sửa phần") if "section_pk" in self.kwargs else _("Thêm phần")
        return super().get_context_data(title=title, **kwargs)


class ElementEditView(_PartView):
    """An element of a section: a new one, or one of the draft."""

    form_class = ElementForm

    def get_part(self) -> Element:
        """Return the element that the address names, or an empty one."""
        self.section = _one_of(self.asking.sections.all(), self.kwargs["section_pk"])
        key = self.kwargs.get("element_pk")
        return _one_of(self.section.elements.all(), key) if key else Element(section=self.section)

    def write(self, form) -> None:
        """Save the element."""
        services.save_element(
            actor=self.request.user,
            form_id=self.asking.pk,
            version=form.cleaned_data["version"],
            section_id=self.kwargs["section_pk"],
            element_id=self.kwargs.get("element_pk"),
            fields=form.values(),
        )

    def get_context_data(self, **kwargs):
        """Name the page."""
        title = _("Sửa chỉ tiêu") if "element_pk" in self.kwargs else _("Thêm chỉ tiêu")
        return super().get_context_data(title=title, **kwargs)


class _DraftActView(OfficeView, View):
    """An act on a draft by one press; a refusal is a message on the form's page."""

    http_method_names = ("post",)

    def post(self, request, *_args, **_kwargs):
        """Write by the service."""
        try:
            return self.act(request) or redirect(self.asking)
        except Refused as error:
            messages.error(request, str(error))
        return redirect(self.asking)


class FormPublishView(_DraftActView):
    """Let campaigns ask by the draft."""

    def act(self, request) -> None:
        """Publish."""
        services.publish_form(actor=request.user, form_id=self.asking.pk)
        messages.success(request, _("Đã ban hành “%(form)s”.") % {"form": self.asking})


class FormDeleteView(_DraftActView):
    """Take a draft away."""

    def act(self, request):
        """Delete."""
        services.delete_draft(actor=request.user, form_id=self.asking.pk)
        messages.success(request, _("Đã xoá bản đang soạn “%(form)s”.") % {"form": self.asking})
        return redirect("campaigns:form_list")


class SectionActView(_DraftActView):
    """Move a section up or down, or take it away with its elements."""

    def act(self, request) -> None:
        """Do what the address says."""
        section = _one_of(self.asking.sections.all(), self.kwargs["section_pk"])
        common = {"actor": request.user, "form_id": self.asking.pk, "section_id": section.pk}
        if self.kwargs["act"] == "delete":
            services.delete_section(**common)
            messages.success(request, _("Đã xoá phần “%(title)s”.") % {"title": section.title})
        else:
            services.move_section(**common, direction=self.kwargs["act"])


class ElementActView(_DraftActView):
    """Move an element up or down in its section, or take it away."""

    def act(self, request) -> None:
        """Do what the address says."""
        element = _one_of(elements_of(self.asking), self.kwargs["element_pk"])
        common = {"actor": request.user, "form_id": self.asking.pk, "element_id": element.pk}
        if self.kwargs["act"] == "delete":
            services.delete_element(**common)
            messages.success(request, _("Đã xoá chỉ tiêu “%(name)s”.") % {"name": element.name})
        else:
            services.move_element(**common, direction=self.kwargs["act"])


class FormCompareView(RuleRequiredMixin, ScopedQuerysetMixin, TemplateView):
    """Two forms, and what differs."""

    model = Form
    rule = rules.may_see_campaigns
    refusal = NOT_FOR_COUNCIL
    template_name = "campaigns/form_compare.html"

    def get_context_data(self, **kwargs):
        """Compare when both are named."""
        rows = self.get_queryset()
        form = CompareForm(self.request.GET if self.request.GET.get("right") else None, rows=rows)
        lines, pair = [], None
        if form.is_bound and form.is_valid():
            pair = (form.cleaned_data["left"], form.cleaned_data["right"])
            lines = differences(*pair)
        elif not form.is_bound:
            form.initial = {"left": self.request.GET.get("left", "")}
        return super().get_context_data(form=form, pair=pair, lines=lines, **kwargs)


def _one_of(rows, key):
    found = rows.filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _agency_names(user) -> dict[str, str]:
    """Return the newest name of every agency by its code; one query."""
    agencies = Unit.objects.visible_to(user).filter(kind=UnitKind.AGENCY)
    return dict(agencies.order_by("valid_from").values_list("code", "name"))


def _asked_of(section: FormSection, names: dict[str, str]) -> list[tuple[Element, str]]:
    """Return the elements of a section, each with whom it is asked of in words."""
    return [
        (one, "; ".join(names.get(code, code) for code in one.unit_codes) or one.get_audience_display())
        for one in section.elements.all()
    ]
