"""What follows a recognition: certificates, the 36-month clock, reminders, renewals."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecognitionsConfig(AppConfig):
    """The app."""

    name = "recognitions"
    verbose_name = _("Công nhận")
