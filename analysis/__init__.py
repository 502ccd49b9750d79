"""Questions asked of any slice of scored setups; knows nothing of pages."""

from setupscope.analysis.questions.agreement import agreement, agreement_of_slices
from setupscope.analysis.questions.claim import claim
from setupscope.analysis.questions.compare import compare
from setupscope.analysis.questions.conclusion import (
    conclusion,
    conclusion_and_leads,
    leads_of_winner,
)
from setupscope.analysis.questions.enough import enough
from setupscope.analysis.questions.flips import flip_test, flips
from setupscope.analysis.questions.head_to_head import density, margins
from setupscope.analysis.questions.importance import importance
from setupscope.analysis.questions.leave_one_out import leave_one_out
from setupscope.analysis.questions.near_copies import near_copies
from setupscope.analysis.questions.pairs import pairs
from setupscope.analysis.questions.ranks import ranks
from setupscope.analysis.questions.scores import scores
from setupscope.analysis.questions.specification import ahead, specification
from setupscope.analysis.questions.stability import stability
from setupscope.analysis.questions.usefulness import other_winners, usefulness
from setupscope.analysis.questions.wins import win_rates
from setupscope.analysis.slices.slices import Slice

__all__ = [
    "Slice",
    "agreement",
    "agreement_of_slices",
    "ahead",
    "claim",
    "compare",
    "conclusion",
    "conclusion_and_leads",
    "density",
    "enough",
    "flip_test",
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
