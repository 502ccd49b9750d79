"""What a reader keeps."""

import base64
import json
import zlib
from random import Random

import pytest

from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.export.collection import Collection, read_json, read_text
from setupscope.dashboard.export.exhibit import FIGURE, TABLE, Exhibit
from setupscope.dashboard.export.presets import Style
from setupscope.dashboard.limits import MAX_COLLECTION_BYTES, MAX_COLLECTION_LENGTH
from setupscope.data import InputError

NASTY = [
    "<b>&amp;</b>",
    "50 % of $x_1$",
    'back\\slash "quoted"',
    "=1+1",
    "\N{SNOWMAN}漢字",
    "é" * 200,
]


def exhibits(study):
    whole = Slice.parse("scenario=segmentation-source&given=ade,bdd&with=coco", study)
    return (
        Exhibit(FIGURE, "win-rates", whole),
        Exhibit(FIGURE, "win-rates-by", whole, by=("given",)),
        Exhibit(FIGURE, "values", whole, measure="kendall", seed=4),
        Exhibit(TABLE, "won", whole, metric="gbc", order="narrowest"),
        Exhibit(FIGURE, "setup", whole, setup="a/b", shown=("leep", "gbc")),
    )


def filled(study):
    collection = Collection(style=Style(99, "sans", 7.5, True, 600), preset="neurips")
    for name, exhibit in zip(NASTY, exhibits(study), strict=False):
        collection = collection.with_item(name, exhibit)
    return collection


def test_a_collection_comes_back_from_its_link_and_from_its_file(small):
    collection = filled(small.study)
    assert read_text(collection.as_text(), small.study) == (collection, [])
    assert read_json(collection.as_json(), small.study) == (collection, [])


def test_a_link_has_room_for_two_dozen_figures(small):
    collection = Collection()
    for index in range(24):
        given = small.study.names_of("segmentation-source").givens[index % 17]
        slice_ = Slice(small.study, ("segmentation-source",), (given,))
        collection = collection.with_item(
            f"Win rates {index}", Exhibit(FIGURE, "win-rates", slice_)
        )
    assert len(collection.as_text()) < MAX_COLLECTION_LENGTH


def test_items_are_renamed_moved_and_removed(small):
    collection = filled(small.study)
    names = [item.name for item in collection.items]
    assert [i.name for i in collection.moved(0, 1).items] == [names[1], names[0], *names[2:]]
    assert collection.moved(0, -1) == collection
    assert collection.moved(len(names) - 1, 1) == collection
    assert [i.name for i in collection.without(1).items] == [names[0], *names[2:]]
    assert collection.renamed(2, "  a\nname ").items[2].name == "a name"
    assert collection.renamed(2, " ") == collection


def test_a_name_in_use_gets_a_number(small):
    exhibit = exhibits(small.study)[0]
    collection = Collection().with_item("A", exhibit).with_item("A 2", exhibit)
    assert collection.free_name("A") == "A 3"
    assert collection.free_name("B") == "B"


def test_no_more_than_300_are_kept(small):
    exhibit, collection = exhibits(small.study)[0], Collection()
    for index in range(300):
        collection = collection.with_item(str(index), exhibit)
    with pytest.raises(InputError, match="at most 300"):
        collection.with_item("one more", exhibit)


def test_a_collection_of_another_store_opens_and_says_so(small):
    text = filled(small.study).as_json().decode().replace(small.digest, "0" * 12)
    collection, problems = read_json(text.encode(), small.study)
    assert len(collection.items) == 5
    assert len(problems) == 5
    assert "was made on store '000000000000'" in problems[0]


def test_what_an_item_does_not_get_is_named_and_the_others_are_opened(small):
    content = json.loads(filled(small.study).as_json())
    content["items"][0]["name"] = "pie"
    content["items"][1]["options"] = {"colour": ["red"]}
    content["items"][2]["slice"] = "scenario=segmentation-source&given=mars"
    collection, problems = read_json(json.dumps(content).encode(), small.study)
    assert len(collection.items) == 3
    assert "unknown figure 'pie'" in problems[0]
    assert "unknown option 'colour'" in problems[1]
    assert "unknown given 'mars'" in problems[2]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b'{"setupscope_collection": 2, "preset": "", "style": {}, "items": []}',
        b'{"setupscope_collection": 1, "preset": "lncs", "items": [], "style":'
        b' {"width": 1e9, "font": "serif", "size": 9, "grey": false, "dpi": 300}}',
        b" " * (MAX_COLLECTION_BYTES + 1),
    ],
)
def test_a_file_that_is_none_is_refused_in_one_sentence(small, content):
    with pytest.raises(InputError, match="collection"):
        read_json(content, small.study)


def test_a_text_that_unpacks_to_too_much_is_refused(small):
    bomb = base64.urlsafe_b64encode(zlib.compress(b" " * 50_000_000, 9)).decode()
    with pytest.raises(InputError, match="cannot be read"):
        read_text(bomb, small.study)


def test_no_text_brings_anything_but_a_collection_or_a_message(small):
    whole, chance = filled(small.study).as_text(), Random(0)
    for _ in range(500):
        letters = list(whole[: chance.randrange(1, len(whole) + 1)])
        for _ in range(chance.randrange(4)):
            letters[chance.randrange(len(letters))] = chance.choice("aZ-_=é\x00 ")
        try:
            read_text("".join(letters), small.study)
        except InputError:
            continue
