"""How is a lead drawn that shrinks as givens or candidates are taken away?"""

from collections.abc import Mapping

import pandas as pd

from setupscope.analysis.questions.fragility import CANDIDATES, GIVENS
from setupscope.analysis.slices.queries import decoded
from setupscope.dashboard.figures.figure import Properties, bar, figure_of, scatter
from setupscope.dashboard.figures.panels import axis_name, beside_each_other, on_panel
from setupscope.dashboard.figures.theme import SMALL, Look
from setupscope.dashboard.text.labels import figure_label, figure_text, on_lines
from setupscope.dashboard.text.numbers import unsigned_tenths
from setupscope.data.study.study import Study

HEIGHT, GAP = 280, 0.1
LONGEST = 22
"""Characters of a line of an axis title."""
MOST_NAMED = 3
"""Names that a hover lists."""
HEAD, FOOT = 0.2, 0.05
"""Room above the highest bar, for words, and below the lowest: shares of what lies between."""


def lead_steps(
    study: Study,
    table: pd.DataFrame,
    nouns: Mapping[str, str],
    colours: Mapping[str, str],
    look: Look,
) -> Properties:
    """A bar per number of givens, or candidates, taken away: the lead that is left at worst.

    `table` has the rows of `analysis.fragility` of one scenario with a lead, `nouns` what is
    taken away by unit. A bar has the colour of the winner, and below 0 that of the metric that
    is ahead. A click gives the unit and the names that are taken away.
    """
    units = [unit for unit in (GIVENS, CANDIDATES) if (table["unit"] == unit).sum() > 1]
    domains = beside_each_other(max(len(units), 1), GAP)
    ends = _range(table)
    traces, axes = [], {}
    for number, (unit, domain) in enumerate(zip(units, domains, strict=False), start=1):
        rows = table[table["unit"] == unit]
        own = _panel(study, rows, nouns[unit], colours, look, ends[1])
        traces += [on_panel(number, trace) for trace in own]
        axes[axis_name("xaxis", number)] = _numbers(rows, nouns[unit], number, domain)
        axes[axis_name("yaxis", number)] = _leads(number, ends, look)
    margin = {"l": 58, "b": 62, "t": 8, "r": 8}
    return figure_of(traces, look, height=HEIGHT, margin=margin, bargap=0.25, **axes)


def _range(table: pd.DataFrame) -> list[float]:
    """The ends of the axis of leads, in points, with room for words above all bars."""
    low, high = 100 * min(table["lead"].min(), 0.0), 100 * max(table["lead"].max(), 0.01)
    head = HEAD if table["fewest"].notna().any() else FOOT
    return [low - FOOT * (high - low), high + head * (high - low)]


def _panel(
    study: Study,
    rows: pd.DataFrame,
    noun: str,
    colours: Mapping[str, str],
    look: Look,
    top: float,
) -> list[Properties]:
    ahead = rows["winner"].where(rows["lead"] >= 0, rows["rival"])
    bars = bar(
        x=rows["removed"],
        y=100 * rows["lead"],
        marker={"color": [colours[metric] for metric in ahead]},
        customdata=[
            [unit, decoded(names)]
            for unit, names in zip(rows["unit"], rows["left_out"], strict=True)
        ],
        hovertext=[_said(study, row, noun) for row in rows.to_dict("records")],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    return [bars, *_fall(study, rows, look, top)]


def _said(study: Study, row: Mapping[object, object], noun: str) -> str:
    """Who is ahead of whom in what a step leaves."""
    names = [figure_text(study.label(name)) for name in decoded(str(row["left_out"]))]
    more = len(names) - MOST_NAMED
    listed = ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
    start = f"without {listed}" if names else f"with every {figure_text(noun)}"
    lead = float(str(row["lead"]))
    pair = [figure_label(study.metric(str(row[role]))) for role in ("winner", "rival")]
    first, second = pair if lead >= 0 else pair[::-1]
    return f"{start}: {first} {unsigned_tenths(lead)} points ahead of {second}"


def _fall(study: Study, rows: pd.DataFrame, look: Look, top: float) -> list[Properties]:
    """A line before the first bar below 0, and who is ahead from there on."""
    fewest = rows["fewest"].iloc[0]
    if pd.isna(fewest):
        return []
    place, half = float(fewest) - 0.5, float(rows["removed"].max()) / 2
    rival = rows["rival"].iloc[int(fewest)]
    verb = "takes" if fewest == 1 else "take"
    words = f"{int(fewest)} {verb} the win:", f"{figure_label(study.metric(rival))} ahead"
    border = scatter(
        x=[place, place],
        y=[0, top],
        mode="lines",
        line={"color": look.ink.muted, "width": 1, "dash": "dot"},
        hoverinfo="skip",
    )
    text = scatter(
        x=[place],
        y=[top],
        mode="text",
        text=["<br>".join(f"{line}&nbsp;" if place > half else f"&nbsp;{line}" for line in words)],
        textposition="bottom left" if place > half else "bottom right",
        textfont={"size": SMALL, "color": look.ink.text},
        cliponaxis=False,
        hoverinfo="skip",
    )
    return [border, text]


def _numbers(rows: pd.DataFrame, noun: str, number: int, domain: list[float]) -> Properties:
    """The axis of how many are taken away."""
    most = int(rows["removed"].max())
    return {
        "anchor": axis_name("y", number),
        "domain": domain,
        "range": [-0.6, most + 0.6],
        "title": {
            "text": f"{on_lines(f'{figure_text(noun)}s', LONGEST)}<br>taken away",
            "font": {"size": SMALL},
            "standoff": 6,
        },
        "tickvals": list(range(0, most + 1, max(1, -(-most // 8)))),
        "tickfont": {"size": SMALL},
    }


def _leads(number: int, ends: list[float], look: Look) -> Properties:
    """The axis of leads; only the first one has labels."""
    title = {"text": "lead of the winner (points)", "font": {"size": SMALL}, "standoff": 6}
    own = {"matches": "y", "showticklabels": False} if number > 1 else {"title": title}
    return {
        "anchor": axis_name("x", number),
        "range": ends,
        "zeroline": True,
        "zerolinecolor": look.ink.muted,
        "showgrid": True,
        "gridcolor": look.ink.rule,
        "tickfont": {"size": SMALL},
        "nticks": 6,
        **own,
    }
