"""The id of a setup: one text for its five parts, and back."""

import pytest

from setupscope.data import InputError, open_store
from setupscope.data.storage.building import build
from setupscope.data.study.setup_ids import SetupId


def test_every_setup_of_a_store_has_an_id_of_its_own(tiny, tmp_path):
    build(tiny, tmp_path / "store")
    store = open_store(tmp_path / "store")
    parts = ["scenario", "given", "backbone", "measure", "pool"]
    rows = store.setups().df()[parts].to_dict("records")
    ids = [SetupId(**row) for row in rows]
    texts = {str(id_) for id_ in ids}
    assert len(texts) == len(rows)
    assert [SetupId.parse(text, store.study) for text in map(str, ids)] == ids


def test_names_with_any_sign_survive(tiny, tmp_path):
    table = tmp_path / "sets.csv"
    table.write_text(table.read_text().replace(",x,", ",a/b%2F c?&=é,"))
    build(tiny, tmp_path / "store")
    study = open_store(tmp_path / "store").study
    id_ = SetupId("sets-source", "a/b%2F c?&=é", "unstated", "pearson", 0b111)
    assert str(id_) == "sets-source/a%2Fb%252F%20c%3F%26%3D%C3%A9/unstated/pearson/7"
    assert SetupId.parse(str(id_), study) == id_


def test_members_are_the_candidates_whose_bits_are_set(shipped):
    id_ = SetupId.parse("segmentation-source/ade/unstated/pearson/e", shipped.study)
    assert id_.members(shipped.study) == ("bdd", "camvid", "city")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "setup '' is not accepted"),
        ("a/b", "setup 'a/b' is not accepted"),
        ("a/org/m/b/c/7", "%2F for a / .*has a / too many, perhaps inside a name"),
        ("segmentation/ade/unstated/pearson/e", "unknown scenario of a setup 'segmentation'"),
        ("segmentation-source/adee/unstated/pearson/e", "did you mean 'ade'"),
        ("segmentation-source/ade/frozen/pearson/e", "unknown backbone"),
        ("segmentation-source/ade/unstated/r/e", "unknown measure"),
        ("segmentation-source/ade/unstated/pearson/3", "3 or more of 17"),
        ("segmentation-source/ade/unstated/pearson/20000e", "3 or more of 17"),
        ("segmentation-source/ade/unstated/pearson/0xe", "hexadecimal mask"),
        ("segmentation-source/ade/unstated/pearson/" + "f" * 9999, "hexadecimal mask"),
        ("segmentation-source/ade/unstated/pearson/f", "given 'ade' is in its own pool"),
        ("segmentation-source/ade/unstated/pearson/E", "hexadecimal mask"),
    ],
)
def test_what_is_no_setup_is_named(shipped, text, message):
    with pytest.raises(InputError, match=message):
        SetupId.parse(text, shipped.study)
