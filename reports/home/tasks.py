"""Tasks of the province's directives that are overdue or due soon."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from core.numbers import format_number
from programme.models import TaskAssignment
from programme.querysets import SOON_DAYS
from reports.home.items import Todo, due, each_or_all, first_few


def directive_tasks(user: User, day: dt.date) -> list[Todo]:
    """What the unit has to do within days; for the office, what is overdue of every unit; one query."""
    rows = TaskAssignment.objects.visible_to(user).for_list().not_done()
    if user.is_office:
        rows = rows.filter(due__lt=day)
    else:
        soon = day + dt.timedelta(days=SOON_DAYS)
        rows = rows.filter(due__lte=soon, unit__in=user.unit.territory().values("pk"))
    board = reverse("programme:task_board")
    return each_or_all(
        first_few(rows),
        each=lambda one: Todo(
            text=_("%(unit)s: nhiệm vụ %(number)s của %(paper)s")
            % {"unit": one.unit, "number": one.task.number, "paper": one.task.directive.document.reference},
            meta=one.task.text,
            url=one.get_absolute_url(),
            icon="flag",
            deadline=due(one.due, day),
        ),
        together=lambda count, first: Todo(
            text=(_("%(count)s nhiệm vụ quá hạn") if user.is_office else _("%(count)s nhiệm vụ cần hoàn thành"))
            % {"count": format_number(count)},
            meta=_("Sớm nhất: nhiệm vụ %(number)s của %(paper)s")
            % {"number": first.task.number, "paper": first.task.directive.document.citation},
            url=f"{board}?state=overdue" if user.is_office else board,
            icon="flag",
            deadline=due(first.due, day),
        ),
    )
