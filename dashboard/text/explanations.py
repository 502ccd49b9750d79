"""The statistics behind a page that belong to none of its figures, with reference and caveat.

How each figure is read stands beside it; see `dashboard.text.reading`.
"""

import math

from setupscope.dashboard.limits import UPLOAD_CPU_SECONDS, UPLOAD_MEMORY
from setupscope.dashboard.text.definitions import definitions
from setupscope.dashboard.text.markdown import escaped
from setupscope.data import Store
from setupscope.data.study.study import Scenario

CAVEAT = r"""
Each transfer was measured in a single fine-tuning run, so these numbers do not include seed noise.
Pools overlap and share candidates: setups are not independent, and their number is not a sample
size. Givens and candidates come in families, such as ResNets or driving datasets, so intervals
are, if anything, too short.
"""

WIN_RATES_TEXT = r"""
A **setup** is one {given} (the *given*, which is fixed), one *backbone* (whether all weights of
the source model were fine-tuned, or only the head), one *pool* of {candidates}s (the *candidates*
to be ranked) and one evaluation *measure*. In it, every metric gets one value: how well its scores
agree with the measured performances over the pool. The metric with the highest value wins; if $k$
metrics tie, each gets $1/k$. “Best” always means best of the metrics compared. A scenario that
ranks targets by *gain* takes the performance less the mean of the other sources on the same target.

**What counts.** A setup compares the metrics (it is a *contest*) if at least two of them have
scores for every candidate in the pool and one of these has a value; other setups count nowhere.
Winner, lead and P(best) are taken among the metrics that have scores for every contest. A metric
that lacks some stands beside them: it is compared with them where it has all scores, and changes
none of their numbers.

**Pools.** The store contains {pools}.

**Verdict.** The winner is *clear for these candidates* if, for its lead over every other metric,
the interval with the {candidates}s fixed lies above 0 and a sign-flip test over {given}s has $p \le
.05$ (Fisher 1935). It is *clear* if, moreover, every lead exceeds $t \cdot SE$ when the
{candidates}s are resampled too, by a delete-$d$ jackknife over the pools that leave out the most
candidates, $SE_c^2 = \frac {{n-d}} d \operatorname{{Var}}_S \theta(S)$ (Shao and Wu 1989, The
Annals of Statistics 17:1176–1197). It is *undecided* otherwise, and there is no verdict with fewer
than 6 {given}s. How often these verdicts are wrong is measured in docs/calibration.md.

{caveat}

{source}
"""

SETUP_TEXT = r"""
Where a scenario ranks targets by *gain*, performance means the gain: the measured performance less
the mean of the other sources on the same target, under the same backbone.

Values are computed from the measured transfers and stored as 32-bit floats; ties between metrics
are decided on the stored values. Neighbours differ from this setup in one part only; with another
given, the pool keeps the same candidates as far as possible.

{caveat}

{source}
"""

FINDINGS_TEXT = r"""
A **setup** is one *given* (the fixed side: the target dataset when sources are ranked), one
*backbone* (whether all weights of the source model were fine-tuned, or only the head), one *pool*
of *candidates* (what is ranked) and one evaluation *measure* (how a metric's scores are compared
with the measured performances).

A **verdict** says whether the winner's lead survives other givens and other candidates (*clear*),
other givens only (*clear for these candidates*), or neither (*undecided*); with fewer than 6
givens there is none. It *depends on the measure* if measures that each have a clear winner have
different ones. A **single restriction** keeps only one given, one backbone, one measure or one pool
size, or only the pools with or without one candidate; it changes the winner if the winner no longer
has the highest win rate there.

A **cell of the map** holds one given, so nothing says how it would be with another. Its winner is
*clear for these givens* if every lead exceeds t · SE when candidates are left out (delete-d
jackknife), with the given held. All cells of a scenario compare the metrics that have scores for
all of its setups.

{caveat}

{source}
"""


FAMILIES_TEXT = r"""
**Families.** The study names groups of givens or candidates that are alike. *By family* keeps the
givens of one, *without a family* all others, and *in pools without a family* the pools in which
none of its candidates stands. A family holds several givens or candidates, so these restrictions
overlap with the single ones: neither the sentence over all restrictions nor the test counts them.
"""
FLIPS_TEXT = r"""
A **restriction** keeps only one given, one backbone, one measure or one pool size of the slice, or
only the pools with or without one candidate. Restrictions that empty the slice, or leave it
unchanged, are not counted. A restriction **flips** the winner if the winner no longer has the
highest win rate there. A flip is *clear* if the new winner's verdict, with the setups that the
restriction leaves, is.
{families}
**Exchangeable winners.** The labels of winner and runner-up are swapped given by given at random,
5,000 times, and the winner and all flips are found anew. The p is the share of these worlds with as
few flips or fewer (after Simonsohn, Simmons and Nelson 2020, Nature Human Behaviour 4:1208–1214).

**Fragility.** The smallest lead over any rival that a choice of so many givens, or candidates,
leaves. For givens it is exact: the lead over a rival is a mean over givens, so that dropping the
largest leaves the least. For candidates every choice is tried where the pools leave out few; else
they are taken away one after another, and the number found is an upper bound.

{caveat}

{source}
"""


STABILITY_TEXT = r"""
Metrics that lack scores are left out. The stability of pools depends on the pool rule. A **level**
of a component is one of its values, such as one measure.

{caveat}

{source}
"""


def stability_explained(store: Store) -> str:
    """For the page Stability."""
    return STABILITY_TEXT.format(caveat=CAVEAT.strip(), source=_source(store))


HEAD_TO_HEAD_TEXT = r"""
In each setup in which both metrics have a value, one is **ahead** or they tie. Rates are means over
givens, all with the same weight; the figures of values and the curve count each setup once instead.
A **margin** is the difference between the two values in one setup; margins under different measures
have different units, so only their signs can be compared.

**Claim check.** Comparable setups are the setups of the slice in the same scenario and under the
same measure, except the shown ones. The row of a part counts the setups that differ from a shown
one in that part only (pools are compared by roster; where the measure differs, only which metric is
ahead counts). The percentile is the mid-rank of the shown margin among the margins of comparable
setups; for several shown setups, it is that of their mean margin.

{caveat}

{source}
"""


def head_to_head_explained(store: Store) -> str:
    """For the page Head to head."""
    return HEAD_TO_HEAD_TEXT.format(caveat=CAVEAT.strip(), source=_source(store))


COMPARE_TEXT = r"""
**A** is the slice of the panel, **B** the other one. Metrics are ranked by win rate, defined on the
page *Win rates*; τ is Kendall's τ-b between the two rankings.

Draws of givens that leave one slice without any are skipped; with fewer than 6 givens in either
slice there is no interval.

{caveat}

{source}
"""


def compare_explained(store: Store) -> str:
    """For the page Compare."""
    return COMPARE_TEXT.format(caveat=CAVEAT.strip(), source=_source(store))


def flips_explained(store: Store) -> str:
    """For the page What flips it."""
    families = FAMILIES_TEXT if store.study.families else ""
    return FLIPS_TEXT.format(families=families, caveat=CAVEAT.strip(), source=_source(store))


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


SOUNDNESS_TEXT = r"""
**Dispersion.** The mean Kendall $\tau_b$ between the measured rankings of the {candidates}s for two
{given}s, over all pairs of {given}s with at least three {candidates}s in common.

**Baselines.** Each baseline is scored like a metric and compared with the metrics as one metric
more. The *static ranker* is one list for every target: the mean, over the other targets, of a
source's performance there minus the mean of all sources there (after Singh, Hess and Vanschoren
2026, ICLR, arXiv 2510.06448). The *mean of the other sources* is the same idea where targets are
ranked. Both know results of fine-tuning that no metric has. *Facts*, such as a number of
parameters, are known before anything is fine-tuned; the study's file gives their source.

**Random metric.** Independent normal scores for each pair of source and target, 200 draws, on up to
300 pools of each {given}.

**Left out.** Without a candidate: the pools that leave it out. Without a family: the rest is scored
again under the same pool rule.

**Fidelity.** Gaps between the two {candidates}s of a pair, in standard deviations of the {given}'s
scores and performances.

**Seed noise.** Performances plus normal noise, scored again 200 times on a sample of the pools;
with the study's standard errors where it has them, and else with 0.005, 0.01 and 0.02 of the stated
bounds of performance, or of its range.

**Power.** The smallest lead that would be clear with probability 0.8:
$(t_{{.975}} + t_{{.8}}) \cdot SE$, with one degree of freedom less than the fewer of {given}s and
{candidates}s. With 5 more of them the variance shrinks in proportion.

{caveat}

{source}
"""


def soundness_explained(store: Store, scenario: Scenario) -> str:
    """For the page Soundness, with the nouns of one of its scenarios."""
    study = store.study
    return SOUNDNESS_TEXT.format(
        given=escaped(study.noun(scenario, "given")),
        candidates=escaped(study.noun(scenario, "candidates")),
        caveat=CAVEAT.strip(),
        source=_source(store),
    )


ACROSS_TEXT = r"""
**What is compared.** How often one metric is ahead of another (the probability of improvement of
Agarwal et al. 2021, NeurIPS), in each scenario of each study, over the measures that all studies
have. The two are compared alone, whatever other metrics a study has. Scenarios that rank sources,
targets or gains ask different questions and are never summarized together.

**Which metrics are the same.** Those of the same key, and those that a study's file, or the reader,
calls by another name. Nothing is matched because its name looks alike.

**The unit is the study.** Its scenarios share models or data, so that they are no sample. Of a
scenario with $G \ge 6$ givens, half a given is added on either side of 50 %:
$\tilde\theta = (G\theta + \frac 1 2)/(G+1)$, with the variance
$[\sum (p_g-\tilde\theta)^2 + \frac 1 2 \tilde\theta^2 + \frac 1 2 (1-\tilde\theta)^2]/(G+1)^2$. A
study's number is the mean over its $J$ scenarios, its variance their sum over $J^2$.

**All studies, and a new one.** Random effects on the scale of shares: $\tau^2$ after Paule and
Mandel (1982), the interval after Hartung and Knapp (2001) with a factor never below 1, the
prediction interval $\mu \pm t_{{k-2}} \sqrt{{\tau^2 + SE^2}}$ (Higgins et al. 2009). Fewer than
three studies are listed only. In simulations the interval holds the mean in 95 to 96 % of cases,
the prediction a new study in 91 % with 5 or 7 studies, and in nearly all with 3, where it spans
nearly everything.

{caveat}

{source}
"""


def across_explained(store: Store) -> str:
    """For the page Across."""
    return ACROSS_TEXT.format(caveat=CAVEAT.strip(), source=_source(store))


def setup_explained(store: Store) -> str:
    """For the page Setup."""
    return SETUP_TEXT.format(caveat=CAVEAT.strip(), source=_source(store))


def findings_explained(store: Store) -> str:
    """For the page Findings."""
    return FINDINGS_TEXT.format(caveat=CAVEAT.strip(), source=_source(store))


def _source(store: Store) -> str:
    """What the metrics and measures mean, and where the data come from."""
    study = store.study
    cited = " ".join(filter(None, [escaped(study.citation), study.url and f"<{study.url}>"]))
    licence = f"Data: {escaped(study.licence)}." if study.licence else ""
    known = " ".join(filter(None, [cited, licence, f"Store {store.digest}."]))
    return f"{definitions(study)}\n\n{known}"


OWN_TEXT = """
**What you can upload.** A table of scores, with one row for each pair of source and target, adds
one metric to the study shown; a table of results becomes a separate study. Both are read as by
`setupscope add-metric` and `setupscope import`, with the same error messages.

**Who can see it.** The table is read and scored in a separate process, with at most {memory} GB of
memory and {seconds} s of computing per request; time in which a busy server gives it none does not
count. Tables are worked on one after the other, so that yours may have to wait. Only the user who
runs the server can read its folder, and no cache shared between readers holds any of it. Everything
is deleted when you discard or replace it, when you close or reload the tab (within two minutes),
and when the server stops; whatever a killed server left behind is removed when the next one starts.
Until then, whoever runs the server could read it.

**How to keep it.** Download the study; `setupscope build study.toml --store my-metric` scores it
again and gives the same digest. In another session, a link to one of its pages only says that the
study is private.
"""


def scoring_progress(done: int, of: int, seconds: float) -> str:
    """How far an upload's scoring is after some seconds, and how long it takes at this pace."""
    counted = f"Scoring: {done:,} of {of:,} setups"
    left = math.ceil(seconds * (of - done) / done) if done else 0
    return f"{counted}, about {left:,} s left" if left else counted


def tables_before(count: int) -> str:
    """That other tables come before a reader's own."""
    if count == 1:
        return "Another table is being worked on; yours is next."
    return f"{count} tables come before yours; it is worked on as soon as they are done."


def own_explained() -> str:
    """What happens to an uploaded table, in Markdown."""
    return OWN_TEXT.format(seconds=UPLOAD_CPU_SECONDS, memory=UPLOAD_MEMORY // 2**30)
