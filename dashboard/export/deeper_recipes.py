"""How are the figures of the deeper questions made from what they show?"""

from dataclasses import replace

import pandas as pd
import plotly.graph_objects as go

from analysis.agreement import COMPARED
from analysis.restrictions import RESTRICTED
from analysis.slices import Slice
from dashboard.agreement_figure import agreement_cells, by_similarity
from dashboard.answered import scenario_of
from dashboard.compare_figure import compare_slopes
from dashboard.enough_figure import enough_lines
from dashboard.export.colours import colours_of
from dashboard.export.exhibits import Exhibit
from dashboard.export.filling_in import settle_few, settle_one_scenario, settle_pair
from dashboard.export.recipe import Recipe
from dashboard.export.table_recipes import asked_of
from dashboard.flip_figure import flip_dots, worth_drawing
from dashboard.parts import components_of
from dashboard.questions import Ask
from dashboard.stability_figure import importance_bars, stability_dots
from dashboard.stability_sentences import called
from dashboard.template import Look
from dashboard.wording import level_label
from data import InputError, Store
from data.errors import unknown


def flips_shown(ask: Ask, store: Store, exhibit: Exhibit) -> pd.DataFrame:
    """The restrictions that an exhibit counts: all, or those of the components it names."""
    table = ask.table_of(store, exhibit.slice_, "flips", (), exhibit.seed)
    return table[table["component"].isin(exhibit.by)] if exhibit.by else table


def _flips(ask: Ask, store: Store, exhibit: Exhibit, look: Look) -> go.Figure:
    rows = worth_drawing(flips_shown(ask, store, exhibit))
    return flip_dots(store.study, rows, colours_of(exhibit, look), look)


def settle_flips(ask: Ask, store: Store, exhibit: Exhibit) -> Exhibit:
    """For restrictions of one scenario, of which there must be some."""
    for component in exhibit.by:
        if component not in RESTRICTED:
            raise InputError(unknown("kind of restriction", component, RESTRICTED))
    one = settle_few(ask, store, replace(exhibit, by=tuple(dict.fromkeys(exhibit.by))))
    if worth_drawing(flips_shown(ask, store, one)).empty:
        raise InputError("no restriction of that kind can be made of this slice")
    return one


def stability_shown(ask: Ask, store: Store, exhibit: Exhibit) -> pd.DataFrame:
    """The components whose stability is known, the least stable first."""
    table = ask.table_of(store, exhibit.slice_, "stability", (), exhibit.seed)
    return table.dropna(subset=["stability"]).sort_values("stability", kind="stable")


def _stability(ask: Ask, store: Store, exhibit: Exhibit, look: Look) -> go.Figure:
    rows, scenario = stability_shown(ask, store, exhibit), scenario_of(exhibit.slice_)
    labels = [called(store.study, scenario, name) for name in rows["component"]]
    return stability_dots(rows, labels, look)


def settle_stability(ask: Ask, store: Store, exhibit: Exhibit) -> Exhibit:
    """For components of which setups differ in one alone."""
    one = settle_few(ask, store, exhibit)
    if stability_shown(ask, store, one).empty:
        raise InputError("no two setups of this slice differ in one component alone")
    return one


def compared_components(slice_: Slice) -> list[str]:
    """Components of which a slice has two levels to compare."""
    return [name for name in components_of(slice_, candidates=False) if name in COMPARED]


def agreement_shown(ask: Ask, store: Store, exhibit: Exhibit) -> pd.DataFrame:
    """How alike the levels of an exhibit's component rank the metrics."""
    table = ask.table_of(store, exhibit.slice_, "agreement", exhibit.by, exhibit.seed)
    return table.dropna(subset=["level_a"])


def _agreement(ask: Ask, store: Store, exhibit: Exhibit, look: Look) -> go.Figure:
    rows, component = agreement_shown(ask, store, exhibit), exhibit.by[0]
    levels = by_similarity(rows)
    labels = {level: level_label(store.study, component, level) for level in levels}
    return agreement_cells(rows, labels, look)


def settle_agreement(ask: Ask, store: Store, exhibit: Exhibit) -> Exhibit:
    """For levels of one component: the first that has several, unless it is named."""
    one = settle_few(ask, store, exhibit)
    offered = compared_components(one.slice_)
    if len(one.by) > 1:
        raise InputError(f"figure agreement is of one component, not {len(one.by)}")
    if not offered:
        raise InputError("the slice has one level of each component; none can be compared")
    component = one.by[0] if one.by else offered[0]
    if component not in offered:
        raise InputError(unknown("component of this slice", component, offered))
    settled = replace(one, by=(component,))
    if agreement_shown(ask, store, settled)["tau"].isna().all():
        raise InputError(f"no two levels of {component} both rank the metrics")
    return settled


def importance_shown(ask: Ask, store: Store, exhibit: Exhibit) -> pd.DataFrame:
    """The shares of an exhibit's pair of metrics, of components that have one."""
    slice_ = exhibit.slice_.replace(metrics=exhibit.shown)
    table = ask.table_of(store, slice_, "importance", (), exhibit.seed)
    if len(slice_.accepted("backbone")) > 1:
        return table
    return table[table["component"] != "backbone"]


def _importance(ask: Ask, store: Store, exhibit: Exhibit, look: Look) -> go.Figure:
    rows, scenario = importance_shown(ask, store, exhibit), scenario_of(exhibit.slice_)
    known = rows.dropna(subset=["share"])
    labels = [called(store.study, scenario, name) for name in known["component"]]
    return importance_bars(known["share"], labels, look)


def settle_importance(ask: Ask, store: Store, exhibit: Exhibit) -> Exhibit:
    """For two metrics: the two with the highest win rates, unless they are named."""
    one = settle_pair(ask, store, exhibit)
    if importance_shown(ask, store, one)["share"].isna().all():
        raise InputError("nothing decides between the two metrics: they stand alike everywhere")
    return one


def _enough(ask: Ask, store: Store, exhibit: Exhibit, look: Look) -> go.Figure:
    table = ask.table_of(store, exhibit.slice_, "enough", (), exhibit.seed)
    noun = store.study.noun(scenario_of(exhibit.slice_), "given")
    return enough_lines(table.dropna(subset=["n"]), noun, look)


def settle_enough(ask: Ask, store: Store, exhibit: Exhibit) -> Exhibit:
    """For samples of setups and givens; there must be something to sample."""
    one = settle_few(ask, store, exhibit)
    table = ask.table_of(store, one.slice_, "enough", (), one.seed)
    if table["n"].isna().all():
        raise InputError(f"nothing can be sampled: {table['reason'].iloc[0]}")
    return one


def compared(ask: Ask, store: Store, exhibit: Exhibit) -> pd.DataFrame:
    """The comparison of an exhibit's slice with the other that it names."""
    beside = asked_of(exhibit)
    return ask.table_of(store, exhibit.slice_, "compare", (), exhibit.seed, beside)


def _compare(ask: Ask, store: Store, exhibit: Exhibit, look: Look) -> go.Figure:
    table = compared(ask, store, exhibit)
    return compare_slopes(store.study, table, colours_of(exhibit, look), look)


def settle_compare(ask: Ask, store: Store, exhibit: Exhibit) -> Exhibit:
    """For two slices of one scenario each, that hold setups."""
    one = settle_one_scenario(ask, store, exhibit)
    if not one.against:
        raise InputError("figure compare takes a second slice: --against QUERY")
    other = Slice.parse(one.against, store.study)
    whole = settle_one_scenario(ask, store, replace(one, slice_=other, against=""))
    settled = replace(one, against=whole.slice_.link())
    if compared(ask, store, settled)["difference"].isna().all():
        raise InputError("no metric has a win rate in both slices")
    return settled


DEEPER = (
    Recipe("compare", "Two slices", _compare, settle_compare, "compare", ("against",)),
    Recipe("flips", "What flips it", _flips, settle_flips, "flips", ("by",), kinds=True),
    Recipe("stability", "Stability", _stability, settle_stability, "stability"),
    Recipe("agreement", "Agreement", _agreement, settle_agreement, "agreement", ("by",)),
    Recipe(
        "importance",
        "Importance",
        _importance,
        settle_importance,
        "importance",
        ("shown",),
        pair=True,
    ),
    Recipe("enough", "How many are enough", _enough, settle_enough, "enough"),
)
