"""What does an exhibit leave out, and can it be made of its slice?"""

from dataclasses import replace

from analysis.one_setup import OneSetup
from analysis.slices import Slice
from dashboard.answered import best_two, fits_memory, parts_of, slices_with_setups
from dashboard.export.exhibits import Exhibit
from dashboard.parts import components_of
from dashboard.questions import Ask
from data import InputError, Store
from data.errors import listed, unknown
from data.setup_ids import SetupId


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
    measure = _measure(one)
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


def settle_pair(ask: Ask, store: Store, exhibit: Exhibit) -> Exhibit:
    """For two metrics: the two with the highest win rates, unless they are named as shown."""
    one = settle_few(ask, store, exhibit)
    metrics = one.slice_.metric_keys()
    strangers = [key for key in one.shown if key not in metrics]
    if strangers:
        raise InputError(unknown("metric of this slice", strangers[0], metrics))
    if len(metrics) < 2:
        raise InputError(f"{one.name} compares two metrics, and the slice has one")
    shown = one.shown or best_two(ask, store, one.slice_)
    if len(set(shown)) != 2:
        raise InputError(f"{one.name} compares two metrics, not {len(set(shown))}")
    return replace(one, shown=shown)


def settle_pair_under(ask: Ask, store: Store, exhibit: Exhibit) -> Exhibit:
    """For two metrics under one measure: the first, unless it is named."""
    one = settle_pair(ask, store, exhibit)
    return replace(one, measure=_measure(one))


def _measure(exhibit: Exhibit) -> str:
    """The measure that is named, else the first of the slice."""
    measures = exhibit.slice_.measures or exhibit.slice_.study.measures
    if exhibit.measure and exhibit.measure not in measures:
        raise InputError(unknown("measure of this slice", exhibit.measure, measures))
    return exhibit.measure or measures[0]


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
