"""Direction and policy: what the registers of documents and of directives tell."""

from django.utils.translation import gettext as _

from core.dates import format_date
from reports.building.data import DirectiveTaskLine, DocumentLine
from reports.consolidating.telling import Telling, join_and, listed, lower_first

_POLICY = "policy"


def direction(tell: Telling) -> list[str]:
    """Return the programme's plans and directives of the window, and how far the tasks given are."""
    found = [one for one in tell.data.documents if one.role != _POLICY]
    lines = []
    if found:
        text = _("%(begins)s, các văn bản chỉ đạo, triển khai Chương trình OCOP đã ban hành gồm:")
        lines += [text % {"begins": tell.begins}, *listed([_named(tell, one) for one in found])]
    return lines + _tasks_done(tell)


def policy(tell: Telling) -> list[str]:
    """Return the documents of the window by which support is paid, and what was paid."""
    found = [one for one in tell.data.documents if one.role == _POLICY]
    lines = []
    if found:
        text = _("%(begins)s, các chính sách hỗ trợ Chương trình OCOP đã ban hành gồm:")
        lines = [text % {"begins": tell.begins}, *listed([_named(tell, one) for one in found])]
    if tell.value("budget.support.paid"):
        text = _(
            "Thực hiện chính sách hỗ trợ sản phẩm được công nhận, trong kỳ đã chi %(paid)s triệu đồng cho %(n)s lượt "
            "sản phẩm."
        )
        lines.append(text % tell.values(paid="budget.support.paid", n="budget.support.payments"))
    return lines


def tasks_ahead(tell: Telling) -> list[str]:
    """Return the tasks of directives that are not done yet, with their deadlines."""
    left = [one for one in tell.data.directive_tasks if one.done < one.units]
    if not left:
        return []
    papers = list(dict.fromkeys(one.citation for one in left))
    cited = join_and([tell.note(f"directive:{one}", one) for one in papers])
    first = _("Tiếp tục thực hiện các nhiệm vụ được giao tại %(papers)s:") % {"papers": cited}
    return [first, *listed([_ahead(tell, one) for one in left])]


def _named(tell: Telling, line: DocumentLine) -> str:
    words = {
        "citation": tell.note(f"document:{line.document_id}", line.citation),
        "issuer": line.issuer,
        "subject": lower_first(line.subject.strip().rstrip(".;")),
    }
    return _("%(citation)s của %(issuer)s %(subject)s") % words


def _tasks_done(tell: Telling) -> list[str]:
    """Return how many of the tasks are done; a task counts once for each unit that has it."""
    tasks = tell.data.directive_tasks
    total = sum(one.units for one in tasks)
    if not total:
        return []
    overdue = sum(one.overdue for one in tasks)
    words = {
        "day": tell.day,
        "total": tell.note("directives.tasks", str(total)),
        "done": tell.note("directives.done", str(sum(one.done for one in tasks))),
    }
    text = _("Đến hết ngày %(day)s, trong %(total)s lượt nhiệm vụ giao cho các đơn vị có %(done)s lượt đã hoàn thành")
    late = ""
    if overdue:
        late = _(", %(n)s lượt quá hạn chưa hoàn thành") % {"n": tell.note("directives.overdue", str(overdue))}
    return [f"{text % words}{late}."]


def _ahead(tell: Telling, task: DirectiveTaskLine) -> str:
    text = task.text.strip().rstrip(".;")
    if task.due_on is not None:
        text = _("%(text)s (thời hạn %(day)s)") % {"text": text, "day": format_date(task.due_on)}
    return tell.note(f"task:{task.task_id}", text)
