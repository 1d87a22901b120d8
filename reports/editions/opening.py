"""The figures of an edition and their rows as they were read: from what is stored, whatever has changed since."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import Http404

from core.components import PAGE_PARAMETER, SIZE_PARAMETER, page_size
from core.dates import today
from indicators.base import Indicator
from reports import registry
from reports.building.data import Figure
from reports.building.keeping import from_json, lines_from_json
from reports.building.paper import subject_on_paper
from reports.building.words import told
from reports.editions.comparing import Difference, differences
from reports.models import Report
from reports.opening import described
from units.models import Unit


@dataclass(frozen=True)
class Shown:
    """One thing counted, in the words of then; ``url`` leads to it where the reader may see it today."""

    name: str
    url: str
    producer: str
    unit: str
    grounds: tuple[str, ...]


def figures_of_edition(report: Report) -> tuple[Figure, ...]:
    """Return the figures as they were stored, with the names that they bore then; one query."""
    stored = Report.objects.filter(pk=report.pk).values_list("snapshot__figures", flat=True).get()
    return lines_from_json(stored or [])


def figure_of_edition(report: Report, code: str) -> Figure:
    """Return one figure as it was stored.

    Raises:
        Http404: the edition does not have it.
    """
    found = next((one for one in figures_of_edition(report) if one.code == code), None)
    if found is None:
        raise Http404
    return found


def differences_of(report: Report, before: Report) -> list[Difference]:
    """Return what differs between two editions, from what both have stored; two queries."""
    stored = dict(Report.objects.filter(pk__in=(report.pk, before.pk)).values_list("pk", "snapshot"))
    return differences(from_json(stored[before.pk]), from_json(stored[report.pk]))


def issue_defaults(report: Report) -> dict:
    """Return what is known of the document by which an edition will be issued."""
    fields = ("snapshot__letterhead", "snapshot__subject")
    stored, subject = Report.objects.filter(pk=report.pk).values_list(*fields).get()
    (head,) = lines_from_json([stored])
    # The paper bears the name of the cut-off day; who issues it today has the same code.
    codes = Unit.objects.filter(name__iexact=head.issuer_in_text).values("code")
    office = Unit.objects.on(today()).filter(code__in=codes).first()
    return {
        "symbol": head.symbol,
        "subject": subject_on_paper(report.title, subject),
        "issuer": office.pk if office else None,
        "signer_capacity": " – ".join(head.signature),
    }


def indicator_of(code: str) -> Indicator | None:
    """Return what counts the figure today; ``None`` where nothing does any more."""
    try:
        return registry.get(code)
    except KeyError:
        return None


def page_of_edition(report: Report, figure: Figure, user, query) -> Page:
    """Return a page of ``Shown``: everything that the figure counted; four queries at most."""
    things = told(figure, _words(report, figure.group))
    page = Paginator(things, page_size(query.get(SIZE_PARAMETER))).get_page(query.get(PAGE_PARAMETER))
    urls = _urls(figure, [key for thing in page.object_list for key in thing.rows], user)
    page.object_list = [
        Shown(thing.name, urls.get(thing.key, ""), thing.producer, thing.unit, thing.grounds)
        for thing in page.object_list
    ]
    return page


def _words(report: Report, group: str) -> Mapping[int, tuple]:
    """Return the rows of one group; the others stay as they are stored."""
    stored = Report.objects.filter(pk=report.pk).values_list("snapshot__rows_in_words", flat=True).get()
    rows = dict(stored["v"]).get(group) if stored else None
    return {pk: tuple(row) for pk, row in rows["v"]} if rows else {}


def _urls(figure: Figure, keys: list[int], user) -> dict[int, str]:
    """Return the pages of those things that the reader may see today."""
    indicator = indicator_of(figure.code)
    if indicator is None:
        return {}
    return {key: counted.url for _pk, key, counted in described(indicator, keys, reader=user) if counted.url}
