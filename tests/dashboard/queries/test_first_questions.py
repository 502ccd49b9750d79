"""The questions that Findings asks a new reader are those that the study raises."""

from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest

from setupscope.dashboard.queries.first_questions import first_questions
from setupscope.dashboard.text.findings import finding


@pytest.fixture
def asked(small):
    """Asks of findings and restrictions that are made up: `asked((rates, verdict, flips), …)`."""
    scenarios = small.study.scenarios

    def ask(*of_each):
        findings, tables = [], {}
        for scenario, (rates, verdict, flips) in zip(scenarios, of_each, strict=False):
            table = pd.DataFrame({"metric": list(rates), "win_rate": list(rates.values())})
            table = table.assign(low=0.1, high=0.9, setups=9, covered_givens=9, no_contest=0)
            one = finding(small.study, scenario, table.assign(partial=False))
            findings.append(replace(one, verdict=verdict))
            tables[scenario.name] = pd.DataFrame(
                flips, columns=["component", "value", "winner", "by", "flips", "verdict"]
            )
        queries = SimpleNamespace(
            study=small.study, table=lambda slice_, _: tables[slice_.scenario_names()[0]]
        )
        return first_questions(queries, findings)

    return ask


LEEP, LOGME = {"leep": 0.6, "logme": 0.3, "gbc": 0.1}, {"logme": 0.7, "gbc": 0.3}
CLOSE = ("measure", "kendall", "gbc", 0.2, True, "undecided")
WIDE = ("given", "ade", "logme", 0.4, True, None)
CLEARLY = ("measure", "pearson", "gbc", 0.1, True, "clear")
HELD = ("given", "bdd", "gbc", -0.1, False, None)


def test_the_leader_that_falls_the_safest_other_one_and_the_widest_flip_as_a_claim(asked):
    lead, safe, claim = asked((LEEP, "clear", [CLOSE, WIDE, HELD]), (LOGME, "clear", [HELD]))
    assert lead.text == "Watch LEEP lose its lead"
    assert safe.text == "Is LogME a safe choice?"
    assert claim.text == "Check a paper's claim: LogME beats LEEP"
    assert claim.pair == ("logme", "leep")
    assert claim.evidence.givens == ("ade",)
    assert lead.scenario == claim.scenario != safe.scenario


def test_a_lead_that_falls_clearly_is_watched_before_one_that_falls_often(asked):
    lead, *_ = asked((LEEP, "", [CLOSE, WIDE]), (LOGME, "", [CLEARLY]))
    assert lead.text == "Watch LogME lose its lead"


def test_one_undecided_scenario_without_flips_is_asked_about_in_other_words(asked):
    lead, safe, claim = asked((LEEP, "undecided", [HELD]))
    assert lead.text == "Try to take LEEP's lead away"
    assert safe.text == "Is LEEP really ahead?"
    assert claim.text == "Check a paper's claim: LEEP beats LogME"
    assert claim.evidence is None


def test_questions_without_sense_are_left_out(asked):
    assert [one.kind for one in asked((LEEP, "clear", []))] == ["safe", "claim"]
    assert [one.kind for one in asked(({"leep": 1.0}, "", []))] == ["safe"]
    assert asked(({"leep": 0.5, "gbc": 0.5}, "", [HELD]), ({"leep": float("nan")}, "", [])) == []
