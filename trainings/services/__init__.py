"""Writes of trainings: keyword-only, each its own transaction."""

from trainings.services.planning import (
    create_class,
    create_plan,
    edit_class,
    edit_plan,
    move_class,
    save_course,
    save_topics,
)
from trainings.services.requesting import accept_request, ask_for_class, refuse_request
from trainings.services.seats import cancel_registration, overlapping, register_many, register_person

__all__ = [
    "accept_request",
    "ask_for_class",
    "cancel_registration",
    "create_class",
    "create_plan",
    "edit_class",
    "edit_plan",
    "move_class",
    "overlapping",
    "refuse_request",
    "register_many",
    "register_person",
    "save_course",
    "save_topics",
]
