"""What does an exhibit leave out, and can it be made of its slice?"""

from dataclasses import replace

from setupscope.analysis.questions.one_setup import OneSetup
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.queries.answer import best_two, parts_of, slices_with_setups
from setupscope.dashboard.queries.parts import components_of
from setupscope.dashboard.queries.queries import Queries
from setupscope.data import InputError
from setupscope.data.errors import listed, unknown
from setupscope.data.study.setup_ids import SetupId


def the_setup(queries: Queries, exhibit: Exhibit) -> OneSetup:
    """The setup that an exhibit shows, or InputError where the store does not hold it."""
    one = queries.setup(SetupId.parse(exhibit.setup, queries.study))
    if one is None:
        raise InputError(
            f"setup {exhibit.setup!r} is not in the store (its pools: {queries.study.pools})"
        )
    return one


def resolve_as_it_is(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For what shows any slice of any scenarios that holds setups."""
    _require_setups(queries, exhibit)
    return exhibit


def resolve_one_scenario(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For what shows one scenario: the first where the slice names none."""
    slice_ = exhibit.slice_
    if len(slice_.scenarios) > 1:
        raise InputError(
            f"{exhibit.kind} {exhibit.name} shows one scenario, and the slice names"
            f" {len(slice_.scenarios)} (accepted: {listed(slice_.scenarios)})"
        )
    one = exhibit if slice_.scenarios else replace(exhibit, slice_=_first_scenario(slice_))
    _require_setups(queries, one)
    return one


def _first_scenario(slice_: Slice) -> Slice:
    return slice_.replace(scenarios=(slice_.study.scenarios[0].name,))


def _require_setups(queries: Queries, exhibit: Exhibit) -> None:
    if not slices_with_setups(queries, exhibit.slice_):
        raise InputError(f"no setup is left in the slice: {exhibit.slice_.caption()}")


def resolve_component(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For what is split by one component: the first that has several levels, unless it is named."""
    one = resolve_one_scenario(queries, exhibit)
    offered = components_of(one.slice_, queries.fits_memory(one.slice_))
    if len(one.by) > 1:
        raise InputError(f"{one.kind} {one.name} is split by one component, not {len(one.by)}")
    if not offered:
        raise InputError("the slice has one part alone; it cannot be split")
    component = one.by[0] if one.by else offered[0]
    if component not in offered:
        raise InputError(unknown("component of this slice", component, offered))
    if not parts_of(queries, one.slice_, component, one.seed).labels:
        raise InputError(
            "no candidate can be singled out: the pools of this slice are all the same"
        )
    return replace(one, by=(component,))


def resolve_measure(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For what shows values under one measure: the first, unless it is named."""
    one = resolve_few(queries, exhibit)
    measure = _measure(one)
    values = queries.evidence(one.slice_, one.seed).values
    if values.loc[values["measure"] == measure, "q50"].isna().all():
        raise InputError(f"no metric has a value under {measure} in this slice")
    return replace(one, measure=measure)


def resolve_few(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For what needs single setups, of one scenario."""
    one = resolve_one_scenario(queries, exhibit)
    if not queries.fits_memory(one.slice_):
        raise InputError(f"{one.name} needs a slice of fewer setups; narrow it")
    return one


def resolve_pair(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For two metrics: the two with the highest win rates, unless they are named as shown."""
    one = resolve_few(queries, exhibit)
    metrics = one.slice_.metric_keys()
    strangers = [key for key in one.shown if key not in metrics]
    if strangers:
        raise InputError(unknown("metric of this slice", strangers[0], metrics))
    if len(metrics) < 2:
        raise InputError(f"{one.name} compares two metrics, and the slice has one")
    shown = one.shown or best_two(queries, one.slice_)
    if len(set(shown)) != 2:
        raise InputError(f"{one.name} compares two metrics, not {len(set(shown))}")
    return replace(one, shown=shown)


def resolve_pair_under(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For two metrics under one measure: the first, unless it is named."""
    one = resolve_pair(queries, exhibit)
    return replace(one, measure=_measure(one))


def _measure(exhibit: Exhibit) -> str:
    """The measure that is named, else the first of the slice."""
    measures = exhibit.slice_.measures or exhibit.slice_.study.measures
    if exhibit.measure and exhibit.measure not in measures:
        raise InputError(unknown("measure of this slice", exhibit.measure, measures))
    return exhibit.measure or measures[0]


def resolve_leads(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For the leads without each given, of which there must be several."""
    one = resolve_few(queries, exhibit)
    without = queries.evidence(one.slice_, one.seed).without
    if without.dropna(subset=["winner", "lead"]).empty:
        raise InputError("no given can be left out of this slice, or no metric leads without it")
    return one


def resolve_setup(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For one setup: the first with the largest pool of the slice, unless it is named."""
    within = exhibit
    if exhibit.setup:
        scenario = SetupId.parse(exhibit.setup, queries.study).scenario
        within = replace(
            exhibit, slice_=Slice(queries.study, (scenario,), metrics=exhibit.slice_.metrics)
        )
    one = resolve_one_scenario(queries, within)
    strangers = [key for key in one.shown if key not in one.slice_.metric_keys()]
    if strangers:
        raise InputError(unknown("metric of this slice", strangers[0], one.slice_.metric_keys()))
    resolved = replace(one, setup=one.setup or str(queries.first_setup(one.slice_)))
    the_setup(queries, resolved)
    return resolved


def resolve_baselines(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For baselines: a whole scenario that ranks targets, of a study that has some."""
    scenarios = [s.name for s in queries.study.scenarios if s.candidates == "target"]
    if not scenarios or not queries.study.baselines:
        raise InputError("the study has no baselines to show")
    name = (exhibit.slice_.scenarios or (scenarios[0],))[0]
    if name not in scenarios:
        raise InputError(unknown("scenario with baselines", name, scenarios))
    whole = Slice(queries.study, (name,))
    if replace(exhibit.slice_, scenarios=(name,)) != whole:
        raise InputError("baselines are shown for whole scenarios; name the scenario alone")
    return resolve_few(queries, replace(exhibit, slice_=whole))
