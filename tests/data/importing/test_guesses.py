"""What columns of tables seem to hold, and what an import that lacks an option is told."""

import itertools

import pytest

from setupscope.data.errors import InputError
from setupscope.data.importing.column_names import is_error
from setupscope.data.importing.given import require_given
from setupscope.data.importing.guesses import guess
from setupscope.data.readers.files import sheet_in

SOURCES, TARGETS = [f"m{k}" for k in range(4)], ["cub", "dtd", "pets"]
PAIRS = list(itertools.product(SOURCES, TARGETS))
NONE = {"source": (), "target": (), "columns": None, "performance": None}


def sheet(header, rows, name="t.csv"):
    return sheet_in("\n".join([header, *rows]).encode(), name)


def table(header, cells=lambda k: f"0.{k},{k % 5}", name="t.csv"):
    return sheet(header, [f"{s},{t},{cells(k)}" for k, (s, t) in enumerate(PAIRS, 1)], name)


def pivot(corner="model", columns=TARGETS, rows=SOURCES, name="acc.csv", scale=1):
    lines = [
        f"{row}," + ",".join(str(scale * (k + at) / 20) for at in range(len(columns)))
        for k, row in enumerate(rows)
    ]
    return sheet(f"{corner},{','.join(columns)}", lines, name)


def long_table(*names):
    rows = [
        f"{s},{t},{metric},{k / 20}"
        for k, (s, t) in enumerate(PAIRS)
        for metric in ("accuracy", "LogME")
    ]
    return sheet(",".join(names), rows)


@pytest.mark.parametrize(
    ("tables", "found"),
    [
        (
            [table("model,dataset,acc,LogME")],
            {"source": "model", "target": "dataset", "performance": "acc", "metrics": ("LogME",)},
        ),
        (
            [table("Target_Dataset,Source-Model,Test Accuracy,H")],
            {"source": "Source-Model", "target": "Target_Dataset", "performance": "Test Accuracy"},
        ),
        (
            [table("hub_id,where,WER,H")],
            {"source": "hub_id", "target": "where", "performance": "WER", "metrics": ("H",)},
        ),
        ([table("model,dataset,quality,H")], {"performance": None, "metrics": ("quality", "H")}),
        (
            [table("model,dataset,seed,acc,H", lambda k: f"{k % 2},0.{k},{k * k}")],
            {"run": "seed", "metrics": ("H",), "performance": "acc"},
        ),
        (
            [table("backbone,dataset,acc,H")],
            {"source": "backbone", "backbone": None, "target": "dataset"},
        ),
        (
            [table("model,dataset,acc,H,params", lambda k: f"{k},{k % 5},{(k - 1) // 3}.5")],
            {"metrics": ("H",), "per_cent": ("acc", "H", "params")},
        ),
        (
            [long_table("model", "dataset", "metric", "value")],
            {"metric": "metric", "score": "value", "performance": "accuracy", "metrics": ()},
        ),
        (
            [long_table("model", "dataset", "how", "number")],
            {"metric": "how", "score": "number", "performance": "accuracy"},
        ),
        (
            [pivot(), pivot(name="logme.csv", scale=100)],
            {
                "columns": "target",
                "quantities": ("acc", "logme"),
                "performance": "acc",
                "pivots": ("acc.csv", "logme.csv"),
                "source": "model",
                "target": None,
                "metrics": (),
                "per_cent": ("logme",),
            },
        ),
        (
            [pivot("dataset", SOURCES, TARGETS)],
            {"columns": "source", "target": "dataset", "source": None},
        ),
        ([pivot("name")], {"columns": None, "source": None, "target": None}),
        (
            [table("model,dataset,acc,H"), pivot("name", SOURCES, TARGETS, "logme.csv")],
            {"columns": "source", "pivots": ("logme.csv",), "metrics": ("H",), "facts": None},
        ),
        (
            [table("model,dataset,acc,note", lambda k: f"0.{k},x"), table("model,dataset,H,L")],
            {"performance": "acc", "metrics": ("H", "L"), "pivots": ()},
        ),
        (
            [pivot("model", ["acc", "LEEP"], name=f"{target}.csv") for target in TARGETS],
            {
                "by_file": True,
                "columns": "target",
                "pivots": (),
                "performance": "acc",
                "metrics": ("LEEP",),
                "source": "model",
            },
        ),
        (
            [sheet("model,family,cub,dtd", ["a,x,1,2", "b,x,2,3", "c,y,4,4"], "acc.csv")],
            {"pivots": ("acc.csv",), "source": "model", "target": None},
        ),
    ],
)
def test_what_columns_hold_is_guessed_from_names_and_values(tables, found):
    guessed = guess(tables)
    assert {key: getattr(guessed, key) for key in found} == found


def test_a_column_that_is_no_metric_comes_with_the_reason():
    facts = table("model,dataset,acc,H,params", lambda k: f"0.{k},{k % 5},{(k - 1) // 3}.5")
    assert "same in all rows of a source" in guess([facts]).others["params"]


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("WER", True),
        ("test_loss", True),
        ("error-rate", True),
        ("accuracy", False),
        ("terror", False),
    ],
)
def test_a_performance_is_an_error_by_its_words(name, error):
    assert is_error(name) is error


@pytest.mark.parametrize(
    ("tables", "given", "said"),
    [
        (
            [table("model,dataset,acc,H")],
            {},
            "--performance is not given; did you mean 'acc'?; --source is not given; did you mean"
            " 'model'?; --target is not given; did you mean 'dataset'?",
        ),
        (
            [table("model,dataset,acc,H")],
            {"source": ("model",), "performance": "acc"},
            "--target is not given; did you mean 'dataset'?",
        ),
        ([pivot()], {"performance": "acc"}, "--source is not given; did you mean 'model'?"),
        ([pivot("x")], {"performance": "acc"}, "--columns is not given, which says whether"),
        ([pivot(name="q.csv")], {"columns": "target"}, "no name tells which it is; there are 'q'"),
    ],
)
def test_an_option_that_lacks_is_named_with_what_was_probably_meant(tables, given, said):
    with pytest.raises(InputError) as refused:
        require_given(tables, NONE | given)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("tables", "given"),
    [
        ([table("model,dataset,acc,H")], {"source": ("model",), "target": ("dataset",)}),
        ([pivot()], {"source": ("model",)}),
        ([pivot("x")], {"columns": "target"}),
        ([pivot("x"), table("model,dataset,H,L")], {"source": ("model",), "target": ("dataset",)}),
    ],
)
def test_an_import_that_lacks_nothing_is_told_nothing(tables, given):
    require_given(tables, NONE | {"performance": "acc"} | given)
