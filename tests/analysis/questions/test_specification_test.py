"""The share of setups in which a metric is ahead, against swaps of the frame itself."""

from itertools import product

import numpy as np
import pytest

from made_up import frame_of, setup
from setupscope.analysis import ahead, specification_test

NULL = float("nan")


def drawn(givens="uvwxyz", seed=0):
    """An odd number of setups of each given, and no ties: each favours one of the two."""
    rng = np.random.default_rng(seed)
    rows = [
        setup(given, *rng.choice(4, 2, replace=False).astype(float), pool=pool)
        for given in givens
        for pool in (3, 5, 6, 7, 9)[: rng.choice([1, 3, 5])]
    ]
    return frame_of(rows, ("one", "two"))


def difference(frame):
    sign = np.sign(frame["one"] - frame["two"])
    return sign.mean()


@pytest.mark.parametrize("seed", range(4))
def test_it_counts_all_swaps_of_labels(seed):
    frame = drawn(seed=seed, givens="stuvwxyz")
    found, far, swaps = abs(difference(frame)), 0, list(product([False, True], repeat=8))
    for swap in swaps:
        names = [name for name, own in zip("stuvwxyz", swap, strict=True) if own]
        other, rows = frame.copy(), frame["given"].isin(names)
        other.loc[rows, ["one", "two"]] = frame.loc[rows, ["two", "one"]].to_numpy()
        far += abs(difference(other)) >= found - 1e-12
    row = specification_test(frame, "one", "two").iloc[0]
    assert row["p"] == pytest.approx(far / len(swaps))
    shares = ahead(frame, "one", "two").iloc[0]
    assert row[["ahead", "ties", "behind"]].tolist() == shares[["ahead", "ties", "behind"]].tolist()
    assert row["setups"] == shares["setups"] == len(frame)


def test_it_is_two_sided_and_the_same_for_either_order():
    frame = drawn()
    one, other = specification_test(frame, "one", "two"), specification_test(frame, "two", "one")
    assert one["p"].tolist() == other["p"].tolist()
    assert one["ahead"].tolist() == other["behind"].tolist()


def test_few_givens_that_favour_either_give_no_p():
    rows = [setup(g, 1.0, 0.5) for g in "uvwxy"] + [setup("z", 0.5, 0.5), setup("a", NULL, 0.5)]
    row = specification_test(frame_of(rows, ("one", "two")), "one", "two").iloc[0]
    assert np.isnan(row["p"])
    assert row["reason"] == "fewer than 6 givens favour one of the two"
    assert (row["setups"], row["givens"], row["ahead"]) == (6, 6, pytest.approx(5 / 6))
    nothing = frame_of([setup(g, NULL, 1.0) for g in "uv"], ("one", "two"))
    assert specification_test(nothing, "one", "two")["setups"].tolist() == [0]
    assert specification_test(frame_of([]), "one", "two").empty


def test_logme_is_ahead_of_gbc_beyond_chance(shipped):
    setups = shipped.setups().filter("scenario = 'segmentation-source'")
    row = specification_test(setups, "logme", "gbc").iloc[0]
    assert row["ahead"] > 2 * row["behind"]
    assert row["p"] < 0.01
