"""The slice that the present one is compared with: the pinned one, else the one before it."""

from urllib.parse import urlencode

import numpy as np
import pandas as pd
import pytest

from setupscope.analysis import win_rates
from setupscope.analysis.audit.made_up import KINDS, made_up
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.export.caption import caption
from setupscope.dashboard.export.exhibit import FIGURE, Exhibit
from setupscope.dashboard.export.recipes.figures import FIGURES
from setupscope.dashboard.export.recipes.resolve import resolved
from setupscope.dashboard.figures.theme import Look
from setupscope.dashboard.queries.before_after import both_answers, both_conclusions
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.session.former_slice import former_slice
from setupscope.dashboard.session.state import State
from setupscope.dashboard.text.before_after import what_moved

SCENARIO = "segmentation-source"
FORMER = "Compared with the former slice"


def line_of(page):
    """What is said to have moved."""
    lines = [text.value for text in page.app.markdown if "the former slice (" in text.value]
    lines += [text.value for text in page.app.markdown if "pinned slice" in text.value]
    return lines[0] if lines else ""


def under_rel_at_1(page):
    page.widget("button_group", "under these measures").set_value(["rel_at_1"])
    page.run()
    return page


def test_nothing_is_compared_before_a_change_nor_with_another_scenario(opened, small_link):
    page = opened(small_link, "win_rates", scenario=SCENARIO)
    assert line_of(page) == ""
    assert len(page.figures[0]["data"]) == 2
    page.app.sidebar.radio[0].set_value("classification-source")
    assert line_of(page.run()) == ""


def test_a_change_is_seen_and_undone_and_reset_in_the_other_direction(opened, small_link, small):
    page = under_rel_at_1(opened(small_link, "win_rates", scenario=SCENARIO))
    assert line_of(page).startswith(f"{FORMER} (all measures): **LogME** → **GBC**")
    outlines, bars = page.figures[0]["data"][:2]
    whole = win_rates(Slice(small.study, (SCENARIO,)).narrow(small.setups()))
    former = whole.set_index("metric")["win_rate"]
    assert outlines["x"] == pytest.approx([former[metric] for metric in bars["customdata"]])
    page.press("Undo")
    assert line_of(page).startswith(f"{FORMER} (Rel@1): **GBC** → **LogME**")
    under_rel_at_1(page).press("Reset")
    assert line_of(page).startswith(f"{FORMER} (Rel@1): **GBC** → **LogME**")
    page.press("Go back to it")
    assert page.address["measure"] == "rel_at_1"


def test_a_pin_stays_on_every_page_until_it_is_let_go(opened, small_link):
    page = under_rel_at_1(opened(small_link, "win_rates", scenario=SCENARIO))
    page.press("Pin the former slice")
    assert page.address["p.pin"] == f"scenario={SCENARIO}"
    page.turn_to("What flips it")
    page.widget("button_group", "under these measures").set_value(["kendall"])
    page.run()
    assert line_of(page).startswith("Compared with the pinned slice (all measures)")
    assert page.address["p.pin"] == f"scenario={SCENARIO}"
    page.press("Go back to it")
    assert line_of(page) == "This is the pinned slice."
    page.press("Let go")
    assert "p.pin" not in page.address
    assert line_of(page).startswith(f"{FORMER} (Kendall τ)")


@pytest.mark.parametrize(
    ("pin", "problem"),
    [
        ("given=nobody", "the pinned slice"),
        ("scenario=classification-source", "not of the scenario that is shown"),
    ],
)
def test_a_pin_that_cannot_be_shown_is_named(opened, small_link, pin, problem):
    page = opened(small_link, "win_rates", scenario=SCENARIO, **{"p.pin": pin})
    assert problem in page.problems
    assert "p.pin" not in page.address


def test_an_empty_pinned_slice_says_so(opened, small_link):
    query = urlencode({"scenario": SCENARIO, "with": "coco", "without": "coco"})
    page = opened(small_link, "win_rates", scenario=SCENARIO, **{"p.pin": query})
    assert line_of(page).endswith("it has no setups.")


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_what_moved_is_said_and_drawn_of_every_kind_of_study(
    kind,
    tmp_path,
):
    rng = np.random.default_rng(1)
    store = made_up(kind, rng, tmp_path)
    study, queries = store.study, Queries(store)
    whole = Slice(study, (study.scenarios[0].name,))
    parts = [
        whole.replace(measures=whole.accepted("measure")[-1:]),
        whole.replace(givens=whole.accepted("given")[:1]),
        whole.replace(metrics=study.metric_keys[:2]),
        whole.replace(covered=True),
    ]
    for now, former in [*((part, whole) for part in parts), *((whole, part) for part in parts)]:
        if not (queries.facets(now).total and queries.facets(former).total):
            continue
        table = both_answers(queries, former, now)
        sooner = both_conclusions(Queries(store), former, now)
        pd.testing.assert_frame_equal(sooner, table, check_dtype=False)
        assert (table.drop(columns="reason").notna().all(axis=1) | table["reason"].notna()).all()
        assert what_moved(study, study.scenarios[0], table).endswith(".")
        if table["rate_after"].notna().any():
            one = Exhibit(FIGURE, "before-after", now, against=former.link())
            one = resolved(queries, one)
            assert FIGURES[one.name].draw(queries, one, Look())["data"]
            assert "Before:" in caption(queries, one)
    store.close()


def test_another_study_is_no_former_slice(shipped, small):
    here, there = (Slice(store.study, (SCENARIO,)) for store in (shipped, small))
    assert former_slice(State(here, former=here)) is None
    assert former_slice(State(here, former=there.replace(sizes=(15, 15)))) is None
