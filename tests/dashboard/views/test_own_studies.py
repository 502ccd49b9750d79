"""Every page, figure, table and document works on studies as researchers bring them."""

import plotly.graph_objects as go
import pytest
from click.testing import CliRunner

from beside import OF_WHOLE, options_of
from drawn import hyphens_for_minus
from own_studies import MANY, gappy, many, patchy
from setupscope.analysis import pairs, stability, win_rates
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.cli.main import main
from setupscope.dashboard.components.heading import NO_COMMON_SETUP
from setupscope.dashboard.export.caption import caption
from setupscope.dashboard.export.exhibit import FIGURE, TABLE, Exhibit
from setupscope.dashboard.export.figure_files import look_of
from setupscope.dashboard.export.presets import PRESETS
from setupscope.dashboard.export.recipes.figures import FIGURES, numbers_behind
from setupscope.dashboard.export.recipes.resolve import resolved
from setupscope.dashboard.export.recipes.tables import TABLES
from setupscope.dashboard.export.table_files import rows, table_as
from setupscope.dashboard.figures.win_rates import win_rate_bars
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.session.pages import PAGES
from setupscope.dashboard.text.numbers import percent
from setupscope.data import InputError, open_store
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
        figure = FIGURES[one.name].draw(Queries(store), one, look_of(PRESETS["lncs"].style))
        assert figure["data"]
        assert hyphens_for_minus(figure) == []
    else:
        for form in ("csv", "json", "latex", "markdown", "parquet"):
            assert table_as(Queries(store), one, form)
    return text


@pytest.mark.parametrize(("kind", "name"), EXHIBITS)
def test_every_figure_and_table_works_on_a_table_of_many_metrics(many_store, kind, name):
    if name in ("baselines", "leave-one-family-out"):  # it names no family
        return
    text = worked(many_store, made(many_store, kind, name, "scenario=many-source"))
    assert "lacks" not in text


@pytest.mark.parametrize("page", PAGES)
def test_every_page_works_on_a_table_of_many_metrics(opened, many_link, page):
    shown = opened(many_link, page)
    assert shown.headers
    assert len(shown.figures) > 0 or page in ("across", "figures", "your_metric")


@pytest.mark.parametrize(("kind", "name"), EXHIBITS)
def test_every_figure_and_table_says_that_a_metric_lacks_scores(patchy_store, kind, name):
    query = "sets-target" if name == "baselines" else "sets-source"
    query += "" if name in OF_WHOLE else "&metrics=one,mine"
    one = made(patchy_store, kind, name, f"scenario={query}")
    text = worked(patchy_store, one)
    others = name == "across" and len({*one.shown} - {"mine"}) == 2
    assert ("Mine" in text and "score" in text) or "both cover" in text or others


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


@pytest.mark.parametrize(("kind", "name"), EXHIBITS)
def test_nothing_lacks_where_only_setups_count_that_all_metrics_cover(patchy_store, kind, name):
    if name in ("baselines", "setup", "neighbours"):
        return
    if name in OF_WHOLE:
        with pytest.raises(InputError, match=r"is about (a whole scenario|whole studies)"):
            made(patchy_store, kind, name, "scenario=sets-source&covered=all")
        return
    one = made(patchy_store, kind, name, "scenario=sets-source&covered=all")
    text = worked(patchy_store, one)
    assert "only setups that all compared metrics cover" in text
    assert "lacks" not in text
    assert "&covered=all&" in one.command("x")


def test_two_metrics_are_compared_over_the_setups_that_all_cover(opened, patchy_link, patchy_store):
    query = "scenario=sets-source&covered=all"
    slice_ = Slice.parse(query, patchy_store.study)
    row = pairs(slice_.narrow(patchy_store.setups()), ["one", "two"]).iloc[0]
    said = f"**One** is ahead of **Two** in **{100 * row['wins']:.1f} %**"
    keys = slice_.parameters() | {"p.a": "one", "p.b": "two"}
    assert said in opened(patchy_link, "head_to_head", keys).sentence
    one = made(patchy_store, FIGURE, "pairs", query, shown=("one", "two"))
    assert said.replace("*", "") in caption(Queries(patchy_store), one)
    table = rows(Queries(patchy_store), numbers_behind(one)).set_index(["a", "b"])
    assert table.loc[("one", "two"), "wins"] == row["wins"]


@pytest.mark.parametrize("scenario", ["sets-source", "nets-source", "sets-target"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_works_and_says_that_a_metric_lacks_scores(opened, patchy_link, page, scenario):
    keys = {"scenario": scenario, "given": "s2" if scenario == "sets-target" else "t3"}
    keys |= {"p.a": "mine", "p.b": "one"} if page == "head_to_head" else {}
    shown = opened(patchy_link, page, keys)
    notes = " ".join(info.value for info in shown.app.main.info)
    assert shown.headers
    assert ("Mine" in notes) == (page not in ("across", "figures", "your_metric"))


def test_of_two_metrics_the_sentence_names_the_setups_that_both_cover(patchy_store):
    rates = win_rates(patchy_store.setups().filter("scenario = 'sets-source'"), ["one", "mine"])
    row = rates.set_index("metric").loc["mine"]
    covered, setups = row["setups"] - row["not_covered"], row["setups"]
    text = caption(
        Queries(patchy_store),
        made(patchy_store, FIGURE, "win-rates", "scenario=sets-source&metrics=one,mine"),
    )
    assert f"of the {covered:,} of {setups:,} setups that compare the metrics" in text
    assert f"Mine lacks some scores: it covers {covered:,} of {setups:,} setups" in text


@pytest.fixture(scope="module")
def gappy_link(tmp_path_factory):
    return gappy(tmp_path_factory.mktemp("gappy"))


@pytest.mark.parametrize("page", PAGES)
def test_every_page_works_where_no_metric_has_all_scores(opened, gappy_link, page):
    shown = opened(gappy_link, page, scenario="sets-source")
    assert shown.headers
    if page not in ("across", "figures", "your_metric", "setup", "head_to_head"):
        notes = " ".join(info.value for info in shown.app.main.info)
        assert "No winner can be named, because fewer than two metrics have scores for" in notes


@pytest.mark.parametrize(("kind", "name"), EXHIBITS)
def test_every_exhibit_works_or_is_refused_where_no_metric_has_all_scores(gappy_link, kind, name):
    if name == "baselines":
        return
    store = open_store(gappy_link)
    try:
        one = made(store, kind, name, "scenario=sets-source")
    except InputError:
        assert kind == FIGURE
    else:
        assert worked(store, one)


def test_without_two_metrics_that_have_all_scores_nobody_wins(opened, gappy_link):
    shown = opened(gappy_link, "win_rates", scenario="sets-source")
    assert shown.sentence.startswith("No winner: fewer than two metrics have scores for all of ")
    assert "this lead is" not in shown.text
    assert NO_COMMON_SETUP in shown.text
    text = "No metric wins in “Sets: which source?”; **One** leads in “Nets: which source?”"
    assert opened(gappy_link).sentence.startswith(text)


def labels(page):
    return [button.label for button in page.app.main.button]


def test_the_setups_that_all_metrics_cover_are_offered_with_their_count(
    opened, patchy_link, patchy_store
):
    query = "scenario=sets-source&covered=all"
    kept = Slice.parse(query, patchy_store.study).narrow(patchy_store.setups()).df()
    page = opened(patchy_link, "win_rates", scenario="sets-source")
    offer = f"Only setups that all metrics cover: {len(kept)} setups over 7 targets"
    assert kept["given"].nunique() == 7
    assert offer in labels(page)
    assert "Only metrics that cover some setups" not in labels(page)
    page.press(offer)
    assert page.address == {"scenario": "sets-source", "covered": "all"}
    assert offer not in labels(page)
    rates = win_rates(kept).set_index("metric")["win_rate"]
    assert f"**{percent(rates.max())}** of {len(kept)} setups over 7 targets" in page.sentence


def test_a_metric_that_lacks_scores_can_be_compared_with_the_best_of_the_others(
    opened, patchy_link, patchy_store
):
    frame = patchy_store.setups().filter("scenario = 'sets-source'")
    whole = win_rates(frame).set_index("metric")
    assert whole["partial"].to_dict() == {"one": False, "two": False, "three": False, "mine": True}
    best = whole["win_rate"].drop("mine").idxmax()
    page = opened(patchy_link, "win_rates", scenario="sets-source")
    page.press(f"Compare Mine with {patchy_store.study.metric(best).label} alone")
    assert set(page.address["metrics"].split(",")) == {"mine", best}
    assert "that compare the metrics, over 7 targets" in page.sentence
    assert not any(label.startswith("Compare Mine") for label in labels(page))


def test_a_metric_that_covers_nothing_can_be_left_out(opened, patchy_link):
    page = opened(patchy_link, "win_rates", scenario="nets-source")
    assert NO_COMMON_SETUP in page.text
    offered = [label for label in labels(page) if label.startswith(("Only", "Compare"))]
    assert offered == ["Only metrics that cover some setups"]
    page.press(offered[0])
    assert page.address == {"scenario": "nets-source", "metrics": "one,two,three"}
    assert NO_COMMON_SETUP not in page.text
    assert not page.app.main.info


def test_where_no_metric_lacks_scores_no_way_on_is_offered(opened, small_link):
    page = opened(small_link, "win_rates", scenario="segmentation-source")
    assert not [label for label in labels(page) if label.startswith(("Only", "Compare "))]
    assert NO_COMMON_SETUP not in page.text


def test_a_metric_that_lacks_scores_stands_below_all_others_in_paler_bars(patchy_store):
    rates = win_rates(patchy_store.setups().filter("scenario = 'sets-source'"))
    # As if it won wherever it has scores.
    rates.loc[rates["metric"] == "mine", ["win_rate", "low", "high"]] = 0.99
    colours = dict.fromkeys(rates["metric"], "#000000")
    look = look_of(PRESETS["lncs"].style)
    bars = go.Figure(win_rate_bars(patchy_store.study, rates, colours, look)).data[0]
    assert bars.customdata[0] == "mine"
    assert bars.y[0] == "Mine (24 % covered)"
    first, *others = bars.marker.opacity
    assert first < min(others) == max(others) == 1


def test_what_is_said_of_the_answer_includes_a_metric_that_lacks_scores(opened, patchy_link):
    page = opened(patchy_link, "win_rates", scenario="sets-source")
    assert "Mine" not in page.sentence
    assert "Where both have scores (148 setups over 7 targets), " in page.text


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
        look = look_of(PRESETS["lncs"].style)
        bars = go.Figure(FIGURES[one.name].draw(Queries(patchy_store), one, look)).data[0]
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
