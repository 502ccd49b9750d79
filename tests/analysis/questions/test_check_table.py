"""The check of a printed table: finds the definition, and the cells that no definition gives."""

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from scipy import stats

from setupscope.analysis import check_table
from setupscope.analysis.audit import slow
from setupscope.analysis.questions.table_definitions import DEFINITIONS
from setupscope.dashboard.cli.main import main
from setupscope.dashboard.export.check_page import check_page
from setupscope.dashboard.queries.printed_table import checked_table
from setupscope.dashboard.rendering import renderer
from setupscope.dashboard.text.check_table import statement
from setupscope.data.errors import InputError
from setupscope.data.importing.measured_tables import measured_tables
from setupscope.data.importing.printed import printed_scenario
from setupscope.data.readers.files import read_sheet

MODELS = [f"model{number}" for number in range(7)]
TARGETS = ["cars", "pets", "dtd", "sun"]
METRICS = ["LEEP", "N-LEEP", "LogME"]
KNOWN = {
    "pearson": stats.pearsonr,
    "kendall": stats.kendalltau,
    "weighted": lambda a, s: stats.weightedtau(a, s, rank=None),
    "default": stats.weightedtau,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Performances and scores of three metrics, one of which is better when lower."""
    place, rng = tmp_path_factory.mktemp("measured"), np.random.default_rng(5)
    rows = pd.DataFrame([(m, t) for t in TARGETS for m in MODELS], columns=["model", "dataset"])
    rows["accuracy"] = rng.uniform(50, 95, len(rows)).round(1)
    rows.to_csv(place / "performances.csv", index=False)
    for name, sign in zip(METRICS, (1, 1, -1), strict=True):
        rows[name] = (sign * (rows["accuracy"] / 9 + rng.normal(0, 2, len(rows)))).round(3)
    rows.drop(columns="accuracy").to_csv(place / "scores.csv", index=False)
    return place


@pytest.fixture(scope="module")
def measured(folder):
    """The study of these tables, and its transfers."""
    files = [read_sheet(folder / name) for name in ("performances.csv", "scores.csv")]
    return measured_tables(files, {})[:2]


def printed(folder, how, digits=3, scale=1, turned=False):
    """A table of the measured values, written as a paper would print it."""
    both = pd.read_csv(folder / "scores.csv").merge(pd.read_csv(folder / "performances.csv"))
    sign = {"LogME": -1}
    table = pd.DataFrame(
        {
            target: {
                name: KNOWN[how](part["accuracy"], sign.get(name, 1) * part[name])[0]
                for name in METRICS
            }
            for target, part in both.groupby("dataset")
        }
    )
    text = (scale * table).map(lambda number: f"{number:.{digits}f}")
    return (text.T if turned else text).rename_axis("method")


def checked(folder, measured, table, **options):
    path = folder / "printed.csv"
    table.to_csv(path)
    name, read = printed_scenario(read_sheet(path), *measured)
    return check_table(read.cells, *measured, name, **options), read.notes, name


@pytest.mark.parametrize(
    ("how", "key", "more"),
    [
        ("weighted", "weighted_kendall_by_performance", {}),
        ("default", "weighted_kendall", {"turned": True}),
        ("pearson", "pearson", {"digits": 1, "scale": 100}),
    ],
)
def test_the_definition_is_found_with_directions_scale_and_sides(folder, measured, how, key, more):
    check, _, _ = checked(folder, measured, printed(folder, how, **more))
    best = check.definitions.iloc[0]
    assert (best["definition"], best["reproduced"], best["cells"]) == (key, 12, 12)
    assert best["scale"] == more.get("scale", 1)
    assert best["reversed"] == "logme"
    assert best["fits"]
    assert check.cells["reproduced"].all()


def test_one_altered_cell_is_named_with_both_values(folder, measured):
    table = printed(folder, "weighted")
    right = table.loc["N-LEEP", "pets"]
    table.loc["N-LEEP", "pets"] = "0.123"
    check, notes, name = checked(folder, measured, table)
    lines = list(statement(measured[0], measured[0].scenario(name), check, notes))
    assert lines[0].startswith("11 of 12 cells come out as weighted Kendall τ_w, ranks by perf")
    assert f"  N-LEEP on pets: printed 0.123, computed {right}" in lines


def test_a_table_of_another_study_fits_nothing(folder, measured):
    rng = np.random.default_rng(1)
    table = printed(folder, "weighted").map(lambda _: f"{rng.uniform(-1, 1):.3f}")
    check, notes, name = checked(folder, measured, table)
    assert not check.definitions["fits"].any()
    lines = list(statement(measured[0], measured[0].scenario(name), check, notes))
    assert lines[0].startswith("Nothing fits: none of 19 definitions")
    assert len(lines) == 1
    table.index = pd.Index(["a", "b", "c"], name="method")
    with pytest.raises(InputError, match="needs metrics on one side"):
        checked(folder, measured, table)


def test_ones_that_every_table_would_have_are_no_fit(folder, measured):
    table = printed(folder, "weighted").map(lambda _: "1")
    check, _, _ = checked(folder, measured, table, measure="top_3_hit")
    best = check.definitions.iloc[0]
    assert best["reproduced"] - best["by_chance"] <= 0.5 * (best["cells"] - best["by_chance"])
    assert not best["fits"]


def test_winner_baselines_and_single_changes_are_what_their_definitions_say(folder, measured):
    check, _, _ = checked(folder, measured, printed(folder, "kendall"))
    both = pd.read_csv(folder / "scores.csv").merge(pd.read_csv(folder / "performances.csv"))
    both["LogME"] *= -1
    keys = dict(zip(METRICS, ("leep", "n_leep", "logme"), strict=True))

    def means(rows, measure):
        of = {
            keys[name]: [
                slow.value(measure, part["accuracy"].to_numpy() / 100, part[name].to_numpy())
                for _, part in rows.groupby("dataset")
            ]
            for name in METRICS
        }
        return pd.DataFrame(of)

    own = means(both, "kendall").mean()
    found = check.metrics.set_index("metric")
    assert check.winner == own.idxmax()
    assert found.loc[[*own.index], "computed"].to_dict() == pytest.approx(own.to_dict())
    assert found.loc["static_ranker", "baseline"]
    changes = check.changes.set_index(["component", "level"])
    for (component, level), row in changes.iterrows():
        rows, measure = both, "kendall"
        if component == "measure":
            measure = DEFINITIONS[level].measure
        else:
            rows = both[both["dataset" if component == "given" else "model"] != level]
        values = means(rows, measure)
        best = values.eq(values.max(axis=1), axis=0)
        average = values.mean()
        assert set(row["winner"].split(",")) == set(average.index[average >= average.max() - 1e-9])
        assert row["holds"] == (check.winner in row["winner"].split(","))
        shares = best.div(best.sum(axis=1), axis=0)[check.winner].sum()
        assert row["best"] == pytest.approx(shares)
        assert row["setups"] == len(values)
    assert set(changes.index.get_level_values(0)) == {"measure", "given", "candidate"}


def test_the_command_says_it_writes_it_and_refuses(folder, measured, monkeypatch):
    monkeypatch.setattr(renderer, "can_render", lambda: True)
    monkeypatch.setattr(renderer, "_asked", lambda job, _: job["body"].encode())
    table = printed(folder, "weighted")
    table.loc["Ours"] = "0.9"
    table.to_csv(folder / "printed.csv")
    given = [str(folder / "printed.csv"), "--scores", str(folder / "scores.csv")]
    given += ["--performances", str(folder / "performances.csv")]
    done = CliRunner().invoke(main, ["check-table", *given])
    assert done.exit_code == 0, done.output
    assert "12 of 12 cells come out" in done.stdout
    assert "'Ours'" in done.stdout
    out = folder / "cells.csv"
    assert CliRunner().invoke(main, ["check-table", *given, "--out", str(out)]).exit_code == 0
    assert len(pd.read_csv(out)) == 12
    page = folder / "check.pdf"
    assert CliRunner().invoke(main, ["check-table", *given, "--out", str(page)]).exit_code == 0
    assert "12 of 12 cells come out" in page.read_text()
    for more, text in (
        (["--measure", "kendal"], "did you mean 'kendall'?"),
        (["--out", "x.docx"], "accepted: .pdf"),
        (["--store", "x"], "give --performances and --scores, or --store"),
        (["--scenario", "x"], "unknown scenario 'x'"),
    ):
        refused = CliRunner().invoke(main, ["check-table", *given, *more])
        assert refused.exit_code == 2
        assert text in refused.stderr


def test_the_page_escapes_names_and_holds_every_part(folder, measured):
    table = printed(folder, "weighted")
    table.loc["LEEP", "pets"] = "0.123"
    table.to_csv(folder / "<b>.csv")
    body, _ = check_page(checked_table(read_sheet(folder / "<b>.csv"), *measured))
    assert "<b>.csv" not in body
    assert "&lt;b&gt;.csv" in body
    assert "0.123" in body
    assert "static ranker (baseline)" in body


STUDIES = os.environ.get("SETUPSCOPE_STUDIES", "")


@pytest.mark.skipif(not STUDIES, reason="SETUPSCOPE_STUDIES names no folder of studies")
def test_a_published_table_comes_out_but_for_three_cells():
    place = Path(STUDIES) / "model-spider"
    files = [read_sheet(place / name) for name in ("performances.csv", "scores.csv")]
    study, transfers, _ = measured_tables(files, {})
    name, read = printed_scenario(
        read_sheet(place / "published_weighted_tau.csv"), study, transfers
    )
    check = check_table(read.cells, study, transfers, name)
    best = check.definitions.iloc[0]
    assert best["definition"] == "weighted_kendall_by_performance"
    assert (best["reproduced"], best["cells"]) == (69, 72)
    wrong = check.cells[~check.cells["reproduced"]]
    assert set(wrong["given"]) == {"Aircraft"}
    assert set(wrong["metric"]) == {"leep", "nleep", "logme"}
