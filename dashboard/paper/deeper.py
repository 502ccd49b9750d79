"""How are the tables for papers that ask what matters, and whether ranks differ?"""

from dashboard.paper.cells import Column, names, numbers, rate, whole
from dashboard.paper.draft import Asked, Draft, missing
from dashboard.paper.words import capital
from dashboard.wording import value


def importance(asked: Asked) -> Draft:
    """A row per part and pair of metrics, a column per component: its share in per cent."""
    components = list(dict.fromkeys(asked.rows["component"]))
    first = asked.rows["component"] == (components[0] if components else "")
    pairs = Asked(asked.rows[first].reset_index(drop=True), asked.words, asked.by)
    parts = pairs.parts()
    columns = [
        *parts,
        pairs.metric("a", "Metric A"),
        pairs.metric("b", "Metric B"),
        *(_share(asked, component) for component in components),
        *pairs.counts(),
    ]
    notes = [
        pairs.counted(),
        "Shares in per cent of the variance of who has the higher value (+1, 0 or −1 in a setup);"
        " combinations of given, backbone and measure weigh the same. Pool: within such a"
        " combination; interactions: between them, besides the main effects.",
    ]
    return Draft(columns, [*notes, *missing(pairs, columns)], len(parts))


def _share(asked: Asked, component: str) -> Column:
    rows = asked.rows[asked.rows["component"] == component]
    head = component if component == "interactions" else asked.words.component(component)
    return numbers(capital(head), rows["share"], rate)


def ranks(asked: Asked) -> Draft:
    """A row per part and metric, the lowest mean rank first, and the tests in words."""
    lowest = asked.rows.assign(_order=-asked.rows["mean_rank"])
    shown = Asked(lowest, asked.words, asked.by).ordered("_order")
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
        "Rank 1 is the best; means over"
        f" {asked.words.noun('given')}s. Bold: the best mean rank{shown.each()}.",
        "" if several else _tests(shown),
        "CD: Nemenyi's critical difference of two mean ranks at the 5 % level." if several else "",
    ]
    return Draft(columns, [*notes, *missing(shown, columns)], len(parts))


def enough(asked: Asked) -> Draft:
    """A row per part, unit and number of them: how well two rankings from so many agree."""
    rows, parts = asked.rows, asked.parts()
    units = [asked.words.component("given") + "s" if u == "givens" else u for u in rows["unit"]]
    stable = rows["n"] == rows["stable"]
    columns = [
        *parts,
        names("Unit", [capital(unit) for unit in units]),
        numbers("n", rows["n"], whole).with_bold(stable),
        numbers("Mean τ", rows["tau"], value).with_bold(stable),
        numbers("5 % quantile", rows["q05"], value),
        numbers("Same winner (%)", rows["same_winner"], rate),
        *asked.counts(),
    ]
    notes = [
        asked.counted(),
        "Mean τ: agreement of two rankings of the metrics, each from n units; 1,000 draws.",
        "Bold: the smallest n from which it stays at .9 or above." if stable.any() else "",
    ]
    return Draft(columns, [*notes, *_never(asked), *missing(asked, columns)], len(parts))


def _never(asked: Asked) -> list[str]:
    """Which units are never enough."""
    drawn = asked.rows.dropna(subset=["n"])
    units = drawn.loc[drawn["stable"].isna(), "unit"].unique()
    where = " in some of these parts" if asked.varying else ""
    return [f"No number of {unit} is enough{where}." for unit in units]


def _tests(asked: Asked) -> str:
    """The tests of the only part, as a sentence; empty where there are none."""
    known = asked.rows.dropna(subset=["friedman_p"])
    if known.empty:
        return ""
    first = known.iloc[0]
    return (
        f"Friedman's test: {_equals(first['friedman_p'])}; permutations:"
        f" {_equals(first['permutation_p'])}; two mean ranks further apart than"
        f" {value(first['cd'])} differ at the 5 % level (Nemenyi)."
    )


def _equals(p: float) -> str:
    said = p_value(p)
    return f"p {said}" if said.startswith("<") else f"p = {said}"


def p_value(p: float) -> str:
    """A p to two significant digits, and to four decimals at most: "0.012", "<0.0001"."""
    return "<0.0001" if p < 0.0001 else f"{p:.2g}" if p >= 0.001 else f"{p:.4f}"
