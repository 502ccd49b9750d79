"""Findings: the study in one screen, its numbers those of `analysis`, doubt included."""

import html
from urllib.parse import parse_qsl

import pytest

from setupscope.analysis import flips, leads_of_winner, win_rates
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.text.numbers import percent, whole_percent
from setupscope.data.storage.building import build


@pytest.fixture
def page(opened, shipped_link):
    return opened(shipped_link)


def cards(page):
    """The paragraph of each card that names its winner, in order."""
    return [
        text.value.replace("\\", "").replace("\N{NO-BREAK SPACE}", " ")
        for text in page.app.main.markdown
        if " wins **" in text.value
    ]


def test_the_headline_names_the_winner_of_each_scenario_with_its_number(page, shipped):
    assert page.sentence.startswith("No metric is best everywhere: ")
    rates = win_rates(shipped.setups()).set_index(["scenario", "metric"])["win_rate"]
    for scenario, metric in (("segmentation-source", "logme"), ("classification-source", "nleep")):
        label = shipped.study.metric(metric).label
        assert f"**{label}** leads" in page.sentence
        assert f"{percent(rates[scenario, metric])} of" in page.sentence
        assert rates[scenario].idxmax() == metric
    assert "(clear)" in page.sentence
    assert "(clear for these candidates)" in page.sentence
    text = "Under Rel@1, GBC has the highest win rate, but its lead there is undecided."
    assert text in page.text


def test_cells_and_cards_are_the_numbers_of_analysis(page, shipped):
    rates = win_rates(shipped.setups()).set_index(["scenario", "metric"])
    expected = sorted(map(whole_percent, rates["win_rate"]))
    matrices = page.figures[1::2]
    numbers = [t["text"] for f in matrices for t in f["data"] if t["type"] == "scatter"]
    shown = [text.replace("<b>", "").replace("</b>", "") for column in numbers for text in column]
    assert sorted(map(html.unescape, shown)) == expected
    paragraphs = cards(page)
    for scenario, said in zip(shipped.study.scenarios, paragraphs, strict=True):
        best = rates.loc[scenario.name].sort_values("win_rate").iloc[-1]
        assert f"**{percent(best['win_rate'])}**" in said
        low, high = 100 * best["low"], 100 * best["high"]
        assert f"95 % interval {low:.0f} to {high:.0f} % over {int(best['givens'])}" in said


def test_flips_and_the_papers_finding_stand_on_the_cards(page, shipped):
    for scenario in shipped.study.scenarios:
        setups = Slice(shipped.study, scenarios=(scenario.name,)).narrow(shipped.setups())
        table = flips(setups, shipped.study)
        count = int(table["flips"].sum())
        text = f"{count} of {len(table)} single restrictions" if count else f"None of {len(table)}"
        assert text in page.text
    kinds = (
        "none of them clearly: 6 of 17 target datasets alone, 1 of 4 measures, none of 39 others"
    )
    assert kinds in page.text
    assert "The published study also found LogME best." in page.text
    assert "The published study also found 𝒩LEEP best." in page.text


def test_what_is_undecided_looks_undecided(page, shipped):
    for scenario, text in zip(shipped.study.scenarios, cards(page), strict=True):
        setups = shipped.setups().filter(f"scenario = '{scenario.name}'")
        undecided = leads_of_winner(setups)["verdict"].iloc[0] == "undecided"
        assert text.startswith(":gray[Undecided: ") == undecided
    related = page.figures[3]["data"]
    rows = {s.name: [] for s in shipped.study.scenarios if s.candidates == "target"}
    for trace in related:
        if trace["type"] == "bar":
            for data, opacity in zip(trace["customdata"], trace["marker"]["opacity"], strict=True):
                rows[data[0]].append(opacity)
    assert max(rows["segmentation-target"]) < 1
    assert max(rows["classification-target"]) == 1
    assert max(rows["classification-target-gain"]) < 1


def test_three_questions_lead_to_the_pages_that_answer_them(page, opened, shipped, shipped_link):
    links = {link.proto.label: link.proto for link in page.app.main if link.type == "page_link"}
    lead, safe = links["Watch LogME lose its lead"], links["Is 𝒩LEEP a safe choice?"]
    assert (lead.page, lead.query_string) == ("what-flips-it", "scenario=segmentation-source")
    assert (safe.page, safe.query_string) == ("win-rates", "scenario=classification-source")
    table = flips(
        Slice.parse(lead.query_string, shipped.study).narrow(shipped.setups()), shipped.study
    )
    widest = table[table["flips"]].sort_values("by").iloc[-1]
    winner = shipped.study.metric(widest["winner"]).label
    claim = links[f"Check a paper's claim: {winner} beats LogME"]
    there = opened(shipped_link, "head_to_head", dict(parse_qsl(claim.query_string)))
    shown = f"scenario=segmentation-source&{widest['component']}={widest['value']}"
    assert there.address["p.shows"] == shown
    assert there.problems == ""
    assert f"comparable setups agree that {winner} is ahead of LogME" in there.text
    kinds = [element.type for element in there.app.main]
    assert kinds.index("text_input") < kinds.index("plotly_chart")


def test_the_related_question_stands_apart(page):
    assert "A related question: which target?" in page.headers
    assert "not the third scenario of the paper" in page.app.info[0].value
    assert len(page.figures) == 4


def test_maps_stand_first_and_a_cell_opens_its_scenario_given_measure_and_backbone(page, shipped):
    maps = page.figures[::2]
    panels = [[t for t in figure["data"] if t["type"] == "bar"] for figure in maps]
    assert [len(own) for own in panels] == [3, 6]
    shown = {cell[0] for own in panels for trace in own for cell in trace["customdata"]}
    assert shown == {scenario.name for scenario in shipped.study.scenarios}
    texts = page.text.split("\n")
    said = [text for text in texts if text.startswith("A cell is one ")]
    assert [text.split(",")[0] for text in said] == [
        "A cell is one target dataset under one measure. Of 140 cells",
        "A cell is one given under one measure. Of 385 cells",
    ]
    choice = page.widget("selectbox", "Choose a cell: map of winners by given")
    name = next(name for name in choice.options if "frozen" in name and "CIFAR-100, Rel@1" in name)
    choice.set_value(name).run()
    assert page.address["scenario"] == "classification-source"
    assert page.address["given"] == "cifar100"
    assert (page.address["measure"], page.address["backbone"]) == ("rel_at_1", "frozen")


def test_baselines_are_shown_beside_the_metrics_when_asked_for(page, shipped):
    page.app.toggle(key="findings baselines").set_value(True).run()
    drawn = {
        (row, column)
        for figure in page.figures[1::2]
        for trace in figure["data"]
        if trace["type"] == "bar"
        for row, column in trace["customdata"]
    }
    assert ("classification-source", "static_ranker") in drawn
    assert ("classification-target", "other_sources") in drawn
    assert ("classification-target", "static_ranker") not in drawn
    assert page.app.query_params["p.baselines"] == "on"


def test_one_scenario_is_a_finding_too(opened, tmp_path, tiny):
    build(tiny, tmp_path / "store")
    page = opened(tmp_path / "store")
    assert page.sentence.startswith("**One** leads in “Which source?” with 63.7 % of 128 setups")
    assert len(page.figures) == 2
    assert len(page.figures[0]["data"][0]["customdata"]) == 2 * 4


def test_every_figure_has_an_alternative_text(page):
    for chart in page.app.get("plotly_chart"):
        assert len(chart.proto.alt) > 40


def test_the_slice_of_the_other_pages_is_kept_and_shown_folded(opened, shipped_link):
    page = opened(shipped_link, measure="kendall", scenario="classification-source")
    assert page.sentence.startswith("No metric is best everywhere")
    assert page.address["measure"] == "kendall"
    page.app.switch_page("views/win_rates.py")
    assert "90,648 setups" in page.run().sentence


def test_what_gain_changes_is_said_in_one_sentence(page, shipped):
    rates = win_rates(shipped.setups()).set_index(["scenario", "metric"])["win_rate"]
    raw, gain = rates["classification-target"], rates["classification-target-gain"]
    assert (raw.idxmax(), gain.idxmax()) == ("gbc", "hscore")
    said = f"in image classification **GBC** wins {percent(gain['gbc'])} instead of"
    assert f"{said} {percent(raw['gbc'])}, and **H-score** leads with" in page.text
    assert "The lead of **GBC** came from the difficulty of the targets." in page.text
