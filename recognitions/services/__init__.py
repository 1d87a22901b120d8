"""Writes of the app: keyword-only, each its own transaction."""

from recognitions.services.issuing import issue_certificates
from recognitions.services.reminding import send_reminders
from recognitions.services.renewing import start_renewals

__all__ = ["issue_certificates", "send_reminders", "start_renewals"]
