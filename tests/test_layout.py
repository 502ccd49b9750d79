"""The layout that everything stands on: who may import whom, and how modules are named."""

import ast
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("data", "analysis", "dashboard")
MAY_IMPORT = {"data": {"data"}, "analysis": {"analysis", "data"}, "dashboard": set(PACKAGES)}
PURE = ("data", "analysis")


def modules(package: str) -> list[Path]:
    found = sorted((ROOT / package).rglob("*.py"))
    assert found
    return found


def imported(module: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively"
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("package", PACKAGES)
def test_packages_depend_in_one_direction(package):
    for module in modules(package):
        assert imported(module) & set(PACKAGES) <= MAY_IMPORT[package], module


@pytest.mark.parametrize("package", PURE)
def test_data_and_analysis_know_nothing_of_pages(package):
    for module in modules(package):
        assert not imported(module) & {"streamlit", "plotly", "click", "tqdm"}, module


def test_streamlit_is_imported_only_where_pages_are_served():
    code = "import dashboard.cli, sys; sys.exit('streamlit' in sys.modules)"
    import subprocess

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_no_module_beside_the_entry_script_hides_another():
    names = {path.stem for path in (ROOT / "dashboard").iterdir() if path.suffix in ("", ".py")}
    taken = set(sys.stdlib_module_names) | set(packages_distributions()) | set(PACKAGES)
    assert names & taken <= {"__init__"}
    assert "pages" not in names


def test_modules_stay_small():
    for package in PACKAGES:
        for module in modules(package):
            assert len(module.read_text(encoding="utf-8").splitlines()) <= 350, module


def test_tests_are_no_package():
    assert not list((ROOT / "tests").rglob("__init__.py"))
