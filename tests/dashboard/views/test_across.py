"""Across: several studies on one page, in files, and on the command line."""

import json
from dataclasses import replace

import pandas as pd
import pytest

from command_line import run
from setupscope.analysis import Slice, across
from setupscope.dashboard.export import bundle
from setupscope.dashboard.export.caption import caption
from setupscope.dashboard.export.collection import Collection, read_json
from setupscope.dashboard.export.exhibit import FIGURE, TABLE, Exhibit
from setupscope.dashboard.export.presets import FIRST, PRESETS
from setupscope.dashboard.export.provenance import provenance
from setupscope.dashboard.export.recipes.resolve import resolved
from setupscope.dashboard.export.section import Section
from setupscope.dashboard.figures.theme import Look
from setupscope.dashboard.queries.memo import Memo
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.session import drawings
from setupscope.dashboard.session.private_study import ANSWERS
from setupscope.data import InputError
from several_studies import ALIASES

NAMES = ("alpha", "beta", "gamma", "delta")


@pytest.fixture(scope="module")
def stores(several_stores):
    return several_stores


@pytest.fixture(scope="module")
def links(stores):
    return [str(stores[name].path.parents[1] / "store") for name in NAMES]


@pytest.fixture(scope="module")
def queries(stores):
    """The first study, the others beside it."""
    others = {stores[name].digest: Queries(stores[name]) for name in NAMES[1:]}
    return Queries(stores["alpha"], beside=lambda: others)


@pytest.fixture
def page(opened, links, monkeypatch):
    def open_page(count=4, **keys):
        monkeypatch.setenv("SETUPSCOPE_SERVED", json.dumps(links[:count]))
        return opened(links[0], "across", keys)

    return open_page


def summary(stores, aliases=None):
    held = {name: (store.setups(), store.study) for name, store in stores.items()}
    table = across(held, aliases)
    chosen = table[(table["a"] == "two") & (table["b"] == "three") & (table["row"] == "summary")]
    return chosen.iloc[0]


def test_the_page_says_what_survives(page, stores):
    shown = page()
    found = summary(stores)
    assert found["studies"] == 3
    assert "of 6 scenarios of 4 studies" in shown.sentence
    assert "three studies say little about a fourth" in shown.sentence
    assert "spans nearly everything" in shown.text
    assert "delta is listed only: fewer than 6 givens" in shown.text
    assert "alpha and gamma share 5 sources" in shown.text
    assert "Left out, since no other study has them: Uno (gamma)" in shown.text
    assert shown.address["p.studies"] == ",".join(stores[name].digest for name in NAMES[1:])
    forest = shown.figures[0]["data"]
    diamond = forest[2]["x"][0] / 100
    assert min(abs(diamond - found["improvement"]), abs(1 - diamond - found["improvement"])) < 1e-9
    assert len(shown.figures) == 2


def test_fewer_than_three_studies_are_listed_only(page, stores):
    shown = page(**{"p.studies": stores["gamma"].digest})
    assert "fewer than 3 studies: they are listed only" in shown.sentence
    assert "A summary needs 3 studies; 2 can count." in shown.text
    assert shown.address["p.studies"] == stores["gamma"].digest


def test_with_one_study_the_page_says_how_to_open_others(page):
    shown = page(count=1)
    assert shown.sentence == "Only one study is open."
    assert "setupscope dashboard" in shown.text
    assert "--store mine --store theirs" in shown.text


def test_a_study_of_the_address_that_is_not_here_is_named(page):
    assert (
        "the studies of the stores feedfeedfeed are not open here"
        in page(**{"p.studies": "feedfeedfeed"}).problems
    )


def test_the_page_is_asked_the_same_when_the_reader_comes_back(page, stores):
    asked = {"p.studies": stores["gamma"].digest, "p.first": "three", "p.second": "two"}
    shown = page(**asked)
    before, sentence = shown.address, shown.sentence
    assert {**before, **asked} == before
    shown.turn_to("Figures")
    assert not {*shown.address} & {*asked}
    shown.turn_to("Across")
    assert (shown.address, shown.sentence, shown.problems) == (before, sentence, "")


def test_swapping_the_metrics_turns_every_number(page):
    shown = page(**{"p.first": "two", "p.second": "three"})
    before = shown.figures[0]["data"][2]["x"]
    after = shown.press("Swap").figures[0]["data"][2]["x"]
    turned = [None if x is None else 100 - x for x in before]
    assert turned == pytest.approx(after)


def test_captions_and_provenance_name_all_studies_and_their_digests(queries, stores):
    one = resolved(queries, Exhibit(FIGURE, "across", Slice(queries.study)))
    text = caption(queries, one)
    for name, store in stores.items():
        assert f"{name} (The study {name}; store {store.digest})" in text
    origin = provenance(queries, one, text, "a.pdf", PRESETS[FIRST].style)
    assert [other["digest"] for other in origin["beside"]] == [stores[n].digest for n in NAMES[1:]]
    assert all(f"--beside {stores[name].digest}" in origin["command"] for name in NAMES[1:])


def test_what_is_kept_comes_back_and_packs(queries, stores, monkeypatch):
    monkeypatch.setattr(bundle, "can_render", lambda: False)
    kept = Collection()
    for kind, name in ((FIGURE, "across"), (FIGURE, "across-map"), (TABLE, "across")):
        kept = kept.with_item(f"{kind} {name}", Exhibit(kind, name, Slice(queries.study)))
    again, problems = read_json(kept.as_json(), queries.study)
    assert (again.items, problems) == (kept.items, [])
    made = bundle.contents(queries, kept)
    assert not made.failed
    assert "figures/figure-across.html" in made.files
    alone = [Exhibit(FIGURE, "across", Slice(queries.study), beside=(stores["beta"].digest,))]
    failed = bundle.contents(Queries(stores["alpha"]), Collection().with_item("A", alone[0])).failed
    assert "is not open here" in failed["A"]


def test_nothing_of_a_private_study_is_drawn_for_others(queries, stores, monkeypatch):
    answers, shared = Memo(), []
    monkeypatch.setattr(drawings, "current_queries", lambda: queries)
    monkeypatch.setattr(drawings, "DRAWN", lambda *_: shared.append("drawn"))
    monkeypatch.setitem(ANSWERS, stores["beta"], answers)
    one = resolved(queries, Exhibit(FIGURE, "across", Slice(queries.study)))
    assert drawings.drawn(one, Look())["data"]
    assert shared == []
    alone = replace(one, beside=(stores["gamma"].digest,))
    drawings.drawn(alone, Look())
    assert shared == ["drawn"]


def test_what_is_made_with_a_private_study_is_kept_with_it_alone(stores):
    def recording(into):
        def ask(key, question):
            into.add(key[0])
            return question()

        return ask

    shared, own = set(), set()
    mine = Queries(stores["beta"], recording(own), private=True)
    shown = Queries(stores["alpha"], recording(shared), beside=lambda: {mine.store.digest: mine})
    one = resolved(shown, Exhibit(FIGURE, "across", Slice(shown.study)))
    assert caption(shown, one)
    together = {"across_of", "matched_of", "overlaps_of"}
    assert together <= own
    assert not together & shared
    alone = Queries(
        stores["alpha"], recording(shared), beside=lambda: {"x": Queries(stores["beta"])}
    )
    resolved(alone, replace(one, beside=("x",)))
    assert "across_of" in shared


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"alias": ("uno",)}, "accepted: OTHER=KEY"),
        ({"shown": ("one",)}, "compares two metrics, not 1"),
        ({"shown": ("one", "four")}, "unknown metric of these studies 'four'"),
        ({"beside": ("feed",)}, "the study of store feed is not open here"),
    ],
)
def test_what_is_not_accepted_is_said(queries, options, text):
    with pytest.raises(InputError, match=text):
        resolved(queries, Exhibit(FIGURE, "across", Slice(queries.study), **options))


def test_a_slice_of_some_setups_is_refused(queries):
    slice_ = Slice.parse("size=5-5", queries.study)
    with pytest.raises(InputError, match="takes scenario, measure and metrics alone"):
        resolved(queries, Exhibit(TABLE, "across", slice_))


def test_the_command_gives_the_table_and_says_what_was_matched(links, stores, tmp_path):
    out = tmp_path / "across.csv"
    done = run("across", *links, "--alias", "uno=one", "--out", out)
    assert done.exit_code == 0, done.output
    assert "Note: Uno of gamma counts as One of alpha." in done.stderr
    held = {name: (store.setups(), store.study) for name, store in stores.items()}
    expected = across(held, ALIASES)
    found = pd.read_csv(out)
    pd.testing.assert_frame_equal(found, expected, check_dtype=False, rtol=1e-12)
    origin = json.loads((tmp_path / "across.csv.provenance.json").read_text(encoding="utf-8"))
    assert [other["name"] for other in origin["beside"]] == [*NAMES[1:]]


def test_tables_for_papers_hold_the_summary(links):
    done = run("across", *links, "--alias", "uno=one", "--format", "markdown")
    assert done.exit_code == 0, done.output
    assert "New study" in done.stdout
    one = run("across", *links, "--shown", "two", "--shown", "three", "--format", "latex")
    assert "all studies" in one.stdout


@pytest.mark.extended
def test_a_folder_gets_figures_and_tables(links, tmp_path, monkeypatch):
    monkeypatch.setattr(bundle, "can_render", lambda: False)
    monkeypatch.setattr("setupscope.dashboard.cli.exhibits.can_render", lambda: False)
    done = run("across", *links[:3], "--out", tmp_path / "all")
    assert done.exit_code == 0, done.output
    names = {path.name for path in (tmp_path / "all").rglob("*.*")}
    assert {"across-studies-sets-source.html", "pairs-across-studies.tex"} <= names


def test_a_report_of_several_stores_has_a_section_of_all(links, tmp_path, monkeypatch):
    for module in ("setupscope.dashboard.cli.exhibits", "setupscope.dashboard.export.bundle"):
        monkeypatch.setattr(f"{module}.can_render", lambda: False)
    scenarios = "setupscope.dashboard.export.report._of_scenario"
    monkeypatch.setattr(scenarios, lambda _, slice_: Section(slice_.link(), [], ()))
    stores = [word for link in links for word in ("--store", link)]
    done = run("report", *stores, "--out", tmp_path / "all")
    assert done.exit_code == 0, done.output
    assert done.stderr.count("could not be made") == 1  # the PDF, without a Chrome
    names = {path.stem for path in (tmp_path / "all").rglob("*.*")}
    assert {"across-studies-sets-source", "winners-across-studies-sets-source"} <= names
    assert {"pairs-across-studies", "metrics-across-studies", "conclusions"} <= names


def test_tables_of_one_study_refuse_several(links):
    done = run("table", "win-rates", "--store", links[0], "--store", links[1])
    assert done.exit_code == 2
    assert "win-rates is about one study, but there are 2 stores" in done.stderr
    twice = run("across", links[0], links[0])
    assert twice.exit_code == 2
    assert "two of the stores have the same content" in twice.stderr
