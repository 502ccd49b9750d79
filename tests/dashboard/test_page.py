"""The page in every scenario: its numbers are those of `analysis`, and it never breaks."""

import html
import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import dashboard
from analysis import leads_of_winner, win_rates
from dashboard.wording import percent, whole_percent
from data.building import build
from data.study import SHIPPED_STUDY, load_study

ENTRY = Path(dashboard.__file__).parent / "app.py"
SCENARIOS = [scenario.name for scenario in load_study(SHIPPED_STUDY).scenarios]


@pytest.fixture
def opened(monkeypatch):
    """Opens the page on a store, with an address."""

    def open_page(link, **address):
        monkeypatch.setenv("SETUPSCOPE_STORE", str(link))
        page = AppTest.from_file(str(ENTRY), default_timeout=60)
        page.query_params.update(address)
        return page.run()

    return open_page


def leads_of(shipped, scenario):
    return leads_of_winner(shipped.setups().filter(f"scenario = '{scenario}'"))


def figures(page):
    return [json.loads(chart.proto.spec) for chart in page.get("plotly_chart")]


def test_the_page_opens_on_the_first_scenario(opened, shipped_link):
    page = opened(shipped_link)
    assert not page.exception
    assert page.sidebar.radio[0].value == "segmentation-source"
    assert "LogME" in page.header[0].value
    assert "171,156 of 743,816 setups" in page.sidebar.caption[0].value


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_sentence_and_the_bars_are_the_numbers_of_analysis(
    opened, shipped_link, shipped, scenario
):
    page = opened(shipped_link, scenario=scenario)
    assert not page.exception
    rates = win_rates(shipped.setups())
    rates = rates[rates["scenario"] == scenario].sort_values("win_rate")
    winner = shipped.study.metric(rates["metric"].iloc[-1]).label
    sentence = page.header[0].value.replace("\\", "")
    undecided = set(leads_of(shipped, scenario)["verdict"]) == {"undecided"}
    opening = "Undecided: " if undecided else ""
    assert sentence.startswith(f"{opening}**{winner}** is the best of 5 metrics in")
    assert f"**{percent(rates['win_rate'].iloc[-1])}**" in sentence
    assert f"{shipped.manifest.counts[scenario]:,} setups" in sentence
    bars = figures(page)[0]["data"][0]
    assert bars["customdata"] == rates["metric"].tolist()
    assert [html.unescape(text) for text in bars["text"]] == [
        percent(rate) for rate in rates["win_rate"]
    ]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_doubt_beside_it_is_that_of_analysis(opened, shipped_link, shipped, scenario):
    page = opened(shipped_link, scenario=scenario)
    said = page.markdown[0].value.replace("\\", "")
    leads = leads_of(shipped, scenario)
    assert f"this lead is **{leads['verdict'].iloc[0]}**" in said
    assert f"{100 * leads['lead'].min():.1f} percentage points behind" in said
    rates = win_rates(shipped.setups()).set_index(["scenario", "metric"])
    row = rates.loc[(scenario, leads["winner"].iloc[0])]
    assert f"95 % interval {100 * row['low']:.0f} to {100 * row['high']:.0f} % over" in said
    depends = scenario != "classification-source"
    assert ("depends on the measure" in said) == depends
    bars = figures(page)[0]["data"][0]
    assert bars["error_x"]["array"][-1] == pytest.approx(row["high"] - row["win_rate"])


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("component", ["given", "measure", "pool_size", "backbone"])
def test_the_cells_are_the_numbers_of_analysis(opened, shipped_link, shipped, scenario, component):
    page = opened(shipped_link, scenario=scenario)
    split = page.get("button_group")[0]
    several = scenario.startswith("classification")
    offered = ["given", *["backbone"] * several, "measure", "pool_size"]
    assert len(split.options) == len(offered)
    if component not in offered:
        return
    page.session_state[f"split {scenario}"] = component
    page.run()
    assert not page.exception
    expected = win_rates(shipped.setups(), by=(component,))
    expected = expected[expected["scenario"] == scenario]
    numbers = [trace["text"] for trace in figures(page)[1]["data"] if trace["type"] == "scatter"]
    assert sum(map(len, numbers)) == len(expected)
    texts = [text for column in numbers for text in column]
    shown = [html.unescape(text.removeprefix("<b>").removesuffix("</b>")) for text in texts]
    assert sorted(shown) == sorted(whole_percent(rate) for rate in expected["win_rate"])
    bold = [text for text in texts if text.startswith("<b>")]
    assert len(bold) >= expected[component].nunique()


def test_the_scenario_chosen_changes_the_sentence_and_the_address(opened, shipped_link):
    page = opened(shipped_link)
    before = page.header[0].value
    page.sidebar.radio[0].set_value("classification-source").run()
    assert page.header[0].value != before
    assert page.query_params["scenario"] == "classification-source"


def test_target_scenarios_say_what_they_are_not(opened, shipped_link):
    assert not opened(shipped_link, scenario="segmentation-source").info
    for scenario in ("segmentation-target", "classification-target"):
        note = opened(shipped_link, scenario=scenario).info[0].value
        assert "not the gain from transfer" in note
        assert "not the third scenario of the paper" in note


@pytest.mark.parametrize("asked", ["nonsense", "<script>alert(1)</script>", "x" * 5000, ""])
def test_an_unknown_scenario_in_the_address_is_named_and_dropped(opened, shipped_link, asked):
    page = opened(shipped_link, scenario=asked)
    assert not page.exception
    assert "that this store does not have" in page.warning[0].value
    assert "LogME" in page.header[0].value


def test_a_missing_or_damaged_store_is_a_friendly_message(opened, tmp_path, tiny):
    assert "there is no store" in opened(tmp_path / "none").error[0].value
    build(tiny, tmp_path / "store")
    (tmp_path / "store" / "outcomes.parquet").write_bytes(b"")
    page = opened(tmp_path / "store")
    assert not page.exception
    assert "outcomes.parquet" in page.error[0].value


def test_names_with_markup_are_shown_letter_by_letter(opened, tmp_path, tiny):
    tiny.write_text(tiny.read_text().replace('label = "One"', 'label = "<b>$x_1$ *One*"'))
    build(tiny, tmp_path / "store")
    page = opened(tmp_path / "store")
    assert not page.exception
    assert r"\<b\>\$x\_1\$ \*One\*" in page.header[0].value
    assert "&lt;b&gt;$x_1$ *One*" in figures(page)[0]["data"][0]["y"]


def test_tied_metrics_and_metrics_without_a_value_earn_a_sentence(opened, tmp_path, tiny):
    table = tiny.parent / "sets.csv"
    rows = [row.split(",") for row in table.read_text().splitlines()]
    for name, scores in (("tied", lambda row: row[3]), ("constant", lambda row: "1")):
        copied = [row if i == 0 else [*row[:4], scores(row)] for i, row in enumerate(rows)]
        if name == "constant":
            copied = [row if i == 0 else [*row[:3], "1", "1"] for i, row in enumerate(rows)]
        table.write_text("\n".join(",".join(row) for row in copied) + "\n")
        build(tiny, tmp_path / name)
    assert "**One** and **Two** tie as the best" in opened(tmp_path / "tied").header[0].value
    rank_only = tiny.read_text().replace(', "rel_at_1"', "")
    tiny.write_text(rank_only)
    build(tiny, tmp_path / "none")
    page = opened(tmp_path / "none")
    assert not page.exception
    assert page.header[0].value.startswith("No metric wins")


def test_a_metric_without_scores_has_a_dash_and_not_a_number(opened, tmp_path, tiny):
    table = tiny.parent / "sets.csv"
    rows = [row.split(",") for row in table.read_text().splitlines()]
    blank = [row if at == 0 else [*row[:3], "", row[4]] for at, row in enumerate(rows)]
    table.write_text("\n".join(",".join(row) for row in blank) + "\n")
    build(tiny, tmp_path / "store")
    page = opened(tmp_path / "store")
    assert not page.exception
    assert page.header[0].value.startswith("Undecided: **Two** is the best of 2 metrics")
    assert figures(page)[0]["data"][0]["text"][0] == "–"


def test_a_scenario_that_is_too_large_for_memory_has_rates_but_no_verdict(
    opened, tmp_path, tiny, monkeypatch
):
    build(tiny, tmp_path / "store")
    monkeypatch.setattr("data.opening.MOST_IN_MEMORY", 10)
    page = opened(tmp_path / "store")
    assert not page.exception
    assert "is the best of 2 metrics" in page.header[0].value
    assert "No verdict here on more than 10 setups" in page.markdown[0].value


def test_every_figure_has_an_alternative_text(opened, shipped_link):
    for chart in opened(shipped_link).get("plotly_chart"):
        assert len(chart.proto.alt) > 40
