"""What sentences tell besides figures: documents of the window and the tasks of directives.

Read in the same snapshot as the figures (``building.collecting``).
"""

import datetime as dt

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from budgets.models import SupportPolicy
from documents.bodies import in_text
from documents.enums import DocumentKind
from documents.models import OfficialDocument
from indicators.scope import Scope
from programme.models import Directive, DirectiveTask, Plan, TaskAssignment
from reports.building.data import DirectiveTaskLine, DocumentLine
from trainings.models import TrainingPlan
from units.enums import UnitKind

# What a document is to the programme; by it the sentences choose.
PLAN, DIRECTIVE, TRAINING, POLICY = "plan", "directive", "training", "policy"
_ROLES = ((POLICY, SupportPolicy), (TRAINING, TrainingPlan), (DIRECTIVE, Directive), (PLAN, Plan))


def documents_of(scope: Scope) -> tuple[DocumentLine, ...]:
    """Return the plans, directives and policies issued in the window and by the cut-off, the earliest first.

    Every plan of the register counts, also one whose targets nobody has typed in.

    Five queries; every row passes ``visible_to``.
    """
    roles: dict[int, str] = {}
    for role, model in _ROLES:
        # The last role wins: a paper that is a plan and a directive is a plan.
        roles.update(dict.fromkeys(model.objects.visible_to(scope.user).values_list("document_id", flat=True), role))
    found = (
        OfficialDocument.objects.visible_to(scope.user)
        .filter(Q(pk__in=roles) | Q(kind=DocumentKind.PLAN), issued_on__range=(scope.window.first, _until(scope)))
        .select_related("issuer")
        .order_by("issued_on", "pk")
    )
    return tuple(
        DocumentLine(one.pk, one.kind, one.citation, _issuer(one), one.subject, one.issued_on, roles.get(one.pk, PLAN))
        for one in found
    )


def _issuer(document: OfficialDocument) -> str:
    """Return who issued it, within a sentence: of a province, district or commune its committee or council."""
    unit = document.issuer
    if unit.kind == UnitKind.AGENCY:
        return unit.name
    body = _("Hội đồng nhân dân") if "HĐND" in document.reference else _("Ủy ban nhân dân")
    return f"{body} {in_text(unit.name)}"


def tasks_of(scope: Scope) -> tuple[DirectiveTaskLine, ...]:
    """Return the tasks of directives as they stood at the cut-off, those of earlier years while they are open.

    A task counts once for each unit that has it; one query.
    """
    assigned = TaskAssignment.objects.visible_to(scope.user)
    if scope.unit is not None:
        assigned = assigned.filter(unit__in=scope.unit.territory().values("pk"))
    done = Q(assignments__done_on__lte=scope.as_of)
    found = (
        DirectiveTask.objects.visible_to(scope.user)
        .filter(directive__document__issued_on__lte=_until(scope))
        .filter(assignments__in=assigned)
        .annotate(units=Count("assignments", distinct=True), done=Count("assignments", filter=done, distinct=True))
        .filter(Q(directive__document__issued_on__gte=scope.window.first) | Q(done__lt=F("units")))
        .select_related("directive__document")
        .order_by("directive__document__issued_on", "directive", "number")
    )
    return tuple(_line(task, scope.as_of) for task in found)


def _line(task, as_of: dt.date) -> DirectiveTaskLine:
    is_late = task.due_on is not None and task.due_on < as_of
    return DirectiveTaskLine(
        task_id=task.pk,
        citation=task.directive.document.citation,
        text=task.text,
        due_on=task.due_on,
        units=task.units,
        done=task.done,
        overdue=task.units - task.done if is_late else 0,
    )


def _until(scope: Scope) -> dt.date:
    return min(scope.window.last, scope.as_of)
