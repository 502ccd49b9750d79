"""How is the specification curve of two metrics drawn?"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from setupscope.dashboard.figures.figure import Properties, bar, figure_of, scatter
from setupscope.dashboard.figures.label_width import label_margin
from setupscope.dashboard.figures.margins import pair_of
from setupscope.dashboard.figures.panels import above_each_other, on_panel
from setupscope.dashboard.figures.scale import ROOM, shade_scale, shaded
from setupscope.dashboard.figures.theme import SMALL, Look
from setupscope.dashboard.text.labels import figure_text, level_label
from setupscope.dashboard.text.numbers import percent, value
from setupscope.data.study.study import Study

MOST_MARKS = 2_000
ABOVE, CURVE, ROW, BELOW = 24, 190, 17, 40
GAP = 0.02
BINS = 20
STRONGEST = 3
"""Times an even spread from which a shade is the strongest."""


def bins_for(levels: int) -> int:
    """Bins along the curve, so that curve and levels stay below 2,000 marks."""
    return max(8, min(BINS, (MOST_MARKS - 270) // max(levels, 1)))


def specification_curve(
    study: Study,
    curve: pd.DataFrame,
    along: pd.DataFrame,
    shown: Sequence[str],
    colours: Mapping[str, str],
    look: Look,
    linked: float | None = None,
) -> Properties:
    """Setups by margin, and beneath it where along the curve those of each level lie.

    `curve` is of `specification`, `along` of `along_curve`, both of `analysis.specification`.
    `linked` is the margin of a setup that is marked. A click on the curve gives the id's parts
    of that setup, one beneath it component and level.
    """
    levels = _in_order(along)[["component", "level"]]
    heights = [CURVE, ROW * max(len(levels), 1)]
    names = [level_label(study, c, level) for c, level in levels.itertuples(index=False)]
    marks = _curve(study, curve, shown, colours, look, linked)
    return figure_of(
        [
            *(on_panel(1, trace) for trace in marks),
            on_panel(2, _bars(study, along, levels, look)),
            _scale(look),
        ],
        look,
        height=ABOVE + sum(heights) + BELOW + ROOM,
        bargap=0,
        barmode="overlay",
        margin={"l": max(label_margin(names, SMALL), 80), "b": BELOW + ROOM, "t": ABOVE, "r": 22},
        **_axes("<br>over ".join(pair_of(study, shown)), names, heights, look),
        **_crossing(study, curve, shown, look),
    )


def _in_order(along: pd.DataFrame) -> pd.DataFrame:
    """Every level once: givens by how far they speak for the first metric, others as they are."""
    levels = along.drop_duplicates(["component", "level"])
    givens = levels[levels["component"] == "given"]
    ordered = givens.sort_values("ahead", ascending=False, kind="stable")
    return pd.concat([ordered, levels[levels["component"] != "given"]])


def _curve(
    study: Study,
    curve: pd.DataFrame,
    shown: Sequence[str],
    colours: Mapping[str, str],
    look: Look,
    linked: float | None,
) -> list[Properties]:
    a, b = pair_of(study, shown)
    marks = scatter(
        x=(100 * curve["place"]).round(3),
        y=curve["margin"],
        mode="markers",
        marker={
            "size": 4,
            "color": [
                look.ink.muted if margin == 0 else colours[shown[0] if margin > 0 else shown[1]]
                for margin in curve["margin"]
            ],
        },
        customdata=curve[["given", "backbone", "measure", "pool"]].astype(str).to_numpy().tolist(),
        hovertext=[
            f"{figure_text(study.label(given))}, {level_label(study, 'measure', measure)}:"
            f" {a} {value(one)}, {b} {value(other)}"
            for given, measure, one, other in curve[["given", "measure", "a", "b"]].itertuples(
                index=False
            )
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    if linked is None:
        return [marks]
    place = float(np.interp(linked, curve["margin"], 100 * curve["place"]))
    ring = scatter(
        x=[place],
        y=[linked],
        mode="markers+text",
        marker={
            "size": 14,
            "symbol": "circle-open",
            "color": look.ink.text,
            "line": {"width": 2, "color": look.ink.text},
        },
        text=[" the linked setup"],
        textposition="middle right" if place < 60 else "middle left",
        hoverinfo="skip",
    )
    return [marks, ring]


def _bars(study: Study, along: pd.DataFrame, levels: pd.DataFrame, look: Look) -> Properties:
    """A square per level and bin: the stronger its shade, the more of the level lies there."""
    rows = {pair: index for index, pair in enumerate(levels.itertuples(index=False, name=None))}
    bins = int(along["bin"].max()) + 1 if len(along) else 1
    along = along[along["share"] > 0]
    pairs = list(zip(along["component"], along["level"], strict=True))
    y = np.array([len(rows) - 1 - rows[pair] for pair in pairs], float)
    strength = (along["share"] * bins / STRONGEST).clip(0, 1).round(2)
    names = {pair: level_label(study, *pair) for pair in rows}
    return bar(
        x=(100 * (along["bin"] + 0.5) / bins).round(3),
        y=[0.8] * len(along),
        base=y - 0.4,
        width=100 / bins,
        marker={"color": look.ink.muted, "opacity": strength.tolist()},
        customdata=[list(pair) for pair in pairs],
        hovertext=[
            f"{names[pair]}: {figure_text(percent(share))} of its setups here"
            for pair, share in zip(pairs, along["share"], strict=True)
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _scale(look: Look) -> Properties:
    """How many of a level's setups lie in a part of the curve, against an even spread."""
    shades = [(0.0, shaded(look.ink.muted, 0.0)), (1.0, shaded(look.ink.muted, 1.0))]
    ticks = {times / STRONGEST: f"{times} ×" for times in range(STRONGEST + 1)}
    return shade_scale("a choice's setups, against an even spread", shades, ticks, look)


def _axes(margin: str, names: list[str], heights: Sequence[float], look: Look) -> Properties:
    above, below = above_each_other(heights, GAP)
    small = {"size": SMALL}
    along = {"range": [-0.5, 100.5], "tickfont": small, "tickvals": [0, 25, 50, 75, 100]}
    return {
        "xaxis": along | {"anchor": "y", "matches": "x2", "showticklabels": False},
        "xaxis2": along
        | {
            "anchor": "y2",
            "title": {"text": "% of setups, ordered by margin", "font": small, "standoff": 6},
        },
        "yaxis": {
            "domain": above,
            "title": {"text": f"margin of {margin}", "font": small},
            "tickfont": small,
            "zeroline": True,
            "zerolinecolor": look.ink.muted,
            "nticks": 5,
            "showgrid": True,
            "gridcolor": look.ink.rule,
        },
        "yaxis2": {
            "anchor": "x2",
            "domain": below,
            "tickvals": list(range(len(names))),
            "ticktext": names[::-1],
            "tickfont": small,
            "range": [-0.6, max(len(names), 1) - 0.4],
        },
    }


def _crossing(study: Study, curve: pd.DataFrame, shown: Sequence[str], look: Look) -> Properties:
    """Where the first metric gets ahead: what lies to the right is its share."""
    ahead = curve.loc[curve["margin"] > 0, "place"]
    place = 100 * float(ahead.min()) if len(ahead) else 100.0
    name = pair_of(study, shown)[0]
    words = {
        "x": place,
        "y": 1,
        "xref": "x",
        "yref": "paper",
        "xanchor": "right" if place > 50 else "left",
        "yanchor": "bottom",
        "text": f"{name} ahead →",
        "showarrow": False,
        "font": {"size": SMALL, "color": look.ink.muted},
    }
    lines = [_upright(place, axes, look) for axes in (("x", "y"), ("x2", "y2"))]
    return {"shapes": lines, "annotations": [words]}


def _upright(place: float, axes: tuple[str, str], look: Look) -> Properties:
    """A line from the bottom of a panel to its top."""
    return {
        "type": "line",
        "xref": axes[0],
        "yref": f"{axes[1]} domain",
        "x0": place,
        "x1": place,
        "y0": 0,
        "y1": 1,
        "line": {"width": 1, "dash": "dot", "color": look.ink.muted},
    }
