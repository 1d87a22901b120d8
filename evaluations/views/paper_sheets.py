"""The grid for signed paper sheets, and the scan of a sheet."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView
from django.views.generic.detail import BaseDetailView

from core.downloads import file_response
from core.errors import Refused, Stale
from core.views import ScopedQuerysetMixin, require
from evaluations import rules, services
from evaluations.enums import DossierState
from evaluations.models import Dossier, ScoreSheet
from evaluations.paper_grid import SEND, grid_of, read_grid
from evaluations.views.scoring import scores_of

_ONLY_KEEPERS = gettext_lazy("Chỉ thư ký hội đồng và Văn phòng Điều phối nhập phiếu chấm giấy.")


class PaperGridView(ScopedQuerysetMixin, DetailView):
    """Type signed sheets in: criteria down, members across, a level in each box."""

    model = Dossier
    context_object_name = "dossier"
    template_name = "evaluations/scoring/paper_grid.html"

    def get_queryset(self):
        """Read the heading and the rules with the dossier."""
        return super().get_queryset().select_related("round__rule_version", "product", "producer", "criteria_set")

    def get_object(self, queryset=None):
        """Return the dossier; out of scope is 404 before it is a refusal."""
        dossier = super().get_object(queryset)
        require(rules.may_enter_paper_sheets(self.request.user, dossier), _ONLY_KEEPERS)
        return dossier

    def get(self, request, *_args, **_kwargs):
        """Show the grid only while the dossier is being scored by criteria."""
        self.object = self.get_object()
        if self.object.state != DossierState.ACCEPTED or self.object.criteria_set_id is None:
            messages.warning(request, _("Phiếu giấy chỉ nhập khi hồ sơ đang chấm theo bộ tiêu chí."))
            return redirect(scores_of(self.object))
        return self.render_to_response(self.get_context_data())

    def post(self, request, *_args, **_kwargs):
        """Store all columns, send the one whose button was pressed; a refusal keeps what was typed."""
        self.object = self.get_object()
        try:
            columns = read_grid(self.object, request.POST, request.FILES)
        except ValidationError as error:
            return self._refused(read_grid(self.object, request.POST, {}), " ".join(error.messages))
        try:
            sheets = services.save_paper_sheets(actor=request.user, dossier_id=self.object.pk, columns=columns)
        except Refused as error:
            return self._refused(columns, str(error), is_stale=isinstance(error, Stale))
        if request.POST.get(SEND):
            messages.success(request, _("Đã gửi phiếu giấy và lưu các cột còn lại."))
        elif sheets:
            messages.success(request, _("Đã lưu %(count)s phiếu giấy.") % {"count": len(sheets)})
        else:
            messages.info(request, _("Không có gì thay đổi."))
        return redirect("evaluations:paper_grid", self.object.pk)

    def get_context_data(self, **kwargs):
        """Add the grid."""
        kwargs.setdefault("grid", grid_of(self.object))
        return super().get_context_data(back=scores_of(self.object), **kwargs)

    def _refused(self, columns, text: str, *, is_stale: bool = False):
        """Show what was typed; after a conflict with the versions of now, so that saving again overwrites knowingly."""
        if is_stale:
            fresh = {one.assignment.pk: one.version for one in grid_of(self.object).columns}
            columns = {key: type(one)(one.choices, fresh.get(key, one.version)) for key, one in columns.items()}
        has_files = bool(self.request.FILES)
        grid = grid_of(self.object, columns)
        return self.render_to_response(self.get_context_data(grid=grid, refusal=text, has_files=has_files))


class SheetScanView(ScopedQuerysetMixin, BaseDetailView):
    """The scan of a paper sheet: for its member, and for those who see all sheets once the scoring is closed."""

    model = ScoreSheet

    def render_to_response(self, context):
        """Send the file; 404 where there is none."""
        sheet = context["object"]
        if not sheet.scan:
            raise Http404
        try:
            return file_response(sheet.scan, filename=_("Phiếu chấm giấy"))
        except FileNotFoundError:
            raise Http404 from None
