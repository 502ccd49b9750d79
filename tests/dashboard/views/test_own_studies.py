"""Every page, figure, table and document works on studies as researchers bring them."""

import pytest
from click.testing import CliRunner

from beside import options_of
from own_studies import MANY, many, patchy
from setupscope.analysis import stability, win_rates
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.cli.main import main
from setupscope.dashboard.export.caption import caption
from setupscope.dashboard.export.exhibit import FIGURE, TABLE, Exhibit
from setupscope.dashboard.export.figure_files import look_of
from setupscope.dashboard.export.presets import PRESETS
from setupscope.dashboard.export.recipes.figures import FIGURES
from setupscope.dashboard.export.recipes.resolve import resolved
from setupscope.dashboard.export.recipes.tables import TABLES
from setupscope.dashboard.export.table_files import table_as
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.session.pages import PAGES
from setupscope.data import open_store
from system_browser import CHROME

EXHIBITS = [*((FIGURE, name) for name in FIGURES), *((TABLE, name) for name in TABLES)]
NO_BASELINES = "the study has no baselines to show"


@pytest.fixture(scope="module")
def patchy_link(tmp_path_factory):
    return patchy(tmp_path_factory.mktemp("patchy"))


@pytest.fixture(scope="module")
def many_link(tmp_path_factory):
    return many(tmp_path_factory.mktemp("many"))[0]


@pytest.fixture(scope="module")
def patchy_store(patchy_link):
    return open_store(patchy_link)


@pytest.fixture(scope="module")
def many_store(many_link):
    return open_store(many_link)


def made(store, kind, name, query, **options):
    slice_ = Slice.parse(query, store.study)
    return resolved(
        Queries(store), Exhibit(kind, name, slice_, **(options_of(name, slice_) | options))
    )


def worked(store, one):
    """Whether an exhibit can be drawn or written in every format; and its caption."""
    text = caption(Queries(store), one)
    if one.kind == FIGURE:
        assert len(FIGURES[one.name].draw(Queries(store), one, look_of(PRESETS["lncs"].style)).data)
    else:
        for form in ("csv", "json", "latex", "markdown", "parquet"):
            assert table_as(Queries(store), one, form)
    return text


@pytest.mark.parametrize(("kind", "name"), EXHIBITS)
def test_every_figure_and_table_works_on_a_table_of_many_metrics(many_store, kind, name):
    if name == "baselines":
        return
    text = worked(many_store, made(many_store, kind, name, "scenario=many-source"))
    assert "scores" not in text.replace("scores of each metric", "")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_works_on_a_table_of_many_metrics(opened, many_link, page):
    shown = opened(many_link, page)
    assert shown.headers
    assert len(shown.figures) > 0 or page in ("figures", "your_metric")


@pytest.mark.parametrize(("kind", "name"), EXHIBITS)
def test_every_figure_and_table_says_that_a_metric_lacks_scores(patchy_store, kind, name):
    query = "sets-target" if name == "baselines" else "sets-source&metrics=one,mine"
    one = made(patchy_store, kind, name, f"scenario={query}")
    text = worked(patchy_store, one)
    assert ("Mine" in text and "score" in text) or "both cover" in text


@pytest.mark.parametrize(("kind", "name"), EXHIBITS)
def test_every_figure_and_table_works_where_a_metric_has_no_scores(patchy_store, kind, name):
    if name != "baselines":
        one = made(patchy_store, kind, name, "scenario=nets-source")
        text = worked(patchy_store, one)
        of_others = {*one.shown, one.better, one.worse} - {"", "mine"}
        noted = (
            "Mine is left out: it lacks scores and covers no setup here." in text
            or "Mine has no value" in text
        )
        assert noted or len(of_others) == 2


@pytest.mark.parametrize("scenario", ["sets-source", "nets-source", "sets-target"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_works_and_says_that_a_metric_lacks_scores(opened, patchy_link, page, scenario):
    keys = {"scenario": scenario, "given": "s2" if scenario == "sets-target" else "t3"}
    keys |= {"p.a": "mine", "p.b": "one"} if page == "head_to_head" else {}
    shown = opened(patchy_link, page, keys)
    notes = " ".join(info.value for info in shown.app.main.info)
    assert shown.headers
    assert ("Mine" in notes) == (page not in ("figures", "your_metric"))


def test_a_sentence_names_the_setups_that_the_winner_covers(patchy_store):
    rates = win_rates(patchy_store.setups().filter("scenario = 'sets-source'"), ["one", "mine"])
    row = rates.set_index("metric").loc["mine"]
    covered, setups = row["setups"] - row["not_covered"], row["setups"]
    text = caption(
        Queries(patchy_store),
        made(patchy_store, FIGURE, "win-rates", "scenario=sets-source&metrics=one,mine"),
    )
    winner = rates.sort_values("win_rate")["metric"].iloc[-1]
    over = f"the {covered:,} setups that it covers, of {setups:,} setups"
    assert (over in text) == (winner == "mine")
    assert f"Mine lacks some scores: it covers {covered:,} of {setups:,} setups" in text


def test_stability_leaves_out_a_metric_that_covers_no_setup_and_no_other(patchy_store):
    table = Queries(patchy_store).table(Slice(patchy_store.study), "stability")
    frame = patchy_store.setups().df()
    whole = ["one", "two", "three"]
    for scenario, metrics in (("nets-source", whole), ("sets-source", [*whole, "mine"])):
        here = stability(frame[frame["scenario"] == scenario], metrics)
        found = table[table["scenario"] == scenario].reset_index(drop=True)
        assert found["stability"].tolist() == pytest.approx(here["stability"].tolist(), nan_ok=True)
        assert found["stability"].notna().any()


@pytest.mark.parametrize("name", ["win-rates", "stability", "ranks", "enough", "conclusion"])
def test_the_command_line_says_it_beside_a_table(patchy_link, small_link, name):
    words = ["table", name, "--slice"]
    text = CliRunner().invoke(main, [*words, "scenario=sets-source", "--store", str(patchy_link)])
    assert "Note: Mine lacks some scores" in text.stderr
    nothing = ["scenario=segmentation-source&pool=14", "--store", str(small_link)]
    assert "scores" not in CliRunner().invoke(main, [*words, *nothing]).stderr


def test_bars_say_how_much_a_metric_covers(patchy_store):
    labels = {}
    for scenario in ("sets-source", "nets-source"):
        one = made(patchy_store, FIGURE, "win-rates", f"scenario={scenario}")
        bars = (
            FIGURES[one.name]
            .draw(Queries(patchy_store), one, look_of(PRESETS["lncs"].style))
            .data[0]
        )
        labels[scenario] = dict(zip(bars.customdata, bars.y, strict=True))
    rates = win_rates(patchy_store.setups().filter("scenario = 'sets-source'")).set_index("metric")
    share = 100 * (1 - rates["not_covered"] / rates["setups"])["mine"]
    assert labels["sets-source"]["mine"] == f"Mine ({share:.0f} % covered)"
    assert labels["sets-source"]["one"] == "One"
    assert labels["nets-source"]["mine"] == "Mine"


@pytest.mark.extended
@pytest.mark.skipif(CHROME is None, reason="no Chrome or Chromium on this machine")
@pytest.mark.parametrize("which", ["patchy_link", "many_link"])
def test_the_report_works(which, request, tmp_path):
    link = request.getfixturevalue(which)
    words = ["report", "--store", str(link), "--out", str(tmp_path / "new")]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    assert "Note" not in done.stderr
    assert (tmp_path / "new" / "appendix.pdf").stat().st_size > 10_000


def test_many_metrics_are_all_told_apart(many_store):
    table = Queries(many_store).rates(Slice(many_store.study, ("many-source",)))
    assert len(table) == len(MANY)
