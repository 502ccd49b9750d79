"""A store's outcomes give what its setups give when each is fetched from the engine."""

import itertools

import numpy as np
import pytest

from setupscope.analysis import Slice
from setupscope.analysis.audit.audit import random_slices
from setupscope.analysis.audit.made_up import KINDS, Kind, made_up
from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.frames.fetched import Fetched, fetch_frame
from setupscope.analysis.frames.selection import Several
from setupscope.analysis.frames.stored import Stored
from setupscope.data import InputError, open_store
from setupscope.data.masks import as_masks
from setupscope.data.pools import PoolRule
from setupscope.data.vocabulary import COMPONENTS

GROUPS = [
    ("given",),
    ("measure", "backbone"),
    ("given", "backbone", "measure"),
    ("roster",),
    ("given", "pool"),
    ("given", "backbone", "pool"),
    ("backbone", "measure", "roster"),
    ("given", "measure", "roster"),
    ("given", "backbone", "roster"),
]


def backbones_apart(table, _):
    """Some targets have fewer sources with one backbone than with the other."""
    gone = table["source"].isin(table["source"].unique()[:1]) & (table["backbone"] == "frozen")
    return table[~(gone & table["target"].isin(table["target"].unique()[::2]))]


def one_backbone_each(table, _):
    """The first target has the last backbone alone, the second one the first."""
    last = table["target"] == table["target"].unique()[0]
    return table[last == (table["backbone"] == "frozen")]


def own_names(table, _):
    """Each target has candidates that no other has: 72 in all."""
    source, target = (table[side].str[1:].astype(int) for side in ("source", "target"))
    return table[source // 8 == target]


STUDIES = (
    *KINDS,
    Kind("own-names", 9, 72, own_names),
    Kind("backbones-apart", 5, 6, backbones_apart, ("fine-tuned", "frozen"), PoolRule(leave_out=2)),
    Kind("one-backbone-each", 2, 5, one_backbone_each, ("fine-tuned", "frozen")),
)


@pytest.fixture(
    scope="module", params=["small", *STUDIES], ids=lambda kind: str(getattr(kind, "name", kind))
)
def store(request, tmp_path_factory):
    """The shipped study with few pools, and one of each kind of study that has led astray."""
    if request.param == "small":
        return request.getfixturevalue("small")
    folder = tmp_path_factory.mktemp("made_up")
    return made_up(request.param, np.random.default_rng(4), folder)


def both(store, count=6):
    """The same setups, from the outcomes and fetched: whole scenarios and a few random slices."""
    whole = [Slice(store.study, (scenario.name,)) for scenario in store.study.scenarios]
    for slice_ in [*whole, *random_slices(store.study, np.random.default_rng(5), count)]:
        frame = slice_.narrow(store.setups())
        metrics = slice_.metric_keys()
        yield fetch(frame, metrics), fetch_frame(frame, metrics)


def both_held(store, count):
    """The same for slices that hold setups."""
    return (two for two in both(store, count) if len(two[1]))


def levels(rows, name):
    return np.array(rows.levels[name], object)[rows.codes[name]].tolist()


def assert_same_setups(stored, fetched):
    for name in ("scenario", *COMPONENTS, "pool", "roster"):
        assert levels(stored, name) == levels(fetched, name)
    np.testing.assert_array_equal(stored.values, fetched.values)
    ranked = stored.rankings.places[stored.ranking]
    np.testing.assert_array_equal(ranked, fetched.rankings.places[fetched.ranking])
    covered = stored.rankings.covered[stored.ranking]
    np.testing.assert_array_equal(covered, fetched.rankings.covered[fetched.ranking])


def summed(rows, names, column, weight):
    """The sum of each group that has setups, by the levels of the group."""
    grouping = rows.grouping(names)
    sizes, sums = (rows.sums(own, [grouping], weight)[0] for own in (column * 0 + 1, column))
    found = {}
    for place in np.flatnonzero(sizes):
        codes = {name: int(grouping.codes[name][place]) for name in names}
        key = tuple(c if n == "pool" else rows.levels[n][c] for n, c in codes.items())
        found[key] = sums[place]
    return found


def test_every_setup_is_at_its_place(store):
    for stored, fetched in both(store):
        assert isinstance(stored, Stored)
        assert isinstance(fetched, Fetched)
        assert len(stored) == len(fetched)
        assert_same_setups(stored, fetched)


def test_parts_and_restrictions_are_those_of_the_fetched_setups(store):
    for stored, fetched in both(store, 3):
        for by in ((), ("measure",), ("pool_size", "backbone"), ("given",)):
            parts = itertools.zip_longest(stored.parts(by), fetched.parts(by))
            for (own, one), (expected, other) in parts:
                assert own == expected
                assert_same_setups(one, other)
        for bit, inside in itertools.product(range(3), (True, False)):
            two = [rows.of_candidate(bit, inside=inside) for rows in (stored, fetched)]
            assert_same_setups(*two)


def test_parts_by_family_are_those_of_the_fetched_setups(store):
    for stored, fetched in both(store, 3):
        for names in ((), fetched.levels["given"][:2], fetched.levels["given"][1:]):
            one, other = (rows.of_givens(names) for rows in (stored, fetched))
            assert_same_setups(one, other)
            assert set(levels(one, "given")) == {*names} & {*levels(fetched, "given")}
        for mask in (0, 3, 5):
            one, other = (rows.without_candidates(mask) for rows in (stored, fetched))
            assert_same_setups(one, other)
            kept = as_masks(levels(fetched, "pool")) & mask == 0
            assert len(one) == kept.sum()


def test_levels_at_some_positions_are_those_of_the_setups_there(store):
    draw = np.random.default_rng(8)
    for stored, fetched in both_held(store, 3):
        kept = [rows.of_rankings(rows.rankings.common_contests) for rows in (stored, fetched)]
        for one, other in ((stored, fetched), kept):
            positions = draw.integers(0, len(other), 9) if len(other) else np.empty(0, np.int64)
            found = one.levels_at(positions)
            assert found == other.levels_at(positions)
            for name, own in found.items():
                assert own == np.array(levels(other, name), object)[positions].tolist()


def test_many_setups_are_taken_in_pieces_that_make_up_the_whole(store, monkeypatch):
    monkeypatch.setattr("setupscope.analysis.frames.stored.AT_ONCE", 10)
    for stored, fetched in both_held(store, 3):
        pieces = list(stored.pieces())
        assert len(pieces) > 1 or len(stored) <= 10
        values = np.concatenate([one.values for one in pieces])
        np.testing.assert_array_equal(values, fetched.values)
        found = [level for one in pieces for level in levels(one, "pool")]
        assert found == levels(fetched, "pool")


def test_sums_by_any_group_are_those_of_the_fetched_setups(store):
    draw = np.random.default_rng(6)
    for stored, fetched in both_held(store, 3):
        # A number of each ranking, the same for both ways of numbering them.
        number = {}
        columns = [
            np.array([number.setdefault(key, draw.random()) for key in keys_of(rows)])
            for rows in (stored, fetched)
        ]
        weight = draw.random(len(store.study.names_of(levels(fetched, "scenario")[0]).givens))
        weights = [
            np.array(
                [weight[givens_of(store, rows).index(given)] for given in rows.levels["given"]]
            )
            for rows in (stored, fetched)
        ]
        for names, weighed in itertools.product(GROUPS, (False, True)):
            first, second = (
                summed(rows, names, column, own if weighed else None)
                for rows, column, own in zip((stored, fetched), columns, weights, strict=True)
            )
            assert first == pytest.approx(second, rel=1e-11, abs=1e-11)


def keys_of(rows):
    ranked = np.concatenate([rows.rankings.places, rows.rankings.covered], axis=1)
    return [tuple(row) for row in ranked.tolist()]


def givens_of(store, rows):
    return store.study.names_of(str(rows.levels["scenario"][0])).givens


def test_a_ranking_left_out_is_in_no_sum(store):
    for stored, fetched in both(store, 3):
        kept = [rows.of_rankings(rows.rankings.common_contests) for rows in (stored, fetched)]
        assert_same_setups(*kept)
        np.testing.assert_array_equal(*(rows.rosters_of_givens().sum() for rows in kept))
        ones = [np.ones(len(rows.rankings.values)) for rows in kept]
        for names in GROUPS:
            assert summed(kept[0], names, ones[0], None) == summed(kept[1], names, ones[1], None)


def test_rosters_of_givens_and_own_bits_are_those_of_the_fetched_setups(store):
    for stored, fetched in both(store):
        for rows in (stored, fetched):
            rosters, given = np.nonzero(rows.rosters_of_givens())
            pairs = {
                (rows.levels["roster"][r], rows.levels["given"][g])
                for r, g in zip(rosters, given, strict=True)
            }
            assert pairs == set(
                zip(levels(fetched, "roster"), levels(fetched, "given"), strict=True)
            )
        own = dict(zip(stored.levels["given"], stored.own_bits().tolist(), strict=True))
        for given, bit in zip(fetched.levels["given"], fetched.own_bits().tolist(), strict=True):
            assert own[given] == bit


def test_only_frames_whose_slice_is_known_are_answered_from_outcomes(shipped, small):
    frame = shipped.setups()
    slice_ = Slice.parse("scenario=classification-source&measure=kendall", shipped.study)
    assert isinstance(fetch(frame), Several)
    assert isinstance(fetch(slice_.narrow(frame)), Stored)
    assert isinstance(fetch(frame.filter("pool_size = 12")), Fetched)
    assert isinstance(fetch(slice_.narrow(frame.filter("pool_size = 19"))), Fetched)
    assert isinstance(fetch(slice_.narrow(slice_.narrow(frame))), Fetched)
    assert isinstance(fetch(frame.df()), Fetched)
    assert isinstance(fetch(slice_.narrow(small.setups())), Fetched)


def test_a_store_whose_setups_are_not_those_of_its_study_is_refused(small_link, monkeypatch):
    store = open_store(small_link)
    every = store.outcome_codes
    monkeypatch.setattr(store, "outcome_codes", lambda scenario: every(scenario)[:-1])
    with pytest.raises(InputError, match="do not match its study; build the store again"):
        fetch(store.setups())
