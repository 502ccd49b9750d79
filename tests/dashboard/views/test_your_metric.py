"""The page on which a reader brings scores or results."""

import io
import zipfile

import pandas as pd
import pytest
from click.testing import CliRunner
from scipy.stats import kendalltau

from in_process import InProcess
from own_metric_page import (
    SEGMENTATION,
    choose_results,
    columns_of,
    errors,
    held,
    paste,
    scored,
    scores,
)
from setupscope.analysis import win_rates
from setupscope.dashboard.cli.main import main
from setupscope.dashboard.components.upload_results import zipped
from setupscope.dashboard.limits import MAX_PASTED
from setupscope.dashboard.session import private_study
from setupscope.dashboard.session.pages import PAGES
from setupscope.dashboard.text.markdown import strip_markdown
from setupscope.dashboard.text.numbers import percent
from setupscope.dashboard.uploads import upload
from setupscope.dashboard.uploads.messages import Reply, ScoresRequest
from setupscope.dashboard.uploads.process import UploadProcess
from setupscope.dashboard.uploads.room import Room
from setupscope.data import open_store
from setupscope.data.storage.building import build


def test_a_metric_is_answered_for_beside_the_leader_and_chance_and_compared_one_click_away(own):
    scored(own, scores("performance"))
    assert own.sentence.startswith(
        "**Mine** leads in 2 of 6 scenarios: it is the best of 6 metrics in"
    )
    store, bars = held(own).store, own.figures[0]["data"][0]
    marks = [tuple(mark or ()) for mark in bars["customdata"]]
    outlined = [width > 0 for width in bars["marker"]["line"]["width"]]
    assert outlined == [mark[1:] == ("mine",) for mark in marks]
    assert marks.count(()) == len(store.study.scenarios)  # of random scores
    drawn = dict(zip(marks, bars["x"], strict=True))
    for scenario in store.study.scenarios:
        rates = win_rates(store.setups().filter(f"scenario = '{scenario.name}'"))
        rate = rates.set_index("metric")["win_rate"].dropna().sort_values(ascending=False)
        if "mine" in rate:
            other = next(key for key in rate.index if key != "mine")
            assert drawn[scenario.name, other] == rate[other]
            assert drawn[scenario.name, "mine"] == rate["mine"]
            place = f"place {(rate > rate['mine']).sum() + 1} of 6"
            assert f"**{percent(rate['mine'])}** of" in own.text
            assert place in own.text
    assert "Mine** cannot be compared: the metric has no score for all" in own.text
    assert "A metric of random scores would win" in own.text
    assert own.address["store"] == f"private-{store.digest}"
    last = "segmentation-target-gain"
    own.app.button(f"own head_to_head {last}").click()
    own.run()
    pair = own.address["p.a"], own.address["p.b"]
    assert {(last, key) for key in pair} == {mark for mark in marks if mark[:1] == (last,)}
    assert pair[0] == "mine"
    assert own.address["scenario"] == last


def test_what_was_understood_is_said_before_anything_is_scored(own):
    paste(own, scores("logme", SEGMENTATION[SEGMENTATION["source"] != "ade"]))
    assert "scores: 256 of 272 transfers of segmentation" in own.text
    assert any("lacks 16 of 272 scores" in w.value.replace("\\", "") for w in own.app.warning)
    assert "private" not in own.app.session_state


@pytest.mark.parametrize(
    "text",
    [
        "source,target,score\nade,bddd,1\n",
        "source,target,score\nade,bdd,nan\n",
        "source,target,score\nade,bdd,1\nade,bdd,2\n",
        "a,b,c,d\n1,2,3\n",
        "PK\x03\x04",
        "source,target,score\n",
        "<script>alert(1)</script>,target,score\nx,y,1\n",
    ],
)
def test_what_is_refused_is_refused_in_the_words_of_the_command_line(own, text, tmp_path):
    (tmp_path / "pasted table").write_text(text, encoding="utf-8")
    paste(own, text)
    for unguessed in [box for box in columns_of(own) if box.value is None]:
        unguessed.set_value(unguessed.options[0])
        own.run()
    columns = [
        word
        for box in columns_of(own)
        if box.value != "–"
        for word in (f"--{box.label.split()[0]}", str(box.value))
    ]
    words = ["add-metric", str(tmp_path / "pasted table"), "--name", "My metric", "--dry-run"]
    done = CliRunner().invoke(main, [*words, *columns])
    assert done.exit_code == 2
    said = done.stderr.removeprefix("Error: ").strip().replace(f"{tmp_path}/", "")
    assert errors(own) == [said]
    assert "Score it" not in [button.label for button in own.app.button]


def test_a_whole_table_of_results_is_a_study_of_its_own(own):
    choose_results(own)
    table = SEGMENTATION.rename(columns={"source": "model", "target": "dataset"})
    text = table.rename(columns={"performance": "accuracy"}).to_csv(index=False)
    paste(own, text)
    own.widget("text_input", "Name of the study").set_value("own")
    own.widget("number_input", "Maximum number of candidates left out").set_value(1)
    own.run()
    own.press("Score it")
    assert own.sentence.startswith("**own** has been scored: 2,312 setups. **")
    store = held(own).store
    assert len(own.figures) == 1
    assert sum(button.key.startswith("own head_to_head") for button in own.app.button) == 2
    assert [metric.label for metric in store.study.metrics] == list(SEGMENTATION.columns[3:])


def test_two_metrics_and_one_given_are_answered_for_without_a_verdict(own):
    choose_results(own)
    rows = [f"m{k},only,0.{k},{k % 3},{-k}" for k in range(1, 6)]
    paste(own, "\n".join(["source,target,performance,A,B", *rows]))
    own.press("Score it")
    assert "A is the best of 2 metrics in" in strip_markdown(own.sentence)
    assert "too few targets for a verdict" in own.text
    own.app.button(f"own head_to_head {held(own).store.study.scenarios[0].name}").click()
    assert own.run().sentence.startswith("**A** is ahead of **B**")


@pytest.mark.parametrize(
    ("field", "number", "rule"),
    [
        (
            "Maximum number of candidates left out",
            1,
            "every pool that leaves out at most 1 candidates",
        ),
        ("or minimum number of candidates in a pool", 15, "every pool of 15 or more candidates"),
    ],
)
def test_a_pool_rule_is_asked_for_as_on_the_command_line(own, field, number, rule):
    choose_results(own)
    paste(own, SEGMENTATION.to_csv(index=False))
    own.widget("number_input", field).set_value(number)
    own.run()
    assert f"pools: {rule}" in own.text
    fewest = own.widget("number_input", "or minimum number of candidates in a pool")
    assert fewest.disabled == field.startswith("Maximum")


def test_a_printed_table_is_checked_and_what_is_wrong_with_it_is_named(own):
    values = {
        target: [kendalltau(part["performance"], part[key])[0] for key in ("leep", "logme")]
        for target, part in SEGMENTATION.groupby("target")
    }
    table = pd.DataFrame(values, index=["LEEP", "LogME"]).map("{:.3f}".format)
    right, table.loc["LogME", "camvid"] = table.loc["LogME", "camvid"], "0.999"
    own.widget("text_area", "Printed table").set_value(table.to_csv())
    own.run()
    assert "33 of 34 cells come out as Kendall τ-b, rounded" in own.text
    assert f"LogME on CamVid: printed 0.999, computed {right}" in own.text
    own.widget("text_area", "Printed table").set_value("a,b\nc,1\n")
    own.run()
    assert "needs metrics on one side" in own.app.error[0].value


def test_another_table_is_guessed_anew_and_a_corrected_one_keeps_the_choices(own):
    choose_results(own)
    paste(own, SEGMENTATION.to_csv(index=False))
    assert own.widget("multiselect", "Metric columns").value == list(SEGMENTATION.columns[3:])
    renamed = SEGMENTATION.rename(columns={"source": "model", "performance": "acc", "gbc": "mine"})
    paste(own, renamed.to_csv(index=False))
    assert own.widget("multiselect", "source column").value == ["model"]
    assert own.widget("selectbox", "performance column").value == "acc"
    own.widget("multiselect", "Metric columns").set_value(["mine", "leep"])
    paste(own, renamed.iloc[:-1].to_csv(index=False))
    assert own.widget("multiselect", "Metric columns").value == ["mine", "leep"]
    assert "metrics: 2" in own.text


def test_a_column_that_nothing_is_called_like_has_to_be_chosen(own):
    choose_results(own)
    paste(own, SEGMENTATION.rename(columns={"performance": "quality"}).to_csv(index=False))
    assert [one.value for one in own.app.info] == ["Choose a column for the performance."]
    assert not own.app.error
    assert "Score it" not in [button.label for button in own.app.button]
    own.widget("selectbox", "performance column").set_value("quality")
    own.run()
    assert own.widget("multiselect", "Metric columns").value == list(SEGMENTATION.columns[3:])
    assert "Score it" in [button.label for button in own.app.button]


def test_every_page_includes_what_was_brought_and_shows_it_first(own):
    scored(own, scores("performance"))
    seen = {}
    for page in [name for name in PAGES if name != "your_metric"]:
        own.app.switch_page(f"views/{page}.py")
        own.run()
        assert own.headers
        assert own.app.session_state["chosen"].slice_.study is held(own).store.study
        assert own.widget("selectbox", "Study").value == "your own"
        seen[page] = own.text, own.sentence, [one.value for one in own.app.subheader], own.figures
    assert "**Mine**, the metric that was added, leads in “" in seen["findings"][0]
    drawn = [figure["layout"] for figure in seen["findings"][3]]
    assert [len(layout["shapes"]) for layout in drawn if "shapes" in layout] == [1, 1]
    assert seen["head_to_head"][1].startswith("**Mine** is ahead of **")
    assert any(one.startswith("What decides between Mine and") for one in seen["stability"][2])


def test_the_study_that_is_taken_home_builds_the_same_store(own, tmp_path):
    scored(own, scores("performance"))
    content = zipped(held(own).study, "brought")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(tmp_path)
    build(tmp_path / "brought" / "study.toml", tmp_path / "store")
    assert open_store(tmp_path / "store").digest == held(own).store.digest


def test_what_a_busy_server_did_not_finish_is_asked_again_with_one_click(own, monkeypatch):
    asked = UploadProcess.ask

    def busy(process, message, *progress):
        reply = asked(process, message, *progress)
        return Reply(cause="busy") if isinstance(message, ScoresRequest) else reply

    monkeypatch.setattr(UploadProcess, "ask", busy)
    text = scores("logme")
    paste(own, text)
    assert ["the server is busy" in error for error in errors(own)] == [True]
    assert "Score it" not in [button.label for button in own.app.button]
    monkeypatch.setattr(UploadProcess, "ask", asked)
    own.press("Try again")
    assert errors(own) == []
    assert "scores: 272 of 272 transfers of segmentation" in own.text
    monkeypatch.setattr(UploadProcess, "ask", lambda *_: Reply(cause="memory"))
    own.press("Score it")
    assert ["3 GB of memory" in error for error in errors(own)] == [True]
    assert own.app.text_area[0].value == text
    own.press("Try again")
    assert "private" not in own.app.session_state


def test_what_has_no_room_is_said_and_the_table_stays(own, monkeypatch):
    monkeypatch.setattr(upload, "SPARE", type("Ready", (), {"take": InProcess}))
    monkeypatch.setattr(private_study, "STUDIES", Room(0, 0))
    text = scores("logme")
    scored(own, text)
    assert ["as many as it can" in info.value for info in own.app.info] == [True]
    assert own.app.text_area[0].value == text
    assert "private" not in own.app.session_state
    assert own.app.text_area[0].max_chars == MAX_PASTED


@pytest.mark.parametrize("value", ["no", ""])
def test_a_server_without_uploads_says_so_and_shows_no_form(opened, small_link, monkeypatch, value):
    monkeypatch.setenv("SETUPSCOPE_UPLOADS", value)
    page = opened(small_link, "your_metric")
    assert page.sentence == "Uploads are turned off on this server."
    assert not page.app.text_area
    assert "setupscope add-metric" in page.text


@pytest.mark.parametrize(
    ("words", "allowed"),
    [
        ([], "local"),
        (["--no-uploads"], "no"),
        (["--address", "0.0.0.0"], "no"),
        (["--address", "::1"], "local"),
        (["--address", "0.0.0.0", "--allow-uploads"], "yes"),
    ],
)
def test_uploads_are_for_this_machine_alone_unless_it_is_said(
    words, allowed, small_link, monkeypatch
):
    monkeypatch.setenv("SETUPSCOPE_UPLOADS", "")
    seen = []
    monkeypatch.setattr("setupscope.dashboard.server.serve.free_port", lambda *_: 8501)

    def serve(*_):
        import os

        seen.append(os.environ["SETUPSCOPE_UPLOADS"])

    monkeypatch.setattr("setupscope.dashboard.server.serve.serve", serve)
    done = CliRunner().invoke(main, ["dashboard", "--store", str(small_link), *words])
    assert done.exit_code == 0, done.output
    assert seen == [allowed]
