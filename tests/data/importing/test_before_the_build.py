"""What is said of a table before anything is built: spellings, gaps, directions, competition."""

import re
import tomllib

import numpy as np
import pytest

from setupscope.data.errors import InputError
from setupscope.data.importing.directions import wrong_ways
from setupscope.data.importing.gaps import gap_note, only_complete
from setupscope.data.importing.layout import Layout
from setupscope.data.importing.option_text import names_map
from setupscope.data.importing.proposals import StudyOptions, propose_study
from setupscope.data.importing.results import read_results
from setupscope.data.importing.summary import summarize
from setupscope.data.pools import PoolRule
from setupscope.data.readers.files import sheet_in

PLAIN = {"source": "model", "target": "data", "performance": "acc"}
SOURCES, TARGETS = "abcdef", "wxyz"


def text_of(score, sources=SOURCES):
    """A wide table; `score(source, target)` gives the cells of B, "" where there is none."""
    draw = np.random.default_rng(5)
    rows = ["model,data,acc,A,B"]
    for s in sources:
        for t in TARGETS:
            acc = draw.random()
            rows.append(f"{s},{t},{acc:.4f},{acc + draw.normal() / 9:.4f},{score(s, t, acc)}")
    return "\n".join(rows)


def sheet(text):
    return sheet_in(text.encode(), "r.csv")


def results(text, **more):
    return read_results([sheet(text)], Layout(**PLAIN, **more))


SPELLED = "model,data,acc,A\nR50,x,.1,1\nR50,y,.2,3\nr-50,z,.3,7\n r50 ,w,.1,5\nv_16,x,.5,6\n"


def test_names_in_several_spellings_are_named_before_anything_is_built():
    with pytest.raises(InputError, match="'R50', 'r-50', 'r50' may be the same name"):
        results(SPELLED)


def test_the_most_frequent_spelling_is_kept_where_they_are_merged():
    found = results(SPELLED, merge_spellings=True)
    assert {source for source, *_ in found.performances} == {"R50", "v_16"}
    assert found.renamed == {"r-50": "R50", "r50": "R50"}
    assert "spellings are merged: 'R50', 'r-50', 'r50'" in found.notes


def test_spellings_can_be_names_of_their_own_but_blanks_around_them_never_are():
    found = results(SPELLED, keep_spellings=True)
    assert {source for source, *_ in found.performances} == {"R50", "r-50", "r50", "v_16"}


def test_a_file_renames_names():
    names = names_map(sheet("old,new\nr-50,ResNet\nR50 ,ResNet\nr50,ResNet\n"))
    found = results(SPELLED, names=names)
    assert {source for source, *_ in found.performances} == {"ResNet", "v_16"}
    with pytest.raises(InputError, match="no source or target is called 'v16'"):
        results(SPELLED, names={"v16": "VGG"})


def test_spellings_that_make_a_name_both_ends_of_a_transfer_are_refused():
    with pytest.raises(InputError, match="both the source and the target"):
        results("model,data,acc,A\nX,y,.1,1\nx,X,.2,2\n", merge_spellings=True)


def test_a_hub_name_keeps_its_slash():
    found = results("model,data,acc,A\norg/m,x,.1,1\norg/n,x,.2,3\n")
    assert next(iter(found.performances))[0] == "org/m"


def test_the_names_that_every_metric_scores_are_offered_and_can_be_kept():
    found = results(text_of(lambda s, t, _: "" if s in "ab" else 1 + ord(s) * ord(t) % 7))
    note = gap_note(found, "source", None)
    assert "4 of 6 sources have scores of every metric ('c', 'd', 'e', 'f')" in note
    assert "--complete candidates keeps only these; 0 of 4 targets" in note
    assert "--complete givens" not in note
    kept, said = only_complete(found, "source", "candidates")
    assert {source for source, *_ in kept.performances} == set("cdef")
    assert all(set(scores) == set(kept.performances) for scores in kept.scores.values())
    assert "only the 4 of 6 sources" in said
    with pytest.raises(InputError, match="scores for 0 of 4 targets"):
        only_complete(found, "source", "givens")


def test_a_name_that_no_metric_scores_is_named():
    text = text_of(lambda s, t, _: 1 + ord(s) * ord(t) % 7) + "\na,Params (B),70,,\n"
    note = gap_note(results(text), "source", None)
    assert note.endswith("no metric has any score of target 'Params (B)'")


def test_where_no_score_is_missing_there_is_no_word_on_gaps():
    assert gap_note(results(text_of(lambda *_: 1)), "source", None) is None


@pytest.mark.parametrize(
    ("sign", "lower", "asked"),
    [
        (1, (), None),
        (-1, (), r"is lower better \(--lower-is-better\), or has its sign been turned already\?"),
        (1, ("B",), r"when lower is better: has its sign been turned already\?"),
        (-1, ("B",), None),
    ],
)
def test_a_metric_that_points_the_wrong_way_is_asked_about_in_both_directions(sign, lower, asked):
    found = results(text_of(lambda s, t, acc: f"{sign * acc:.5f}"), lower_is_better=lower)
    questions = list(wrong_ways(found, "source"))
    if asked is None:
        assert questions == []
    else:
        assert re.search(asked, questions[0])
        assert questions[0].startswith("B is negative under Pearson r in 100 % of 4 targets")


def test_an_error_turns_both_directions():
    found = results(text_of(lambda s, t, acc: f"{acc:.5f}"), lower_is_better=("acc",))
    assert [question.split(" is ")[0] for question in wrong_ways(found, "source")] == ["A", "B"]


def test_a_constant_metric_points_nowhere():
    found = results(text_of(lambda *_: "0.1") + "\na,v,.1,.1,.7")
    assert list(wrong_ways(found, "source")) == []


@pytest.mark.parametrize(
    ("factors", "percent", "said"),
    [
        ((1, 1, 1, 1), False, ""),
        ((90, 90, 90, 90), False, "if they are in per cent, use --percent"),
        ((90, 1, 1, 1), False, "are some targets in per cent and others fractions?"),
        ((1, 1, 1, 1), True, "once divided by 100; are they fractions already?"),
    ],
)
def test_units_that_do_not_fit_are_asked_about(factors, percent, said):
    rows = [
        f"{s},{t},{factor * (0.3 + 0.1 * SOURCES.index(s))},{ord(s) * ord(t) % 7}"
        for s in SOURCES
        for t, factor in zip(TARGETS, factors, strict=True)
    ]
    text = "\n".join(["model,data,acc,A", *rows])
    layout = Layout(**PLAIN, percent=percent)
    notes = propose_study([sheet(text)], "t", layout, "r.csv", StudyOptions(only="source")).notes
    assert said in " ".join(notes)
    assert bool(notes) == bool(said)


def blocked(text, folder, **options):
    proposed = propose_study(
        [sheet(text)], "t", Layout(**PLAIN), "r.csv", StudyOptions(only="source", **options)
    )
    return summarize(proposed.draft.write(folder / "study"), (("a", "b"),), ()).blocked


def test_where_no_pool_has_two_scores_nothing_is_built_and_smaller_pools_are_offered(tmp_path):
    text = text_of(lambda s, t, _: ord(s) * ord(t) % 7 if s in "abc" else "")
    why = blocked(text, tmp_path / "a", rule=PoolRule(leave_out=1))
    assert "two metrics share at most 3 sources of a target" in why
    assert "use smaller pools (--min-pool 3)" in why
    assert blocked(text, tmp_path / "b", rule=PoolRule(min_pool=3)) == ""


def test_where_no_smaller_pool_helps_none_is_offered(tmp_path):
    text = text_of(lambda s, t, _: ord(s) * ord(t) % 7 if s in "ab" else "")
    why = blocked(text, tmp_path / "a")
    assert "--min-pool" not in why
    assert why.endswith("and a pool needs 3")


MODELS = [f"model-{index:02}" for index in range(63)]


def many(**options):
    text = text_of(lambda _, __, acc: acc, MODELS)
    layout = Layout(**PLAIN)
    return propose_study([sheet(text)], "mine", layout, "r.csv", StudyOptions(**options))


def test_from_63_candidates_on_pools_are_drawn():
    proposal = many(only="source")
    drawn = {"sample": 1000, "fractions": [0.5, 0.6, 0.7, 0.8, 0.9]}
    assert tomllib.loads(proposal.draft.toml)["pools"] == drawn
    assert any("more than 62 candidates, too many for every pool" in n for n in proposal.notes)
    with pytest.raises(InputError, match="62 candidates are accepted where every pool is"):
        many(only="source", rule=PoolRule(leave_out=1))
