"""Several studies served at once, and what stays with a reader who goes from one to another."""

import json
import shutil

import pytest
from click.testing import CliRunner

from own_studies import patchy
from setupscope.dashboard.cli import main as cli
from setupscope.data import open_store
from setupscope.data.storage.building import build


@pytest.fixture(scope="module")
def patchy_link(tmp_path_factory):
    return patchy(tmp_path_factory.mktemp("patchy"))


@pytest.fixture
def both(opened, small_link, patchy_link, monkeypatch):
    """Opens a page on a server of two stores."""

    def open_page(page="findings", first=small_link, second=patchy_link, **keys):
        monkeypatch.setenv("SETUPSCOPE_SERVED", json.dumps([str(first), str(second)]))
        return opened(first, page, keys)

    return open_page


def switch(page, link):
    page.widget("selectbox", "Study").set_value(str(link))
    return page.run()


def test_one_store_has_no_switcher_and_its_address_does_not_name_it(opened, small_link):
    page = opened(small_link, "win_rates")
    assert "Study" not in [box.label for box in page.app.selectbox]
    assert "store" not in page.address


def test_the_reader_turns_to_the_other_study_and_back(both, small_link, patchy_link, small):
    page = both("win_rates", scenario="segmentation-source", measure="kendall")
    assert page.address["store"] == small.digest
    assert page.widget("selectbox", "Study").options == [
        f"store: {small.study.title}",
        "store: A study with a patchy metric",
    ]
    switch(page, patchy_link)
    assert "6 sources" in page.text or "sets" in page.text
    assert page.problems == ""
    assert page.address["store"] == open_store(patchy_link).digest
    assert page.address["scenario"] == "sets-source"
    switch(page, small_link)
    assert page.address["scenario"] == "segmentation-source"
    assert page.problems == ""


def test_what_both_studies_have_of_a_slice_goes_along(both, small_link, tmp_path):
    """The same study with other pools has the same scenarios and measures."""
    build(_other_pools(tmp_path), tmp_path / "store")
    page = both(
        "win_rates",
        second=tmp_path / "store",
        scenario="classification-source",
        measure="kendall",
        size="15-16",
    )
    switch(page, tmp_path / "store")
    assert page.address["scenario"] == "classification-source"
    assert page.address["measure"] == "kendall"
    assert "size" not in page.address
    assert page.problems == ""
    assert len(set(page.widget("selectbox", "Study").options)) == 2


def _other_pools(folder):
    from setupscope.data.study.study_file import SHIPPED_STUDY

    shutil.copytree(SHIPPED_STUDY.parent, folder / "study")
    toml = folder / "study" / "study.toml"
    text = toml.read_text(encoding="utf-8")
    assert "leave_out = 4" in text
    toml.write_text(text.replace("leave_out = 4", "leave_out = 1"), encoding="utf-8")
    return toml


def test_an_address_opens_the_study_that_it_names(both, patchy_link, small):
    digest = open_store(patchy_link).digest
    page = both("win_rates", store=digest, scenario="nets-source")
    assert page.problems == ""
    assert page.address["scenario"] == "nets-source"
    page.app.query_params.update({"store": small.digest, "scenario": "segmentation-target"})
    page.run()
    assert page.problems == ""
    assert page.address["store"] == small.digest
    assert page.address["scenario"] == "segmentation-target"


def test_the_same_slice_of_the_other_study_is_asked_of_that_study(both, tmp_path, small):
    build(_other_pools(tmp_path), tmp_path / "store")
    other = open_store(tmp_path / "store")
    page = both("win_rates", second=tmp_path / "store", scenario="segmentation-source")
    for store in (other, small):
        page.app.query_params.update({"store": store.digest})
        page.run()
        setups = store.manifest.counts["segmentation-source"]
        assert f"of {setups:,} setups over 17 target datasets" in page.sentence
        assert page.app.session_state["chosen"].slice_.study.digest == store.digest


def test_an_address_of_no_study_here_is_named_and_the_first_is_shown(both, small):
    page = both("win_rates", store="0123456789ab", scenario="segmentation-source")
    assert "the link was made on store" in page.problems
    assert page.address["store"] == small.digest


def test_undo_never_brings_a_slice_of_the_other_study(both, patchy_link):
    page = both("win_rates", scenario="segmentation-source")
    page.widget("selectbox", "Study")
    page.app.radio[0].set_value("classification-source")
    page.run()
    switch(page, patchy_link)
    assert next(button for button in page.app.button if button.label == "Undo").disabled


def test_what_is_kept_stays_with_its_study(both, small_link, patchy_link):
    page = both("win_rates", scenario="segmentation-source")
    page.press("Keep")
    assert "p.kept" in page.address
    switch(page, patchy_link)
    assert "p.kept" not in page.address
    page.press("Keep")
    page.press("Keep")
    switch(page, small_link)
    assert "Figures (1)" in [link.proto.label for link in page.app.get("page_link")]
    switch(page, patchy_link)
    assert "Figures (2)" in [link.proto.label for link in page.app.get("page_link")]


def test_a_study_that_is_gone_is_not_offered_and_breaks_nothing(both, patchy_link, tmp_path):
    shutil.copytree(patchy_link, tmp_path / "gone")
    page = both("win_rates", second=tmp_path / "gone")
    shutil.rmtree(tmp_path / "gone")
    page.run()
    assert "Study" not in [box.label for box in page.app.selectbox]
    assert page.headers


def test_a_store_that_is_built_again_is_picked_up_where_it_stands(both, tmp_path, small):
    link = patchy(tmp_path)
    page = both("win_rates", second=link)
    switch(page, link)
    before = page.address["store"]
    toml = tmp_path / "study.toml"
    text = toml.read_text(encoding="utf-8").replace("leave_out = 2", "leave_out = 1")
    toml.write_text(text, encoding="utf-8")
    build(toml, link)
    page.run()
    assert page.address["store"] == open_store(link).digest != before


@pytest.fixture
def served(monkeypatch):
    """What the command would serve."""
    asked = []
    monkeypatch.setattr(
        "setupscope.dashboard.server.serve.serve", lambda stores, *_: asked.append(stores)
    )
    return asked


def test_the_same_store_twice_is_offered_once_and_said(served, small_link, patchy_link, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(patchy_link, copy)
    links = (small_link, patchy_link, copy, small_link)
    words = [word for link in links for word in ("--store", str(link))]
    done = CliRunner().invoke(cli.main, ["dashboard", *words])
    assert done.exit_code == 0, done.output
    assert served == [[small_link, patchy_link]]
    assert f"Note: {copy} has the same content as {patchy_link}; it is offered once" in done.stderr


def test_a_store_that_is_missing_is_named_before_anything_is_served(served, small_link, tmp_path):
    words = ["--store", str(small_link), "--store", str(tmp_path / "none")]
    done = CliRunner().invoke(cli.main, ["dashboard", *words])
    assert done.exit_code == 2
    assert "there is no store" in done.stderr
    assert served == []
