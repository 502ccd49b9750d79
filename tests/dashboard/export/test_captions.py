"""What stands under a figure or a table in a paper."""

import re

import pytest

from beside import OF_WHOLE, options_of
from hostile import NAMES, hostile_study
from setupscope.analysis import conclusion, win_rates
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.export.caption import caption
from setupscope.dashboard.export.exhibit import FIGURE, TABLE, Exhibit
from setupscope.dashboard.export.recipes.figures import FIGURES
from setupscope.dashboard.export.recipes.resolve import resolved
from setupscope.dashboard.export.recipes.tables import TABLES
from setupscope.dashboard.queries.queries import Queries
from setupscope.data import open_store
from setupscope.data.storage.building import build

BACKSLASH = NAMES[2]
NOUNS = 'source_noun = "source"\ntarget_noun = "target"\n\n'
TARGETS_RANKED = """
[[scenarios]]
name = "sets-target"
table = "sets"
given = "source"
candidates = "target"
title = "Which target?"
question = "Which one?"
"""
"""A scenario that ranks targets, besides one that ranks sources."""
QUERIES = (
    "scenario=segmentation-source",
    "scenario=classification-target&measure=kendall&size=5-7",
    "scenario=classification-source&given=dtd&backbone=frozen&metrics=leep,gbc",
)


def text_of(store, kind, name, query, **options):
    slice_ = Slice.parse(query, store.study)
    one = resolved(Queries(store), Exhibit(kind, name, slice_, **options))
    return caption(Queries(store), one)


def test_win_rates_are_said_with_slice_count_interval_and_what_was_resampled_and_held(small):
    text = text_of(small, FIGURE, "win-rates", "scenario=segmentation-source&measure=kendall")
    slice_ = Slice.parse("scenario=segmentation-source&measure=kendall", small.study)
    rates = win_rates(slice_.narrow(small.setups())).set_index("metric")
    best = rates["win_rate"].idxmax()
    assert slice_.caption() in text
    assert f"{100 * rates['win_rate'][best]:.1f} % of {rates['setups'][best]:,} setups" in text
    low, high = (100 * rates[end][best] for end in ("low", "high"))
    assert f"95 % interval {low:.0f} to {high:.0f} % over 17 target datasets" in text
    assert "with these source datasets fixed" in text
    assert "10,000 bootstrap draws of the target datasets" in text
    verdict = conclusion(slice_.narrow(small.setups()))["verdict"].iloc[0]
    assert f"this lead is {verdict}" in text


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("name", ["win-rates", "win-rates-by", "values", "leave-one-out"])
def test_figures_say_their_slice_and_how_many_setups_it_has(shipped, name, query):
    slice_ = Slice.parse(query, shipped.study)
    if name == "leave-one-out" and slice_.givens:
        return
    text = text_of(shipped, FIGURE, name, query)
    assert slice_.caption() in text
    total = len(slice_.narrow(shipped.setups()).df())
    if name == "values":
        total = total // len(slice_.measures or shipped.study.measures)
    assert f"{total:,} setups" in text


@pytest.mark.parametrize(
    ("kind", "name"), [*((FIGURE, name) for name in FIGURES), *((TABLE, name) for name in TABLES)]
)
def test_captions_are_plain_text_on_one_line(small, kind, name):
    query = "scenario=classification-target"
    beside = options_of(name, Slice.parse(query, small.study))
    text = text_of(small, kind, name, query, **beside)
    assert text.endswith(".")
    for sign in ("\n", "\\", "**", "  ", "\N{WORD JOINER}", ".."):
        assert sign not in text


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A store whose names hold every sign that Markdown reads."""
    folder = tmp_path_factory.mktemp("hostile")
    build(hostile_study(folder), folder / "store")
    return open_store(folder / "store")


@pytest.mark.parametrize(
    ("kind", "name"), [*((FIGURE, name) for name in FIGURES), *((TABLE, name) for name in TABLES)]
)
def test_names_come_out_letter_by_letter(hostile, kind, name):
    if name in OF_WHOLE:
        named = hostile.study.tables[0].task, hostile.study.scenarios[0].title
        named += (hostile.study.title,) if name.startswith("across") else ()
        assert any(text in text_of(hostile, kind, name, "") for text in named)
        return
    slice_ = Slice(hostile.study, givens=(BACKSLASH,), absent=('=HYPERLINK("http://x")',))
    beside = options_of(name, slice_)
    if name in ("leave-one-out", "leave-one-family-out"):
        slice_ = slice_.replace(givens=(BACKSLASH, NAMES[0]))
    text = text_of(hostile, kind, name, slice_.query(), **beside)
    assert " ".join(BACKSLASH.split()) in text


@pytest.fixture(scope="module")
def slashed(tmp_path_factory):
    """A store in which every text of the study begins with a backslash between two letters."""
    folder = tmp_path_factory.mktemp("slashed")
    toml = hostile_study(folder)
    whole = toml.read_text(encoding="utf-8").replace("[[metrics]]", f"{NOUNS}[[metrics]]", 1)
    texts = r'(?m)^(title|task|performance_label|label|source_noun|target_noun) = "'
    study = re.sub(texts, r"\g<0>q\\\\z", whole + TARGETS_RANKED)
    toml.write_text(study, encoding="utf-8")
    build(toml, folder / "store")
    return open_store(folder / "store")


@pytest.mark.parametrize(
    ("kind", "name"), [*((FIGURE, name) for name in FIGURES), *((TABLE, name) for name in TABLES)]
)
def test_no_text_of_a_study_loses_a_backslash(slashed, kind, name):
    whose = {"baselines": "scenario=sets-target", "findings": ""}
    query = whose.get(name, "scenario=sets-source")
    beside = options_of(name, Slice.parse(query, slashed.study))
    text = text_of(slashed, kind, name, query, **beside)
    assert "q\\z" in text
    assert "qz" not in text
    assert "q\\\\z" not in text


def test_a_claim_names_the_setup_that_shows_it(small):
    shows = "segmentation-source/bdd/unstated/kendall/1fffd"
    text = text_of(small, TABLE, "claim", "", better="leep", worse="gbc", shows=shows)
    assert "Claim: LEEP is better than GBC, as shown by Kendall τ over 16 source datasets" in text
    assert "for the target dataset BDD" in text


def test_values_are_said_to_be_no_intervals(small):
    text = text_of(small, FIGURE, "values", "scenario=segmentation-source", measure="kendall")
    assert text.startswith("Values of each metric under Kendall τ: semantic segmentation")
    assert "they are not confidence intervals" in text


def test_one_setup_says_that_it_is_one(shipped):
    text = text_of(shipped, FIGURE, "setup", "scenario=segmentation-source&given=ade&size=12")
    assert "over 12 source datasets for the target dataset ADE20K" in text
    assert "A single setup has no interval." in text


def test_a_table_over_several_scenarios_counts_them(shipped):
    text = text_of(shipped, TABLE, "pairs", "")
    assert "901,367 setups in 6 scenarios; all givens have equal weight." in text


def test_a_table_of_no_setups_says_so(small):
    text = text_of(small, TABLE, "win-rates", "scenario=segmentation-source&given=ade&with=ade")
    assert text.endswith("No setups match this slice.")


def test_few_givens_are_said_to_have_no_interval(tiny, tmp_path):
    build(tiny, tmp_path / "store")
    text = text_of(open_store(tmp_path / "store"), FIGURE, "win-rates", "")
    few = "No interval and no verdict: they need at least 6 targets; this slice has 2."
    assert few in text
    assert "Thin lines" not in text


def test_a_metric_alone_and_a_setup_alone_are_counted_too(shipped):
    alone = text_of(shipped, FIGURE, "win-rates", "scenario=segmentation-source&metrics=gbc")
    assert "Only GBC is compared" in alone
    assert "171,156 setups over 17 target datasets" in alone
    one = "scenario=classification-source&given=dtd&backbone=frozen&measure=kendall&size=19"
    assert "100.0 % of 1 setup. Bold" in text_of(shipped, FIGURE, "findings", one)
