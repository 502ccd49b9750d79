"""Scores of a metric of one's own, matched to the transfers that a study measured."""

import pytest

from setupscope.data.errors import InputError
from setupscope.data.importing.scores import ScoreColumns, measured_in, read_scores, template
from setupscope.data.readers.files import sheet_in
from setupscope.data.study.study_file import SHIPPED_STUDY


@pytest.fixture(scope="module")
def measured():
    return measured_in(SHIPPED_STUDY)


def scores(measured, text, columns=None):
    return read_scores(sheet_in(text.encode(), "s.csv"), measured, columns or ScoreColumns())


def test_a_score_without_a_backbone_is_that_of_all_and_finds_its_table(measured):
    found = scores(measured, "source,target,score\nvgg16,dtd,1.5\nade,bdd,2\n")
    assert found.scores["classification"] == {
        ("vgg16", "dtd", "fine-tuned"): 1.5,
        ("vgg16", "dtd", "frozen"): 1.5,
    }
    assert found.scores["segmentation"] == {("ade", "bdd", "unstated"): 2.0}


def test_a_score_can_be_of_one_backbone_by_the_study_s_name_or_another(measured):
    columns = ScoreColumns(backbones={"head": "frozen"})
    found = scores(measured, "source,target,backbone,score\nvgg16,dtd,head,1\n", columns)
    assert found.scores["classification"] == {("vgg16", "dtd", "frozen"): 1.0}


def test_what_was_not_measured_is_left_out_and_said_and_empty_scores_are_none(measured):
    text = "source,target,score\nade,ade,1\nade,bdd,1\nade,city,\nade,bdd,1.0\n"
    found = scores(measured, text)
    assert found.unmeasured == ("'ade' → 'ade'",)
    assert list(found.scores["segmentation"]) == [("ade", "bdd", "unstated")]
    assert found.repeated == 1


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (
            "resnet-50,dtd,1",
            "row 3, column 'source': unknown source 'resnet-50'; did you mean 'resnet50'",
        ),
        ("ResNet-50,CIFAR-10,1", "2 names .* 'ResNet-50' .did you mean 'resnet50'.*'cifar10'"),
        ("vgg16,dtd,9", "row 3, column 'score' is 9.0, but row 2 says 1.0"),
        ("vgg16,dtd,inf", "row 3, column 'score' is 'inf'"),
    ],
)
def test_what_does_not_match_is_named_with_near_misses(measured, row, text):
    with pytest.raises(InputError, match=text):
        scores(measured, f"source,target,score\nvgg16,dtd,1\n{row}\n")


def test_a_pair_of_several_tables_asks_for_the_table(tiny):
    tiny.write_text(tiny.read_text().replace("[[metrics]]", TWICE + "[[metrics]]", 1))
    measured = measured_in(tiny)
    with pytest.raises(InputError, match="several tables of the study; add a column 'table'"):
        scores(measured, "source,target,score\na,x,1\n")
    found = scores(measured, "table,source,target,score\nagain,a,x,1\n")
    assert found.scores == {"sets": {}, "again": {("a", "x", "unstated"): 1.0}}


TWICE = """
[[tables]]
key = "again"
file = "sets.csv"
task = "the same"

"""


def test_no_score_at_all_is_refused(measured):
    with pytest.raises(InputError, match="holds no score"):
        scores(measured, "source,target,score\nade,bdd,\n")


def test_the_template_holds_every_pair_once_and_can_be_read_back(measured):
    text = template(measured).decode()
    filled = text.replace(",\n", ",0.5\n")
    found = scores(measured, filled)
    assert text.count("\n") == 1 + 17 * 16 + 19 * 9
    assert {key: len(some) for key, some in found.scores.items()} == {
        "segmentation": 272,
        "classification": 342,
    }
    assert not found.unmeasured
    assert not found.repeated
