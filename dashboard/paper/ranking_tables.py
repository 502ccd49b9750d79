"""How are the tables for papers that ask what matters, and whether ranks differ?"""

from setupscope.dashboard.paper.cells import names, numbers, ranges, rate, whole
from setupscope.dashboard.paper.draft import Draft, RawTable, missing
from setupscope.dashboard.text.labels import capital
from setupscope.dashboard.text.numbers import NO_NUMBER, p_value, quantity, value


def importance(raw: RawTable) -> Draft:
    """A row per part, pair of metrics and component: what it explains alone, and in total."""
    rows, parts = raw.rows, raw.parts()
    pairs = [raw.metric("a", "Metric A"), raw.metric("b", "Metric B")]
    columns = [
        *parts,
        *pairs,
        names("Component", [capital(raw.words.component(name)) for name in rows["component"]]),
        numbers("Alone (%)", rows["share"], rate),
        numbers("By chance (%)", rows["chance"], rate),
        numbers("Total (%)", rows["total"], rate),
        *raw.counts(),
    ]
    notes = [
        raw.counted(),
        "Shares, in per cent, of the variance of the comparison (+1, 0 or −1 in a setup, depending"
        " on which metric has the higher value), all givens with equal weight. Alone: first-order"
        " importance, explained by this component alone; total: left if all others are known. By"
        " chance: what as many pools would explain alone if they did not matter.",
    ]
    dash = f"{NO_NUMBER}: is given for pools only."
    return Draft(columns, [*notes, *missing(raw, columns, dash)], len(parts) + len(pairs))


def ranks(raw: RawTable) -> Draft:
    """A row per part and metric, the lowest mean rank first, and the tests in words."""
    lowest = raw.rows.assign(_order=-raw.rows["mean_rank"])
    shown = RawTable(lowest, raw.words, raw.by).ordered("_order")
    rows, parts = shown.rows, shown.parts()
    best = shown.best("_order")
    columns = [*parts, shown.metric("metric", "Metric")]
    columns.append(numbers("Mean rank", rows["mean_rank"], value).with_bold(best))
    several = rows["cd"].nunique() > 1 or rows["friedman_p"].nunique() > 1
    tests = {"friedman_p": "Friedman p", "permutation_p": "Permutation p", "cd": "CD"}
    say = {"friedman_p": p_value, "permutation_p": p_value, "cd": value}
    if several:
        columns += [numbers(head, rows[key], say[key]) for key, head in tests.items()]
    columns += shown.counts()
    notes = [
        shown.counted(),
        "Rank 1 is the best; means are over"
        f" {raw.words.noun('given')}s. Bold: the best mean rank{shown.each()}.",
        "" if several else _tests(shown),
        "CD: Nemenyi's critical difference of two mean ranks at the 5 % level." if several else "",
    ]
    return Draft(columns, [*notes, *missing(shown, columns)], len(parts))


def enough(raw: RawTable) -> Draft:
    """A row per part, unit and number of them: how well two rankings from so many agree."""
    rows, parts = raw.rows, raw.parts()
    units = [raw.words.component("given") + "s" if u == "givens" else u for u in rows["unit"]]
    stable = rows["n"] == rows["stable"]
    columns = [
        *parts,
        names("Unit", [capital(unit) for unit in units]),
        numbers("n", rows["n"], whole).with_bold(stable),
        numbers("Mean τ", rows["tau"], value).with_bold(stable),
        numbers("5 % quantile", rows["q05"], value),
        numbers("Same winner (%)", rows["same_winner"], rate),
        *raw.counts(),
    ]
    notes = [
        raw.counted(),
        "Mean τ: agreement between two rankings of the metrics, each from n units; 1,000 draws.",
        "Bold: the smallest n from which it stays at .9 or above." if stable.any() else "",
    ]
    return Draft(columns, [*notes, *_never(raw), *missing(raw, columns)], len(parts))


def sweep(raw: RawTable) -> Draft:
    """A row per part, step and metric: the win rate, its band, and how often it is first."""
    rows, parts = raw.rows, raw.parts()
    best = rows["winner"].astype(bool)
    columns = [
        *parts,
        numbers("Step", rows["step"], step),
        raw.metric("metric", "Metric"),
        numbers("Win rate (%)", rows["win_rate"], rate).with_bold(best),
        ranges("95 % band", rows["low"], rows["high"], rate),
        numbers("First (%)", rows["p_first"], rate),
    ]
    notes = ["Bold: the highest win rate of a step." if best.any() else ""]
    return Draft(columns, [*notes, *missing(raw, columns)], len(parts) + 1)


def step(number: float) -> str:
    """The number of a step."""
    return whole(number) if number == int(number) else f"{number:g}"


def _never(raw: RawTable) -> list[str]:
    """Which units are not enough, as many as were tried."""
    drawn = raw.rows.dropna(subset=["n"])
    notes = []
    for unit, rows in drawn[drawn["stable"].isna()].groupby("unit", sort=False):
        noun = raw.words.component("given") if unit == "givens" else "setup"
        most = int(rows["n"].max())
        verb = "is" if most == 1 else "are"
        notes.append(
            f"In some of these parts, more {noun}s are needed than were tried."
            if raw.varying
            else f"More than {quantity(most, noun)} {verb} needed."
        )
    return notes


def _tests(raw: RawTable) -> str:
    """The tests of the only part, as a sentence; empty where there are none."""
    known = raw.rows.dropna(subset=["friedman_p"])
    if known.empty:
        return ""
    first = known.iloc[0]
    return (
        f"Friedman's test: {_equals(first['friedman_p'])}; permutation test:"
        f" {_equals(first['permutation_p'])}; two mean ranks further apart than"
        f" {value(first['cd'])} differ at the 5 % level (Nemenyi)."
    )


def _equals(p: float) -> str:
    text = p_value(p)
    return f"p {text}" if text.startswith("<") else f"p = {text}"
