"""What is said to have moved since the former slice: only that, and in which sense."""

import pandas as pd
import pytest

from by_hand import study
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.text.before_after import moved_line, name_of_former, what_moved

STUDY = study()
SCENARIO = STUDY.scenarios[0]
NULL = float("nan")
CLEAR, UNDECIDED = "clear for these candidates", "undecided"


def side(name, rates, lead=NULL, verdict=None, givens=9, setups=90):
    """The columns of one slice: rates by metric, the lead and the verdict."""
    rate = pd.Series(rates, index=["m1", "m2"], dtype=float)
    columns = {"rate": rate, "place": rate.rank(method="min", ascending=False)}
    columns |= {"lead": lead, "verdict": verdict, "givens": givens, "setups": setups}
    return pd.DataFrame({f"{key}_{name}": value for key, value in columns.items()})


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        (
            ((0.498, 0.19), 0.308, CLEAR),
            ((0.433, 0.415), 0.018, UNDECIDED),
            f"**One** 49.8 → 43.3 %, lead 30.8 → 1.8 points, {CLEAR} → {UNDECIDED}.",
        ),
        (
            ((0.6, 0.4), 0.2, UNDECIDED),
            ((0.4, 0.6), 0.2, UNDECIDED),
            "**One** → **Two**: Two 40.0 → 60.0 %, One 60.0 → 40.0 %.",
        ),
        (
            ((0.6, 0.4), 0.2, CLEAR),
            ((0.6, 0.4), 0.2, CLEAR),
            "Unchanged: **One** still leads, 60.0 % as before.",
        ),
        (
            ((0.5, 0.5), 0.0, UNDECIDED),
            ((0.5, 0.5), 0.0, UNDECIDED),
            "Unchanged: **One and Two** (level) are still level, 50.0 % as before.",
        ),
        (
            ((0.6, 0.4), 0.2, CLEAR),
            ((0.5, 0.5), 0.0, UNDECIDED),
            "**One** → **One and Two** (level): One 60.0 → 50.0 %, Two 40.0 → 50.0 %,"
            f" lead 20.0 → 0.0 points, {CLEAR} → {UNDECIDED}.",
        ),
        (
            ((0.6, 0.4), 0.2, CLEAR),
            ((0.7, 0.3), 0.4, None, 3),
            f"**One** 60.0 → 70.0 %, lead 20.0 → 40.0 points, {CLEAR} → no verdict on 3 targets.",
        ),
        (
            ((0.6, 0.4), 0.2, CLEAR),
            ((1.0, 0.0), 1.0, None, 1, 1),
            f"**One** 60.0 → 100.0 %, lead 20.0 → 100.0 points, {CLEAR} → no verdict on one setup.",
        ),
        (
            ((0.6, 0.4), 0.2, CLEAR),
            ((NULL, NULL), NULL, None),
            "**One** led with 60.0 %; now no metric wins.",
        ),
        (
            ((NULL, NULL), NULL, None),
            ((0.5, 0.5), 0.0, UNDECIDED),
            "No metric won; now **One and Two** (level) are level at 50.0 %.",
        ),
        (((NULL, NULL),), ((NULL, NULL),), "No metric wins in either."),
        (
            ((0.6, NULL), NULL, CLEAR),
            ((NULL, 0.7), NULL, CLEAR),
            "**One** → **Two**: Two 70.0 % (new), One 60.0 % (now not compared).",
        ),
    ],
)
def test_the_sentence_says_only_what_moved(before, after, text):
    table = side("before", *before).join(side("after", *after)).rename_axis("metric").reset_index()
    assert what_moved(STUDY, SCENARIO, table) == text


@pytest.mark.parametrize(
    ("before", "after", "name"),
    [
        ("", "&measure=kendall", "all measures"),
        ("&measure=rel_at_1", "", "Rel@1"),
        ("&given=ade,bdd,coco", "&given=ade,bdd", "with COCO"),
        ("&given=ade,bdd,coco", "&given=ade,bdd,coco,idd", "without IDD"),
        ("&given=ade,bdd,coco,idd", "&given=ade,bdd,isprs", "4 target datasets"),
        ("&size=15", "&size=14-16", "pools of 15"),
        ("", "&without=coco", "with or without COCO"),
        ("&without=coco", "", "without COCO"),
        ("&metrics=logme,gbc", "", "only LogME and GBC"),
        ("&covered=all", "", "setups that all metrics cover"),
        ("", "&given=ade&measure=kendall&size=14", "all measures, all target datasets and pools"),
    ],
)
def test_the_former_slice_is_named_by_what_differs(shipped, before, after, name):
    former, now = (
        Slice.parse(f"scenario=segmentation-source{query}", shipped.study)
        for query in (before, after)
    )
    assert name_of_former(former, now).replace("\\", "").startswith(name)
    line = moved_line(former, now, "It moved.", pinned=True)
    assert line.startswith("Compared with the pinned slice (")
    assert moved_line(now, now, "", pinned=True) == "This is the pinned slice."
