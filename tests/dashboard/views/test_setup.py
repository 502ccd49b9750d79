"""Setup: one setup, its values as SciPy gives them, and its neighbours."""

from dataclasses import replace

import pytest

from setupscope.analysis.audit import slow
from setupscope.analysis.questions.one_setup import neighbours, one_setup, pairs_of_candidates
from setupscope.analysis.slices.slices import Slice
from setupscope.data.storage.building import build
from setupscope.data.study.setup_ids import SetupId

IDS = {
    measure: f"classification-source/dtd/frozen/{measure}/7ffef"
    for measure in ("pearson", "kendall", "weighted_kendall", "rel_at_1")
}


@pytest.mark.parametrize("text", IDS.values(), ids=IDS)
def test_values_candidates_and_neighbours_are_those_of_analysis(opened, small_link, small, text):
    address = {"scenario": "classification-source", "p.setup": text}
    page = opened(small_link, "setup", address)
    study = small.study
    id_ = SetupId.parse(text, study)
    one = one_setup(small.setups(), small.measurements(), study, id_)
    best = max(one.values, key=one.values.get)
    assert f"{one.values[best]:.4f}" in page.sentence
    assert study.metric(best).label in page.sentence
    assert "18 source architectures for the target dataset DTD, frozen" in page.sentence
    titles = [note["text"] for note in page.figures[0]["layout"]["annotations"]]
    performances = one.candidates["performance"].to_numpy()
    for metric, title in zip(study.metric_keys, titles, strict=True):
        scores = one.candidates[metric].to_numpy()
        expected = f"{slow.value(id_.measure, performances, scores):.4f}"
        assert f"</b>  {expected.replace('-', '−')}" in title
        if "kendall" in id_.measure:
            kinds = pairs_of_candidates(performances, scores)["kind"].value_counts()
            assert f"{kinds['concordant']} concordant" in title
    (members,) = page.tables
    assert members["test accuracy"].tolist() == [f"{number:.4f}" for number in performances]
    scores = [f"{number:.4f}".replace("-", "−") for number in one.candidates["gbc"]]
    assert members["GBC"].tolist() == scores
    bars = page.figures[1]["data"][0]
    around = neighbours(small.setups(), study, one)
    shown = {
        row: text.split(": ")[-1]
        for (row, metric), text in zip(bars["customdata"], bars["hovertext"], strict=True)
        if metric == "gbc"
    }
    assert len(shown) == len(around) + 1
    for row in around.to_dict("records"):
        parts = {part: row[part] for part in ("given", "backbone", "measure", "pool")}
        said = shown[str(replace(id_, **parts))]
        assert float(said.replace("−", "-")) == pytest.approx(row["gbc"], abs=5.1e-5)
    bold = sum(label.startswith("<b>") for label in page.figures[1]["layout"]["yaxis"]["ticktext"])
    values = around[list(study.metric_keys)]
    assert bold == (values[best] < values.max(axis=1)).sum()


def test_each_measure_shows_what_it_looked_at(opened, small_link):
    def drawn(measure):
        page = opened(small_link, "setup", {"p.setup": IDS[measure]})
        return page.figures[0]["data"][: 3 if measure != "pearson" else 2]

    line, dots = drawn("pearson")
    assert (line["mode"], len(line["x"]), dots["mode"]) == ("lines", 2, "markers")
    concordant, discordant, dots = drawn("kendall")
    tied = 1
    assert (len(concordant["x"]) + len(discordant["x"])) / 3 == 18 * 17 / 2 - tied
    weighted = drawn("weighted_kendall")[-1]
    assert len(set(weighted["marker"]["size"])) > 5
    assert isinstance(dots["marker"]["size"], int)
    _, pick, best = drawn("rel_at_1")
    assert pick["marker"]["symbol"] == "circle-open"
    assert best["marker"]["symbol"] == "star"


def test_without_an_id_the_page_shows_the_largest_setup_of_the_slice(opened, small_link):
    address = {"scenario": "segmentation-source", "given": "bdd", "measure": "kendall"}
    page = opened(small_link, "setup", address)
    assert "Kendall τ over 16 source datasets for the target dataset BDD" in page.sentence
    assert "not one of the slice" not in page.text


def test_a_setup_outside_the_slice_says_so(opened, small_link):
    address = {"scenario": "segmentation-source", "p.setup": IDS["kendall"]}
    assert "This setup is not in the slice" in opened(small_link, "setup", address).text


def test_a_pool_that_the_store_lacks_is_said_and_can_be_changed(opened, shipped_link):
    page = opened(shipped_link, "setup", {"p.setup": "segmentation-source/ade/unstated/kendall/e"})
    assert page.sentence == "The store does not contain this setup."
    assert "every pool that leaves out at most 4 candidates" in page.text
    measure = page.widget("selectbox", "measure")
    measure.set_value("pearson")
    assert page.run().address["p.setup"] == "segmentation-source/ade/unstated/pearson/e"


@pytest.mark.parametrize("text", ["", "a/b", "x" * 5000, "<script>/a/b/c/d", "%2F/%00/../../etc"])
def test_what_is_no_setup_is_named_and_another_is_shown(opened, small_link, text):
    page = opened(small_link, "setup", {"p.setup": text} if text else {"p.setup": " "})
    assert "is not accepted" in page.problems or "unknown scenario" in page.problems
    assert "16 source datasets" in page.sentence
    assert "p.setup" not in page.address


def test_another_given_takes_the_old_one_into_the_pool(opened, small_link, small):
    page = opened(small_link, "setup", scenario="segmentation-source")
    assert "for the target dataset ADE20K" in page.sentence
    page.widget("selectbox", "target dataset").set_value("coco")
    assert "16 source datasets for the target dataset COCO" in page.run().sentence
    id_ = SetupId.parse(page.address["p.setup"], small.study)
    assert "ade" in id_.members(small.study)
    assert "coco" not in id_.members(small.study)


def test_all_metrics_that_tie_are_said_to(opened, small_link):
    text = "segmentation-source/ade/unstated/rel_at_1/1fffe"
    page = opened(small_link, "setup", {"p.setup": text})
    assert page.sentence.startswith("All 5 metrics tie at **1.0000**: Rel@1 over")


def test_metrics_of_the_slice_alone_are_compared(opened, small_link, small):
    slice_ = Slice.parse("scenario=segmentation-source&metrics=leep,gbc", small.study)
    page = opened(small_link, "setup", slice_.parameters())
    assert "is the best of 2 metrics" in page.sentence
    assert len(page.figures[0]["layout"]["annotations"]) == 2


def test_a_metric_without_scores_has_no_value_and_breaks_nothing(opened, tmp_path, tiny):
    table = tiny.parent / "sets.csv"
    rows = [row.split(",") for row in table.read_text().splitlines()]
    blank = [row if index == 0 else [*row[:3], "", row[4]] for index, row in enumerate(rows)]
    table.write_text("\n".join(",".join(row) for row in blank) + "\n")
    build(tiny, tmp_path / "store")
    page = opened(tmp_path / "store", "setup")
    assert page.sentence.startswith("Only **Two** has scores here, with")
    assert [info.value for info in page.app.main.info] == [
        "One has no value: it has no score for 5 candidates of the pool."
    ]
    assert "no value" in page.figures[0]["layout"]["annotations"][0]["text"]


def test_a_bad_setup_of_an_empty_slice_is_named_beside_the_way_out(opened, small_link):
    address = {"scenario": "segmentation-source", "with": "coco", "without": "coco"}
    page = opened(small_link, "setup", {**address, "p.setup": "bad"})
    assert page.sentence == "No setups match this slice."
    assert "is not accepted" in page.problems


def test_a_pool_too_small_to_rank_is_refused_and_nothing_is_lost(opened, small_link):
    text = "segmentation-source/bdd/unstated/kendall/1fffd"
    page = opened(small_link, "setup", {"scenario": "segmentation-source", "p.setup": text})
    page.widget("multiselect", "source datasets in the pool").set_value(["coco"])
    page.run()
    assert page.app.toast[0].value == "A pool needs at least 3 candidates."
    assert page.address["p.setup"] == text
    assert len(page.widget("multiselect", "source datasets in the pool").value) == 16


def test_a_given_that_is_no_candidate_is_left_without_one_for_it(opened, tmp_path, tiny):
    build(tiny, tmp_path / "store")
    page = opened(tmp_path / "store", "setup", {"p.setup": "sets-source/y/unstated/kendall/3f"})
    page.widget("selectbox", "target").set_value("x")
    assert "for the target x" in page.run().sentence


def test_a_neighbour_without_any_value_is_no_other_winner(opened, tmp_path, tiny):
    table = tiny.parent / "sets.csv"
    table.write_text(table.read_text().replace("e,x,0.5,4,-4", "e,x,0.5,,-4"))
    build(tiny, tmp_path / "store")
    address = {"metrics": "one", "p.setup": "sets-source/x/unstated/kendall/f"}
    page = opened(tmp_path / "store", "setup", {"scenario": "sets-source", **address})
    assert "with 0 of 3 other measures" in page.text
    ticks = page.figures[1]["layout"]["yaxis"]["ticktext"]
    assert not any(tick.startswith("<b>") for tick in ticks)


def test_a_claim_is_checked_with_this_setup_in_the_direction_that_is_picked(opened, shipped_link):
    address = {"scenario": "segmentation-source", "given": "isaid", "measure": "kendall"}
    page = opened(shipped_link, "setup", address)
    page.widget("selectbox", "Claim:").set_value("gbc")
    page.run().widget("selectbox", "is ahead of").set_value("logme")
    page.run().press("Check this claim")
    assert page.sentence.startswith("**GBC** is ahead of **LogME** in")
    assert "**Shown, but atypical:** **26.1 %** of 42,788 comparable setups" in page.text
    assert "given" not in page.address


def test_a_neighbour_is_evidence_for_the_same_claim(opened, shipped_link):
    id_ = "segmentation-source/isaid/unstated/kendall/1ffbf"
    page = opened(shipped_link, "setup", {"scenario": "segmentation-source", "p.setup": id_})
    label = "Check with a neighbour that LEEP is ahead of 𝒩LEEP"
    chosen = [one for one in page.app.selectbox if one.label.startswith("Check with")]
    assert [one.label for one in chosen] == [label]
    chosen[0].set_value(0)
    page.run()
    assert (page.address["p.a"], page.address["p.b"]) == ("leep", "nleep")
    assert page.address["p.shows"] == id_.replace("kendall", "pearson")
