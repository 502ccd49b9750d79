"""How are the figures of the deeper questions made from what they show?"""

from dataclasses import replace

import pandas as pd
import plotly.graph_objects as go

from analysis.restrictions import RESTRICTED
from dashboard.export.colours import colours_of
from dashboard.export.exhibits import Exhibit
from dashboard.export.filling_in import settle_few
from dashboard.export.recipe import Recipe
from dashboard.flip_figure import flip_dots, worth_drawing
from dashboard.questions import Ask
from dashboard.template import Look
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


DEEPER = (Recipe("flips", "What flips it", _flips, settle_flips, "flips", ("by",)),)
