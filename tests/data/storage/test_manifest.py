"""The digest names contents, and a manifest notices every change."""

import hashlib
import json
import shutil
from dataclasses import replace

import pytest

from setupscope.data.errors import InputError
from setupscope.data.pools import PoolRule
from setupscope.data.storage.building import build
from setupscope.data.storage.manifest import (
    FORMAT,
    MANIFEST,
    digest,
    read_manifest,
    verify,
    verify_all,
)
from setupscope.data.study.study_file import load_study


@pytest.fixture
def root(tiny, tmp_path):
    """The folder of a small store."""
    return build(tiny, tmp_path / "store")


def test_the_digest_is_a_hash_over_format_study_and_tables(tiny):
    study = load_study(tiny)
    table = (tiny.parent / "sets.csv").read_bytes()
    parts = [str(FORMAT).encode(), study.canonical_json().encode(), table]
    whole = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
    assert digest(study, tiny.parent) == hashlib.sha256(whole).hexdigest()[:12]


def test_the_digest_changes_with_study_rule_and_measurements_and_with_nothing_else(tiny):
    study = load_study(tiny)
    first = digest(study, tiny.parent)
    tiny.write_text("# a remark\n" + tiny.read_text())
    assert digest(load_study(tiny), tiny.parent) == first
    assert digest(study.with_rule(PoolRule(leave_out=1)), tiny.parent) != first
    table = tiny.parent / "sets.csv"
    table.write_text(table.read_text().replace("0.3", "0.30"))
    assert digest(study, tiny.parent) != first


def test_every_file_of_a_store_is_in_its_manifest(root):
    manifest = read_manifest(root)
    files = {p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file()}
    assert files == {*manifest.files, MANIFEST}
    for name, file in manifest.files.items():
        content = (root / name).read_bytes()
        assert (file.size, file.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert manifest.counts == {"sets-source": 128}
    assert {"python", "setupscope", "pyarrow"} <= set(manifest.versions)


def test_a_file_that_is_missing_cut_or_altered_is_named(root):
    manifest = read_manifest(root)
    part = root / "setups" / "scenario=sets-source" / "part-0.parquet"
    whole = part.read_bytes()
    for damaged in (whole[:-1], whole + b"x", whole[:100] + b"?" + whole[101:]):
        part.write_bytes(damaged)
        with pytest.raises(InputError, match=r"part-0\.parquet"):
            verify(root, manifest)
    part.unlink()
    with pytest.raises(InputError, match="is missing"):
        verify(root, manifest)
    part.write_bytes(whole)
    verify(root, manifest, always_hash=True)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is damaged"),
        ("[]", "of format 'None'"),
        ('{"format": 99}', "of format '99', but this version reads"),
        (json.dumps({"format": FORMAT}), "is damaged"),
    ],
)
def test_a_manifest_that_is_none_or_of_another_format_is_refused(root, text, message):
    (root / MANIFEST).write_text(text)
    with pytest.raises(InputError, match=message):
        read_manifest(root)


def test_a_manifest_that_leads_out_of_the_store_is_refused(root):
    content = json.loads((root / MANIFEST).read_text())
    content["files"]["../../secret"] = {"size": 1, "sha256": ""}
    (root / MANIFEST).write_text(json.dumps(content))
    with pytest.raises(InputError, match="is damaged"):
        read_manifest(root)


def test_all_that_a_store_holds_is_in_its_manifest_and_gives_its_digest(root):
    manifest = read_manifest(root)
    verify_all(root, manifest)
    more = root / "setups" / "scenario=sets-source" / "part-1.parquet"
    shutil.copy(more.with_name("part-0.parquet"), more)
    with pytest.raises(InputError, match=r"files that its manifest does not name \('setups/.*t-1"):
        verify_all(root, manifest)
    more.unlink()
    with pytest.raises(InputError, match="but its manifest says 0123456789ab"):
        verify_all(root, replace(manifest, digest="0123456789ab"))
