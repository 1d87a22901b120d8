"""Who is told of one report, and who is asked to sign it."""

from accounts.models import User
from campaigns.models import UnitReport
from campaigns.recipients import officers_by_unit


def officers_of(report: UnitReport) -> list[User]:
    """Return the active officers who write for the unit; two queries."""
    return officers_by_unit([report.unit])[report.unit_id]


def signers_of(report: UnitReport) -> list[User]:
    """Return those of them who are entitled to sign for the unit."""
    return [one for one in officers_of(report) if one.may_sign]
