"""The slice panel: every widget changes the slice, and every change can be undone."""

import pytest

from own_studies import patchy
from setupscope.analysis import win_rates
from setupscope.analysis.slices.slices import Slice
from setupscope.data import open_store
from setupscope.data.storage.building import build


def labels(page, kind):
    return [widget.label for widget in page.app.sidebar.get(kind)]


@pytest.fixture
def page(opened, shipped_link):
    return opened(shipped_link, "win_rates", scenario="classification-source")


def test_the_scenario_chosen_changes_the_sentence_and_the_address(page):
    before = page.sentence
    page.app.sidebar.radio[0].set_value("segmentation-source")
    assert page.run().sentence != before
    assert page.address == {"scenario": "segmentation-source"}


def test_scenarios_that_rank_targets_open_without_ratios_across_tasks(page):
    page.app.sidebar.radio[0].set_value("classification-target")
    page.run()
    assert page.address["measure"] == "pearson,kendall,weighted_kendall"
    page.app.sidebar.radio[0].set_value("segmentation-source")
    assert "measure" not in page.run().address


def test_measures_that_were_chosen_stay_with_the_scenario(page):
    page.app.sidebar.button_group[0].set_value(["kendall"])
    page.run()
    page.app.sidebar.radio[0].set_value("segmentation-target")
    assert page.run().address["measure"] == "kendall"


def test_pills_lists_and_the_slider_narrow_the_slice(page):
    groups = page.app.sidebar.button_group
    assert [len(group.options) for group in groups] == [4, 2, 2, 2, 5, 5]
    groups[0].set_value(["kendall", "pearson"])
    assert page.run().address["measure"] == "pearson,kendall"
    page.app.sidebar.button_group[1].set_value(["frozen"])
    assert page.run().address["backbone"] == "frozen"
    page.app.sidebar.button_group[5].set_value(["leep", "gbc"])
    assert page.run().address["metrics"] == "leep,gbc"
    page.app.sidebar.select_slider[0].set_range(16, 17)
    assert page.run().address["size"] == "16-17"
    page.app.sidebar.multiselect[1].set_value(["vgg16"])
    assert page.run().address["with"] == "vgg16"
    page.app.sidebar.multiselect[2].set_value(["vgg19"])
    assert page.run().address["without"] == "vgg19"
    assert "LEEP and GBC" in page.sentence
    assert "pools of 16 to 17; with VGG-16; without VGG-19" in page.text


def test_givens_alone_or_all_but_these(page):
    page.app.sidebar.multiselect[0].set_value(["dtd"])
    assert page.run().address["given"] == "dtd"
    page.app.sidebar.button_group[2].set_value("all but")
    page.run()
    assert len(page.address["given"].split(",")) == 8
    assert "dtd" not in page.address["given"]
    assert page.app.sidebar.multiselect[0].value == ["dtd"]
    page.app.sidebar.multiselect[0].set_value([])
    assert "given" not in page.run().address


def test_a_link_to_all_but_one_is_shown_as_such(opened, shipped_link, shipped):
    givens = shipped.study.names_of("segmentation-source").givens
    address = {"scenario": "segmentation-source", "given": ",".join(givens[1:])}
    page = opened(shipped_link, "win_rates", address)
    assert page.app.sidebar.button_group[1].value == "all but"
    assert page.app.sidebar.multiselect[0].value == ["ade"]


def test_undo_takes_back_change_by_change_and_reset_can_be_undone(page):
    start = page.sentence
    page.app.sidebar.button_group[0].set_value(["kendall"])
    second = page.run().sentence
    page.app.sidebar.multiselect[0].set_value(["dtd"])
    third = page.run().sentence
    assert len({start, second, third}) == 3
    assert page.press("Reset").sentence == start
    assert page.press("Undo").sentence == third
    assert page.press("Undo").sentence == second
    assert page.app.sidebar.multiselect[0].value == []
    assert page.press("Undo").sentence == start
    assert next(b for b in page.app.button if b.label == "Undo").disabled


def test_a_link_that_is_followed_can_be_undone(opened, small_link):
    page = opened(small_link)
    page.app.query_params.update(scenario="classification-source")
    assert page.run().address["scenario"] == "classification-source"
    assert page.press("Undo").address["scenario"] == "segmentation-source"


def test_counts_stand_beside_the_choices(page):
    assert "Kendall τ · 90,648" in page.app.sidebar.button_group[0].options[1]
    assert any(option.startswith("DTD · ") for option in page.app.sidebar.multiselect[0].options)
    assert "**362,592** of 901,367 setups" in [c.value for c in page.app.sidebar.caption]
    page.app.sidebar.multiselect[0].set_value(["dtd"])
    page.run()
    assert "Kendall τ · 10,072" in page.app.sidebar.button_group[0].options[1]


def test_the_slice_survives_a_switch_of_pages(page):
    page.app.sidebar.multiselect[0].set_value(["dtd"])
    page.run()
    page.app.switch_page("views/setup.py")
    page.run()
    assert "for the target dataset DTD" in page.sentence
    assert page.app.sidebar.multiselect[0].value == ["dtd"]
    page.app.switch_page("views/win_rates.py")
    assert "over 1 target dataset" in page.run().sentence


def test_a_choice_that_the_slice_does_not_offer_waits_and_returns_with_undo(opened, shipped_link):
    address = {"scenario": "segmentation-source", "p.by": "measure", "p.values": "kendall"}
    page = opened(shipped_link, "win_rates", address)
    page.app.sidebar.button_group[0].set_value(["pearson"])
    assert page.run().problems == ""
    assert page.address == {"scenario": "segmentation-source", "measure": "pearson"}
    assert page.press("Undo").address == address


def test_only_stays_only_while_other_things_change(page):
    givens = page.app.sidebar.multiselect[0]
    six = ["dtd", "sun397", "cifar10", "cifar100", "imagenette", "caltech_birds2011"]
    givens.set_value(six)
    page.run()
    page.app.sidebar.button_group[0].set_value(["kendall"])
    page.run()
    assert page.app.sidebar.button_group[2].value == "only"
    assert sorted(page.app.sidebar.multiselect[0].value) == sorted(six)


def test_a_mark_chosen_from_the_list_acts_once_as_a_click_does(page):
    marks = page.widget("selectbox", "Choose a bar: win rates")
    bars = next(t for t in page.figures[0]["data"] if t["type"] == "bar")
    assert len(marks.options) == len(bars["customdata"])
    metric = bars["customdata"][-1]  # the highest bar, which stands on top
    marks.set_value(marks.options[0])
    assert page.run().address["p.wins"] == metric
    assert len(page.lists) == 1
    assert page.widget("selectbox", "Choose a bar: win rates").value is None
    assert page.run().address["p.wins"] == metric
    assert "p.wins" not in page.press("Close the list").address


def test_a_page_is_turned_with_all_measures_where_a_scenario_opens_without_some(
    opened, tmp_path, tiny
):
    text = tiny.read_text().replace('given = "target"', 'given = "source"')
    tiny.write_text(text.replace('candidates = "source"', 'candidates = "target"'))
    rows = ["source,target,performance,one,two"]
    rows += [
        f"{source},{target},0.{i + 1}{j},{i * j},{j}"
        for i, source in enumerate("ab")
        for j, target in enumerate("vwxyz")
    ]
    (tiny.parent / "sets.csv").write_text("\n".join(rows) + "\n")
    build(tiny, tmp_path / "store")
    page = opened(tmp_path / "store", "win_rates", scenario="sets-source")
    everything = page.sentence
    page.app.sidebar.button_group[0].set_value([])
    assert page.run().address == {"scenario": "sets-source"}
    assert opened(tmp_path / "store", "win_rates", page.address).sentence == everything


def toggles(page):
    """Labels of the panel's switches besides that of the baselines: one, where scores lack."""
    return [label for label in labels(page, "toggle") if label != "with baselines"]


def switch(page):
    """The switch to the setups that all metrics cover."""
    return page.app.sidebar.toggle(key="panel covered")


def counted(store, query):
    return len(Slice.parse(query, store.study).narrow(store.setups()).df())


def test_only_setups_that_all_metrics_cover_can_be_kept_and_brought_back(opened, tmp_path):
    store = open_store(patchy(tmp_path))
    page = opened(tmp_path / "store", "win_rates", scenario="sets-source", measure="kendall")
    start, whole = page.address, page.sentence
    kept = counted(store, "scenario=sets-source&measure=kendall&covered=all")
    assert toggles(page) == [f"Only setups that all compared metrics cover · {kept:,}"]
    assert not switch(page).value
    switch(page).set_value(True)
    assert page.run().address == {**start, "covered": "all"}
    assert f"**{kept:,}** of {store.setup_count:,} setups" in [c.value for c in page.app.caption]
    assert "only setups that all compared metrics cover" in page.text
    assert not page.app.main.info
    page.app.sidebar.button_group[-1].set_value(["one", "two"])
    fewer = counted(store, "scenario=sets-source&measure=kendall&covered=all&metrics=one,two")
    assert page.run().address["covered"] == "all"
    assert toggles(page) == [f"Only setups that all compared metrics cover · {fewer:,}"]
    assert fewer > kept
    assert page.press("Undo").press("Undo").address == start
    assert (page.sentence, switch(page).value) == (whole, False)
    switch(page).set_value(True)
    assert page.run().address["covered"] == "all"
    assert page.press("Reset").address == {"scenario": "sets-source"}


def test_an_empty_slice_offers_the_setups_that_not_all_metrics_cover(opened, tmp_path):
    store = open_store(patchy(tmp_path))
    page = opened(tmp_path / "store", "win_rates", scenario="nets-source", covered="all")
    assert page.sentence == "No setups match this slice."
    setups = counted(store, "scenario=nets-source")
    label = f"Allow setups that not all compared metrics cover: {setups:,} setups"
    assert page.press(label).address == {"scenario": "nets-source"}


def test_where_no_metric_lacks_scores_the_switch_is_shown_only_while_it_is_on(page, opened, small):
    assert toggles(page) == []
    linked = opened(small.path, "win_rates", scenario="segmentation-source", covered="all")
    assert linked.problems == ""
    assert switch(linked).value
    switch(linked).set_value(False)
    assert toggles(linked.run()) == []
    assert linked.address == {"scenario": "segmentation-source"}


def test_baselines_are_compared_with_the_metrics_and_follow_the_scenario(opened, small):
    page = opened(small.path, "win_rates", scenario="segmentation-source")
    start = page.address
    page.app.sidebar.toggle(key="panel baselines").set_value(True)
    keys = [b.key for b in small.study.baselines_of("segmentation-source") if b.kind != "rescaled"]
    metrics = ",".join((*small.study.metric_keys, *keys))
    assert page.run().address == {**start, "metrics": metrics}
    assert "static_ranker" in metrics
    assert page.problems == ""
    slice_ = Slice.parse(f"scenario=segmentation-source&metrics={metrics}", small.study)
    rates = win_rates(slice_.narrow(small.setups()), slice_.metric_keys())
    best = rates.set_index("metric")["win_rate"].max()
    assert f"{100 * best:.1f} %" in page.sentence
    page.app.sidebar.radio[0].set_value("segmentation-target")
    assert "other_sources" in page.run().address["metrics"]
    assert "static_ranker" not in page.address["metrics"]
    page.app.sidebar.toggle(key="panel baselines").set_value(False)
    assert "metrics" not in page.run().address


def families(page):
    """The pills of families: of givens, and of candidates."""
    return [group for group in page.app.sidebar.button_group if "family" in group.label]


def test_a_family_says_how_many_setups_it_would_leave(page, shipped):
    of_givens, of_candidates = (dict(map(label_and_count, g.options)) for g in families(page))
    assert set(of_candidates.values()) == {0}  # pools leave out four of 19 architectures at most
    slice_ = Slice(shipped.study, ("classification-source",))
    accepted = slice_.accepted("given")
    for family, own in shipped.study.families_among(accepted).items():
        kept = slice_.replace(givens=own).narrow(shipped.setups())
        assert of_givens[family] == len(kept.df())


def label_and_count(option):
    """The two parts of an option that says how many setups it leaves."""
    label, count = option.replace("\\", "").split(" · ")
    return label, int(count.replace(",", ""))


def test_only_one_family_of_candidates_is_answered_with_the_rule_and_ways_back(page):
    families(page)[1].set_value("ResNet")
    page.run()
    assert page.sentence == "No setups match this slice."
    assert "Pools here leave out at most **4 of 19 source architectures**; you exclude **14**" in (
        page.text
    )
    assert "let 10 of them back in" in page.text
    assert "`setupscope build --min-pool 5`" in page.text
    page.press("Let VGG-16 back in")
    assert "you exclude **13**: let 9 of them back in" in page.text
    assert "vgg16" not in page.address["without"]
    assert page.press("Undo").press("Undo").address == {"scenario": "classification-source"}


def test_a_family_of_givens_is_picked_at_once(opened, small_link):
    page = opened(small_link, "win_rates", scenario="segmentation-source")
    families(page)[0].set_value("driving")
    page.run()
    assert page.address["given"] == "bdd,camvid,city,idd,kitti,mapillary,vkitti2"
    assert "7 target datasets" in page.sentence
    page.app.sidebar.multiselect[0].unselect("bdd")
    page.run()
    assert not families(page)[0].value
