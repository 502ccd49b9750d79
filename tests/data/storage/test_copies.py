"""Stores by URL: built to a server that speaks S3, and opened from it; and what can go wrong."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import SimpleNamespace

import pandas as pd
import pyarrow as pa
import pytest

from s3_server import CUT, REFUSE, SECRETS, SILENT, STORE
from setupscope.data import InputError, open_store
from setupscope.data.pools import PoolRule
from setupscope.data.storage import cache, copies, urls
from setupscope.data.storage.building import build
from setupscope.data.storage.manifest import read_manifest
from setupscope.data.storage.urls import Url


def elsewhere(monkeypatch, folder):
    """From here on as on another machine."""
    monkeypatch.setenv("SETUPSCOPE_CACHE", str(folder))


def setups(store):
    columns = store.setups().columns
    return store.setups().df().astype(str).sort_values(columns, ignore_index=True)


def refused(url):
    with pytest.raises(InputError) as caught:
        open_store(url)
    said = str(caught.value)
    assert "hush" not in said
    assert "endpoint" not in said.partition("accepted")[0]
    return said


def builds(server):
    start = f"{STORE}.d/"
    return {key.removeprefix(start)[:21] for key in server.objects if key.startswith(start)}


def fetched(server):
    return [place for method, place in server.asked if method == "GET" and "store.d/" in place]


def test_what_is_built_to_a_url_is_opened_from_it_on_any_machine(
    url, server, tiny, tiny_builds, tmp_path, monkeypatch
):
    sent = []
    root = build(tiny, url, on_upload=lambda *step: sent.append(step))
    size = sum(len(server.objects[key]) for key in server.objects if key != STORE)
    assert sent[-1] == (size, size)
    assert json.loads(server.objects[STORE])["build"] == root.name
    assert builds(server) == {root.name}
    elsewhere(monkeypatch, tmp_path / "other")
    told = []
    found = open_store(url.whole, progress=lambda *step: told.append(step))
    pd.testing.assert_frame_equal(setups(found), setups(open_store(tiny_builds[2])))
    size = sum(file.size for file in found.manifest.files.values())
    assert told[-1] == (size, size)
    assert len(fetched(server)) == len(set(fetched(server))) == len(told) + 1
    assert found.path.is_relative_to(tmp_path / "other")
    assert repr(url) == f"Url('s3://{STORE}')"


def test_files_that_are_here_are_not_fetched(url, server, tiny, tiny_builds):
    build(tiny, url)
    server.asked.clear()
    open_store(url)
    assert fetched(server) == []
    place = url.beside("other")
    server.lay("bucket/folder/other", tiny_builds[2])
    open_store(place)
    server.asked.clear()
    server.lay("bucket/folder/other", tiny_builds[1])
    assert open_store(place).study.pools == PoolRule(leave_out=1)
    names = {place.partition("other.d/")[2][22:] for _, place in server.asked}
    assert "manifest.json" in names
    assert not names & {"measurements.parquet", "study/sets.csv", "study/study.toml"}


def test_an_open_store_goes_on_and_one_that_is_opened_again_is_the_new_one(
    url, server, tiny_builds
):
    server.lay(STORE, tiny_builds[2])
    before = open_store(url)
    expected = setups(before)
    server.clear()
    server.lay(STORE, tiny_builds[1])
    after = open_store(url)
    assert after.study.pools == PoolRule(leave_out=1)
    assert after.digest != before.digest
    pd.testing.assert_frame_equal(setups(before), expected)


def test_a_store_that_is_cleared_away_before_it_is_fetched_is_read_anew(url, server, tiny_builds):
    server.lay(STORE, tiny_builds[2])

    def replaced(method, place):
        if f"{tiny_builds[2].name}/outcomes" in place:
            server.clear()
            server.lay(STORE, tiny_builds[1])

    server.fault = replaced
    assert open_store(url).study.pools == PoolRule(leave_out=1)


def test_a_store_that_lacks_a_file_is_told_of(url, server, tiny_builds):
    server.lay(STORE, tiny_builds[2])
    del server.objects[f"{STORE}.d/{tiny_builds[2].name}/outcomes.parquet"]
    said = f"s3://{STORE}: its file outcomes.parquet is gone; build the store again"
    assert refused(url) == said


def test_an_upload_that_broke_leaves_the_former_store_and_the_next_one_goes_on(
    url, server, tiny, tiny_builds, tmp_path, monkeypatch
):
    server.lay(STORE, tiny_builds[2])
    server.fault = lambda method, place: (
        REFUSE if method == "PUT" and place.endswith("outcomes.parquet") else None
    )
    with pytest.raises(InputError, match=r"^s3://bucket/folder/store: the server refuses these"):
        build(tiny, url, rule=PoolRule(leave_out=1))
    half = builds(server)
    assert len(half) == 2
    server.fault = lambda method, place: None
    elsewhere(monkeypatch, tmp_path / "other")
    assert open_store(url).study.pools == PoolRule(leave_out=2)
    elsewhere(monkeypatch, tmp_path / "cache")
    server.asked.clear()
    build(tiny, url, rule=PoolRule(leave_out=1))
    assert builds(server) == half
    put = [place for method, place in server.asked if method == "PUT"]
    assert not any("candidates" in place for place in put)
    assert any("outcomes" in place for place in put)
    assert put[-1] == STORE
    elsewhere(monkeypatch, tmp_path / "other")
    assert open_store(url).study.pools == PoolRule(leave_out=1)


def test_the_former_build_stays_until_the_next_and_what_broke_off_goes_after_a_day(
    url, server, tiny, tiny_builds
):
    first, former = tiny_builds[1].name, tiny_builds[2].name
    for most, before in ((1, None), (2, first)):
        server.lay(STORE, tiny_builds[most], before)
    fresh, stale = "0123456789ab-00000000", "0123456789ab-11111111"
    for name in (fresh, stale, "notes-of-mine"):
        server.put(f"{STORE}.d/{name}/part", b"")
    server.written[f"{STORE}.d/{stale}/part"] -= timedelta(days=2)
    made = build(tiny, url, rule=PoolRule(leave_out=0)).name
    assert builds(server) == {fresh, "notes-of-mine/part", former, made}
    assert json.loads(server.objects[STORE])["former"] == former


def test_who_may_not_delete_can_build(url, server, tiny, tiny_builds):
    server.lay(STORE, tiny_builds[1])
    server.lay(STORE, tiny_builds[2], tiny_builds[1].name)
    server.fault = lambda method, place: REFUSE if method in ("DELETE", "POST") else None
    made = build(tiny, url).name
    assert json.loads(server.objects[STORE])["build"] == made
    assert tiny_builds[1].name in builds(server)


def refusing(method, place):
    return REFUSE


def cutting(method, place):
    return CUT if method == "GET" and "setups" in place else None


def silent(method, place):
    return SILENT


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (refusing, "the server refuses these credentials, or there are none; set them"),
        (cutting, "the server cannot be reached, or the connection was cut; try again"),
        (silent, "the server was silent for 30 seconds; try again"),
    ],
)
def test_a_server_that_errs_is_told_of_in_one_sentence(
    fault, said, url, server, tiny_builds, monkeypatch
):
    server.lay(STORE, tiny_builds[2])
    monkeypatch.setattr(urls, "SILENT_SECONDS", 1)
    server.fault = fault
    assert refused(url).startswith(f"s3://{STORE}: {said}")
    server.fault = lambda method, place: None
    assert open_store(url).setup_count


def test_what_is_not_there_is_told_apart(url, server):
    here = f"?scheme=http&endpoint_override={server.endpoint}"
    assert refused(url) == (
        f"s3://{STORE}: there is no store; build one with: setupscope build --store s3://{STORE}"
    )
    none = Url(f"s3://{SECRETS}none/store{here}")
    assert refused(none) == "s3://none/store: there is no bucket 'none'"
    server.put(STORE, b"a file of mine")
    assert refused(url) == f"s3://{STORE}: is no store, but something else"
    gone = Url(f"s3://{SECRETS}bucket/store?scheme=http&endpoint_override=127.0.0.1:1")
    assert refused(gone).startswith("s3://bucket/store: the server cannot be reached")


def test_endpoint_and_credentials_are_taken_from_variables(server, tiny_builds, monkeypatch):
    server.lay(STORE, tiny_builds[2])
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{server.endpoint}")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hush")
    monkeypatch.setenv("SETUPSCOPE_STORE", f"s3://{STORE}")
    assert open_store().setup_count == 128


def test_several_may_fetch_a_store_at_once(url, server, tiny_builds):
    server.lay(STORE, tiny_builds[2])
    with ThreadPoolExecutor(3) as pool:
        stores = list(pool.map(open_store, [url] * 3))
    assert {store.path for store in stores} == {stores[0].path}
    assert len(fetched(server)) == len(set(fetched(server)))


def test_what_a_file_system_says_is_passed_on_without_secrets(monkeypatch):
    url = Url(f"hdfs://{SECRETS}host/store?token=hush")

    def refuse(whole):
        raise pa.ArrowInvalid(f"odd: {whole}, hush-password, hush-user, token=hush")

    monkeypatch.setattr(urls, "FileSystem", SimpleNamespace(from_uri=refuse))
    said = "hdfs://host/store: the server or its file system says: odd: hdfs://host/store, "
    assert refused(url).startswith(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"s3x://{SECRETS}bucket/store?hush=hush", "s3x://bucket/store: unknown scheme (accepted"),
        (f"s3://{SECRETS}bucket/store?hush=hush", "s3://bucket/store: has an option that is not"),
        (f"s3://{SECRETS}[bucket/store", "the URL cannot be read (accepted: such as s3://"),
        ("s3://key:hush/hush@bucket/store", "the URL's user cannot be read (accepted: / as %2F"),
        ("s3://?hush", "s3://: names no place (accepted: such as s3://bucket/store)"),
        (f"file://{SECRETS}other/store", "file://other/store: is on another machine (accepted:"),
    ],
)
def test_a_url_that_is_not_accepted_says_what_is(text, said):
    assert refused(text).startswith(said)


def test_the_url_of_a_file_is_its_path(tiny_builds):
    assert open_store(tiny_builds[2].as_uri()).path == tiny_builds[2]


@pytest.mark.parametrize("content", [b"other", lambda whole: whole[:-1] + b"!"])
def test_a_file_that_is_not_the_one_that_was_built_is_refused_and_not_kept(
    content, url, server, tiny_builds
):
    server.lay(STORE, tiny_builds[2])
    place = f"{STORE}.d/{tiny_builds[2].name}/outcomes.parquet"
    whole = server.objects[place]
    server.put(place, content(whole) if callable(content) else content)
    said = refused(url)
    assert said.startswith(f"s3://{STORE}: outcomes.parquet is not the file that was built")
    server.put(place, whole)
    assert open_store(url).setup_count


def test_a_pointer_and_a_manifest_name_no_place_outside_the_cache(url, server, tiny_builds):
    server.lay(STORE, tiny_builds[2])
    outside = {"size": 5, "sha256": "../../../../outside"}
    content = json.loads(server.objects[STORE]) | {"manifest": outside}
    server.put(STORE, json.dumps(content).encode())
    assert refused(url) == f"s3://{STORE}: its manifest is damaged; build the store again"
    server.put(STORE, json.dumps(content | {"build": "../../outside"}).encode())
    assert "by another version" in refused(url)


def test_a_store_too_large_to_be_fetched_is_for_spark(url, server, tiny_builds, monkeypatch):
    server.lay(STORE, tiny_builds[2])
    monkeypatch.setattr(copies, "MAX_FETCHED_BYTES", 10)
    assert refused(url).endswith(
        "but at most 0 GB are fetched; copy it to a disk and open it there, or use --engine spark"
    )


def test_a_copy_that_was_damaged_or_lost_is_fetched_again(url, server, tiny_builds):
    server.lay(STORE, tiny_builds[2])
    root = open_store(url).path
    harms = (lambda: (root / "outcomes.parquet").write_bytes(b"harm"), lambda: shutil.rmtree(root))
    for harm in harms:
        harm()
        server.asked.clear()
        assert open_store(url).setup_count == 128
    assert fetched(server) == []


def test_copies_that_were_opened_longest_ago_go_first_and_open_ones_stay(
    url, server, tiny_builds, tmp_path, monkeypatch
):
    places = {name: url.beside(name) for name in ("a", "b", "c", "d")}
    for name, most in zip(places, (2, 1, 2, 1), strict=True):
        server.lay(f"bucket/folder/{name}", tiny_builds[most])
    opened = open_store(places["a"])
    (tmp_path / "cache" / "files" / "left-by-a-killed-run").mkdir()
    for name in ("b", "c", "b"):
        open_store(places[name]).close()
    stay = sum(file.stat().st_size for file in opened.path.rglob("*") if file.is_file())
    monkeypatch.setattr(copies, "trim", lambda spare: cache.trim(spare, 2 * stay + 10_000))
    open_store(places["d"]).close()
    here = {name: cache.copy_of(place).link.exists() for name, place in places.items()}
    assert here == {"a": True, "b": False, "c": False, "d": True}
    assert setups(opened).equals(setups(open_store(places["a"])))
    files = list((tmp_path / "cache" / "files").iterdir())
    assert all(file.stat().st_nlink > 1 for file in files)


def test_a_study_and_its_tables_come_from_a_url_too(url, server, tiny, tiny_builds, tmp_path):
    study = url.beside("study.toml")
    server.put("bucket/folder/study.toml", tiny.read_bytes())
    with pytest.raises(InputError, match=r"^s3://bucket/folder/sets\.csv: is not there$"):
        build(study, tmp_path / "store")
    server.put("bucket/folder/sets.csv", tiny.with_name("sets.csv").read_bytes())
    found = build(study, tmp_path / "store")
    assert read_manifest(found).digest == read_manifest(tiny_builds[2]).digest
    server.put("bucket/folder/sets.csv", b"source,target\na,b\n")
    with pytest.raises(InputError, match=r"^s3://bucket/folder/sets\.csv: ") as caught:
        build(study, tmp_path / "store")
    assert "setupscope-" not in str(caught.value)


def test_file_systems_of_fsspec_are_taken_where_it_is_installed(
    server, tiny, tmp_path, monkeypatch
):
    first = build(tiny, Url("memory://folder/store"))
    build(tiny, Url("memory://folder/store"), rule=PoolRule(leave_out=1))
    elsewhere(monkeypatch, tmp_path / "other")
    found = open_store("memory://folder/store")
    assert found.study.pools == PoolRule(leave_out=1)
    assert found.path.name != first.name
