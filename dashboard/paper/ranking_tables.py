"""How are the tables for papers that ask what matters, and whether ranks differ?"""

from setupscope.dashboard.paper.cells import Column, names, numbers, rate, whole
from setupscope.dashboard.paper.draft import Draft, RawTable, missing
from setupscope.dashboard.paper.names import capital
from setupscope.dashboard.text.numbers import value


def importance(raw: RawTable) -> Draft:
    """A row per part and pair of metrics, a column per component: its share in per cent."""
    components = list(dict.fromkeys(raw.rows["component"]))
    first = raw.rows["component"] == (components[0] if components else "")
    pairs = RawTable(raw.rows[first].reset_index(drop=True), raw.words, raw.by)
    parts = pairs.parts()
    columns = [
        *parts,
        pairs.metric("a", "Metric A"),
        pairs.metric("b", "Metric B"),
        *(_share(raw, component) for component in components),
        *pairs.counts(),
    ]
    notes = [
        pairs.counted(),
        "Shares, in per cent, of the variance of the comparison (+1, 0 or −1 in a setup, depending"
        " on which metric has the higher value); combinations of given, backbone and measure are"
        " weighted equally. Pool: variance within such a combination; interactions: variance"
        " between combinations beyond the main effects.",
    ]
    return Draft(columns, [*notes, *missing(pairs, columns)], len(parts))


def _share(raw: RawTable, component: str) -> Column:
    rows = raw.rows[raw.rows["component"] == component]
    head = component if component == "interactions" else raw.words.component(component)
    return numbers(capital(head), rows["share"], rate)


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


def _never(raw: RawTable) -> list[str]:
    """Which units are never enough."""
    drawn = raw.rows.dropna(subset=["n"])
    units = drawn.loc[drawn["stable"].isna(), "unit"].unique()
    where = " in some of these parts" if raw.varying else ""
    return [f"No number of {unit} is enough{where}." for unit in units]


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


def p_value(p: float) -> str:
    """A p to two significant digits, and to four decimals at most: "0.012", "<0.0001"."""
    return "<0.0001" if p < 0.0001 else f"{p:.2g}" if p >= 0.001 else f"{p:.4f}"
