"""Head to head: two metrics setup by setup, the numbers those of `analysis`."""

import pytest

from setupscope.analysis import ahead, claim, find_setups, pairs
from setupscope.analysis.questions.head_to_head import density, in_cell, margins
from setupscope.analysis.questions.specification import specification
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.text.numbers import percent

QUERY = "scenario=segmentation-source&size=14-16"
KENDALL_ISAID = "given=isaid&measure=kendall"
SHOWN = "segmentation-source/isaid/unstated/kendall/1fa1f"


def page_of(opened, small_link, small, query=QUERY, **keys):
    address = Slice.parse(query, small.study).parameters()
    return opened(
        small_link, "head_to_head", address, **{k.replace("_", "."): v for k, v in keys.items()}
    )


def setups_of(small, query=QUERY):
    return Slice.parse(query, small.study).narrow(small.setups())


def test_the_sentence_is_the_pair_of_analysis_in_the_order_asked_for(opened, shipped_link, shipped):
    row = pairs(setups_of(shipped), ["logme", "gbc"]).iloc[0]
    page = page_of(opened, shipped_link, shipped)
    assert f"**LogME** is ahead of **GBC** in **{100 * row['wins']:.1f} %**" in page.sentence
    turned = page_of(opened, shipped_link, shipped, p_a="gbc", p_b="logme")
    assert f"**GBC** is ahead of **LogME** in **{100 * row['losses']:.1f} %**" in turned.sentence
    assert f"behind in {100 * row['wins']:.1f} %" in turned.sentence


def test_figures_show_the_numbers_of_analysis(opened, shipped_link, shipped):
    page = page_of(opened, shipped_link, shipped, p_a="gbc", p_b="logme", p_under="kendall")
    parts, bars, cells, curve = (figure["data"] for figure in page.figures)
    setups = setups_of(shipped)
    table = pairs(setups, ["gbc", "logme"], by=["given", "measure"])
    better = table.set_index(["given", "measure"])["improvement"]
    for (given, measure), text in zip(parts[0]["customdata"], parts[1]["text"], strict=True):
        if text.isdecimal():
            assert int(text) == pytest.approx(100 * better[given, measure], abs=0.51)
    wanted = margins(setups, "gbc", "logme")
    assert bars[0]["y"] == pytest.approx(
        (100 * wanted.loc[wanted["measure"] == "kendall", "share"]).tolist()
    )
    squares = density(setups, "gbc", "logme", "kendall")
    assert len(cells[0]["customdata"]) == len(squares)
    marks = specification(setups, "gbc", "logme")
    assert curve[0]["y"] == pytest.approx(marks["margin"].tolist())
    assert len(curve[0]["y"]) + len(curve[1]["x"]) <= 2000


def test_a_cell_of_the_address_lists_its_setups(opened, shipped_link, shipped):
    page = page_of(
        opened, shipped_link, shipped, p_a="logme", p_b="gbc", p_under="kendall", p_cell="18,20"
    )
    expected, count = in_cell(setups_of(shipped), "logme", "gbc", "kendall", (18, 20))
    assert f"**{count:,} setups** in this square" in page.text
    assert page.lists[0]["margin"].tolist() == pytest.approx(expected["margin"].tolist())
    wrong = page_of(opened, shipped_link, shipped, p_cell="x")
    assert "accepted: two numbers, as in 3,17" in wrong.problems


@pytest.mark.parametrize(
    "text",
    [
        SHOWN,
        f"http://127.0.0.1:8501/setup?scenario=segmentation-source&p.setup={SHOWN}",
        f"?p.setup={SHOWN.replace('/', '%2F')}&p.kept=abc",
    ],
)
def test_a_claim_is_checked_from_an_id_or_a_pasted_link(opened, shipped_link, shipped, text):
    page = page_of(opened, shipped_link, shipped, p_a="gbc", p_b="logme", p_shows=text)
    shown = setups_of(shipped, "scenario=segmentation-source&given=isaid&measure=kendall").filter(
        f"pool = {0x1FA1F}"
    )
    table = claim(setups_of(shipped), shown, "gbc", "logme").set_index("component")
    row = table.loc["all"]
    share = 100 * row["agree"] / row["comparable"]
    assert f"**{share:.1f} %** of {row['comparable']:,} comparable setups agree" in page.text
    counts = page.tables[0]
    numbers = page.app.table[0].value.select_dtypes("number")  # which are aligned at the right
    assert numbers.shape == counts.shape
    assert counts["agree"].tolist() == [f"{n:,}" for n in table.query("comparable > 0")["agree"]]
    placed = ["–" if n != n else f"{int(n):,}" for n in table.query("comparable > 0")["larger"]]
    assert counts["larger margin"].tolist() == placed
    assert "**Shown, " in page.text
    known = row["larger"] + row["equal"] + row["smaller"]
    assert f"{percent(row['larger'] / known)}, equal in" in page.text
    bars, line = page.figures[0]["data"]
    assert sum(bars["y"]) == pytest.approx(100)
    one = shown.df().iloc[0]
    assert line["x"] == pytest.approx([one["gbc"] - one["logme"]] * 2)
    rings = [t for t in page.figures[4]["data"] if "the linked setup" in str(t.get("text"))]
    assert len(rings) == 1


def test_evidence_that_contradicts_a_claim_is_said_to(opened, shipped_link, shipped):
    page = page_of(opened, shipped_link, shipped, p_a="logme", p_b="gbc", p_shows=SHOWN)
    shown = setups_of(shipped, f"scenario=segmentation-source&{KENDALL_ISAID}").df()
    one = shown[shown["pool"] == 0x1FA1F].iloc[0]
    margin = f"{one['logme'] - one['gbc']:.3f}".replace("-", "−")
    assert f"**This setup shows the opposite** (margin {margin}). " in page.text


def test_the_curve_says_how_all_setups_are_shared_not_those_that_are_drawn(
    opened, shipped_link, shipped
):
    page = page_of(opened, shipped_link, shipped, p_a="logme", p_b="gbc")
    row = ahead(setups_of(shipped), "logme", "gbc").iloc[0]
    assert row["setups"] > 2000
    assert (
        f"Each setup counts once here: LogME is ahead in {percent(row['ahead'])} of them, behind in"
        f" {percent(row['behind'])}, and they tie in {percent(row['ties'])}."
    ) in page.text


def test_a_claimed_slice_is_checked_too(opened, shipped_link, shipped):
    query = "scenario=segmentation-source&given=isaid&measure=kendall&size=14"
    page = page_of(opened, shipped_link, shipped, p_a="gbc", p_b="logme", p_shows=query)
    table = claim(setups_of(shipped), setups_of(shipped, query), "gbc", "logme")
    assert f"of {table['comparable'].iloc[0]:,} comparable setups agree" in page.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nonsense", "setup 'nonsense' is not accepted"),
        ("https://example.org/?a=b", "this is not a link to Setupscope, a setup or a query"),
        ("given=nowhere", "unknown given 'nowhere'"),
    ],
)
def test_what_shows_no_claim_is_said(opened, shipped_link, shipped, text, said):
    page = page_of(opened, shipped_link, shipped, p_shows=text)
    assert said in page.problems
    assert len(page.figures) == 4


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("scenario=segmentation-source&metrics=leep", "Only LEEP is compared"),
        ("scenario=segmentation-source&with=coco&without=coco", "No setups match"),
        ("scenario=segmentation-source&given=ade&measure=kendall&size=16", "**"),
    ],
)
def test_slices_of_little_get_an_answer(opened, small_link, small, query, text):
    assert page_of(opened, small_link, small, query).sentence.startswith(text)


def test_picking_one_metric_keeps_the_other_and_the_other_sides_metric_swaps_them(
    opened, small_link
):
    page = opened(small_link, "head_to_head", scenario="segmentation-source")
    page.widget("selectbox", "Metric A").set_value("gbc")
    other = page.run().address["p.b"]
    assert (page.address["p.a"], other) == ("gbc", "logme")
    page.widget("selectbox", "Metric B").set_value("gbc")
    page.run()
    assert (page.address["p.a"], page.address["p.b"]) == ("logme", "gbc")


def test_the_search_lists_what_analysis_finds_under_the_measure_shown(
    opened, shipped_link, shipped
):
    for order, kind in (("widest", "widest win of GBC"), ("against", "widest win of LogME")):
        keys = {"p_a": "gbc", "p_b": "logme", "p_under": "kendall", "p_found": order}
        page = page_of(opened, shipped_link, shipped, **keys)
        wanted, count = find_setups(setups_of(shipped), "gbc", "logme", order, 100, "kendall")
        (listed,) = page.lists
        assert listed["margin"].tolist() == pytest.approx(wanted["margin"].tolist())
        assert f"in **{count:,} setups** under Kendall τ" in page.text
        assert kind in page.widget("button_group", "Listed first").options
        shows = "GBC ahead of LogME" if order == "widest" else "LogME ahead of GBC"
        assert set(listed["check this claim"]) == {shows}
        assert listed.columns[1] == "check this claim"


def test_no_setup_is_searched_for_before_an_order_is_picked(opened, shipped_link, shipped):
    page = page_of(opened, shipped_link, shipped, p_a="gbc", p_b="logme")
    assert page.lists == []
    assert page.widget("button_group", "Listed first").value == ""


def test_the_claim_of_a_listed_setup_is_checked_in_its_own_direction_against_the_scenario(
    opened, shipped_link, shipped
):
    keys = {"p_a": "gbc", "p_b": "logme", "p_under": "kendall", "p_found": "against"}
    page = page_of(opened, shipped_link, shipped, **keys)
    page.widget("selectbox", "Check the claim of a setup of this list").set_value(0)
    page.run()
    first = find_setups(setups_of(shipped), "gbc", "logme", "against", 1, "kendall")[0].iloc[0]
    assert (page.address["p.a"], page.address["p.b"]) == ("logme", "gbc")
    assert page.address["p.shows"].endswith(f"/{first['given']}/unstated/kendall/{first['pool']:x}")
    assert page.address["scenario"] == "segmentation-source"
    assert "size" not in page.address
    assert "**Shown, and " in page.text


@pytest.mark.parametrize(
    ("figure", "mark", "key", "value"),
    [
        ("two metrics", "iSAID, Kendall τ", "given", "isaid"),
        ("specification curve", "pools of 16", "size", "16-16"),
    ],
)
def test_a_click_narrows_the_slice_and_leaves_the_two_metrics(
    opened, small_link, small, figure, mark, key, value
):
    page = page_of(opened, small_link, small, "scenario=segmentation-source")
    names = {"logme": "**LogME**", "gbc": "**GBC**"}
    assert all(name in page.sentence for name in names.values())
    marks = next(box for box in page.app.selectbox if box.label.endswith(f": {figure}"))
    marks.set_value(next(option for option in marks.options if option.startswith(mark)))
    page.run()
    assert page.address[key] == value
    assert {page.address["p.a"], page.address["p.b"]} == set(names)
    assert all(name in page.sentence for name in names.values())


def test_a_change_of_slice_says_how_the_pair_moved_until_the_pin_is_let_go(
    opened, small_link, small
):
    whole, part = "scenario=segmentation-source", "scenario=segmentation-source&measure=kendall"
    pin = {"p_a": "logme", "p_b": "gbc", "p_pin": whole}
    page = page_of(opened, small_link, small, part, **pin)
    rows = [pairs(setups_of(small, query), ["logme", "gbc"]).iloc[0] for query in (whole, part)]
    ahead, behind = ([percent(row[key]) for row in rows] for key in ("wins", "losses"))
    moved = f"ahead in {ahead[0].removesuffix(' %')} → {ahead[1]}, behind in"
    assert moved in page.text.replace("\N{NO-BREAK SPACE}", " ")
    assert f"{behind[0].removesuffix(' %')} → {behind[1]}" in page.text.replace("\xa0", " ")
    page.press("Let go")
    assert "→" not in page.text
    assert "p.pin" not in page.address
