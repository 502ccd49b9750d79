"""What is pinned is what is installed, named by its hash, and under a licence that is accepted."""

import re
from importlib.metadata import metadata, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"^([A-Za-z0-9].*?)((?: \\\n    --hash=\S+)+)", re.MULTILINE)
ACCEPTED = {
    *("0BSD", "AFL-2.1", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT"),
    *("MIT-CMU", "MPL-2.0", "OFL-1.1", "PSF-2.0", "Zlib"),
}
"""Licences under which this product can be passed on under its own."""
SPELLINGS = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "SIL OFL 1.1": "OFL-1.1",
    "SIL Open Font License 1.1 (OFL-1.1)": "OFL-1.1",
    "The MIT License (MIT)": "MIT",
}


def pinned():
    """Each requirement of a run, with its hashes."""
    text = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    blocks = BLOCK.findall(text)
    named = [line for line in text.splitlines() if re.match(r"[A-Za-z0-9]", line)]
    assert len(blocks) == len(named) > 40
    return [(Requirement(pin), hashes.split("--hash=")[1:]) for pin, hashes in blocks]


PINNED = [(pin, hashes) for pin, hashes in pinned() if pin.marker is None or pin.marker.evaluate()]


def licences(name):
    """What a package says of its licence, as identifiers of SPDX."""
    said = metadata(name)
    classifiers = [
        one.split(" :: ")[-1] for one in said.get_all("Classifier", []) if one.startswith("License")
    ]
    text = said.get("License-Expression") or next(iter(classifiers), None) or said["License"]
    first = re.sub(r"\s+Copyright.*", "", text, flags=re.DOTALL).strip()
    return re.split(r" AND | OR ", SPELLINGS.get(first, first))


@pytest.mark.parametrize("pin", [pin for pin, _ in PINNED], ids=lambda pin: pin.name)
def test_every_pinned_package_is_installed_under_an_accepted_licence(pin):
    assert str(pin.specifier) == f"=={version(pin.name)}"
    assert set(licences(pin.name)) <= ACCEPTED


def test_every_pin_is_one_version_with_hashes():
    for pin, hashes in pinned():
        assert str(pin.specifier).startswith("==")
        assert hashes
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", one.rstrip(" \\\n")) for one in hashes)


def test_what_a_run_imports_is_pinned():
    asked = (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("dependencies = [")[1]
    names = {Requirement(word).name for word in re.findall(r'"(.+?)"', asked.split("]")[0])}
    assert names <= {pin.name for pin, _ in PINNED}
