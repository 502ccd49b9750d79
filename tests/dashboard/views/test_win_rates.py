"""Win rates on several slices: its numbers are those of `analysis`, and it never breaks."""

import html

import pytest

from setupscope.analysis import (
    leads_of_winner,
    leave_one_out,
    near_copies,
    scores,
    usefulness,
    win_rates,
    winner_map,
)
from setupscope.analysis.questions.conclusion import DEPENDS
from setupscope.analysis.questions.restrictions import win_rates_by_candidate
from setupscope.analysis.questions.won_setups import won_setups
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.text.labels import measure_label
from setupscope.dashboard.text.numbers import percent, value, whole_percent
from setupscope.data.storage.building import build
from setupscope.data.study.study_file import SHIPPED_STUDY, load_study

SCENARIOS = [scenario.name for scenario in load_study(SHIPPED_STUDY).scenarios]
SLICES = {
    "normal": "scenario=segmentation-source&measure=kendall,pearson&with=coco",
    "few metrics": "scenario=classification-source&metrics=leep,logme,gbc&backbone=frozen",
    "one given": "scenario=segmentation-source&given=ade",
    "one setup": "scenario=segmentation-source&given=ade&measure=kendall&size=16",
    "two givens": "scenario=classification-target&given=vgg16,vgg19&size=6-8&without=dtd",
}


def parsed(store, query):
    slice_ = Slice.parse(query, store.study)
    return slice_, slice_.narrow(store.setups()), slice_.metric_keys()


def open_slice(opened, link, store, query, **choices):
    slice_ = Slice.parse(query, store.study)
    return opened(link, "win_rates", {**slice_.parameters(), **choices})


@pytest.mark.parametrize("query", SLICES.values(), ids=SLICES)
def test_the_sentence_and_the_bars_are_the_numbers_of_analysis(
    opened, shipped_link, shipped, query
):
    _, setups, metrics = parsed(shipped, query)
    page = open_slice(opened, shipped_link, shipped, query)
    rates = win_rates(setups, metrics).sort_values("win_rate", kind="stable")
    winner = shipped.study.metric(rates["metric"].iloc[-1]).label
    assert f"**{winner}**" in page.sentence
    bars = page.figures[0]["data"][0]
    assert bars["customdata"] == rates["metric"].tolist()
    assert [html.unescape(text) for text in bars["text"]] == list(map(percent, rates["win_rate"]))
    if len(setups.df()) == 1:
        assert "in the only setup of this slice" in page.sentence
    else:
        assert f"**{percent(rates['win_rate'].iloc[-1])}**" in page.sentence
        assert f"{len(setups.df()):,} setups" in page.sentence
    compared = "LEEP, LogME and GBC" if len(metrics) == 3 else "5 metrics"
    assert f"of {compared} in" in page.sentence


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_doubt_beside_it_is_that_of_analysis(opened, small_link, small, scenario):
    _, setups, _ = parsed(small, f"scenario={scenario}")
    page = opened(small_link, "win_rates", scenario=scenario)
    leads = leads_of_winner(setups)
    verdict = leads["verdict"].iloc[0]
    assert page.sentence.startswith("Undecided: ") == (verdict == "undecided")
    assert (f"this lead is **{verdict}**" in page.text) == (verdict != DEPENDS)
    assert f"{100 * leads['lead'].min():.1f} percentage points behind" in page.text
    row = win_rates(setups).set_index("metric").loc[leads["winner"].iloc[0]]
    assert f"95 % interval {100 * row['low']:.0f} to {100 * row['high']:.0f} % over" in page.text
    assert ("depends on the measure" in page.text) == (verdict == DEPENDS)
    bars, notes = page.figures[0]["data"][0], page.figures[0]["layout"]["annotations"]
    first = [note for note in notes if note["text"].endswith("%")][-1]
    assert bars["error_x"]["array"][-1] == pytest.approx(row["high"] - row["win_rate"])
    assert html.unescape(first["text"]) == f"{whole_percent(row['p_best'])} %"


def test_few_givens_have_no_interval_and_say_why(opened, small_link, small):
    page = open_slice(opened, small_link, small, SLICES["one given"])
    few = "No interval and no verdict: they need at least 6 target datasets; this slice has 1."
    assert few in page.text
    assert page.figures[0]["data"][0]["error_x"]["array"] == [None] * 5


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("component", ["given", "measure", "pool_size", "backbone", "with"])
def test_the_cells_are_the_numbers_of_analysis(opened, small_link, small, scenario, component):
    _, setups, _ = parsed(small, f"scenario={scenario}")
    page = opened(small_link, "win_rates", {"scenario": scenario, "p.by": component})
    if component == "backbone" and scenario.startswith("segmentation"):
        assert "unknown value of p.by" in page.problems
        return
    if component == "with":
        table = win_rates_by_candidate(setups, small.study)
        expected = table[table["component"] == "with"]["win_rate"]
    else:
        expected = win_rates(setups, by=(component,))["win_rate"]
    numbers = [trace["text"] for trace in page.figures[1]["data"] if trace["type"] == "scatter"]
    texts = [text for column in numbers for text in column]
    shown = [html.unescape(text.removeprefix("<b>").removesuffix("</b>")) for text in texts]
    assert sorted(shown) == sorted(map(whole_percent, expected))
    assert sum(text.startswith("<b>") for text in texts) == clear_parts(small, scenario, component)


def clear_parts(small, scenario, component):
    """Parts with a clear winner, at least for these candidates, by the page of each part."""
    whole = Slice(small.study, (scenario,))
    names = small.study.names_of(scenario)
    parts = {
        "given": [{"givens": (name,)} for name in names.givens],
        "measure": [{"measures": (key,)} for key in whole.measure_keys()],
        "pool_size": [
            {"sizes": (size, size)} for size in range(names.sizes[0], names.sizes[1] + 1)
        ],
        "backbone": [{"backbones": (name,)} for name in names.backbones],
        "with": [{"present": (name,)} for name in names.candidates],
    }[component]
    tables = [leads_of_winner(whole.replace(**part).narrow(small.setups())) for part in parts]
    clear = ("clear", "clear for these candidates")
    return sum(table["verdict"].iloc[0] in clear for table in tables if len(table))


@pytest.mark.parametrize("query", SLICES.values(), ids=SLICES)
def test_use_values_and_leave_one_out_are_those_of_analysis(opened, shipped_link, shipped, query):
    _, setups, metrics = parsed(shipped, query)
    page = open_slice(opened, shipped_link, shipped, query)
    useful = usefulness(setups, metrics, shipped.measurements(), shipped.study)
    (table,) = page.tables
    assert len(table) == len(useful)
    for row in useful.to_dict("records"):
        shown = [
            text.replace("\N{NO-BREAK SPACE}", " ")
            for text in table.loc[measure_label(row["measure"]).replace("\\", "")]
        ]
        winner = shipped.study.metric(row["winner"]).label
        numbers = [value(row["median"]), percent(row["share_not_positive"])]
        assert shown == [winner, *numbers, value(row["random_pick"]), percent(row["all_tied"])]
    without = leave_one_out(setups, metrics).dropna(subset=["lead"])
    shown = [figure for figure in page.figures if figure["data"][-1].get("mode") == "markers+text"]
    assert len(shown) == (len(without) > 0)
    if len(without):
        leads = sorted(100 * without["lead"])
        assert sorted(shown[0]["data"][1]["x"]) == pytest.approx(leads)
    table = scores(setups, metrics)
    first = next(key for key in shipped.study.measures if key in set(table["measure"]))
    medians = sorted(table[table["measure"] == first]["q50"])
    assert page.figures[-1]["data"][-1]["x"] == pytest.approx(medians)
    assert len(page.figures) <= 4


def test_only_components_with_several_parts_are_offered(opened, small_link, small):
    def offered(query):
        page = open_slice(opened, small_link, small, query)
        (group,) = [g.options for g in page.app.get("button_group") if "by " in g.options[0]] or [
            []
        ]
        return [option.removeprefix("by ") for option in group]

    assert offered(SLICES["one given"]) == ["measure", "pool size", "candidate in", "candidate out"]
    few = offered("scenario=classification-source&measure=kendall&backbone=frozen&size=18")
    assert few == ["target dataset", "candidate in", "candidate out", "family", "without a family"]


def test_one_setup_is_no_question_of_doubt(opened, small_link, small):
    page = open_slice(opened, small_link, small, SLICES["one setup"])
    assert page.figures[0]["data"][0]["marker"]["opacity"] == [1] * 5
    assert "over 1 setup: the tick" in page.text


def test_metrics_that_split_each_others_wins_are_named_where_both_are_compared(
    opened, shipped_link, shipped
):
    copies = near_copies(parsed(shipped, "scenario=segmentation-source")[1])
    assert copies[["a", "b", "measure"]].to_numpy().tolist() == [["logme", "gbc", "kendall"]]
    text = f"LogME and GBC under Kendall τ (rank correlation {copies['correlation'][0]:.3f})"
    for query, named in (("metrics=logme,gbc,leep", True), ("metrics=logme,leep", False)):
        page = open_slice(opened, shipped_link, shipped, f"scenario=segmentation-source&{query}")
        assert (text in page.text) == named


def test_another_measure_shows_its_own_values(opened, small_link, small):
    page = opened(small_link, "win_rates", {"p.values": "rel_at_1"})
    table = scores(parsed(small, "scenario=segmentation-source&measure=rel_at_1")[1])
    assert page.figures[-1]["data"][-1]["x"] == pytest.approx(sorted(table["q50"]))


@pytest.mark.parametrize("order", ["widest", "narrowest"])
def test_the_setups_behind_a_bar_are_listed(opened, small_link, small, order):
    query = SLICES["few metrics"]
    _, setups, metrics = parsed(small, query)
    choices = {"p.wins": "gbc", "p.order": order}
    page = open_slice(opened, small_link, small, query, **choices)
    table, count = won_setups(setups, "gbc", metrics, order)
    assert f"GBC is the best in {count:,} setups" in page.text
    (shown,) = page.lists
    assert shown["margin"].tolist() == pytest.approx(table["margin"].tolist())
    assert shown["GBC"].tolist() == pytest.approx(table["value"].tolist())
    marked = page.figures[0]["data"][0]["marker"]["line"]["width"]
    assert sum(width > 0 for width in marked) == 1
    page.press("Close the list")
    assert not page.lists
    assert "p.wins" not in page.address


def test_target_scenarios_say_what_they_are_not(opened, small_link):
    assert not opened(small_link, "win_rates", scenario="segmentation-source").app.info
    for scenario in ("segmentation-target", "classification-target"):
        note = opened(small_link, "win_rates", scenario=scenario).app.info[0].value
        assert "not the gain from transfer" in note
        assert "not the third scenario of the paper" in note


def test_an_empty_slice_says_why_and_a_click_brings_setups_back(opened, shipped_link):
    address = {"given": "ade", "with": "ade", "scenario": "segmentation-source"}
    page = opened(shipped_link, "win_rates", address)
    assert page.sentence == "No setups match this slice."
    labels = [button.label for button in page.app.button]
    assert "Allow all givens: 124,224 setups" in labels
    page.press("Require no candidates")
    assert "10,068 setups over 1 target dataset" in page.sentence
    assert page.address == {"scenario": "segmentation-source", "given": "ade"}
    page.press("Undo")
    assert page.sentence == "No setups match this slice."


def test_restrictions_that_exclude_each_other_can_be_reset(opened, shipped_link):
    address = {"given": "ade", "with": "ade", "size": "16", "without": "coco,bdd"}
    page = opened(shipped_link, "win_rates", {"scenario": "segmentation-source", **address})
    assert "**ADE20K** must take part, but cannot be ranked" in page.text
    both = page.press("Allow all givens; Allow all pool sizes").sentence
    assert both.startswith("**LogME**")
    page.press("Undo").press("Reset to the whole scenario")
    assert "171,156 setups" in page.sentence


def test_every_figure_has_an_alternative_text(opened, small_link):
    for chart in opened(small_link, "win_rates").app.get("plotly_chart"):
        assert len(chart.proto.alt) > 40


def test_names_with_markup_are_shown_letter_by_letter(opened, tmp_path, tiny):
    tiny.write_text(tiny.read_text().replace('label = "One"', 'label = "<b>$x_1$ *One*"'))
    build(tiny, tmp_path / "store")
    page = opened(tmp_path / "store", "win_rates")
    assert r"\<b\>\$x\_1\$ \*One\*" in page.app.header[0].value
    assert "&lt;b&gt;$x_1$ *One*" in page.figures[0]["data"][0]["y"]


def rewritten(tiny, change):
    """The tiny study with every row of its table changed."""
    table = tiny.parent / "sets.csv"
    head, *rows = [row.split(",") for row in table.read_text().splitlines()]
    table.write_text("\n".join(",".join(row) for row in [head, *map(change, rows)]) + "\n")


def test_tied_metrics_earn_a_sentence(opened, tmp_path, tiny):
    rewritten(tiny, lambda row: [*row[:4], row[3]])
    build(tiny, tmp_path / "store")
    page = opened(tmp_path / "store", "win_rates")
    assert page.sentence.startswith("The metrics cannot be told apart: all 2 tie in each of")


def test_metrics_without_a_value_earn_a_sentence(opened, tmp_path, tiny):
    rewritten(tiny, lambda row: [*row[:3], "1", "1"])
    tiny.write_text(tiny.read_text().replace(', "rel_at_1"', ""))
    build(tiny, tmp_path / "store")
    page = opened(tmp_path / "store", "win_rates")
    assert page.sentence.startswith("No metric wins")
    assert "No metric has a value under Pearson r here" in page.text


def test_where_one_of_two_metrics_has_no_scores_nobody_wins_and_nothing_is_drawn(
    opened, tmp_path, tiny
):
    rewritten(tiny, lambda row: [*row[:3], "", row[4]])
    build(tiny, tmp_path / "store")
    page = opened(tmp_path / "store", "win_rates")
    assert page.sentence == (
        "No winner: no two metrics have scores for the same setups, out of 128 setups over 2"
        " targets."
    )
    assert "Nothing can be compared: One covers 0 of 128 setups (0.0 %) and Two covers" in (
        page.app.main.info[0].value
    )
    assert "best in" not in str(page.figures)


def test_one_metric_alone_wins_nothing(opened, small_link, small):
    page = open_slice(opened, small_link, small, "scenario=segmentation-source&metrics=gbc")
    assert page.sentence == "Only **GBC** is compared; a winner needs at least two metrics."


def test_a_store_that_is_read_in_place_has_the_same_answers(opened, tmp_path, tiny, monkeypatch):
    build(tiny, tmp_path / "loaded")
    build(tiny, tmp_path / "in place")
    loaded = opened(tmp_path / "loaded", "win_rates")
    monkeypatch.setattr("setupscope.data.storage.opening.MAX_IN_MEMORY", 10)
    in_place = opened(tmp_path / "in place", "win_rates")
    assert "is the best of 2 metrics" in in_place.sentence
    assert in_place.text == loaded.text
    assert opened(tmp_path / "in place", "flips").sentence


def test_a_second_component_makes_a_map_and_a_cell_restricts_the_slice_to_both(
    opened, small_link, small
):
    slice_, setups, _ = parsed(small, "scenario=classification-source")
    choices = {"p.by": "measure", "p.across": "pool_size"}
    shown = open_slice(opened, small_link, small, str(slice_), **choices)
    table = winner_map(setups, small.study, None, "measure", "pool_size")
    (panel, _) = shown.figures[1]["data"]
    assert len(panel["customdata"]) == len(table) == 8
    assert f"Of {len(table)} cells, **" in shown.text
    same = open_slice(opened, small_link, small, str(slice_), **choices | {"p.by": "pool_size"})
    assert same.problems == ""
    assert {mark[1] for mark in same.figures[1]["data"][0]["customdata"]} == {
        *small.study.metric_keys
    }
    choice = shown.widget("selectbox", "Choose a cell: map of winners by measure")
    name = next(name for name in choice.options if name.startswith("Kendall τ, pools of 18"))
    choice.set_value(name).run()
    assert (shown.address["measure"], shown.address["size"]) == ("kendall", "18-18")


def test_what_a_listed_setup_shows_is_checked_in_the_direction_of_its_row(opened, small_link):
    page = opened(small_link, "win_rates", {"scenario": "segmentation-source", "p.wins": "gbc"})
    first = page.lists[0].iloc[0]
    assert page.lists[0].columns[1] == "check this claim"
    assert first["check this claim"] == f"GBC ahead of {first['next best']}"
    page.widget("selectbox", "Check the claim of a setup of this list").set_value(0)
    page.run()
    assert page.sentence.startswith(f"**GBC** is ahead of **{first['next best']}** in")
    assert page.address["p.shows"].startswith("segmentation-source/")
    assert "**Shown, " in page.text
