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
    sign_flip,
    simultaneous,
)
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
from setupscope.analysis.audit.slow.structure import (
    block_ranks,
    enough_setups,
    friedman,
    importance,
    mean_ranks,
    stability,
)
from setupscope.analysis.audit.slow.values import scores, value

__all__ = [
    "NULL",
    "TIED",
    "Array",
    "Conclusion",
    "Lead",
    "best_of",
    "block_ranks",
    "claim",
    "complete_in_both",
    "conclude",
    "contests",
    "difference",
    "difference_of",
    "differences_together",
    "enough_setups",
    "field",
    "field_rates",
    "flip",
    "friedman",
    "given_rates",
    "half_width",
    "importance",
    "improvement",
    "interval",
    "interval_of_lead",
    "interval_of_share",
    "is_contest",
    "lead_of",
    "leave_one_out",
    "mean_ranks",
    "overall_verdict",
    "p_best",
    "pair",
    "rates_in_both",
    "scores",
    "shares",
    "sign_flip",
    "simultaneous",
    "stability",
    "tau",
    "together",
    "value",
    "verdict",
    "win_rates",
]
