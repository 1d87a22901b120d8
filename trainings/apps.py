"""Trainings: from the plan to who sat in which class."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingsConfig(AppConfig):
    """The app."""

    name = "trainings"
    verbose_name = _("Tập huấn")
