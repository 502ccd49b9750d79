"""Questions asked of any slice of scored setups; knows nothing of pages."""

from analysis.agreement import agreement, agreement_of_slices
from analysis.claim import claim
from analysis.comparison import compare
from analysis.conclusion import conclusion, conclusion_and_leads, leads_of_winner
from analysis.enough import enough
from analysis.flips import flips
from analysis.head_to_head import density, margins, specification
from analysis.importance import importance
from analysis.leave_one_out import leave_one_out
from analysis.pairs import pairs
from analysis.ranks import ranks
from analysis.scores import scores
from analysis.slices import Slice
from analysis.stability import stability
from analysis.usefulness import near_copies, other_winners, usefulness
from analysis.wins import win_rates

__all__ = [
    "Slice",
    "agreement",
    "agreement_of_slices",
    "claim",
    "compare",
    "conclusion",
    "conclusion_and_leads",
    "density",
    "enough",
    "flips",
    "importance",
    "leads_of_winner",
    "leave_one_out",
    "margins",
    "near_copies",
    "other_winners",
    "pairs",
    "ranks",
    "scores",
    "specification",
    "stability",
    "usefulness",
    "win_rates",
]
