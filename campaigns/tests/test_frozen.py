"""What the database itself refuses: a published form changes, an open campaign asks something else."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from campaigns.models import Campaign, CampaignEvent, Element, FormSection
from campaigns.tests.factories import (
    CampaignFactory,
    ElementFactory,
    FormFactory,
    FormSectionFactory,
    LockExceptionFactory,
)

pytestmark = pytest.mark.django_db


def refused(act):
    """Whether the database refuses."""
    try:
        with transaction.atomic():
            act()
    except IntegrityError:
        return True
    return False


def test_a_draft_can_be_written_and_taken_away():
    form = FormFactory()
    form.sections.first().elements.first().delete()
    form.delete()
    assert not FormSection.objects.exists()


def test_nothing_of_a_published_form_changes():
    form = FormFactory(published=True)
    section = form.sections.get(position=1)
    element = section.elements.first()
    draft = FormFactory(content=False)
    acts = {
        "name": lambda: type(form).objects.filter(pk=form.pk).update(name="Khác"),
        "unpublish": lambda: type(form).objects.filter(pk=form.pk).update(published_at=None),
        "section": lambda: FormSection.objects.filter(pk=section.pk).update(hint="Khác"),
        "section away": lambda: FormSection.objects.filter(pk=form.sections.last().pk).delete(),
        "section moved": lambda: FormSection.objects.filter(pk=section.pk).update(form=draft),
        "one more section": lambda: FormSectionFactory(form=form, position=90),
        "element": lambda: Element.objects.filter(pk=element.pk).update(name="Khác"),
        "element away": lambda: Element.objects.filter(pk=element.pk).delete(),
        "one more element": lambda: ElementFactory(section=section),
        "form": form.delete,
    }
    assert [name for name, act in acts.items() if not refused(act)] == []


def test_an_open_campaign_keeps_its_form_and_days_and_changes_its_due_day():
    campaign = CampaignFactory(opened=True)
    rows = Campaign.objects.filter(pk=campaign.pk)
    assert refused(lambda: rows.update(form=FormFactory(published=True)))
    assert refused(lambda: rows.update(first=campaign.first - dt.timedelta(days=1)))
    assert refused(lambda: rows.update(opened_at=None))
    assert refused(lambda: CampaignFactory(opened=True, form=FormFactory()))
    assert not refused(lambda: rows.update(due_on=campaign.due_on + dt.timedelta(days=1)))


def test_history_and_exceptions_stay():
    event = CampaignEvent.objects.create(campaign=CampaignFactory(opened=True), kind="opened")
    assert refused(lambda: CampaignEvent.objects.filter(pk=event.pk).update(note="Khác"))
    assert refused(event.delete)
    exception = LockExceptionFactory()
    rows = type(exception).objects.filter(pk=exception.pk)
    assert refused(lambda: rows.update(reason="Khác"))
    assert refused(rows.delete)
    assert not refused(lambda: rows.update(ended_at=timezone.now()))
    assert refused(lambda: rows.update(ended_at=None))
