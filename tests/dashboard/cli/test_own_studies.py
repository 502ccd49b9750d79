"""A table of one's own, from the command line to a store on which all works."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pandas as pd
import pytest

from command_line import run, succeeded
from setupscope.data import open_store
from setupscope.data.pools import PoolRule
from setupscope.data.storage.places import Place
from setupscope.data.study.study_file import SHIPPED_STUDY, load_study

FOLDER = SHIPPED_STUDY.parent
LABELS = {"leep": "LEEP", "nleep": "NLEEP", "logme": "LogME", "hscore": "HScore", "gbc": "GBC"}
COMPONENTS = ["given", "backbone", "measure", "pool"]


def published(table, performance):
    """A table of the study as the paper's public files have it."""
    rows = pd.read_csv(FOLDER / f"{table}.csv")
    parts = [
        pd.DataFrame(
            {
                "Transferability Metric": label,
                "Source Dataset": rows["source"],
                "Transferability Metric Score": rows[key],
                performance: rows["performance"],
                "Target Dataset": rows["target"],
                **(
                    {"Trainable Backbone": rows["backbone"] == "fine-tuned"}
                    if "backbone" in rows
                    else {}
                ),
            }
        )
        for key, label in LABELS.items()
    ]
    return pd.concat(parts, ignore_index=True)


OPTIONS = (
    *("--source", "Source Dataset", "--target", "Target Dataset"),
    *("--metric", "Transferability Metric", "--score", "Transferability Metric Score"),
)


@pytest.mark.parametrize(
    ("table", "performance", "more"),
    [
        ("segmentation", "Test Mean IoU", ()),
        (
            "classification",
            "Test Accuracy",
            (
                *("--backbone", "Trainable Backbone"),
                *("--map-backbone", "True=fine-tuned,False=frozen"),
            ),
        ),
    ],
)
def test_the_paper_s_files_give_exactly_the_shipped_values(
    shipped, tmp_path, table, performance, more
):
    published(table, performance).to_csv(tmp_path / "public.csv")
    options = (*OPTIONS, "--performance", performance, *more, "--name", table)
    succeeded("import", tmp_path / "public.csv", *options, "--store", tmp_path / "own")
    own = open_store(tmp_path / "own")
    for scenario in (f"{table}-source", f"{table}-target"):
        query = f"scenario = '{scenario}'"
        mine, theirs = (
            store.setups().filter(query).df().astype(dict.fromkeys(COMPONENTS[:3], str))
            for store in (own, shipped)
        )
        order = [*COMPONENTS]
        pd.testing.assert_frame_equal(
            mine.sort_values(order, ignore_index=True)[[*order, "pool_size", "roster", *LABELS]],
            theirs.sort_values(order, ignore_index=True)[[*order, "pool_size", "roster", *LABELS]],
            check_exact=True,
        )


TABLE = "s,t,acc,m\n" + "".join(
    f"{s},{t},{(3 * i + 5 * j) % 7 / 7},{(i * j) % 5}\n"
    for i, s in enumerate("abcd")
    for j, t in enumerate("wxyz")
)
IMPORT = (
    "--source",
    "s",
    "--target",
    "t",
    "--performance",
    "acc",
    "--metrics",
    "m",
    "--name",
    "own",
)


def test_standard_errors_are_kept_in_the_study_and_in_the_store(tmp_path):
    lines = TABLE.splitlines()
    own = [f"{line},{'' if index == 1 else index / 100}" for index, line in enumerate(lines)]
    (tmp_path / "own.csv").write_text("\n".join([f"{lines[0]},se", *own[1:]]) + "\n")
    words = (*IMPORT, "--performance-error", "se", "--store", tmp_path / "own")
    succeeded("import", tmp_path / "own.csv", *words)
    kept = open_store(tmp_path / "own").measurements()["performance_error"]
    assert kept.isna().tolist() == [True] + [False] * 15
    assert kept[1:].tolist() == [index / 100 for index in range(2, 17)]
    study = tmp_path / "own.study" / "study.toml"
    assert load_study(study).tables[0].performance_error == "performance_error"
    again = succeeded("add-metric", "--to", study, "--template", tmp_path / "fill.csv")
    assert "fill in" in again.stdout


def test_facts_become_baselines_of_the_store(tmp_path):
    (tmp_path / "own.csv").write_text(TABLE)
    facts = "model,size,family\na,1e6,small\nb,1e8,large\nc,1e7,small\nd,2e6,small\ne,1,none\n"
    (tmp_path / "facts.csv").write_text(facts)
    words = ("--facts", tmp_path / "facts.csv", "--log-facts", "size", "--store", tmp_path / "own")
    text = succeeded("import", tmp_path / "own.csv", *IMPORT, *words).stdout
    assert "size (4 sources, more is better, logarithm)" in text
    assert "Note: 1 of 5 names of" in text
    store = open_store(tmp_path / "own")
    assert store.study.families == {"small": ("a", "c", "d"), "large": ("b",)}
    assert [b.key for b in store.study.baselines_of("own-source")] == ["static_ranker", "size"]
    found = succeeded(
        "table", "baselines", "--slice", "scenario=own-source", "--store", tmp_path / "own"
    )
    assert "size" in found.stdout


def test_facts_beside_the_results_are_of_the_side_that_is_said(tmp_path):
    rows = [f"{line},{'abcd'.find(line[0]) + 1},{ord(line[2])}" for line in TABLE.splitlines()]
    (tmp_path / "own.csv").write_text("\n".join(["s,t,acc,m,size,age", *rows[1:]]) + "\n")
    words = ("--source-facts", "size", "--target-facts", "age", "--fewer-is-better", "age")
    succeeded("import", tmp_path / "own.csv", *IMPORT, *words, "--store", tmp_path / "own")
    size, age = open_store(tmp_path / "own").study.facts
    assert (size.source, size.values) == ("more", {"a": 1, "b": 2, "c": 3, "d": 4})
    assert (age.target, set(age.values)) == ("fewer", set("wxyz"))


def test_what_the_docs_add_to_a_study_is_accepted(results, tmp_path):
    text = (Path(__file__).parents[3] / "docs" / "own-data.md").read_text(encoding="utf-8")
    pools, facts, _, scenario = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    assert PoolRule(**tomllib.loads(pools)["pools"]).sample == 2000
    words = ["mine" if word == "own" else word for word in IMPORT]
    succeeded("import", results, *words, "--store", tmp_path / "own")
    study = tmp_path / "own.study" / "study.toml"
    study.write_text(f"{study.read_text()}\n{scenario}\n{facts}", encoding="utf-8")
    succeeded("build", study, "--store", tmp_path / "own")
    store = open_store(tmp_path / "own")
    # Four givens with four targets each have five pools under three measures.
    assert store.manifest.counts["mine-target-gain"] == 4 * 5 * 3
    assert store.study.families == {"ResNet": ("resnet50", "resnet101")}


@pytest.fixture
def results(tmp_path):
    (tmp_path / "own.csv").write_text(TABLE)
    return tmp_path / "own.csv"


def test_nothing_is_replaced_unasked_and_an_edited_study_is_kept_when_it_is(results, tmp_path):
    words = ("import", results, *IMPORT, "--store", tmp_path / "own")
    succeeded(*words)
    study = tmp_path / "own.study" / "study.toml"
    study.write_text(study.read_text() + "# edited\n")
    refused = run(*words)
    assert refused.exit_code == 2
    assert "already exists" in refused.stderr
    done = succeeded(*words, "--replace")
    former = tmp_path / "own.study.former"
    assert "# edited" in (former / "study.toml").read_text()
    assert str(former) in done.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        ["own.csv", "own", "own.d", "own.study", "own.study.former"]
    )


def test_killed_between_study_and_store_the_next_run_is_not_in_the_way(
    results, tmp_path, monkeypatch
):
    words = ("import", results, *IMPORT, "--store", tmp_path / "own")

    def interrupted(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr(Place, "publish", interrupted)
        assert run(*words).exit_code == 130
    assert (tmp_path / "own.study" / "study.toml").exists()
    assert not (tmp_path / "own").exists()
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    (tmp_path / f".own.study.unfinished-{ended.pid}-abc" / "study").mkdir(parents=True)
    succeeded(*words)
    assert (tmp_path / "own").exists()
    assert not (tmp_path / "own.study" / ".unfinished").exists()
    left = [path.name for path in tmp_path.iterdir() if path.name.startswith(".")]
    assert left == []  # of a run that was killed


def test_the_store_of_the_shipped_study_is_never_taken(results):
    done = run("import", results, *IMPORT)
    assert done.exit_code == 2
    assert "store of the shipped study" in done.stderr


def test_too_many_candidates_and_too_few_earn_a_way_on(tmp_path):
    path = tmp_path / "wide.csv"
    path.write_text(
        "s,t,acc,m\n" + "".join(f"s{i},t{j},.5,{i}\n" for i in range(63) for j in range(3))
    )
    refused = run("import", path, *IMPORT, "--dry-run", "--leave-out", 1)
    assert refused.exit_code == 2
    assert "target 't2' has 63 sources, but at most 62" in refused.stderr
    assert "draw pools with --sample" in refused.stderr
    drawn = ("--only", "source", "--sample", 9, "--sizes", "20,40")
    text = succeeded("import", path, *IMPORT, "--dry-run", *drawn).stdout
    assert "a sample of 9 pools a given, of 20 or 40 candidates, seed 0" in text
    assert (
        "a sample of 1,000 pools a given" in succeeded("import", path, *IMPORT, "--dry-run").stdout
    )
    path.write_text(
        "s,t,acc,m\n" + "".join(f"s{i},t{j},.5,{i}\n" for i in range(5) for j in range(2))
    )
    text = succeeded("import", path, *IMPORT, "--dry-run").stdout
    assert "no scenario ranks targets" in text


def test_a_pool_rule_that_would_give_too_many_setups_is_narrowed_and_said(tmp_path):
    path = tmp_path / "wide.csv"
    path.write_text(
        "s,t,acc,m\n" + "".join(f"s{i},t{j},.5,{i}\n" for i in range(40) for j in range(5))
    )
    text = succeeded("import", path, *IMPORT, "--dry-run").stdout
    assert "at most 3 candidates" in text
    assert "Note: every pool that leaves out at most 4 candidates would give more" in text
    assert (
        "at most 1 candidates"
        in succeeded("import", path, *IMPORT, "--dry-run", "--leave-out", 1).stdout
    )


def test_measures_are_those_that_are_asked_for(tmp_path):
    path, wanted = tmp_path / "wide.csv", ("--measures", "spearman,rel_at_3")
    path.write_text(
        "s,t,acc,m\n" + "".join(f"s{i},t{j},.{i + 1},{i}\n" for i in range(5) for j in range(2))
    )
    succeeded("import", path, *IMPORT, *wanted, "--store", tmp_path / "own")
    assert open_store(tmp_path / "own").study.measures == ("spearman", "rel_at_3")
    scores = tmp_path / "scores.csv"
    scores.write_text("source,target,score\ns0,t0,1\ns1,t0,3\ns2,t0,2\n")
    study = tmp_path / "own.study" / "study.toml"
    added = ("add-metric", scores, "--name", "n", "--to", study, "--store", tmp_path / "more")
    succeeded(*added, "--measures", "kendall")
    assert open_store(tmp_path / "more").study.measures == ("kendall",)
    assert load_study(tmp_path / "more.study" / "study.toml").measures == ("kendall",)
    refused = run("import", path, *IMPORT, *wanted, "--dry-run", "--lower-is-better", "acc")
    assert "measure 'rel_at_3' divides performances" in refused.stderr


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["add-metric"], "give a file of scores and the --name of its metric"),
        (["add-metric", "x.csv", "--name", "LogME", "--dry-run"], "x.csv: cannot be read"),
        (["import", "x.csv", *IMPORT, "--map-backbone", "True"], "'True' is not a pair"),
        (
            ["import", "x.csv", *IMPORT, "--leave-out", "1", "--min-pool", "3", "--dry-run"],
            "cannot be combined",
        ),
    ],
)
def test_options_that_are_not_accepted_earn_a_sentence(words, text, tmp_path):
    done = run(*words)
    assert done.exit_code == 2
    assert text in done.stderr
