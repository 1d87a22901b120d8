"""Words for the rows of the programme that figures count: activities, start-ups, papers, units' reports."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Model
from django.utils.translation import gettext as _

from campaigns.models import UnitReport
from campaigns.reported import Reported
from campaigns.sent import counting_values
from core.dates import format_date
from core.numbers import format_number
from indicators.base import PRODUCER, PRODUCT, Indicator
from producers.models import Paper
from programme.models import Activity, IncubationProject, ProjectSupport, SupportSpace
from units.models import Unit


@dataclass(frozen=True)
class Thing:
    """One thing counted: its name and page, whose it is, where, and what each of its rows says."""

    name: str
    url: str
    producer: str
    unit: Unit | None
    grounds: tuple[str, ...]


@dataclass(frozen=True)
class ThingWords:
    """How the rows of a model are read, and what the rows of one thing say together.

    ``told`` reads more about the rows of a page, once, and hands it to ``thing``.
    """

    order: tuple[str, ...]
    related: tuple[str, ...]
    thing: Callable[[Indicator, Sequence[Model], dict], Thing]
    told: Callable[[Indicator, Sequence[Model]], dict] = lambda _indicator, _rows: {}


def _activity(_indicator: Indicator, rows: Sequence[Activity], _told: dict) -> Thing:
    row = rows[0]
    words = {"kind": row.get_kind_display(), "day": format_date(row.starts_on), "n": format_number(row.quantity)}
    ground = _("%(kind)s, từ ngày %(day)s, số lượng %(n)s") % words
    if row.minutes_each:
        ground += _(", mỗi kỳ %(minutes)s phút") % {"minutes": row.minutes_each}
    if row.participants:
        ground += _(", %(people)s lượt người") % {"people": format_number(row.participants)}
    return Thing(row.name, row.get_absolute_url(), "", row.unit, (ground,))


def _project(indicator: Indicator, rows: Sequence[IncubationProject], _told: dict) -> Thing:
    row = rows[0]
    if indicator.counts == PRODUCER:
        return Thing(row.producer.name, row.producer.get_absolute_url(), "", row.unit, tuple(map(_became, rows)))
    if indicator.counts == PRODUCT:
        maker = row.product.producer.name
        return Thing(row.product.name, row.product.get_absolute_url(), maker, row.unit, tuple(map(_became, rows)))
    ground = _("được chọn ngày %(day)s") % {"day": format_date(row.selected_on)}
    if row.incubated_from:
        days = {"first": format_date(row.incubated_from), "last": format_date(row.incubated_to) or "…"}
        ground += _(", ươm tạo từ %(first)s đến %(last)s") % days
    return Thing(row.name, row.get_absolute_url(), "", row.unit, (ground,))


def _became(row: IncubationProject) -> str:
    return _("từ dự án “%(project)s”, ngày %(day)s") % {"project": row.name, "day": format_date(row.became_on)}


def _supported(_indicator: Indicator, rows: Sequence[ProjectSupport], _told: dict) -> Thing:
    project = rows[0].project
    return Thing(project.name, project.get_absolute_url(), "", project.unit, tuple(map(_support, rows)))


def _support(row: ProjectSupport) -> str:
    words = {"kind": row.get_kind_display(), "day": format_date(row.on), "partner": row.partner}
    text = _("%(kind)s ngày %(day)s") % words
    if row.partner:
        text += f", {row.partner}"
    if row.amount_vnd:
        text += _(", %(amount)s đồng") % {"amount": format_number(row.amount_vnd, 0)}
    return text


def _space(_indicator: Indicator, rows: Sequence[SupportSpace], _told: dict) -> Thing:
    row = rows[0]
    words = {"kind": row.get_kind_display(), "day": format_date(row.opened_on)}
    return Thing(row.name, "", "", row.unit, (_("%(kind)s, đưa vào hoạt động ngày %(day)s") % words,))


def _paper(indicator: Indicator, rows: Sequence[Paper], _told: dict) -> Thing:
    row = rows[0]
    maker = row.producer
    if indicator.counts == PRODUCER:
        return Thing(
            maker.name, maker.get_absolute_url(), "", maker.unit, tuple(f"{one.name}: {_term(one)}" for one in rows)
        )
    return Thing(row.name, row.get_absolute_url(), "", maker.unit, (f"{maker.name}: {_term(row)}",))


def _term(row: Paper) -> str:
    parts = [_("số %(number)s") % {"number": row.number}] if row.number else []
    if row.issued_on:
        parts.append(_("cấp ngày %(day)s") % {"day": format_date(row.issued_on)})
    until = (
        _("có giá trị đến %(day)s") % {"day": format_date(row.expires_on)} if row.expires_on else _("không thời hạn")
    )
    return ", ".join([*parts, until])


def _sent(indicator: Indicator, rows: Sequence[UnitReport]) -> dict:
    """Return what each report says of the element now, by report."""
    code = indicator.element_code if isinstance(indicator, Reported) else ""
    return {one.report_id: one for one in counting_values(rows) if one.code == code}


def _reported(_indicator: Indicator, rows: Sequence[UnitReport], told: dict) -> Thing:
    row = rows[0]
    sent = told.get(row.pk)
    ground = _("báo cáo đã được mở lại, đơn vị chưa gửi bản mới")
    if sent is not None:
        ground = f"{row.campaign.name}: {format_number(sent.value)} {sent.unit_of_measure}"
    return Thing(row.unit.name, row.get_absolute_url(), "", row.unit, (ground,))


THINGS = {
    Activity: ThingWords(("-starts_on", "pk"), ("unit__parent",), _activity),
    IncubationProject: ThingWords(("name", "pk"), ("unit__parent", "producer", "product__producer"), _project),
    ProjectSupport: ThingWords(("project__name", "project_id", "on", "pk"), ("project__unit__parent",), _supported),
    SupportSpace: ThingWords(("name", "pk"), ("unit__parent",), _space),
    Paper: ThingWords(("producer__sort_key", "producer_id", "name", "pk"), ("producer__unit__parent",), _paper),
    UnitReport: ThingWords(("unit__sort_key", "pk"), ("unit__parent", "campaign"), _reported, _sent),
}
