"""The statistics behind a page, in words, with formula and reference."""

from setupscope.dashboard.limits import UPLOAD_MEMORY, UPLOAD_SECONDS
from setupscope.dashboard.text.markdown import escaped
from setupscope.data import Store
from setupscope.data.study.study import Scenario

CAVEAT = r"""
One fine-tuning run stands behind each transfer, so no seed noise is in these numbers. Pools
overlap and candidates return in them: setups are not independent, and their number is no sample
size. Givens and candidates come in families, such as ResNets or driving datasets, so intervals
are, if anything, short.
"""

WIN_RATES_TEXT = r"""
A **setup** is one {given} that is held, one backbone, one pool of {candidates}s and one
evaluation measure. In it, every metric gets one value: how well its scores agree with the
measured performances of the pool. The highest value wins; $k$ metrics that tie for it get
$1/k$ each. “Best” is relative to the metrics compared.

**Win rate.** With $w_s$ a metric's share of the win in setup $s$, and $S_g$ the setups of
given $g$ of $G$,
$$\text{{win rate}} = \frac 1 G \sum_g \frac 1 {{|S_g|}} \sum_{{s \in S_g}} w_s ,$$
so that each {given} weighs the same (Agostinelli et al. 2022, with ties shared). Pools here:
{pools}.

**Interval.** The {given}s are resampled with replacement, 10,000 times, backbones moving
together; the {candidates}s are held. Its ends are the expanded percentiles
$\alpha' = \Phi\bigl(-\sqrt{{G/(G-1)}}\; t_{{.975,\,G-1}}\bigr)$ and $1-\alpha'$ (Hesterberg 2015,
The American Statistician 69:371–386). Below 6 there is none. **P(best)** is the share of these
draws in which a metric is first: a description, no verdict.

**Verdict.** A lead is *clear* if it exceeds $t \cdot SE$ when the {candidates}s are resampled
too: a delete-$d$ jackknife over the pools that leave out the most,
$SE_c^2 = \frac {{n-d}} d \operatorname{{Var}}_S \theta(S)$ (Shao and Wu 1989, The Annals of
Statistics 17:1176–1197). It is *clear for these candidates* if its interval, with these held, is
above 0; else *undecided*.

{caveat}
{source}
"""

SETUP_TEXT = r"""
**Pearson r** is the correlation of scores and performances; the line is the least-squares fit.
**Kendall τ** counts pairs of candidates: concordant where score and performance order them
alike, discordant where they do not, $\tau_b = (C-D)/\sqrt{{P_a P_s}}$ with $P_a$, $P_s$ the pairs
not tied in performance and in score (Kendall 1945). **Weighted Kendall τ_w** gives each
candidate the weight $1/(1+\text{{rank}})$, the mean of two rankings, so that agreement about the
best counts most (Vigna 2015). **Rel@1** is the performance of the candidate with the highest
score over the best performance in the pool (Li et al. 2021); tied highest scores share it.

Values are computed from the measured transfers and stored as 32-bit numbers; ties between
metrics are decided on these. Neighbours differ from this setup in one part alone: with another
given, the candidates are the same as far as they can be.

{caveat}
{source}
"""

FINDINGS_TEXT = r"""
Each number is a **win rate**: the share of the setups of a scenario in which a metric is the best
of those compared, each given weighing the same. The page *Win rates* gives formula, interval and
verdict.

A **verdict** asks whether the winner's lead survives other givens and other candidates: *clear*,
*clear for these candidates*, or *undecided*. A **single restriction** keeps one given, one
backbone, one measure, one pool size, or the pools with or without one candidate, and asks whether
the winner is still among the best there.

{caveat}
{source}
"""


FLIPS_TEXT = r"""
A **restriction** keeps one given, one backbone, one measure or one pool size of the slice, or the
pools with or without one candidate; those that empty the slice, or leave it as it is, are not
counted. It **flips** the winner if that is no longer among the metrics with the highest win rate
there. By how much: the win rate of the metric that is ahead then, minus that of the old winner, in
percentage points; where it does not flip, that of the nearest other metric, 0 or less.

Lines are 95 % expanded percentile intervals (Hesterberg 2015) over 10,000 draws of givens,
candidates held; a restriction that leaves fewer than 6 givens has none: one given is one case.

{caveat}
{source}
"""


STABILITY_TEXT = r"""
**Stability.** Two setups that differ in one component alone are compared by Kendall's τ-b of their
rankings of the metrics; the mean over every two setups of a group, and then over groups, is the
component's setup stability (Agostinelli et al. 2022), from −1 to 1. Pools are compared by roster:
the pool with the given put back where givens are candidates too. Setups in which all metrics tie,
or one has no value, are left out. The stability of pools depends on the pool rule. Wide bars are
one standard deviation over groups, no interval; thin lines are 95 % intervals: for measure, pool
and backbone over givens, for the given a jackknife over candidates.

**Agreement.** Kendall's τ-b of the metrics' win rates at two levels of a component.

**Importance.** In a setup, one of two metrics is ahead (+1 or −1) or they tie (0). The variance of
that is split: what varies within one combination of given, backbone and measure is the pool's;
main effects of the three, and their interactions, share the rest. Combinations weigh the same.

**How many are enough.** Metrics are ranked by their mean rank within setups; two such rankings, of
two samples, are compared by τ-b, 1,000 times. Setups: two independent samples with replacement.
Givens: two disjoint samples, each with all its setups. Enough is the smallest number from which
the mean stays at .9 or above.

{caveat}
{source}
"""


def stability_explained(store: Store) -> str:
    """For the page Stability."""
    return STABILITY_TEXT.format(caveat=CAVEAT.strip(), source=_source(store))


HEAD_TO_HEAD_TEXT = r"""
In each setup in which both metrics have a value, one is **ahead** or they tie. Rates are means over
givens, each weighing the same; the figures of values and the curve count each setup once, and say
so. A **margin** is the difference of the two values within one setup; margins under different
measures have different units, and only their signs compare.

The **specification curve** (Simonsohn, Simmons and Nelson 2020, Nature Human Behaviour 4:1208–1214)
has all setups in the order of their margins, 250 of them picked out at equal distances. Where it
crosses 0, the first metric gets ahead.

**Claim check.** Comparable setups are those of the slice in the same scenario and under the same
measure, without the shown ones; by part, those that differ from a shown one in it alone (pools by
roster; where the measure differs, only who is ahead counts). The percentile is the mid-rank of the
shown margin among theirs; of several shown setups it is that of their mean margin.

{caveat}
{source}
"""


def head_to_head_explained(store: Store) -> str:
    """For the page Head to head."""
    return HEAD_TO_HEAD_TEXT.format(caveat=CAVEAT.strip(), source=_source(store))


COMPARE_TEXT = r"""
**A** is the slice on the left, **B** the other. Ranks are by win rate, which is as on the page *Win
rates*; τ is Kendall's τ-b of the two rankings. Differences are B minus A, in percentage points.

**Interval.** Each of 10,000 draws takes the givens of both slices together, with replacement, and
serves both: a given that both have moves in both. Ends are expanded percentiles (Hesterberg 2015);
draws that leave one slice without a given are skipped; below 6 givens in either slice there is no
interval. Candidates are held.

{caveat}
{source}
"""


def compare_explained(store: Store) -> str:
    """For the page Compare."""
    return COMPARE_TEXT.format(caveat=CAVEAT.strip(), source=_source(store))


def flips_explained(store: Store) -> str:
    """For the page What flips it."""
    return FLIPS_TEXT.format(caveat=CAVEAT.strip(), source=_source(store))


def win_rates_explained(store: Store, scenario: Scenario) -> str:
    """For the page Win rates."""
    given = escaped(store.study.noun(scenario, "given"))
    return WIN_RATES_TEXT.format(
        given=given,
        candidates=escaped(store.study.noun(scenario, "candidates")),
        pools=escaped(str(store.study.pools)),
        caveat=CAVEAT.strip(),
        source=_source(store),
    )


def setup_explained(store: Store) -> str:
    """For the page Setup."""
    return SETUP_TEXT.format(caveat=CAVEAT.strip(), source=_source(store))


def findings_explained(store: Store) -> str:
    """For the page Findings."""
    return FINDINGS_TEXT.format(caveat=CAVEAT.strip(), source=_source(store))


def _source(store: Store) -> str:
    study = store.study
    cited = " ".join(filter(None, [escaped(study.citation), study.url and f"<{study.url}>"]))
    licence = f"Data: {escaped(study.licence)}." if study.licence else ""
    return " ".join(filter(None, [cited, licence, f"Store {store.digest}."]))


OWN_TEXT = """
**What is brought.** Scores of one metric, a row for each pair of source and target, become a
metric more of the study that is shown; a table of results becomes a study of its own. Both are
read as `setupscope add-metric` and `setupscope import` read them, and refused in the same words.

**Who sees it.** The table is read and scored in a process of its own, with at most {seconds} s
for an answer and {memory} GB of memory. Its folder is that of the server's user alone, and no
cache that readers share holds any of it. All of it is gone when it is discarded or replaced, or
when the tab is closed or reloaded, or the server ends: it forgets a closed tab after some minutes,
and what a killed server left is removed when the next one starts. Whoever runs the server could
look at it while it is there.

**What stays.** Download the study, and `setupscope build study.toml --store my-metric` scores it
again, to the same digest. A link to a page of it says, elsewhere, that it is private.
"""


def own_explained() -> str:
    """What becomes of a table that is brought, in Markdown."""
    return OWN_TEXT.format(seconds=UPLOAD_SECONDS, memory=UPLOAD_MEMORY // 2**30)
