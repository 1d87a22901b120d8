"""Models of an evaluation, from the rules to the result."""

from evaluations.models.dossiers import Dossier, DossierMove, Evidence
from evaluations.models.rounds import CouncilMember, Round
from evaluations.models.rules import CriteriaSet, Criterion, Option, Part, RuleVersion, StarBand
from evaluations.models.scoring import Assignment, Result, ScoreLine, ScoreSheet

__all__ = [
    "Assignment",
    "CouncilMember",
    "CriteriaSet",
    "Criterion",
    "Dossier",
    "DossierMove",
    "Evidence",
    "Option",
    "Part",
    "Result",
    "Round",
    "RuleVersion",
    "ScoreLine",
    "ScoreSheet",
    "StarBand",
]
