"""The board of tasks: what is overdue, due soon, open and done, by unit and by directive."""

from django.db.models import Count, F
from django.utils.translation import gettext_lazy

from core.dates import today
from core.downloads import workbook_response
from core.listing import FilteredListView
from core.views import RuleRequiredMixin
from documents.models import OfficialDocument
from programme import rules
from programme.deadlines import term_of
from programme.enums import Bucket
from programme.exports import task_sheet
from programme.filters import TaskFilter
from programme.models import TaskAssignment
from programme.querysets import bucket_conditions
from programme.views.shared import NOT_FOR_COUNCIL

BY_UNIT, BY_DIRECTIVE = "unit", "directive"
_KEYS = {BY_UNIT: "unit", BY_DIRECTIVE: "task__directive"}
_MOST_GROUPS = 200
_SIDES = {BY_UNIT: gettext_lazy("Theo đơn vị"), BY_DIRECTIVE: gettext_lazy("Theo văn bản")}


class TaskBoardView(RuleRequiredMixin, FilteredListView):
    """Units' parts of tasks: a number for each column, a table by unit or directive, and the rows."""

    model = TaskAssignment
    rule = rules.may_see_programme
    refusal = NOT_FOR_COUNCIL
    filterset_class = TaskFilter
    template_name = "programme/task_board.html"
    sorts = {
        "due": ("due", "task__number"),
        "unit": ("unit__sort_key", "due"),
        "directive": ("task__directive__document__issued_on", "task__number"),
        "done": ("done_on", "due"),
    }

    def get_context_data(self, **kwargs):
        """Add the numbers over all columns, whatever column is being read."""
        context = super().get_context_data(**kwargs)
        day = today()
        for row in context["page"]:
            row.term = term_of(row.due, row.done_on, day)
        by = BY_DIRECTIVE if self.request.GET.get("by") == BY_DIRECTIVE else BY_UNIT
        rows = self.over_all_columns()
        counts = rows.aggregate(**_counts(day))
        return context | {
            "columns": [(bucket, counts[bucket.value]) for bucket in Bucket],
            "by": by,
            "sides": [(key, label, key == by) for key, label in _SIDES.items()],
            "groups": self.groups(rows, by, day),
        }

    def over_all_columns(self):
        """Return the rows that pass every filter but that of the column."""
        query = self.request.GET.copy()
        query.pop("state", None)
        visible = TaskAssignment.objects.visible_to(self.request.user).with_due()
        return self.filterset_class(query, visible, request=self.request).qs.order_by()

    def groups(self, rows, by: str, day) -> list[dict]:
        """Return name and numbers of each unit or directive; one query, a second for documents."""
        key = _KEYS[by]
        found = rows.values(key=F(key), name=F("unit__name"), order=F("unit__sort_key"))
        if by == BY_DIRECTIVE:
            found = rows.values(key=F(key), document=F("task__directive__document"))
        found = list(found.annotate(all=Count("pk"), **_counts(day)))
        if by == BY_DIRECTIVE:
            papers = OfficialDocument.objects.visible_to(self.request.user).in_bulk(
                [group["document"] for group in found]
            )
            for group in found:
                paper = papers[group["document"]]
                group |= {"name": paper.citation, "order": paper.reference}
        found.sort(key=lambda group: (-group[Bucket.OVERDUE], group["order"]))
        return found[:_MOST_GROUPS]


class TaskBoardExportView(TaskBoardView):
    """The filtered rows as a workbook."""

    def get(self, _request, *_args, **_kwargs):
        """Send all rows of the board, in their order."""
        return workbook_response([task_sheet(self.get_queryset())], filename=f"nhiem-vu-{today():%Y%m%d}")


def _counts(day) -> dict:
    return {bucket: Count("pk", filter=condition) for bucket, condition in bucket_conditions(day).items()}
