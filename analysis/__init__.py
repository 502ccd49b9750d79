"""Questions asked of any slice of scored setups; knows nothing of pages."""

from setupscope.analysis.questions.agreement import agreement, agreement_of_slices
from setupscope.analysis.questions.before_after import before_after
from setupscope.analysis.questions.bradley_terry import bradley_terry
from setupscope.analysis.questions.check_table import TableCheck, check_table
from setupscope.analysis.questions.claim import claim
from setupscope.analysis.questions.claim_margins import claim_margins, shown_margins
from setupscope.analysis.questions.claim_verdict import ClaimVerdict, claim_verdict
from setupscope.analysis.questions.compare import compare
from setupscope.analysis.questions.conclusion import (
    conclusion,
    conclusion_and_leads,
    leads_of_winner,
)
from setupscope.analysis.questions.enough import enough
from setupscope.analysis.questions.find_setups import find_setups
from setupscope.analysis.questions.flips import flip_test, flips, flips_by_family
from setupscope.analysis.questions.fragility import fragility
from setupscope.analysis.questions.head_to_head import density, margins
from setupscope.analysis.questions.importance import importance
from setupscope.analysis.questions.leave_one_out import leave_one_family_out, leave_one_out
from setupscope.analysis.questions.near_copies import near_copies
from setupscope.analysis.questions.pairs import pairs
from setupscope.analysis.questions.ranks import ranks
from setupscope.analysis.questions.scores import scores
from setupscope.analysis.questions.specification import ahead, specification
from setupscope.analysis.questions.specification_test import specification_test
from setupscope.analysis.questions.stability import stability
from setupscope.analysis.questions.sweep import sweep
from setupscope.analysis.questions.usefulness import other_winners, usefulness
from setupscope.analysis.questions.winner_map import winner_map
from setupscope.analysis.questions.wins import win_rates
from setupscope.analysis.slices.slices import Slice
from setupscope.analysis.soundness.ablation import Ablation, candidate_ablation
from setupscope.analysis.soundness.against_baselines import (
    against_baselines,
    rates_with_baselines,
)
from setupscope.analysis.soundness.dispersion import dispersion, dispersion_pairs
from setupscope.analysis.soundness.family_ablation import family_ablation
from setupscope.analysis.soundness.fidelity import fidelity, fidelity_curve
from setupscope.analysis.soundness.power import power
from setupscope.analysis.soundness.random_metric import against_random, random_metric
from setupscope.analysis.soundness.seed_noise import seed_noise
from setupscope.analysis.soundness.soundness import SoundnessTables, soundness_tables

# Under its own name it would hide the package that it is in.
from setupscope.analysis.soundness.soundness import soundness as soundness_checks
from setupscope.analysis.studies.across import across
from setupscope.analysis.studies.matching import matched_metrics, overlaps
from setupscope.analysis.studies.winners import winners_across

__all__ = [
    "Ablation",
    "ClaimVerdict",
    "Slice",
    "SoundnessTables",
    "TableCheck",
    "across",
    "against_baselines",
    "against_random",
    "agreement",
    "agreement_of_slices",
    "ahead",
    "before_after",
    "bradley_terry",
    "candidate_ablation",
    "check_table",
    "claim",
    "claim_margins",
    "claim_verdict",
    "compare",
    "conclusion",
    "conclusion_and_leads",
    "density",
    "dispersion",
    "dispersion_pairs",
    "enough",
    "family_ablation",
    "fidelity",
    "fidelity_curve",
    "find_setups",
    "flip_test",
    "flips",
    "flips_by_family",
    "fragility",
    "importance",
    "leads_of_winner",
    "leave_one_family_out",
    "leave_one_out",
    "margins",
    "matched_metrics",
    "near_copies",
    "other_winners",
    "overlaps",
    "pairs",
    "power",
    "random_metric",
    "ranks",
    "rates_with_baselines",
    "scores",
    "seed_noise",
    "shown_margins",
    "soundness_checks",
    "soundness_tables",
    "specification",
    "specification_test",
    "stability",
    "sweep",
    "usefulness",
    "win_rates",
    "winner_map",
    "winners_across",
]
