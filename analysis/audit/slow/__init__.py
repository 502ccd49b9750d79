"""What are the tables by definition, setup by setup and pair by pair?

Slow and plain on purpose, with SciPy and pandas and none of the fast code, so that tests
and `setupscope audit` can hold one against the other. Frames are pandas frames of setups of
one scenario.
"""

from setupscope.analysis.audit.slow.claims import claim
from setupscope.analysis.audit.slow.contests import (
    Array,
    contests,
    field,
    is_contest,
    shares,
)
from setupscope.analysis.audit.slow.doubt import (
    NULL,
    interval,
    interval_of_lead,
    interval_of_share,
    jackknife,
    sign_flip,
    simultaneous,
    standard_error,
)
from setupscope.analysis.audit.slow.duels import bradley_terry
from setupscope.analysis.audit.slow.families import leave_one_family_out, parts_by_family
from setupscope.analysis.audit.slow.fragility import without_candidates, without_givens
from setupscope.analysis.audit.slow.leads import (
    Conclusion,
    Lead,
    conclude,
    difference,
    difference_of,
    differences_together,
    flip,
    half_width,
    lead_of,
    leave_one_out,
    overall_verdict,
    rates_in_both,
    together,
    verdict,
)
from setupscope.analysis.audit.slow.maps import MapCell, map_cell
from setupscope.analysis.audit.slow.moves import concluded, rates_and_places
from setupscope.analysis.audit.slow.rates import (
    TIED,
    best_of,
    complete_in_both,
    field_rates,
    given_rates,
    improvement,
    p_best,
    pair,
    tau,
    win_rates,
)
from setupscope.analysis.audit.slow.soundness import (
    Pools,
    complete_in,
    gains,
    gaps,
    mean_values,
    rescored,
    shares_of_pools,
    smallest_clear,
    taus,
    wrong_signs,
)
from setupscope.analysis.audit.slow.structure import (
    block_ranks,
    enough_setups,
    friedman,
    importance,
    mean_ranks,
    stability,
)
from setupscope.analysis.audit.slow.sweeps import (
    parts_by_fact,
    parts_by_size,
    random_givens,
    random_setups,
    step,
)
from setupscope.analysis.audit.slow.values import scores, value

__all__ = [
    "NULL",
    "TIED",
    "Array",
    "Conclusion",
    "Lead",
    "MapCell",
    "Pools",
    "best_of",
    "block_ranks",
    "bradley_terry",
    "claim",
    "complete_in",
    "complete_in_both",
    "conclude",
    "concluded",
    "contests",
    "difference",
    "difference_of",
    "differences_together",
    "enough_setups",
    "field",
    "field_rates",
    "flip",
    "friedman",
    "gains",
    "gaps",
    "given_rates",
    "half_width",
    "importance",
    "improvement",
    "interval",
    "interval_of_lead",
    "interval_of_share",
    "is_contest",
    "jackknife",
    "lead_of",
    "leave_one_family_out",
    "leave_one_out",
    "map_cell",
    "mean_ranks",
    "mean_values",
    "overall_verdict",
    "p_best",
    "pair",
    "parts_by_fact",
    "parts_by_family",
    "parts_by_size",
    "random_givens",
    "random_setups",
    "rates_and_places",
    "rates_in_both",
    "rescored",
    "scores",
    "shares",
    "shares_of_pools",
    "sign_flip",
    "simultaneous",
    "smallest_clear",
    "stability",
    "standard_error",
    "step",
    "tau",
    "taus",
    "together",
    "value",
    "verdict",
    "win_rates",
    "without_candidates",
    "without_givens",
    "wrong_signs",
]
