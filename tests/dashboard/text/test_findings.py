"""The headline and the cards of Findings: what is decided, what ties, and what has no value."""

from dataclasses import replace

import pandas as pd
import pytest

from setupscope.dashboard.text.findings import card, compared_with_the_paper, finding, headline
from setupscope.data.study.study import SHIPPED_STUDY, load_study

STUDY = load_study(SHIPPED_STUDY)
FIRST, SECOND = STUDY.scenarios[:2]


def found(scenario, *values, verdict="clear"):
    table = pd.DataFrame({"metric": STUDY.metric_keys[: len(values)], "win_rate": values})
    table = table.assign(setups=100, givens=8, not_covered=0)
    table = table.assign(low=table["win_rate"], high=table["win_rate"])
    return replace(finding(STUDY, scenario, table), verdict=verdict)


@pytest.mark.parametrize(
    ("one", "other", "text"),
    [
        ((0.2, 0.8), (0.8, 0.2), "No metric is best everywhere: **𝒩LEEP** leads in “Segm"),
        ((0.2, 0.8), (0.3, 0.7), "**𝒩LEEP** is the best everywhere: **𝒩LEEP** leads in"),
        (
            (0.5, 0.5),
            (0.5, 0.5),
            "**LEEP** and **𝒩LEEP** are the best everywhere: **LEEP** and **𝒩LEEP** lead in",
        ),
        ((0.0, 0.0), (0.3, 0.7), "No metric has a value in “Segmentation\\: which source?”; **𝒩"),
    ],
)
def test_the_headline_claims_what_is_decided(one, other, text):
    assert headline(STUDY, [found(FIRST, *one), found(SECOND, *other)]).startswith(text)


def test_the_headline_claims_nothing_of_what_is_undecided():
    both = [found(FIRST, 0.2, 0.8, verdict="undecided"), found(SECOND, 0.8, 0.2)]
    assert headline(STUDY, both).startswith("**𝒩LEEP** leads in “Segmentation")


def test_ties_and_missing_values_are_said_plainly():
    tied, nothing = found(FIRST, 0.5, 0.5), found(FIRST, 0.0, 0.0)
    assert card(STUDY, tied).startswith("**LEEP** and **𝒩LEEP** win **50.0 %** of 100 setups")
    assert card(STUDY, nothing) == "No metric wins: none has a value in any of 100 setups."
    published = "The published study found LogME best, unlike here."
    assert compared_with_the_paper(STUDY, tied) == published
    assert nothing.undecided
