"""How are the figures read that show how a conclusion changes with the slice?"""

from collections.abc import Mapping

from setupscope.dashboard.text.reading_entry import EXPANDED, Reading

CHANGE_READINGS: Mapping[str, Reading] = {
    "map": Reading(
        r"""
- **Mark.** A cell is a part of a scenario: what its row, its column and its panel say, such as one
  given under one measure. It has the colour of the metric that wins most of its setups.
- **Paleness.** The paler a cell, the smaller the winner's lead over the next metric; the scale says
  how much.
- **Hatched.** The winner is not clear, or the cell allows no verdict. A cell of fewer than six
  givens is judged with these givens held: its winner is clear where every lead exceeds $t \cdot SE$
  over sets of candidates. A hatched cell without a colour: metrics tie.
- **Order.** Rows with the same winner stand together, the largest leads first; measures stand as in
  the study.
- **Click.** Opens the cell as a slice on the page Win rates.
- **Formula.** $SE^2 = \frac {{n-d}} d \, Var_S \, \theta(S)$, with $\theta(S)$ the lead over the
  setups of each set $S$ of $n - d$ of the $n$ candidates that pools leave out (delete-d jackknife,
  Shao and Wu 1989), and $t_{{.975,\,n-1}}$. From six givens up, the verdict is that of any slice.
""",
        "cell",
    ),
    "sweep": Reading(
        r"""
- **Mark.** A line is a metric: its win rate at each step. A large dot has the highest rate of its
  step; a dotted line stands where the winner changes. On the page, a pale bar stands at the step
  of the slider.
- **Axes.** The steps across, at equal distances; the win rate in per cent upwards.
- **Band.** Of pool sizes and facts, the 95 % interval over {given}s, with the {candidate}s fixed.
  Of random setups or {given}s, what 95 % of 4,000 draws lie between; it narrows as more are
  aggregated.
- **Steps.** Random parts are nested: a larger one goes on from a smaller one. The last step is the
  slice itself.
""",
    ),
    "before-after": Reading(
        r"""
- **Mark.** A bar is a metric, its length the win rate in this slice; an outline and a tick show how
  long it was before. Every {given} has the same weight; if $k$ metrics tie, each gets $1/k$.
- **Before.** The slice that is pinned, else the one before the last change.
- **Interval.** The thin line is the 95 % interval over {given}s of the present win rate: they are
  resampled with replacement, while the {candidate}s stay fixed. """
        + EXPANDED
        + r"""
- **P(best).** The share of these draws in which the metric ranks first: a description, not a
  verdict.
- **Click.** Lists the setups that the metric wins.
""",
        "bar",
    ),
    "fragility": Reading(
        r"""
- **Mark.** A bar is a number of {given}s, or of {candidate}s, that are taken away: those whose loss
  costs the winner the most. Its height is the lead that is left over the closest other metric.
  Below 0 the win is lost, and the bar has the colour of the metric that is ahead.
- **Axes.** How many are taken away across, the lead in percentage points upwards.
- **Interval.** None: each bar is a count of the setups that are left.
- **Choice.** {given}s: the smallest lead of all choices of so many, exactly, since a lead is a mean
  over {given}s. {candidate}s: of all choices where the pools leave out few; else they are taken
  away one after another, and other choices may take the win with fewer.
- **Click.** Takes these out of the slice.
- **Formula.** With $d_g$ the winner's lead over a rival within {given} $g$, the smallest mean over
  $G-k$ {given}s leaves out the $k$ largest $d_g$; the smallest over all rivals is drawn.
""",
        "bar",
    ),
}
"""By the names of the figures."""
