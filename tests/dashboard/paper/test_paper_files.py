"""Tables as LaTeX, Markdown and HTML, in which no name breaks anything."""

import re

import pandas as pd
import pytest

from beside import OF_TWO, table_options
from by_hand import TWO, rates, study, verdicts
from compiled import compiled, needs_pdflatex
from setupscope.analysis.questions.one_setup import largest_setup, neighbours, one_setup
from setupscope.analysis.questions.usefulness import usefulness
from setupscope.analysis.questions.won_setups import won_setups
from setupscope.analysis.slices.slices import Slice
from setupscope.analysis.tables import TABLES, table_of
from setupscope.dashboard.paper.cells import Cell, PaperTable
from setupscope.dashboard.paper.html import as_html
from setupscope.dashboard.paper.latex import latex_terms
from setupscope.dashboard.paper.tables import as_latex, as_markdown, paper_table

NASTY = [
    *(
        "a<b> & 50 %_x $y$",
        "\\cmd{a}^~#",
        "\"q\" 'r' `s`",
        "line\nbreak",
        "[x](y) *b* |c| <b>d</b>",
    ),
    *("=1+1", "n" * 200, "long " * 40, "北京", "😀 ok", "https://evil.example/?a=b&c", "[1pt]"),
]


def test_latex_has_rules_aligned_numbers_and_marks_that_take_no_room():
    text = verdicts(("all", "m2", 0.5, "undecided"))
    written = as_latex(paper_table("win-rates", TWO, study(), verdicts=text)).decode()
    assert written.splitlines()[1:5] == [
        r"\begin{tabular}{lrrr}",
        r"\toprule",
        r"Metric & Win rate (\%) & 95 \% interval & P(best) (\%) \\",
        r"\midrule",
    ]
    assert r"\textbf{74.9}\rlap{\textsuperscript{\textdagger{}}} & 60.0\textendash{}90.0" in written
    assert written.index(r"\bottomrule") < written.index(r"\textdagger{} undecided")


def test_a_long_table_repeats_its_head_and_says_what_it_needs():
    count = rates([(f"m{index}", index / 900, None, None, None) for index in range(1, 43)])
    written = as_latex(paper_table("win-rates", count, study(map(str, range(1, 43))))).decode()
    assert written.splitlines()[0].startswith("% Needs")
    assert "longtable" in written.splitlines()[0]
    assert written.index(r"\endhead") < written.index("4.7")


def test_markdown_shows_names_letter_by_letter_and_links_none():
    names = ["<b>&amp;*a*|x", "[l](https://evil.example)"]
    lines = as_markdown(paper_table("win-rates", TWO, study(names))).decode().splitlines()
    assert re.fullmatch(r"\|:-+\|-+:\|-+:\|-+:\|", lines[1])
    assert " **74.9** |" in lines[2]
    cells = [re.split(r"(?<!\\)\|", line)[1].strip() for line in lines[2:4]]
    assert not any(re.search(r"(?<!\\)[<\[*&|]", cell) for cell in cells)
    shown = [re.sub(r"\\(.)", r"\1", cell) for cell in cells]
    assert shown == [names[1].replace(":", ":\N{WORD JOINER}"), names[0]]


@needs_pdflatex
def test_names_of_any_letters_come_out_in_every_table(tmp_path):
    labels = {f"g{index}": name for index, name in enumerate(NASTY)}
    study_ = study(NASTY[:6], labels)
    names = [f"g{index}" for index in range(len(NASTY))]
    rows = [(f"m{index}", index / 21, 0.1, 0.5, 0.1) for index in range(1, 7)]
    long = rates(rows)
    pivoted = pd.concat([long.assign(given=name) for name in names], ignore_index=True)
    scored = pd.DataFrame({"scenario": "s", "candidate": names, "performance": 0.5, "m1": 1.0})
    made = [
        paper_table("win-rates", long, study_),
        paper_table("win-rates", pivoted, study_, ["given"]),
        paper_table("setup", scored, study_),
        paper_table("other", pivoted, study_, ["given"]),
    ]
    shown = compiled("\n\\clearpage\n".join(as_latex(one).decode() for one in made), tmp_path)
    if shown is not None:
        for words in (
            "a<b> & 50 %_x $y$",
            r"\cmd{a}^~#",
            "line break",
            "[x](y) *b* |c|",
            "BeiJing",
        ):
            assert words in shown
        assert shown.count("n") > 3 * 200


def every_table(store, slice_):
    """All tables of a slice, as papers have them."""
    study_, setups, metrics = store.study, slice_.narrow(store.setups()), slice_.metric_keys()
    for name in TABLES:
        for by in ([], ["measure"], ["given"]):
            leaves_out = name in ("leave-one-out", "leave-one-family-out")
            if (leaves_out and by == ["given"]) or (name in OF_TWO and by):
                continue
            if name == "claim" and len(slice_.scenario_names()) > 1:
                continue
            options = table_options(name, slice_)
            axes = [*by, "pool_size"] if name == "map" and by else by
            table = table_of(name, slice_, store.setups(), axes, options=options)
            text = table_of("conclusion", slice_, store.setups(), by)
            yield paper_table(name, table, study_, axes, text)
    one = one_setup(store.setups(), store.measurements(), study_, largest_setup(setups))
    scored, around = one.candidates.copy(), neighbours(store.setups(), study_, one)
    for table in (scored, around):
        table.insert(0, "scenario", one.id.scenario)
    yield paper_table("setup", scored, study_)
    yield paper_table("neighbours", around, study_)
    yield paper_table("won", won_setups(setups, metrics[0])[0], study_)
    useful = usefulness(setups, metrics, store.measurements(), study_)
    yield paper_table("usefulness", useful, study_)


@needs_pdflatex
@pytest.mark.parametrize(
    "query",
    [
        pytest.param(
            "scenario=segmentation-source&measure=kendall,rel_at_1", marks=pytest.mark.extended
        ),
        pytest.param("scenario=classification-target&backbone=frozen", marks=pytest.mark.extended),
        "scenario=segmentation-source,segmentation-target&given=ade,camvid&measure=pearson",
    ],
)
def test_every_table_of_the_shipped_study_compiles(small, query, tmp_path):
    made = list(every_table(small, Slice.parse(query, small.study)))
    terms = latex_terms(small.study)
    body = "\n\\clearpage\n".join(as_latex(one, terms).decode() for one in made)
    shown = compiled(body, tmp_path)
    for one in made:
        assert as_markdown(one).count(b"\n|") == len(one.rows) + 1
        assert shown is None or one.columns[-1].split()[0] in shown


def test_in_html_names_stand_once_and_are_text():
    rows = (("A <b>", "x"), ("A <b>", "y"), ("B", "y"))
    cells = tuple(tuple(Cell(text) for text in row) for row in rows)
    page = as_html(PaperTable(("Group", "Name"), cells, ("a & b",), groups=1))
    assert page.count("A &lt;b&gt;") == 1
    assert page.count(">y<") == 2
    assert "<b>" not in page
    assert "a &amp; b" in page
