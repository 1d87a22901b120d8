"""Pages of dossiers: list, form, page with tabs, moves."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, DetailView, View
from django.views.generic.detail import BaseDetailView

from core.dates import today
from core.downloads import file_response
from core.errors import Refused
from core.listing import FilteredListView
from core.views import RuleRequiredMixin, ScopedQuerysetMixin
from evaluations import rules, services
from evaluations.due_dates import due_dates_of
from evaluations.filters import DossierFilter
from evaluations.forms import MoveForm, NewDossierForm, only_open_round, suggested_kind
from evaluations.models import Assignment, Dossier, Round
from evaluations.sections import sections_of
from evaluations.services.central import has_central_track
from evaluations.services.copying import previous_dossier_of, start_from_previous
from evaluations.views.rounds import NOT_FOR_AGENCIES, ONLY_OFFICE
from evaluations.views.tabs import TABS, context_of, last_return, supplement_context, tabs_of
from evaluations.workflow import EDGES, actions_for, move
from products.models import Product

_ONLY_SENDERS = gettext_lazy(
    "Cán bộ địa phương lập hồ sơ cho đợt cấp tỉnh, Văn phòng Điều phối lập hồ sơ gửi trung ương."
)
NOT_EDITABLE = gettext_lazy("Hồ sơ chỉ được đơn vị lập sửa khi còn là bản nháp hoặc bị trả lại.")


class DossierListView(RuleRequiredMixin, FilteredListView):
    """Dossiers by round, state, kind, unit and words."""

    model = Dossier
    rule = rules.may_see_evaluations
    refusal = NOT_FOR_AGENCIES
    template_name = "evaluations/dossier_list.html"
    filterset_class = DossierFilter
    sorts = {
        "product": ("product__sort_key",),
        "producer": ("producer__sort_key", "product__sort_key"),
        "unit": ("unit__sort_key", "product__sort_key"),
        "round": ("round__opens_on", "product__sort_key"),
        "submitted": ("submitted_on", "product__sort_key"),
        "state": ("state", "product__sort_key"),
    }

    def get_context_data(self, **kwargs):
        """Say which buttons are there."""
        user = self.request.user
        return super().get_context_data(
            may_create=rules.may_create_dossiers(user), may_accept=rules.may_manage_rounds(user), **kwargs
        )


class DossierCreateView(RuleRequiredMixin, CreateView):
    """Begin a dossier; ``?product=`` and ``?round=`` choose for the person."""

    model = Dossier
    form_class = NewDossierForm
    rule = rules.may_create_dossiers
    refusal = _ONLY_SENDERS
    template_name = "evaluations/dossier_form.html"

    def get_form_kwargs(self):
        """Offer rounds and products of this person."""
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_initial(self):
        """Take product and round from the address and suggest the kind that fits."""
        user, asked = self.request.user, self.request.GET
        product = Product.objects.visible_to(user).filter(pk=_number(asked.get("product"))).first()
        turn = Round.objects.visible_to(user).filter(pk=_number(asked.get("round"))).first()
        if turn is None:
            turn = only_open_round(user)
        return {
            "product": product,
            "round": turn,
            "kind": suggested_kind(product, is_central=user.is_office),
            "from_previous": product is None or previous_dossier_of(user, product) is not None,
        }

    def form_valid(self, form):
        """Write by the service."""
        values = dict(form.cleaned_data)
        again = values.pop("from_previous") and previous_dossier_of(self.request.user, values["product"])
        begin = start_from_previous if again else services.create_dossier
        try:
            dossier = begin(actor=self.request.user, **values)
        except (Refused, ValidationError) as error:
            form.take_refusal(error)
            return self.form_invalid(form)
        if again:
            text = _("Đã lập hồ sơ nháp từ hồ sơ lần trước (%(round)s). Hãy xem phần nào đã hết hạn, đã thay đổi.")
            messages.success(self.request, text % {"round": again.round})
        else:
            messages.success(self.request, _("Đã lập hồ sơ nháp. Hãy làm từng phần theo danh sách dưới đây."))
        return redirect(dossier)


class DossierDetailView(ScopedQuerysetMixin, DetailView):
    """A dossier: facts, papers, scores, history; what is missing and what may be done beside them."""

    model = Dossier
    template_name = "evaluations/dossier_detail.html"
    context_object_name = "dossier"
    tab = ""

    def get_queryset(self):
        """Read what every tab shows."""
        return (
            super()
            .get_queryset()
            .select_related(
                "round__rule_version",
                "product__group__parent",
                "producer__unit",
                "unit__parent",
                "criteria_set",
                "previous_recognition__document",
                "late_permit",
                "previous_dossier__round",
                "unit_check",
                "result",
            )
        )

    def get_context_data(self, **kwargs):
        """Add the tab asked for and the column at the side."""
        user, dossier = self.request.user, self.object
        asked = self.tab or self.request.GET.get("tab")
        tab = asked if asked in TABS else TABS[0]
        may_edit = rules.may_edit_dossier(user, dossier)
        sections = sections_of(dossier) if may_edit or tab == TABS[0] else []
        context = {
            "tab": tab,
            "tabs": tabs_of(dossier, tab),
            "may_edit": may_edit,
            "may_score": Assignment.objects.visible_to(user).waiting().filter(dossier=dossier).exists(),
            "may_open_product": not user.is_council_member,
            "may_follow_ministry": has_central_track(dossier) and rules.may_follow_the_ministry(user),
            "actions": actions_for(dossier, user),
            "missing": [item for one in sections for item in one.missing] if may_edit else None,
            "sections": sections,
            "sections_done": sum(one.is_complete for one in sections),
            "due_dates": due_dates_of(dossier, sections, today()) if may_edit else [],
            "move_form": MoveForm(),
            "returned": last_return(dossier),
        }
        context |= supplement_context(user, dossier, may_edit=may_edit)
        context |= context_of(tab, user, dossier, may_edit=may_edit, sections=sections)
        return super().get_context_data(**(context | kwargs))


class DossiersAcceptView(RuleRequiredMixin, View):
    """Accept the ticked dossiers of the list."""

    rule = rules.may_manage_rounds
    refusal = ONLY_OFFICE
    http_method_names = ("post",)

    def post(self, request):
        """Accept what can be accepted, say how many, and go back to the list as it was filtered."""
        ids = [number for number in map(_number, request.POST.getlist("id")) if number is not None]
        accepted, refused = services.accept_dossiers(actor=request.user, dossier_ids=ids)
        if accepted:
            messages.success(request, _("Đã tiếp nhận %(count)s hồ sơ để chấm.") % {"count": accepted})
        if refused:
            text = _("%(count)s hồ sơ không còn ở bước “Đã trình” nên không tiếp nhận được.")
            messages.warning(request, text % {"count": refused})
        if not ids:
            messages.warning(request, _("Hãy đánh dấu ít nhất một hồ sơ đã trình."))
        return redirect(f"{reverse('evaluations:dossier_list')}?{QueryDict(request.POST.get('query', '')).urlencode()}")


class DossierMoveView(DossierDetailView):
    """Make one move; what was written with it is kept where it is refused."""

    http_method_names = ("post",)

    def post(self, request, *_args, **_kwargs):
        """Move, or show the page again with the reason and the remark as typed."""
        self.object = self.get_object()
        form, action = MoveForm(request.POST), request.POST.get("action", "")
        if form.is_valid():
            if action in EDGES and EDGES[action].page:
                return redirect(EDGES[action].page, self.object.pk)
            try:
                move(self.object.pk, action, actor=request.user, note=form.cleaned_data["note"])
            except Refused as error:
                form.take_refusal(error)
                self.object = self.get_object()
            else:
                messages.success(request, _("Đã làm xong: %(act)s.") % {"act": str(EDGES[action].label).lower()})
                return redirect(self.object)
        return self.render_to_response(self.get_context_data(move_form=form))


class DossierPhotoView(ScopedQuerysetMixin, BaseDetailView):
    """The photo of the product, also for members of the council, who do not see products."""

    model = Dossier

    def render_to_response(self, context):
        """Send the picture; 404 where there is none."""
        product = context["object"].product
        if not product.photo:
            raise Http404
        try:
            return file_response(product.photo, filename=product.name, inline=True)
        except FileNotFoundError:
            raise Http404 from None


class ProductDossiersView(ScopedQuerysetMixin, DetailView):
    """The dossiers of a product: a part of its page."""

    model = Product
    context_object_name = "product"

    def get_template_names(self):
        """A whole page where the part is opened alone."""
        part = self.request.htmx and not self.request.htmx.boosted
        return ["evaluations/_product_dossiers.html" if part else "evaluations/product_dossiers.html"]

    def get_context_data(self, **kwargs):
        """Add the dossiers that this person sees, the newest first."""
        user = self.request.user
        rows = Dossier.objects.visible_to(user).filter(product=self.object)
        return super().get_context_data(
            dossiers=list(rows.select_related("round", "result").order_by("-round__opens_on", "-pk")),
            may_see=rules.may_see_evaluations(user),
            may_create=rules.may_create_dossiers(user),
            **kwargs,
        )


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 16 else None
