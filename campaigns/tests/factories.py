"""Factories of forms, campaigns and units' reports.

``FormFactory`` makes a form of three numbers and the four narratives; ``published=True`` publishes it when its
content is there (a published form takes none any more). ``CampaignFactory`` is a campaign whose window ended
yesterday and that is due in a week; ``opened=True`` opens it; ``overdue`` and ``locked`` move its days.
"""

import datetime as dt

import factory
from django.utils import timezone

from accounts.tests.factories import UserFactory
from campaigns.enums import CampaignKind, NarrativeKey, ReportState, SectionKind
from campaigns.models import Campaign, Element, Form, FormSection, LockException, UnitReport
from campaigns.reading import read
from campaigns.services.answering import checks_before_sending, send_report
from campaigns.services.filling import save_narrative, save_values
from core.dates import today
from units.enums import UnitKind
from units.tests.factories import UnitFactory

NARRATIVES = tuple(NarrativeKey.values)


class FormFactory(factory.django.DjangoModelFactory):
    """A draft with a section of three numbers (``fairs``, ``fair_stalls``, ``revenue``) and four narratives.

    ``content=False`` leaves it empty.
    """

    class Meta:
        model = Form

    year = 2022
    number = factory.Sequence(lambda n: n + 1)
    name = "Biểu mẫu báo cáo"

    @classmethod
    def _create(cls, model_class, *args, content=True, published=False, **kwargs):
        form = super()._create(model_class, *args, **kwargs)
        if content:
            _fill(form)
        return publish(form) if published else form


class FormSectionFactory(factory.django.DjangoModelFactory):
    """A section of numbers at the end of a draft that holds nothing else."""

    class Meta:
        model = FormSection

    form = factory.SubFactory(FormFactory, content=False)
    position = factory.LazyAttribute(lambda o: o.form.sections.count() + 1)
    title = factory.Sequence(lambda n: f"Phần số liệu {n}")
    kind = SectionKind.NUMBERS


class ElementFactory(factory.django.DjangoModelFactory):
    """A whole number that everybody is asked."""

    class Meta:
        model = Element

    section = factory.SubFactory(FormSectionFactory)
    position = factory.LazyAttribute(lambda o: o.section.elements.count() + 1)
    code = factory.Sequence(lambda n: f"element_{n}")
    name = factory.LazyAttribute(lambda o: f"Chỉ tiêu {o.code}")
    unit_of_measure = "lượt"


class CampaignFactory(factory.django.DjangoModelFactory):
    """A yearly campaign: data of half a year up to yesterday, due in 7 days, locked after 22."""

    class Meta:
        model = Campaign

    class Params:
        opened = factory.Trait(
            opened_at=factory.LazyFunction(timezone.now), opened_by=factory.SubFactory(UserFactory, office=True)
        )
        overdue = factory.Trait(due_on=factory.LazyAttribute(lambda o: o.last + dt.timedelta(days=1)), days_ago=10)
        locked = factory.Trait(
            due_on=factory.LazyAttribute(lambda o: o.last + dt.timedelta(days=1)),
            lock_on=factory.LazyAttribute(lambda o: o.last + dt.timedelta(days=2)),
            days_ago=10,
        )
        # How long ago the window ended.
        days_ago = 1

    kind = CampaignKind.ANNUAL
    year = factory.LazyAttribute(lambda o: o.last.year)
    name = factory.Sequence(lambda n: f"Báo cáo kết quả Chương trình OCOP, đợt {n}")
    first = factory.LazyAttribute(lambda o: o.last - dt.timedelta(days=181))
    last = factory.LazyAttribute(lambda o: today() - dt.timedelta(days=o.days_ago))
    due_on = factory.LazyAttribute(lambda o: o.last + dt.timedelta(days=8))
    lock_on = factory.LazyAttribute(lambda o: o.due_on + dt.timedelta(days=15))
    form = factory.SubFactory(FormFactory, published=True)


class UnitReportFactory(factory.django.DjangoModelFactory):
    """A report of an agency that has not been started, in an open campaign; a state by trait.

    The traits set what the state needs in the row itself; sent versions come from ``services.answering``.
    """

    class Meta:
        model = UnitReport

    class Params:
        in_progress = factory.Trait(state=ReportState.IN_PROGRESS)
        sent = factory.Trait(
            state=ReportState.SENT,
            first_sent_at=factory.LazyFunction(timezone.now),
            sent_at=factory.LazyAttribute(lambda o: o.first_sent_at),
        )
        returned = factory.Trait(
            state=ReportState.RETURNED,
            first_sent_at=factory.LazyFunction(timezone.now),
            sent_at=factory.LazyAttribute(lambda o: o.first_sent_at),
        )
        accepted = factory.Trait(
            state=ReportState.ACCEPTED,
            first_sent_at=factory.LazyFunction(timezone.now),
            sent_at=factory.LazyAttribute(lambda o: o.first_sent_at),
            accepted_at=factory.LazyFunction(timezone.now),
        )

    campaign = factory.SubFactory(CampaignFactory, opened=True)
    unit = factory.SubFactory(UnitFactory, agency=True)


class LockExceptionFactory(factory.django.DjangoModelFactory):
    """An exception for an agency until tomorrow."""

    class Meta:
        model = LockException

    campaign = factory.SubFactory(CampaignFactory, opened=True, locked=True)
    unit = factory.SubFactory(UnitFactory, agency=True)
    until = factory.LazyFunction(lambda: today() + dt.timedelta(days=1))
    reason = "Đường truyền của đơn vị bị mất trong ngày hạn."
    granted_by = factory.SubFactory(UserFactory, office=True)


def _fill(form: Form) -> None:
    numbers = FormSectionFactory(form=form, title="Xúc tiến thương mại", position=1)
    ElementFactory(section=numbers, code="fairs", name="Hội chợ đã tham gia", unit_of_measure="cuộc", is_required=True)
    ElementFactory(section=numbers, code="fair_stalls", name="Gian hàng", unit_of_measure="gian")
    ElementFactory(section=numbers, code="revenue", name="Doanh thu", unit_of_measure="triệu đồng", kind="decimal")
    for position, key in enumerate(NARRATIVES, start=2):
        FormSection.objects.create(
            form=form,
            position=position,
            title=NarrativeKey(key).label,
            kind=SectionKind.NARRATIVE,
            narrative=key,
            is_required=key == NarrativeKey.RESULTS,
        )


def publish(form: Form) -> Form:
    """Publish a form whose content is there."""
    form.published_at = timezone.now()
    form.save()
    return form


def earlier(days_ago: int, **more) -> Campaign:
    """Return an open campaign whose window ended so long ago and that still takes reports."""
    return CampaignFactory(opened=True, days_ago=days_ago, lock_on=today() + dt.timedelta(days=30), **more)


def officer_of(report: UnitReport, **more):
    """Return an officer of the unit who may sign for it."""
    role = {"agency_officer": True} if report.unit.kind == UnitKind.AGENCY else {"local_officer": True}
    return UserFactory(**(role | {"unit": report.unit, "may_sign": True} | more))


def fill(report: UnitReport, officer=None, *, text="Đã tham gia hội chợ.", **values):
    """Type what ``FormFactory`` requires, and other numbers by element code."""
    officer = officer or officer_of(report)
    save_values(actor=officer, report_id=report.pk, values={"fairs": 3} | values)
    section = report.campaign.form.sections.get(narrative=NarrativeKey.RESULTS)
    save_narrative(actor=officer, report_id=report.pk, section_id=section.pk, text=text)
    return officer


def send(report: UnitReport, officer=None, *, text="Đã tham gia hội chợ.", **values):
    """Fill the report and send it, confirming what looks odd; return the version."""
    officer = fill(report, officer, text=text, **values)
    report.refresh_from_db()
    keys = [one.key for one in checks_before_sending(read(report), officer)]
    return send_report(actor=officer, report_id=report.pk, confirmed=keys)
