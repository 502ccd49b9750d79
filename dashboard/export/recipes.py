"""How is each figure of the pages made from what it shows?

One way for screen, file and command line, so that they show the same numbers in the same
order and colours.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import pandas as pd
import plotly.graph_objects as go

from analysis.one_setup import OneSetup
from analysis.slices import Slice
from dashboard.answered import answered, finding_of, fits_memory, parts_of, slices_with_setups
from dashboard.evidence_figures import lead_dots, value_ranges
from dashboard.export.exhibits import Exhibit
from dashboard.neighbour_figure import neighbour_cells
from dashboard.palette import OTHER_METRIC, metric_colours
from dashboard.parts import components_of
from dashboard.questions import Ask
from dashboard.rate_figures import win_rate_bars, win_rate_cells
from dashboard.setup_figure import MOST_DRAWN, setup_scatter
from dashboard.template import Look
from dashboard.wording import scenario_title
from data import InputError, Store
from data.baselines import baseline_study
from data.errors import listed, unknown
from data.setup_ids import SetupId

TITLE_HEIGHT = 42


@dataclass(frozen=True)
class Recipe:
    """How one figure is made.

    Attributes
    ----------
    name : str
        Its name on the command line.
    title : str
        What it is called where it is kept.
    draw : callable
        From questions, store, exhibit and look to the figure.
    settle : callable
        Fills in the options that the exhibit leaves out, or raises InputError.
    takes : tuple of str
        The options that it has.
    table : str
        The table that holds its numbers.
    """

    name: str
    title: str
    draw: Callable[[Ask, Store, Exhibit, Look], go.Figure]
    settle: Callable[[Ask, Store, Exhibit], Exhibit]
    table: str
    takes: tuple[str, ...] = ()


def draw(ask: Ask, store: Store, exhibit: Exhibit, look: Look) -> go.Figure:
    """The figure of an exhibit that is settled."""
    return FIGURES[exhibit.name].draw(ask, store, exhibit, look)


def numbers_behind(exhibit: Exhibit) -> Exhibit:
    """The table with the numbers of a figure, of its measure alone if it has one."""
    slice_ = exhibit.slice_
    if exhibit.measure:
        slice_ = slice_.replace(measures=(exhibit.measure,))
    name = FIGURES[exhibit.name].table
    return replace(exhibit, kind="table", name=name, slice_=slice_, measure="", shown=())


def _colours(exhibit: Exhibit, look: Look) -> dict[str, str]:
    slice_ = exhibit.slice_
    return metric_colours(slice_.study.metric_keys, slice_.metric_keys(), grey=look.grey)


def _findings(ask: Ask, store: Store, exhibit: Exhibit, look: Look) -> go.Figure:
    slices = slices_with_setups(ask, store, exhibit.slice_)
    found = [finding_of(ask, store, slice_, exhibit.seed) for slice_ in slices]
    return win_rate_cells(
        store.study,
        pd.concat([one.rates for one in found], ignore_index=True),
        "scenario",
        {one.scenario.name: scenario_title(one.scenario) for one in found},
        exhibit.slice_.metric_keys(),
        _colours(exhibit, look),
        look,
        row_height=TITLE_HEIGHT,
        undecided=[one.scenario.name for one in found if one.undecided],
    )


def _baselines(ask: Ask, store: Store, exhibit: Exhibit, look: Look) -> go.Figure:
    rates, _, _ = ask.baselines_of(store, exhibit.slice_.scenario_names()[0])
    grey = {baseline.key: OTHER_METRIC for baseline in store.study.baselines}
    known = rates.dropna(subset=["win_rate"])
    extended = baseline_study(store.study)
    colours = _colours(exhibit, look) | grey
    return win_rate_bars(extended, known, colours, look, first_places=False)


def _win_rates(ask: Ask, store: Store, exhibit: Exhibit, look: Look) -> go.Figure:
    said = answered(ask, store, exhibit.slice_, exhibit.seed)
    return win_rate_bars(
        store.study,
        said.rates,
        _colours(exhibit, look),
        look,
        undecided=said.undecided,
        marked=look.marked,
    )


def _win_rates_by(ask: Ask, store: Store, exhibit: Exhibit, look: Look) -> go.Figure:
    component = exhibit.by[0]
    parts = parts_of(ask, store, exhibit.slice_, component, exhibit.seed)
    return win_rate_cells(
        store.study,
        parts.rates,
        component,
        parts.labels,
        parts.metrics,
        _colours(exhibit, look),
        look,
    )


def _values(ask: Ask, store: Store, exhibit: Exhibit, look: Look) -> go.Figure:
    values = ask.evidence_of(store, exhibit.slice_, exhibit.seed).values
    of_measure = values[values["measure"] == exhibit.measure]
    return value_ranges(store.study, of_measure, _colours(exhibit, look), look)


def _leave_one_out(ask: Ask, store: Store, exhibit: Exhibit, look: Look) -> go.Figure:
    without = ask.evidence_of(store, exhibit.slice_, exhibit.seed).without
    known = without.dropna(subset=["winner", "lead"])
    return lead_dots(store.study, known, _colours(exhibit, look), look)


def _setup(ask: Ask, store: Store, exhibit: Exhibit, look: Look) -> go.Figure:
    one, metrics = the_setup(ask, store, exhibit), exhibit.shown or exhibit.slice_.metric_keys()
    return setup_scatter(store.study, one, metrics[:MOST_DRAWN], _colours(exhibit, look), look)


def _neighbours(ask: Ask, store: Store, exhibit: Exhibit, look: Look) -> go.Figure:
    one = the_setup(ask, store, exhibit)
    around, metrics = ask.neighbours_of(store, one), exhibit.slice_.metric_keys()
    return neighbour_cells(store.study, one, around, metrics, _colours(exhibit, look), look)


def the_setup(ask: Ask, store: Store, exhibit: Exhibit) -> OneSetup:
    """The setup that an exhibit shows, or InputError where the store does not hold it."""
    one = ask.setup_of(store, SetupId.parse(exhibit.setup, store.study))
    if one is None:
        raise InputError(
            f"setup {exhibit.setup!r} is not in the store (its pools: {store.study.pools})"
        )
    return one


def settle_as_it_is(ask: Ask, store: Store, exhibit: Exhibit) -> Exhibit:
    """For what shows any slice of any scenarios that holds setups."""
    _require_setups(ask, store, exhibit)
    return exhibit


def settle_one_scenario(ask: Ask, store: Store, exhibit: Exhibit) -> Exhibit:
    """For what shows one scenario: the first where the slice names none."""
    slice_ = exhibit.slice_
    if len(slice_.scenarios) > 1:
        raise InputError(
            f"{exhibit.kind} {exhibit.name} shows one scenario, and the slice names"
            f" {len(slice_.scenarios)} (accepted: {listed(slice_.scenarios)})"
        )
    one = exhibit if slice_.scenarios else replace(exhibit, slice_=_first_scenario(slice_))
    _require_setups(ask, store, one)
    return one


def _first_scenario(slice_: Slice) -> Slice:
    return slice_.replace(scenarios=(slice_.study.scenarios[0].name,))


def _require_setups(ask: Ask, store: Store, exhibit: Exhibit) -> None:
    if not slices_with_setups(ask, store, exhibit.slice_):
        raise InputError(f"no setup is left in the slice: {exhibit.slice_.caption()}")


def settle_component(ask: Ask, store: Store, exhibit: Exhibit) -> Exhibit:
    """For what is split by one component: the first that has several levels, unless it is named."""
    one = settle_one_scenario(ask, store, exhibit)
    offered = components_of(one.slice_, fits_memory(ask, store, one.slice_))
    if len(one.by) > 1:
        raise InputError(f"{one.kind} {one.name} is split by one component, not {len(one.by)}")
    if not offered:
        raise InputError("the slice has one part alone; it cannot be split")
    component = one.by[0] if one.by else offered[0]
    if component not in offered:
        raise InputError(unknown("component of this slice", component, offered))
    if not parts_of(ask, store, one.slice_, component, one.seed).labels:
        raise InputError(
            "no candidate can be singled out: the pools of this slice are all the same"
        )
    return replace(one, by=(component,))


def settle_measure(ask: Ask, store: Store, exhibit: Exhibit) -> Exhibit:
    """For what shows values under one measure: the first, unless it is named."""
    one = settle_few(ask, store, exhibit)
    measures = one.slice_.measures or store.study.measures
    if one.measure and one.measure not in measures:
        raise InputError(unknown("measure of this slice", one.measure, measures))
    measure = one.measure or measures[0]
    values = ask.evidence_of(store, one.slice_, one.seed).values
    if values.loc[values["measure"] == measure, "q50"].isna().all():
        raise InputError(f"no metric has a value under {measure} in this slice")
    return replace(one, measure=measure)


def settle_few(ask: Ask, store: Store, exhibit: Exhibit) -> Exhibit:
    """For what needs single setups, of one scenario."""
    one = settle_one_scenario(ask, store, exhibit)
    if not fits_memory(ask, store, one.slice_):
        raise InputError(f"{one.name} needs a slice of fewer setups; narrow it")
    return one


def settle_leads(ask: Ask, store: Store, exhibit: Exhibit) -> Exhibit:
    """For the leads without each given, of which there must be several."""
    one = settle_few(ask, store, exhibit)
    without = ask.evidence_of(store, one.slice_, one.seed).without
    if without.dropna(subset=["winner", "lead"]).empty:
        raise InputError("no given can be left out of this slice, or no metric leads without it")
    return one


def settle_setup(ask: Ask, store: Store, exhibit: Exhibit) -> Exhibit:
    """For one setup: the first with the largest pool of the slice, unless it is named."""
    asked = exhibit
    if exhibit.setup:
        scenario = SetupId.parse(exhibit.setup, store.study).scenario
        asked = replace(
            exhibit, slice_=Slice(store.study, (scenario,), metrics=exhibit.slice_.metrics)
        )
    one = settle_one_scenario(ask, store, asked)
    strangers = [key for key in one.shown if key not in one.slice_.metric_keys()]
    if strangers:
        raise InputError(unknown("metric of this slice", strangers[0], one.slice_.metric_keys()))
    settled = replace(one, setup=one.setup or str(ask.first_setup(store, one.slice_)))
    the_setup(ask, store, settled)
    return settled


def settle_baselines(ask: Ask, store: Store, exhibit: Exhibit) -> Exhibit:
    """For baselines: a whole scenario that ranks targets, of a study that has some."""
    scenarios = [s.name for s in store.study.scenarios if s.candidates == "target"]
    if not scenarios or not store.study.baselines:
        raise InputError("the study has no baselines to show")
    name = (exhibit.slice_.scenarios or (scenarios[0],))[0]
    if name not in scenarios:
        raise InputError(unknown("scenario with baselines", name, scenarios))
    whole = Slice(store.study, (name,))
    if replace(exhibit.slice_, scenarios=(name,)) != whole:
        raise InputError("baselines are shown for whole scenarios; name the scenario alone")
    return settle_few(ask, store, replace(exhibit, slice_=whole))


FIGURES: Mapping[str, Recipe] = {
    recipe.name: recipe
    for recipe in (
        Recipe("findings", "Findings", _findings, settle_as_it_is, "win-rates"),
        Recipe("baselines", "Beside baselines", _baselines, settle_baselines, "baselines"),
        Recipe("win-rates", "Win rates", _win_rates, settle_one_scenario, "win-rates"),
        Recipe(
            "win-rates-by", "Win rates by", _win_rates_by, settle_component, "win-rates", ("by",)
        ),
        Recipe("values", "Values", _values, settle_measure, "scores", ("measure",)),
        Recipe(
            "leave-one-out", "Without each given", _leave_one_out, settle_leads, "leave-one-out"
        ),
        Recipe("setup", "One setup", _setup, settle_setup, "setup", ("setup", "shown")),
        Recipe("neighbours", "Neighbours", _neighbours, settle_setup, "neighbours", ("setup",)),
    )
}
"""Every figure of the pages, by name."""
