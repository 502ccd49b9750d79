"""The marks of a figure have names, and the names on its axes have meanings."""

from setupscope.dashboard.figures.definitions import with_definitions
from setupscope.dashboard.figures.figure import bar, scatter
from setupscope.dashboard.figures.marks import named_marks
from setupscope.dashboard.figures.theme import Look

SHOWN = "%{hovertext}<extra></extra>"


def figure(*traces, **layout):
    return {"data": list(traces), "layout": layout}


def cells(**more):
    """Two rows of two cells, the lower row first."""
    return bar(
        y=[0, 0, 1, 1],
        customdata=[["b", "m"], ["b", "n"], ["a", "m"], ["a", "n"]],
        hovertext=["B &amp; C<br>M: 1", "B &amp; C<br>N: 2", "A<br>M: 3", "A<br>N: 4"],
        hovertemplate=SHOWN,
        **more,
    )


def test_marks_are_named_from_the_top_by_what_their_hovers_say():
    assert named_marks(figure(cells())) == {
        "A M: 3": ["a", "m"],
        "A N: 4": ["a", "n"],
        "B & C M: 1": ["b", "m"],
        "B & C N: 2": ["b", "n"],
    }


def test_a_row_is_one_mark_where_a_click_counts_for_the_row():
    assert named_marks(figure(cells()), whole_rows=True) == {"A": ["a", "m"], "B & C": ["b", "m"]}


def test_marks_that_carry_the_same_are_one_and_those_that_carry_nothing_none():
    squares = bar(
        y=[1, 1],
        customdata=[["given", "x"], ["given", "x"]],
        hovertext=["X: 5 % here", "X: 7 % here"],
        hovertemplate=SHOWN,
    )
    words = scatter(y=[0], text=["said"], hoverinfo="skip")
    assert named_marks(figure(squares, words)) == {"X": ["given", "x"]}


def test_equal_names_are_numbered_and_numbers_of_the_browser_left_out():
    dots = scatter(
        y=["p", "q"],
        customdata=["one", "two"],
        text=["same", "same"],
        hovertemplate="%{text}<br>score %{x:.4~g}<extra></extra>",
    )
    assert named_marks(figure(dots)) == {"same (1)": "two", "same (2)": "one"}


def test_names_on_axes_and_in_headings_say_on_hover_what_they_mean():
    drawn = figure(
        bar(y=["LEEP", "LogME", "other"], x=[1, 2, 3], orientation="h"),
        yaxis={"type": "category"},
        xaxis={"side": "top", "tickvals": [0.5], "ticktext": ["<b>LogME</b>"]},
        annotations=[{"text": "<b>LEEP</b>  0.5"}, {"text": "elsewhere"}],
    )
    meanings = {"LEEP": "It < means this", "LogME": "That"}
    shown = with_definitions(drawn, meanings, Look())
    heading, elsewhere, *over = shown["layout"]["annotations"]
    assert heading["hovertext"] == "It &lt; means this"
    assert elsewhere == {"text": "elsewhere"}
    assert [(one["text"], one["hovertext"]) for one in over] == [
        ("LEEP", "It &lt; means this"),
        ("LogME", "That"),
        ("<b>LogME</b>", "That"),
    ]
    assert {one["font"]["color"] for one in over} == {"rgba(0,0,0,0)"}
    assert len(drawn["layout"]["annotations"]) == 2
