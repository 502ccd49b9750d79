"""Public studies: listed, fetched once they are asked for, checked, and built; or left alone."""

import os
import tempfile
from pathlib import Path

import pytest

import recipes
from command_line import run
from setupscope.data import open_store
from setupscope.data.catalogue.catalogue import recipe_names, shipped
from setupscope.data.catalogue.recipe import RECIPES, load_recipe
from setupscope.data.storage import places
from setupscope.data.storage.places import DEFAULT_STORE, catalogue_store, readable_store
from setupscope.data.study.aliases import shared_key

HERE = os.environ.get("SETUPSCOPE_STUDIES", "")
needs_files = pytest.mark.skipif(not HERE, reason="SETUPSCOPE_STUDIES names no folder of studies")


def get(*words):
    return run("studies", "get", *words)


@pytest.fixture(scope="module")
def server():
    with recipes.served() as address:
        yield address


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder with nothing but a recipe's file; temporary files are made in a second one."""
    (tmp_path / "temporary").mkdir()
    (tmp_path / "mine").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    return tmp_path / "mine"


def written(place, text):
    (place / "made-up.toml").write_text(text, encoding="utf-8")
    return place / "made-up.toml"


def contents(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_the_list_says_of_each_study_what_it_is_and_whether_it_is_here():
    listed = run("studies").output
    assert [block.split(":")[0] for block in listed.split("\n\n")] == ["stability", *recipe_names()]
    for name in recipe_names():
        recipe = load_recipe(RECIPES / f"{name}.toml")
        for part in (recipe.about, recipe.licence, recipe.citation, recipe.address):
            assert part in listed
    assert "ships with Setupscope" in listed
    assert DEFAULT_STORE.exists() == (f"here: {DEFAULT_STORE}\n" in listed)


def test_each_recipe_names_a_fixed_commit_of_a_public_repository():
    assert recipe_names()
    for name in recipe_names():
        parts = load_recipe(RECIPES / f"{name}.toml").address.split("/")
        assert parts[:3] == ["https:", "", "raw.githubusercontent.com"]
        assert len(parts[5]) == 40
        assert set(parts[5]) <= set("0123456789abcdef")
        assert catalogue_store(name).parent == DEFAULT_STORE.parent


def test_a_study_is_downloaded_checked_and_built(server, place):
    file = written(place, recipes.recipe(f"{server}/right"))
    done = get(file, "--store", place / "store")
    assert done.exit_code == 0, done.output
    assert "accuracy.csv: CSV" in done.output
    assert str(place.parent / "temporary") not in done.output
    store = open_store(place / "store")
    assert (store.study.title, store.study.licence) == ("A made-up public study", "CC0")
    assert store.study.metric("n_leep").about == "A made-up metric."
    assert shared_key(store.study, "n_leep") == "nleep"
    assert store.study.presets[0].slice == "scenario=made-up-source&size=4"
    # Of x, the four accuracies rise, and so do the four scores of LEEP.
    row = "given = 'x' AND measure = 'kendall' AND pool_size = 4"
    assert store.setups().filter(row).project("leep").fetchall() == [(1.0,)]
    assert contents(place.parent / "temporary") == []


def test_the_same_study_comes_from_a_folder_in_either_shape(server, place):
    file = written(place, recipes.recipe(f"{server}/gone"))
    clone, tables = place / "clone", place / "tables"
    (clone / "src").mkdir(parents=True)
    tables.mkdir()
    (clone / "src" / "info.py").write_bytes(recipes.PROGRAM)
    (tables / "accuracy.csv").write_bytes(recipes.ACCURACY)
    digests = []
    for folder in (clone, tables):
        (folder / "scores.csv").write_bytes(recipes.SCORES)
        done = get(file, "--from", folder, "--store", place / folder.name / "store")
        assert done.exit_code == 0, done.output
        digests.append(open_store(place / folder.name / "store").digest)
    assert digests[0] == digests[1]


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("gone", "the server says 404"),
        ("moved", "/right/scores.csv, which is not followed"),
        ("cut", "was cut off after 40 of"),
        ("endless", "has more than the"),
        ("changed", "is not the file that the recipe describes: it has"),
    ],
)
def test_what_does_not_come_as_it_should_is_one_sentence_and_leaves_nothing(
    server, place, how, said
):
    file = written(place, recipes.recipe(f"{server}/{how}"))
    before = contents(place.parent)
    done = get(file, "--store", place / "store")
    assert done.exit_code == 2
    (line,) = done.stderr.replace("\r", "\n").strip().split("\n")[-1:]
    assert line.startswith(f"Error: {server}/{how}/scores.csv: ")
    assert said in line
    assert "Traceback" not in done.output
    assert contents(place.parent) == before


def test_a_server_that_is_not_there(place):
    with recipes.served() as address:
        pass
    done = get(written(place, recipes.recipe(f"{address}/right")), "--store", place / "store")
    assert done.exit_code == 2
    assert "cannot be reached (Connection refused); --from FOLDER" in done.stderr


def test_a_file_that_says_no_length_is_read_to_its_end(server, place):
    done = get(written(place, recipes.recipe(f"{server}/unsaid")), "--dry-run")
    assert done.exit_code == 0, done.output
    assert contents(place) == ["made-up.toml"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("licence", "license", "key 'licence' is missing"),
        ("source_noun", "source_nuon", "unknown key 'source_nuon'; did you mean 'source_noun'?"),
        ('sha256 = "', 'sha256 = "x', "[files] 'scores.csv': key 'sha256' is 'x"),
        ("http://", "http://example.org:", "must begin with https://"),
        ('path = "src/', 'path = "../', "must be below the address"),
        ("(?P<numbers>", "(", "must have the groups name and numbers"),
        ("(?P<numbers>", "((?P<numbers>", "is no regular expression"),
        ('key = "n_leep"', 'key = "nleep"', "unknown metric 'nleep'; did you mean 'n_leep'?"),
        ("--percent", "--per-cent", "No such option '--per-cent'"),
        ('items = ["a", ', 'items = ["o", "a", ', "list 'x' has 4 numbers, but 5 are needed"),
        ('names = ["x", ', 'names = ["o", "x", ', "has no list 'o'"),
        ("scenario=made-up-source", "scenario=other", "preset 'whole': unknown scenario 'other'"),
        ('slice = "', 'slice = "sizes=3&', "preset 'whole': unknown key 'sizes'"),
    ],
)
def test_a_mistake_in_a_recipe_is_one_sentence(server, place, old, new, said):
    file = written(place, recipes.recipe(f"{server}/right", **{old: new}))
    done = get(file, "--store", place / "store")
    assert done.exit_code == 2, done.output
    assert said in done.stderr
    assert contents(place) == ["made-up.toml"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere"], "unknown study 'nowhere'"),
        (["nowhere.toml"], "nowhere.toml: cannot be read"),
        (["model-spider", "--from", "nowhere", "--dry-run"], "nowhere: is not a folder"),
        (["model-spider", "--from", ".", "--dry-run"], "has no file 'scores.csv'"),
        ([shipped().name, "--from", "."], "needs no --from"),
    ],
)
def test_what_is_not_there_is_said(words, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = get(*words)
    assert done.exit_code == 2
    assert said in done.stderr


def test_a_study_that_was_fetched_is_read_by_its_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(places, "DEFAULT_STORE", tmp_path / "home" / "store")
    (tmp_path / "home" / "store-medical").mkdir(parents=True)
    (tmp_path / "home" / "store").mkdir()
    assert readable_store("medical") == tmp_path / "home" / "store-medical"
    assert readable_store(shipped().name) == tmp_path / "home" / "store"
    assert readable_store("model-spider") == tmp_path / "model-spider"
    assert readable_store("home/../medical") == tmp_path / "home/../medical"
    (tmp_path / "medical").mkdir()
    assert readable_store("medical") == tmp_path / "medical"


@needs_files
@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("model-spider", {"model-spider-source": 12352, "model-spider-target": 6520}),
        (
            "medical",
            {
                "medical-dataset-source": 64724,
                "medical-dataset-target": 25976,
                "medical-model-source": 11264,
                "medical-model-target": 20232,
            },
        ),
    ],
)
def test_the_studies_of_the_catalogue_have_the_setups_and_the_values_that_they_should(
    name, counts, tmp_path
):
    done = get(name, "--from", Path(HERE) / name, "--store", tmp_path / "store")
    assert done.exit_code == 0, done.output
    assert dict(open_store(tmp_path / "store").manifest.counts) == counts
    audit = run("audit", "--store", tmp_path / "store", "--setups", 200, "--slices", 1)
    assert audit.exit_code == 0, audit.output
