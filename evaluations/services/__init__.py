"""Writes of the evaluation: keyword-only, each its own transaction."""

from evaluations.services.agreeing import agreed_mark, save_agreed
from evaluations.services.council import set_council
from evaluations.services.decisions import Outcome, decide_dossiers, record_decision
from evaluations.services.disqualifying import disqualify, grounds_of
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
from evaluations.services.paper_sheets import PaperColumn, may_be_typed, save_paper_sheets
from evaluations.services.rescoring import open_rescore, reopen_sheet
from evaluations.services.results import close_ready_dossiers, close_scoring
from evaluations.services.rounds import create_round, update_round
from evaluations.services.sheets import Unfilled, save_sheet, send_sheet

__all__ = [
    "Outcome",
    "PaperColumn",
    "Unfilled",
    "accept_dossiers",
    "add_evidence",
    "add_from_wallet",
    "agreed_mark",
    "close_ready_dossiers",
    "close_scoring",
    "create_dossier",
    "create_round",
    "decide_dossiers",
    "disqualify",
    "grounds_of",
    "link_criteria",
    "may_be_typed",
    "open_rescore",
    "record_decision",
    "remove_evidence",
    "reopen_sheet",
    "replace_evidence",
    "save_agreed",
    "save_paper_sheets",
    "save_sheet",
    "send_sheet",
    "set_council",
    "update_dossier",
    "update_round",
]
