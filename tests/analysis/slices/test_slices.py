"""A slice: narrows, says in words, and travels as a query without loss."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from setupscope.analysis.slices.queries import KEYS, levels_in
from setupscope.analysis.slices.slices import Slice
from setupscope.data import open_store
from setupscope.data.errors import InputError
from setupscope.data.pools import PoolRule
from setupscope.data.storage.building import build

QUERY = (
    "scenario=segmentation-source&given=ade,bdd&measure=pearson,kendall&size=12-14"
    "&with=coco&without=isprs&metrics=leep,gbc"
)


@pytest.fixture(scope="module")
def study(shipped):
    return shipped.study


@st.composite
def slices(draw, study):
    """Any slice of a study."""

    def some(levels):
        return tuple(draw(st.sets(st.sampled_from(levels)))) if levels else ()

    names = [scenario.name for scenario in study.scenarios]
    chosen = Slice(study, scenarios=some(names))
    low, high = chosen.all_sizes
    sizes = draw(st.none() | st.tuples(st.integers(low, high), st.integers(low, high)))
    return chosen.replace(
        givens=some(chosen.accepted("given")),
        backbones=some(chosen.accepted("backbone")),
        measures=some(chosen.accepted("measure")),
        present=some(chosen.accepted("with")[:5]),
        absent=some(chosen.accepted("without")[5:9]),
        metrics=some(chosen.accepted("metrics")),
        sizes=None if sizes is None else (min(sizes), max(sizes)),
        covered=draw(st.booleans()),
    )


def collection_state(row, slice_):
    """Whether a setup belongs to a slice, read off its words one by one."""
    names = slice_.study.names_of(row["scenario"]).candidates
    pool = {name for bit, name in enumerate(names) if row["pool"] >> bit & 1}
    low, high = slice_.sizes or (0, 99)
    return (
        (not slice_.scenarios or row["scenario"] in slice_.scenarios)
        and (not slice_.givens or row["given"] in slice_.givens)
        and (not slice_.backbones or row["backbone"] in slice_.backbones)
        and (not slice_.measures or row["measure"] in slice_.measures)
        and low <= row["pool_size"] <= high
        and pool.issuperset(slice_.present)
        and pool.isdisjoint(slice_.absent)
        and (not slice_.covered or covered(row, slice_))
    )


def covered(row, slice_):
    """Whether each metric and baseline that its scenario has covers a setup."""
    names = slice_.study.names_of(row["scenario"])
    held = (row["given"], row["backbone"])
    (block,) = [block for block in names.blocks if (block.given, block.backbone) == held]
    baselines = [b.key for b in slice_.study.baselines_of(row["scenario"])]
    own = set(slice_.metric_keys()) & {*slice_.study.metric_keys, *baselines}
    return not any(row["pool"] & ~block.scored[metric] for metric in own)


@given(data=st.data())
def test_a_slice_survives_its_query_and_its_link(study, data):
    slice_ = data.draw(slices(study))
    for query in (slice_.query(), slice_.link(), "?" + slice_.link()):
        again = Slice.parse(query, study)
        assert again == slice_
        assert hash(again) == hash(slice_)
        assert again.query() == slice_.query()


@given(data=st.data(), seed=st.integers(0, 99))
def test_narrowing_keeps_exactly_the_setups_that_the_slice_names(shipped, study, data, seed):
    slice_ = data.draw(slices(study))
    frame = shipped.setups().df().sample(400, random_state=seed)
    expected = [row["pool"] for row in frame.to_dict("records") if collection_state(row, slice_)]
    assert slice_.narrow(frame)["pool"].tolist() == expected


def test_a_slice_narrows_a_relation_as_it_narrows_a_frame(shipped, study):
    slice_ = Slice.parse(QUERY, study)
    relation, frame = slice_.narrow(shipped.setups()).df(), slice_.narrow(shipped.setups().df())
    pd.testing.assert_frame_equal(relation, frame.reset_index(drop=True))
    assert len(frame) > 100


def test_the_order_of_values_does_not_matter_and_all_is_the_same_as_none(study):
    one = Slice.parse("given=bdd,ade,bdd&scenario=segmentation-source", study)
    two = Slice.parse("scenario=segmentation-source&given=ade,bdd", study)
    assert one == two
    assert one.query() == two.query()
    everything = Slice.parse("backbone=frozen,fine-tuned,unstated,frozen", study)
    assert everything == Slice(study)


def test_a_slice_cannot_be_changed_and_compares_by_what_it_holds(study):
    slice_ = Slice.parse(QUERY, study)
    with pytest.raises(AttributeError):
        slice_.givens = ()
    assert len({slice_, Slice.parse(QUERY, study), Slice(study)}) == 2


def test_the_caption_says_every_restriction(study):
    assert Slice.parse(QUERY, study).caption() == (
        "semantic segmentation, sources ranked for ADE20K and BDD; Pearson r and Kendall τ;"
        " pools of 12 to 14; with COCO; without ISPRS; LEEP and GBC compared"
    )
    escaped = Slice.parse("scenario=classification-source&backbone=frozen&size=19", study)
    assert escaped.caption() == (
        "image classification, sources ranked for 9 targets; frozen backbone; 4 measures;"
        " pools of 19"
    )
    drawn = replace(study, pools=PoolRule(sample=2000, fractions=(0.5,)))
    sampled = Slice.parse("scenario=classification-source&backbone=frozen", drawn)
    assert sampled.caption().endswith("; 4 measures; a sample of 2,000 pools a given")
    four = Slice.parse("scenario=segmentation-source&given=ade,bdd,coco,city", study)
    assert "sources ranked for 4 of 17 targets" in four.caption()


def test_a_link_writes_every_key_its_version_and_the_store(study):
    keys = [part.split("=")[0] for part in Slice(study).link().split("&")]
    assert keys == [key for key in KEYS if key not in ("with", "without", "covered")]
    assert Slice(study).link().endswith(f"v=1&store={study.digest}")


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("scenarios=x", "unknown key of the query 'scenarios'; did you mean 'scenario'?"),
        ("scenario=x", "unknown scenario 'x' (accepted: 'segmentation-source'"),
        ("scenario=segmentation-source&given=ad", "unknown given 'ad'; did you mean 'ade'?"),
        ("scenario=segmentation-source&given=cifar10", "unknown given 'cifar10'"),
        ("measure=tau", "unknown measure 'tau' (accepted: 'pearson'"),
        ("backbone=thawed", "unknown backbone 'thawed'"),
        ("metrics=lep", "unknown metric 'lep'; did you mean 'leep'?"),
        ("with=coco", "unknown candidate in “with” 'coco'"),
        ("size=3-99", "size 3-99 is not accepted (accepted: from 5 to 19)"),
        ("size=3", "size 3 is not accepted (accepted: from 5 to 19)"),
        ("size=14-12", "size 14-12 is not accepted"),
        ("size=twelve", "size 'twelve' is not accepted (accepted: as in 12 or 12-14)"),
        (f"size={'9' * 5000}", "size '999"),
        ("given", "key 'given' of the query has no value"),
        ("given=", "key 'given' of the query has no value"),
        ("measure=kendall&measure=pearson", "key 'measure' of the query occurs more than once"),
        ("covered=al", "unknown value of “covered” 'al'; did you mean 'all'? (accepted: 'all')"),
        ("covered=1", "unknown value of “covered” '1' (accepted: 'all')"),
        ("covered=all,none", "unknown value of “covered” 'none' (accepted: 'all')"),
        ("covered=", "key 'covered' of the query has no value"),
        ("covered=all&covered=all", "key 'covered' of the query occurs more than once"),
        ("v=2", "unknown version of the query's format '2' (accepted: '1')"),
        ("store=0123456789ab", "the link was made on store '0123456789ab'"),
    ],
)
def test_what_is_not_accepted_is_named(study, query, text):
    with pytest.raises(InputError) as refused:
        Slice.parse(query, study)
    assert text in str(refused.value)


def test_reading_kindly_drops_what_is_not_accepted_and_keeps_the_rest(study):
    slice_, problems = Slice.read(
        "scenario=segmentation-source&given=ade,nowhere&size=99&colour=red&measure=kendall", study
    )
    assert slice_ == Slice.parse("scenario=segmentation-source&given=ade&measure=kendall", study)
    assert len(problems) == 3


@given(query=st.text(max_size=80) | st.from_regex(r"(given|size|with|v)=[^&]*(&\w*=.*)?"))
def test_no_query_does_more_than_earn_a_message(study, query):
    slice_, _ = Slice.read(query, study)
    assert Slice.parse(slice_.query(), study) == slice_


@pytest.mark.parametrize("name", ["a,b", "a&b=c", "a+b c%2C", "ü/τ", "<b>'\"", "n" * 200])
def test_names_with_any_sign_survive_the_query(tiny, tmp_path, name):
    table = tiny.parent / "sets.csv"
    quoted = name.replace('"', '""')
    table.write_text(table.read_text().replace("a,", f'"{quoted}",'))
    build(tiny, tmp_path / "store")
    store = open_store(tmp_path / "store")
    slice_ = Slice(store.study, present=(name,))
    assert Slice.parse(slice_.query(), store.study) == slice_
    assert 0 < len(slice_.narrow(store.setups().df())) < 128


def test_every_key_is_documented():
    guide = Path(__file__).parents[3] / "docs" / "queries.md"
    documented = guide.read_text(encoding="utf-8")
    for key in KEYS:
        assert f"| `{key}` |" in documented


@pytest.mark.parametrize(
    ("value", "levels"),
    [
        ("a,b", ["a,b"]),
        ("a,b,c", ["a,b", "c"]),
        ("c,a,b", ["c", "a,b"]),
        ("c,d", ["c", "d"]),
        ("a,d", ["a", "d"]),
        ("", [""]),
        (",", ["", ""]),
    ],
)
def test_a_value_whose_commas_were_encoded_is_split_into_names(value, levels):
    assert levels_in(value, ["a,b", "c", "d"]) == levels


def test_an_address_that_encodes_commas_says_the_same(shipped):
    query = "scenario=segmentation-source&given=ade,bdd&measure=kendall,pearson"
    encoded = query.replace(",", "%2C")
    assert Slice.parse(encoded, shipped.study) == Slice.parse(query, shipped.study)
    written = Slice.parse(query, shipped.study).parameters()
    assert written["measure"] == "pearson,kendall"
    assert Slice.parse(urlencode(written), shipped.study) == Slice.parse(query, shipped.study)


def test_a_flood_of_unknown_names_is_counted_and_quick(shipped):
    values = ",".join(f"no{index}" for index in range(20_000))
    slice_, problems = Slice.read(f"given={values}&with={values}&{values}", shipped.study)
    assert slice_ == Slice(shipped.study)
    assert len(problems) == 13
    assert "19,995 more values of given are unknown" in problems


def test_a_family_stands_for_its_members_wherever_givens_and_candidates_are_named(study):
    query = "scenario=segmentation-source&given=driving,ade&with=indoor&without=aerial"
    slice_ = Slice.parse(query, study)
    driving = ("bdd", "camvid", "city", "idd", "kitti", "mapillary", "vkitti2")
    assert set(slice_.givens) == {"ade", *driving}
    assert (slice_.present, slice_.absent) == (study.families["indoor"], ("isaid", "isprs"))
    assert "driving" not in slice_.query()
    assert Slice.parse(slice_.query(), study) == slice_
    two_words = Slice.parse("scenario=segmentation-source&given=consumer%20photos", study)
    assert two_words.givens == ("ade", "coco", "pcontext", "pvoc")
    assert two_words == Slice.from_parameters({**two_words.parameters()}, study)[0]
    of_targets = Slice.parse(
        "scenario=classification-source&given=CIFAR&without=ResNet,vgg16", study
    )
    assert of_targets.givens == ("cifar10", "cifar100")
    assert len(of_targets.absent) == 6


def test_a_family_is_unknown_where_it_has_no_member_and_a_level_comes_first(study):
    refused = "scenario=segmentation-source&given=ResNet"
    with pytest.raises(InputError, match=r"unknown given 'ResNet'.*, or a family: 'driving', "):
        Slice.parse(refused, study)
    with pytest.raises(InputError, match=r"unknown measure 'driving'.*'\)$"):
        Slice.parse("measure=driving", study)
    named = replace(study, families={"ade": ("bdd", "city"), "a,b": ("bdd", "city")})
    assert Slice.parse("scenario=segmentation-source&given=ade", named).givens == ("ade",)
    assert Slice.parse("scenario=segmentation-source&given=a%2Cb", named).givens == ("bdd", "city")
    none = replace(study, families={})
    with pytest.raises(InputError, match=r"'vkitti2'\)$"):
        Slice.parse("scenario=segmentation-source&given=driving", none)


def test_a_caption_says_a_family_where_the_givens_are_exactly_one(study):
    for query, words in (
        ("given=driving", "ranked for driving (7 targets)"),
        ("given=aerial", "ranked for aerial (iSAID and ISPRS)"),
        ("given=driving,ade", "ranked for 8 of 17 targets"),
        ("given=isaid", "ranked for iSAID"),
    ):
        assert words in Slice.parse(f"scenario=segmentation-source&{query}", study).caption()
    whole = Slice.parse("scenario=segmentation-source", study)
    driving = study.families["driving"]
    others = whole.replace(givens=[g for g in whole.accepted("given") if g not in driving])
    assert "ranked for all but driving (10 of 17 targets)" in others.caption()
