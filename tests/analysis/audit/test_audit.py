"""The audit finds what is wrong, and nothing where all is right."""

import duckdb
import numpy as np
import pandas as pd
import pytest

from setupscope.analysis.audit import audit
from setupscope.analysis.audit.audit import audit_setups, audit_tables


@pytest.mark.extended
def test_the_shipped_store_and_its_tables_are_what_their_definitions_say(shipped):
    compared = [*audit_setups(shipped, np.random.default_rng(1), 60)]
    compared += audit_tables(shipped, np.random.default_rng(2), 4)
    assert len(compared) > 800
    assert [str(difference) for difference in compared if difference] == []


def test_a_wrong_value_in_the_store_is_reported(shipped, monkeypatch):
    frame = shipped.setups().limit(20).df()
    frame.loc[:, "logme"] += np.float32(1e-3)
    monkeypatch.setattr(shipped, "setups", lambda: duckdb.from_df(frame))
    found = [d for d in audit_setups(shipped, np.random.default_rng(0), 20) if d]
    assert len(found) == 20
    assert all(difference.what == "logme" for difference in found)
    assert "but by definition" in str(found[0])


@pytest.mark.parametrize(
    "name", ["win_rates", "pairs", "scores", "stability", "leave_one_out", "flips"]
)
def test_a_wrong_number_in_any_table_is_reported(small, monkeypatch, name):
    column = {"win_rates": "win_rate", "pairs": "losses", "scores": "q75"}
    column |= {"stability": "stability", "leave_one_out": "lead", "flips": "by"}
    right = getattr(audit, name)

    def wrong(*words, **options) -> pd.DataFrame:
        table = right(*words, **options)
        table[column[name]] = table[column[name]].astype(float) + 1e-6
        return table

    monkeypatch.setattr(audit, name, wrong)
    found = [d for d in audit_tables(small, np.random.default_rng(0), 2) if d]
    assert found
    assert {difference.where.split(":")[0].replace("-", "_") for difference in found} == {name}
