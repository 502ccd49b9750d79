"""What does a study disclose about its soundness, on one page for a supplement?

The parts follow the recommendations of Singh, Hess and Vanschoren 2026, ICLR (arXiv 2510.06448):
model space, dispersion, baselines, fidelity, disclosure.
"""

from collections.abc import Iterator, Sequence

from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.numbers import join_names, quantity
from setupscope.dashboard.text.soundness import TITLES, Line
from setupscope.data.measures import MEASURES
from setupscope.data.study.measured import MeasuredStudy
from setupscope.data.study.study import Scenario

Found = tuple[Scenario, str, Sequence[Line]]
"""A scenario, whether its best metric survives its baselines, and what all its checks say."""
READING = {
    "dispersion": "mean Kendall τ-b between the true rankings of two givens; near 1, one list"
    " serves every given",
    "random_metric": "highest win rate; it survives where its interval lies above what a random"
    " metric reaches in 95 % of draws",
    "candidates": "smallest lead of the winner with any one candidate left out, in points",
    "families": "the same with any one family left out",
    "fidelity": "share of pairs of candidates whose scores differ by more than one standard"
    " deviation, the wrong way round",
    "seed_noise": "how often the winner stays first with noise of 0.01 of the range of performance,"
    " or the measured one",
    "power": "smallest lead, in points, that would be clear with probability 0.8; weak where the"
    " winner's is smaller",
}
BASELINE = "lead of the best metric over the baseline as one metric more, in points"
NO_ERRORS = (
    "One fine-tuning run for each transfer; no standard errors are stated, so seed noise is"
    " assumed."
)
ERRORS = "Performances are means of several runs; seed noise has their standard errors."
NONE = "–"


def checklist(study: MeasuredStudy, found: Sequence[Found]) -> str:
    """The statement of some scenarios of a study, in Markdown."""
    space = [f"- {_space(study, scenario)}" for scenario, _, _ in found]
    survivals = [f"- **{escaped(scenario.title)}** {text}" for scenario, text, _ in found if text]
    parts = [
        f"# Statement of soundness: {escaped(study.title)}",
        "In the form recommended by Singh, Hess and Vanschoren 2026, ICLR (arXiv 2510.06448).",
        "## Model space",
        "\n".join(space),
        "## Baselines: what survives",
        "\n".join(survivals) or "No scenario has a baseline.",
        "## Dispersion, baselines, fidelity, noise and power",
        "\n".join(_table(found)),
        "\n".join(_legend(found)),
        "## Disclosure",
        "\n".join(_disclosed(study)),
    ]
    return "\n\n".join(parts) + "\n"


def _space(study: MeasuredStudy, scenario: Scenario) -> str:
    """How many candidates, of which families, are ranked for how many givens."""
    names = study.names_of(scenario.name)
    candidate, given = (escaped(study.noun(scenario, role)) for role in ("candidates", "given"))
    families = [
        f"{escaped(family)} {count}"
        for family, members in study.families.items()
        if (count := len(set(members) & set(names.candidates)))
    ]
    of = f" ({join_names(families)})" if families else ""
    ranked = f"{quantity(len(names.candidates), candidate)}{of}"
    over = quantity(len(names.givens), given)
    return f"**{escaped(scenario.title)}** {ranked}, ranked for {over}."


def _titles(found: Sequence[Found]) -> dict[str, str]:
    """Every check by its key: dispersion, the baselines of any scenario, then the others."""
    titles = {line.check: line.title for _, _, lines in found for line in lines}
    baselines = [check for check in titles if check not in TITLES]
    order = ["dispersion", *baselines, *(check for check in titles if check in TITLES)]
    return {check: titles[check] for check in order if check in titles}


def _table(found: Sequence[Found]) -> Iterator[str]:
    """A row per scenario and backbone, a column per check: its number and its verdict."""
    titles = _titles(found)
    yield f"| | {' | '.join(escaped(title) for title in titles.values())} |"
    yield f"| --- |{' --- |' * len(titles)}"
    for scenario, _, lines in found:
        backbones = list(dict.fromkeys(line.backbone for line in lines))
        for backbone in backbones:
            own = {line.check: line for line in lines if line.backbone == backbone}
            of = f", {escaped(backbone)}" if len(backbones) > 1 else ""
            cells = [_cell(own.get(check)) for check in titles]
            yield f"| {escaped(scenario.title)}{of} | {' | '.join(cells)} |"


def _cell(line: Line | None) -> str:
    return NONE if line is None else f"{line.number} {line.verdict}".strip()


def _legend(found: Sequence[Found]) -> Iterator[str]:
    """How each column is read."""
    for check, title in _titles(found).items():
        if check in TITLES:
            yield f"- {escaped(title)}: {READING[check]}."
    if any(check not in TITLES for check in _titles(found)):
        yield f"- Baseline: {BASELINE}."


def _disclosed(study: MeasuredStudy) -> Iterator[str]:
    """Where data and numbers come from."""
    cited = " ".join(filter(None, [escaped(study.citation), study.url and f"<{study.url}>"]))
    yield f"- Data: {cited or 'not stated'}"
    yield f"- Licence: {escaped(study.licence) or 'not stated'}"
    measures = join_names([escaped(MEASURES[key].label) for key in study.measures])
    yield f"- Setups: {escaped(str(study.pools))}; {measures}. Store {study.digest}."
    yield f"- {ERRORS if any(table.performance_error for table in study.tables) else NO_ERRORS}"
    yield "- Numbers: Setupscope; reproduce with `setupscope check`, check with `setupscope audit`."
