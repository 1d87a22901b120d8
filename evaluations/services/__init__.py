"""Writes of the evaluation: keyword-only, each its own transaction."""

from evaluations.services.council import set_council
from evaluations.services.decisions import Outcome, decide_dossiers, record_decision
from evaluations.services.dossiers import (
    accept_dossiers,
    create_dossier,
    update_dossier,
)
from evaluations.services.evidence import (
    add_evidence,
    add_from_wallet,
    link_criteria,
    remove_evidence,
    replace_evidence,
)
from evaluations.services.results import close_ready_dossiers, close_scoring
from evaluations.services.rounds import create_round, update_round
from evaluations.services.sheets import Unfilled, save_sheet, send_sheet

__all__ = [
    "Outcome",
    "Unfilled",
    "accept_dossiers",
    "add_evidence",
    "add_from_wallet",
    "close_ready_dossiers",
    "close_scoring",
    "create_dossier",
    "create_round",
    "decide_dossiers",
    "link_criteria",
    "record_decision",
    "remove_evidence",
    "replace_evidence",
    "save_sheet",
    "send_sheet",
    "set_council",
    "update_dossier",
    "update_round",
]
