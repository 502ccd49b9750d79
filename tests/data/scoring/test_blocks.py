"""Blocks: who stands against whom for each given."""

import numpy as np
import pytest

from setupscope.data.errors import InputError
from setupscope.data.scoring.blocks import blocks, candidates
from setupscope.data.study.study_file import load_study
from setupscope.data.study.transfers import read_transfers


def read(study_file):
    study = load_study(study_file)
    return study, read_transfers(study, study_file.parent)


def test_candidates_are_in_alphabetical_order_and_bits_follow_it(tiny):
    study, transfers = read(tiny)
    assert candidates(study, transfers, "sets-source") == ["a", "b", "c", "d", "e", "x"]
    for_x, for_y = blocks(study, transfers, "sets-source")
    assert (for_x.given, for_y.given) == ("x", "y")
    assert for_x.bits.tolist() == [0, 1, 2, 3, 4]
    assert for_y.bits.tolist() == [0, 1, 2, 3, 5]
    assert for_y.performances.tolist() == [0.5, 0.4, 0.4, 0.2, 0.1]
    assert for_y.scores[:, 0].tolist() == [1, 2, 2, 3, 4]


def test_a_given_that_is_also_a_candidate_knows_its_bit(tiny):
    study, transfers = read(tiny)
    for_x, for_y = blocks(study, transfers, "sets-source")
    assert for_x.given_bit == 5
    assert for_y.given_bit is None


def test_a_missing_score_is_not_a_number(tiny):
    table = tiny.parent / "sets.csv"
    table.write_text(table.read_text().replace("0.1,1,-1", "0.1,,-1"))
    study, transfers = read(tiny)
    assert np.isnan(next(blocks(study, transfers, "sets-source")).scores[0, 0])


def test_a_given_with_fewer_than_three_candidates_is_refused(tiny):
    with (tiny.parent / "sets.csv").open("a") as table:
        table.write("a,z,.1,1,1\nb,z,.1,1,1\n")
    study, transfers = read(tiny)
    with pytest.raises(
        InputError, match=r"given 'z' \(unstated\) has 2 candidates, but at least 3"
    ):
        list(blocks(study, transfers, "sets-source"))


@pytest.mark.parametrize("names", [62, 63])
def test_at_most_62_candidates_of_a_given_are_accepted(tiny, names):
    rows = "".join(f"s{i:02},x,.5,{i},{-i}\n" for i in range(names))
    (tiny.parent / "sets.csv").write_text("source,target,performance,one,two\n" + rows)
    study, transfers = read(tiny)
    if names > 62:
        with pytest.raises(InputError, match=r"given 'x' .* has 63 candidates, but at most 62"):
            list(blocks(study, transfers, "sets-source"))
    else:
        assert len(next(blocks(study, transfers, "sets-source")).bits) == 62
