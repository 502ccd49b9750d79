"""How is each figure read: its marks, axes, intervals, what a click does, and the formula?"""

from collections.abc import Mapping

from setupscope.dashboard.text.change_readings import CHANGE_READINGS
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.reading_entry import EXPANDED, ROW, Reading
from setupscope.data.study.study import Scenario, Study

READINGS: Mapping[str, Reading] = {
    **CHANGE_READINGS,
    "findings": Reading(
        r"""
- **Mark.** A row is a scenario, a column a metric. The number, and the bar beside it, is the win
  rate in per cent: the share of the scenario's setups in which the metric is the best, with equal
  weight for every given. Full colour and bold: the best of its row; paler where that is undecided.
- **Click.** Opens the scenario on the page Win rates, with the setups that the metric wins.
- **Formula.** $\frac 1 G \sum_g \frac 1 {{|S_g|}} \sum_{{s \in S_g}} w_s$, with $w_s$ the metric's
  share of the win in setup $s$ ($1/k$ if $k$ metrics tie) and $S_g$ the setups of given $g$ out of
  $G$.
""",
        "cell",
    ),
    "win-rates": Reading(
        r"""
- **Mark.** A bar is a metric, its length the win rate: the share of setups in which the metric is
  the best of those compared. Every {given} has the same weight; if $k$ metrics tie, each gets
  $1/k$. Pale bars: the winner is undecided, or the metric lacks scores.
- **Interval.** The thin line is the 95 % interval over {given}s: they are resampled with
  replacement, each with all its backbones, while the {candidate}s stay fixed. """
        + EXPANDED
        + r""" Where half or more of the {given}s lie within .1 of 0 or 1, the end
  away from that bound is the wider one of this and Jeffreys' interval.
- **P(best).** The share of these draws in which the metric ranks first: a description, not a
  verdict.
- **Click.** Lists the setups that the metric wins.
- **Formula.** $\frac 1 G \sum_g \frac 1 {{|S_g|}} \sum_{{s \in S_g}} w_s$, with $w_s$ the metric's
  share of the win in setup $s$ and $S_g$ the setups of {given} $g$ out of $G$ (Agostinelli et al.
  2022, with ties shared). Ends of the interval: $\alpha' = \Phi\bigl(-\sqrt{{G/(G-1)}}\;
  t_{{.975,\,G-1}}\bigr)$ and $1-\alpha'$.
""",
        "bar",
    ),
    "win-rates-by": Reading(
        r"""
- **Mark.** A row is a part of the slice, a column a metric. The number, and the bar beside it, is
  the metric's win rate in that part, in per cent. Full colour and bold: the best of its row, where
  it is clear, at least for these candidates; below six {given}s there is no verdict.
- **Click.** Restricts the slice to the row's part; undo brings it back.
- **Formula.** As for the whole slice: the mean over {given}s of the share of setups that the metric
  wins.
""",
        ROW,
    ),
    "baselines": Reading(
        r"""
- **Mark.** A bar is a metric or, in grey, a baseline; its length is the win rate with all of them
  compared together.
- **Interval.** The thin line is the 95 % interval over {given}s: they are resampled with
  replacement, while the {candidate}s stay fixed. """
        + EXPANDED
        + "\n",
    ),
    "values": Reading(
        r"""
- **Mark.** A row is a metric: the tick is the median of its values over the setups, the thick bar
  the middle half of them, the thin bar the middle 90 %.
- **Axis.** The values of one measure; those of different measures have different units.
- **Interval.** None: the bars are the spread over setups.
- **Click.** Lists the setups that the metric wins.
""",
        "bar",
    ),
    "leave-one-out": Reading(
        r"""
- **Mark.** A dot is a {given} that is left out; it has the colour and the name of the metric that
  wins without it. The smallest lead is on top.
- **Axis.** The lead: that metric's win rate minus the next one's, in percentage points.
- **Interval.** None: each dot is a count of the setups that are left.
- **Click.** Leaves that {given} out of the slice.
""",
        "dot",
    ),
    "leave-one-family-out": Reading(
        r"""
- **Mark.** A dot is a family of {given}s that is left out; it has the colour and the name of the
  metric that wins without it. The smallest lead is on top. Which {given}s are alike is named in the
  study's file.
- **Axis.** The lead: that metric's win rate minus the next one's, in percentage points.
- **Interval.** None: each dot is a count of the setups that are left.
- **Click.** Leaves the {given}s of that family out of the slice.
""",
        "dot",
    ),
    "setup": Reading(
        r"""
- **Mark.** A plot is a metric, a dot in it a {candidate} of the pool. Above each plot stands the
  metric's value in this setup.
- **Axes.** The score across, the performance (or gain) upwards.
- **Lines.** Pearson r: the least-squares line. Kendall τ and τ_w: a line joins each pair of
  {candidate}s, darker where score and performance order it oppositely. Under τ_w, larger dots have
  more weight. Rel@1: a ring around the highest score, a star on the best performance.
- **Click.** Takes that {candidate} out of the pool.
- **Formula.** $\tau_b = (C-D)/\sqrt{{P_a P_s}}$, with $C$ concordant and $D$ discordant pairs, and
  $P_a$, $P_s$ the pairs not tied in performance and in score (Kendall 1945). $\tau_w$ gives each
  {candidate} the weight $1/(1+\text{{rank}})$, averaged over the rankings by performance and by
  score (Vigna 2015). Rel@1 is the performance of the highest score over the best performance (Li et
  al. 2021); if highest scores tie, their mean performance.
""",
        "dot",
    ),
    "neighbours": Reading(
        r"""
- **Mark.** A row is a setup that differs from this one in one part, a column a metric. The number
  is the metric's value there; the bar runs from 0 to 1. Rows in bold have another winner.
- **Click.** Opens the row's setup.
""",
        ROW,
    ),
    "standing": Reading(
        r"""
- **Mark.** In each scenario, your metric (outlined) beside the one that it is compared with: the
  best of the others. A bar's length is the win rate, as on the page Win rates. Grey: what a metric
  of random scores would win on average, as one metric more.
- **Interval.** Thin lines of metrics are 95 % intervals over givens; that of random scores ends at
  the 95 % quantile of its draws.
- **Click.** Opens the scenario on the page Win rates, with the setups that the metric wins.
""",
        "bar",
    ),
    "compare": Reading(
        r"""
- **Mark, top.** A line is a metric, from its rank in A to its rank in B, with its win rate at
  either end.
- **Mark, bottom.** A dot is the metric's win rate in B minus that in A, in percentage points: right
  of 0, it wins more in B.
- **Interval.** The thin line is the 95 % interval over {given}s: those of both slices are resampled
  together, one that is in both for both at once, while the {candidate}s stay fixed. """
        + EXPANDED
        + "\n",
    ),
    "flips": Reading(
        r"""
- **Mark.** A dot is a restriction: only one {given}, backbone, measure or pool size, or only the
  pools with or without one {candidate}. A coloured dot flips the winner, and has the colour and the
  name of the metric that wins then; a grey one does not.
- **Axis.** Percentage points by which that metric, or the closest other one, is ahead of the
  slice's winner there. Right of 0, the winner has changed.
- **Interval.** The thin line is the 95 % interval over {given}s: they are resampled with
  replacement, while the {candidate}s stay fixed. """
        + EXPANDED
        + r"""
- **Click.** Makes the restriction the slice; undo brings it back.
- **Formula.** Win rate of the new leader minus win rate of the old winner, both over the setups
  that the restriction leaves.
""",
        "dot",
    ),
    "against-baselines": Reading(
        r"""
- **Mark.** A dot is a baseline: the win rate of the best metric minus that of the baseline, with
  the baseline compared as one metric more, in percentage points. Left of 0, the baseline wins more.
- **Interval.** The thin line is the 95 % interval over {given}s: they are resampled with
  replacement, while the {candidate}s stay fixed. """
        + EXPANDED
        + "\n",
    ),
    "dispersion": Reading(
        r"""
- **Mark.** A mark is a pair of {given}s with at least three {candidate}s in common.
- **Axis.** Kendall's $\tau_b$ between the measured rankings of the {candidate}s for the two: 1 is
  the same ranking, 0 unrelated, −1 reversed. Near 1, one fixed list serves every {given}.
- **Tall mark.** The mean over all pairs. The sentences above give its interval.
""",
    ),
    "fidelity": Reading(
        r"""
- **Mark.** A line is a metric, a point on it a bin of pairs of {candidate}s with about the same gap
  in score.
- **Axes.** The gap between the two scores across, the mean gap in performance upwards, both in
  standard deviations of the {given}'s scores and performances. A line that stays flat says that a
  gap in score promises nothing.
- **Interval.** The thin upright lines are 95 % intervals over {given}s.
""",
    ),
    "stability": Reading(
        r"""
- **Mark.** A dot is a component: how alike two setups rank the metrics that differ in it alone.
- **Axis.** From −1 (reversed) over 0 (unrelated) to 1 (the same ranking).
- **Wide bar.** One standard deviation over groups of setups; not an interval.
- **Interval.** The thin line is a 95 % interval, over {given}s for measure, pool and backbone, and
  by a jackknife over {candidate}s for the {given}.
- **Formula.** Mean of Kendall's $\tau_b$ over all pairs of setups in a group that differ in this
  component alone, then over groups (Agostinelli et al. 2022). Pools are compared by roster: the
  pool, plus the given where givens can also be candidates. Setups in which all metrics tie are left
  out; a metric without a value comes last.
""",
    ),
    "agreement": Reading(
        r"""
- **Mark.** A square is a pair of levels, such as two measures. The stronger its shade, the more
  alike they rank the metrics, or, in the other colour, the more reversed. Levels that agree stand
  together.
- **Click.** Compares the two levels on the page Compare.
- **Formula.** Kendall's $\tau_b$ between the metrics' win rates at the two levels.
""",
        "square",
    ),
    "importance": Reading(
        r"""
- **Mark.** Each row is a component. The thin bar is what it explains alone, the wide one what is
  left when all others are known.
- **Interval.** None. With so many pools, even chance explains something; it stands beside small
  shares.
- **Formula.** $y$ is 1 or −1 for the metric ahead, 0 for a tie, and $x$ the component. Alone:
  $Var(E[y \mid x]) / Var(y)$. In total: $1 - Var(E[y \mid \text{{all others}}]) / Var(y)$ (Sobol
  1993; Homma and Saltelli 1996). All {given}s have the same weight.
""",
    ),
    "enough": Reading(
        r"""
- **Mark.** A point is a number of setups, or of {given}s: the mean $\tau_b$ between two rankings of
  the metrics, each from a sample of that size, over 1,000 pairs of samples. Metrics are ranked by
  their mean rank.
- **Axes.** Size of the sample across, agreement upwards. The smallest size from which the mean
  stays at .9 or above is marked as enough.
- **Band.** It reaches down to the 5 % quantile of the 1,000 values.
- **Samples.** Of setups: independent, with replacement. Of {given}s: disjoint, each with all its
  setups.
""",
    ),
    "pairs": Reading(
        r"""
- **Mark.** A square is a {given} under a measure. The number is the share of its setups in which
  metric A has the higher value, in per cent, with ties counted half. The square has the colour of
  the metric that is ahead, stronger the further from 50.
- **Click.** Restricts the slice to that {given} and that measure.
""",
        "square",
    ),
    "margins": Reading(
        r"""
- **Mark.** A bar is a bin of margins, in the colour of the metric that is ahead; ties stand apart
  at 0. Its height is the share of setups.
- **Axis.** The margin: metric A's value minus metric B's in one setup, under one measure. Each
  setup counts once.
""",
    ),
    "claim": Reading(
        r"""
- **Mark.** A bar is a bin of margins of the comparable setups, in the colour of the metric that is
  ahead; ties stand apart at 0. Its height is the share of these setups.
- **Line.** The margin shown, the mean where a slice is shown. The more lies to its right, the less
  extreme is what is shown.
- **Axis.** The margin: the value of the metric said to be better minus that of the other, in one
  setup, under one measure. Each setup counts once.
""",
    ),
    "across": Reading(
        r"""
- **Mark.** A dot is a scenario of a study, a square a study, larger the more it weighs, the diamond
  all studies together. Its colour is that of the metric that is ahead; hollow where the
  interval holds 50 %.
- **Axis.** How often the first metric is ahead of the second, in per cent of the setups, with ties
  counted half.
- **Interval.** Thin lines are 95 % intervals: of a scenario over its givens, which are resampled
  with replacement; of a study from the normal distribution; of all studies from the $t$
  distribution of $k-1$ degrees of freedom. The wide bar is the 95 % prediction interval of a new
  study, with $k-2$.
- **Formula.** Within a scenario of $G$ givens, $\tilde\theta = (G\theta + \frac 1 2)/(G+1)$; a
  study is the mean of its scenarios with six givens or more, and counts once. All studies: random
  effects, $\tau^2$ of Paule and Mandel (1982), standard error of Hartung and Knapp (2001), never
  below its plain one.
""",
    ),
    "across-map": Reading(
        r"""
- **Mark.** A row is a scenario of a study, a column a measure that all studies have. A cell has the
  colour of its winner, paler the smaller its lead; hatched where the winner is not clear.
- **Compared.** In every row the same metrics: those that all studies have.
""",
    ),
    "find": Reading(
        r"""
- **Mark.** A row is a setup, the first of the list on top; a bar is the value of a metric, from 0,
  in full colour for the metric that is ahead. Beneath a setup stand the candidates that its pool
  leaves out, where they are up to four. Ties are not drawn.
- **Order.** By the margin: the widest or the narrowest win of metric A first, or the widest win of
  metric B.
""",
    ),
    "density": Reading(
        r"""
- **Mark.** A square is a cell of values of the two metrics; the stronger its shade, the more setups
  it holds.
- **Axes.** Metric B's value across, metric A's upwards. On the line both are equal; above it, A is
  ahead. Each setup counts once.
- **Click.** Lists the setups in the square.
""",
        "square",
    ),
    "specification": Reading(
        r"""
- **Mark, top.** All setups from left to right, sorted by margin; 250 evenly spaced ones are dots.
  Where the curve crosses 0, metric A moves ahead.
- **Mark, bottom.** A row is a choice, such as one {given} or one measure. Darker squares: more of
  its setups lie in that part of the curve.
- **Axes.** Place in the order across, margin upwards. Margins under different measures have
  different units, so only their signs can be compared. Each setup counts once.
- **Click.** A dot opens its setup; a row restricts the slice to its choice.
- **Reference.** Simonsohn, Simmons and Nelson 2020, Nature Human Behaviour 4:1208–1214.
""",
        "dot or row",
    ),
}
"""How every figure is read, by its name."""


def how_to_read(name: str, study: Study, scenario: Scenario) -> str:
    """The text of a figure, with the nouns of a scenario, in Markdown."""
    return READINGS[name].text.format(
        given=escaped(study.noun(scenario, "given")),
        candidate=escaped(study.noun(scenario, "candidates")),
    )
