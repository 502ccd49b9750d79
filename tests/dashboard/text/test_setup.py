"""What is said of one setup and its neighbours."""

import pandas as pd
import pytest

from setupscope.analysis.questions.one_setup import OneSetup
from setupscope.dashboard.text.setup import neighbours_sentence
from setupscope.data.study.setup_ids import SetupId
from setupscope.data.study.study_file import SHIPPED_STUDY, load_study

STUDY = load_study(SHIPPED_STUDY)
METRICS = ("leep", "logme", "gbc")
ID = SetupId("segmentation-source", "ade", "unstated", "kendall", 7)


def said(values, *around):
    one = OneSetup(ID, dict(zip(METRICS, values, strict=True)), pd.DataFrame(), 7)
    rows = [dict(zip(METRICS, row, strict=True)) | {"component": "measure"} for row in around]
    return neighbours_sentence(STUDY, one, pd.DataFrame(rows), METRICS)


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ((0.5, 0.2, 0.1), "another metric wins with 2 of 3 other measures."),
        ((0.5, 0.5, 0.1), "2 metrics tie here; another one wins with 1 of 3 other measures."),
        (
            (0.5, 0.5, 0.5),
            "all metrics tie here; only some of them are the best with 3 of 3 other measures.",
        ),
    ],
)
def test_neighbours_are_counted_against_what_ties_here(values, text):
    around = [(0.9, 0.1, 0.9), (0.1, 0.9, 0.2), (0.1, 0.2, 0.9)]
    assert said(values, *around).removeprefix("A single setup is not a conclusion: ") == text


def test_neighbours_in_which_all_tie_too_are_none_of_them():
    assert said((0.5, 0.5, 0.5), (0.1, 0.1, 0.1)).endswith("the best with 0 of 1 other measure.")
