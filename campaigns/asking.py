"""Whom a campaign asks, and by which form, unless the office says otherwise."""

import datetime as dt

from django.db import models

from accounts.enums import Role
from accounts.models import User
from campaigns.models import Element, Form
from units.enums import COMMUNE_KINDS, DISTRICT_KINDS, UnitKind
from units.models import Unit

ASKABLE = frozenset({UnitKind.AGENCY}) | DISTRICT_KINDS | COMMUNE_KINDS


def form_for(year: int) -> Form | None:
    """Return the newest published form of ``year`` or of the last year before that has one."""
    rows = Form.objects.filter(published_at__isnull=False, year__lte=year)
    return rows.order_by("-year", "-number").first()


def elements_of(form: Form) -> models.QuerySet:
    """Return the numbers that a form asks for, in its order."""
    return Element.objects.filter(section__form=form).order_by("section__position", "position")


def askable_units(day: dt.date) -> models.QuerySet:
    """Return the units of ``day`` that may be asked: agencies, districts, communes; the province itself asks."""
    return Unit.objects.on(day).filter(kind__in=ASKABLE)


def usual_units(day: dt.date) -> models.QuerySet:
    """Return whom a campaign due on ``day`` asks by default: agencies and localities.

    Localities are the districts as long as there are any, then the communes. The office that asks does not
    answer itself: the agency in which its people work is left out.
    """
    units = askable_units(day)
    office = User.objects.filter(role=Role.OFFICE, is_active=True).values("unit__code")
    agencies = models.Q(kind=UnitKind.AGENCY) & ~models.Q(code__in=office)
    localities = DISTRICT_KINDS if units.filter(kind__in=DISTRICT_KINDS).exists() else COMMUNE_KINDS
    return units.filter(agencies | models.Q(kind__in=localities))
