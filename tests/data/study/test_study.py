"""A study's TOML: read as it says, or refused in one sentence that names the mistake."""

import copy
import json
import tomllib

import pytest

from setupscope.data.errors import InputError
from setupscope.data.pools import PoolRule
from setupscope.data.study.study_file import SHIPPED_STUDY, load_study, study_of

SHIPPED = tomllib.loads(SHIPPED_STUDY.read_text(encoding="utf-8"))


def changed(*steps, to):
    """The shipped study with one value changed, added, or (to=None) left out."""
    content = copy.deepcopy(SHIPPED)
    index = content
    for step in steps[:-1]:
        index = index[step]
    if to is None:
        del index[steps[-1]]
    else:
        index[steps[-1]] = to
    return content


def test_the_shipped_study_is_read_as_it_stands():
    study = load_study(SHIPPED_STUDY)
    assert study.metric_keys == ("leep", "nleep", "logme", "hscore", "gbc")
    assert study.measures == ("pearson", "kendall", "weighted_kendall", "rel_at_1")
    assert study.pools == PoolRule(leave_out=4)
    assert [scenario.name for scenario in study.scenarios] == [
        "segmentation-source",
        "classification-source",
        "segmentation-target",
        "classification-target",
        "segmentation-target-gain",
        "classification-target-gain",
    ]
    assert study.label("sunrgbd") == "SUN RGB-D"
    assert study.label("no such name") == "no such name"


def test_a_study_cannot_be_changed():
    with pytest.raises(AttributeError):
        load_study(SHIPPED_STUDY).title = "another"


def test_canonical_json_does_not_depend_on_the_order_of_keys():
    backwards = dict(reversed(SHIPPED.items()))
    there, again = study_of(SHIPPED, "here"), study_of(backwards, "there")
    assert there.canonical_json() == again.canonical_json()
    assert json.loads(there.canonical_json())["pools"]["leave_out"] == 4


def test_the_metric_that_was_added_is_among_the_first_whatever_its_place():
    study = study_of(changed("added", to="gbc"), "here")
    keys = study.metric_keys
    assert study.among_first(keys, 3) == ("leep", "nleep", "gbc", "logme", "hscore")
    assert study.among_first(keys, 5) == keys
    assert "added" not in json.loads(load_study(SHIPPED_STUDY).canonical_json())


def test_the_rule_is_part_of_the_canonical_json():
    study = load_study(SHIPPED_STUDY)
    widened = study.with_rule(PoolRule(min_pool=3))
    assert widened.pools == PoolRule(min_pool=3)
    assert widened.canonical_json() != study.canonical_json()
    assert study.with_rule(None) is study


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (changed("metrcs", to=1), "unknown key 'metrcs'; did you mean 'metrics'?"),
        (changed("metrics", 1, "lable", to="x"), "'nleep': unknown key 'lable'"),
        (changed("metrics", 1, "label", to=None), "'nleep': key 'label' is missing"),
        (changed("metrics", 1, "label", to=""), "key 'label' is ''"),
        (changed("metrics", 1, "direction", to="up"), "'higher' or 'lower'"),
        (changed("metrics", 1, "key", to="N-LEEP"), "must match"),
        (changed("metrics", 1, "key", to="leep"), "metric 'leep' is named 2 times"),
        (changed("metrics", 1, "key", to="roster"), "has the key of a column of the store"),
        (changed("metrics", 1, "key", to="performance"), "has the key of a column of the store"),
        (changed("metrics", 1, "key", to="performance_error"), "has the key of a column of"),
        (changed("metrics", to={}), "key 'metrics' is '{}'"),
        (changed("metrics", to=[]), "at least 1 item"),
        (
            changed(
                "metrics", to=[{"key": f"m{index}", "label": f"M{index}"} for index in range(63)]
            ),
            "63 metrics, but at most 62 are accepted",
        ),
        (changed("metrics", 0, to="leep"), "[metrics]"),
        (
            changed("measures", to=["ndcg"]),
            "unknown measure 'ndcg'; did you mean 'ndcg_at_3'? (accepted: 'pearson'",
        ),
        (changed("measures", to=["kendall", "kendall"]), "measure 'kendall' is named 2 times"),
        (changed("pools", to={}), "one of leave_out, min_pool and sample"),
        (changed("pools", "leave_out", to=-1), "leave_out is -1"),
        (changed("pools", "leave_out", to="4"), "key 'leave_out' is '4'"),
        (changed("pools", "leave_out", to=True), "key 'leave_out' is 'True'"),
        (changed("scenarios", 0, "table", to="segmentaton"), "did you mean 'segmentation'?"),
        (changed("scenarios", 0, "candidates", to="target"), "given and candidates"),
        (changed("scenarios", 0, "name", to="a/b"), "must match"),
        (changed("scenarios", 1, "name", to="Segmentation-Source"), "named 2 times"),
        (changed("added", to="logm"), "added: unknown metric 'logm'; did you mean 'logme'?"),
        (changed("scenarios", 0, "published", to="logm"), "published: unknown metric 'logm'"),
        (changed("scenarios", 0, "performance", to="gain"), "ranks sources by gain, which is the"),
        (changed("scenarios", 2, "performance", to="gains"), "'measured' or 'gain'"),
        (changed("measures", to=["rel_at_1"]), "'segmentation-target-gain' ranks by gain, but"),
        (changed("tables", 0, "file", to="../up.csv"), "must be in the study's folder"),
        (changed("tables", 0, "file", to="/etc/passwd"), "must be in the study's folder"),
        (changed("tables", 0, "source", to="target"), "column 'target' is named 2 times"),
        (changed("rescaled", 0, "metric", to="lep"), "rescaled 'gbc_log': unknown metric 'lep'"),
        (changed("rescaled", 0, "key", to="leep"), "metric 'leep' is named 2 times"),
        (changed("metrics", 0, "key", to="static_ranker"), "'static_ranker' is named 2 times"),
        (changed("facts", 0, "key", to="leep"), "metric 'leep' is named 2 times"),
        (changed("facts", 4, "target", to="less"), "'few_classes': key 'target' is 'less'"),
        (changed("facts", 4, "target", to=None), "must say for source or for target"),
        (changed("facts", 4, "values", "dtd", to=0), "is 0 for 'dtd', but must be above 0"),
        (changed("facts", 4, "values", "dtd", to="x"), "key 'dtd' is 'x'"),
        (changed("families", to={"A": ["ade"], "B": ["ade"]}), "'ade' is in 2 families"),
        (changed("tables", 0, "performance_bounds", to=[1.0, 0.0]), "the lowest, then the"),
        (changed("metrics", 1, "label", to="LEEP"), "metric label 'LEEP' is named 2 times"),
        (changed("labels", "ade", to="COCO"), "label 'COCO' is named 2 times"),
        (changed("labels", "ade", to=3), "key 'ade' is '3'"),
    ],
)
def test_a_mistake_is_named_with_the_file_and_what_is_accepted(content, text):
    with pytest.raises(InputError) as refused:
        study_of(content, where="my.toml")
    assert str(refused.value).startswith("my.toml: ")
    assert text in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("content", "text"),
    [(b"title = ", "not valid TOML"), (b"\xff\xfe", "not UTF-8"), (b"", "is missing")],
)
def test_a_file_that_is_no_study_is_refused(tmp_path, content, text):
    path = tmp_path / "study.toml"
    path.write_bytes(content)
    with pytest.raises(InputError, match=text):
        load_study(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    for path in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(InputError, match="cannot be read"):
            load_study(path)
