"""The layout that everything stands on: who may import whom, and how modules are named."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PRODUCT = "setupscope"
PACKAGES = ("data", "analysis", "dashboard")
PURE = ("data", "analysis")
LAYERS = {
    "": (("data",), ("analysis",), ("dashboard",)),
    "data": (
        ("errors", "vocabulary", "limits"),
        ("correlations", "choices", "masks"),
        ("pool_samples",),
        ("measures", "pools", "documents", "complete"),
        ("readers",),
        ("study",),
        ("scoring",),
        ("storage",),
        ("spark",),
        ("importing",),
        ("catalogue",),
    ),
    "analysis": (
        ("slices",),
        ("frames",),
        ("resampling",),
        ("questions",),
        ("soundness",),
        ("studies",),
        ("option_tables",),
        ("tables",),
        ("audit",),
    ),
    "dashboard": (
        ("limits", "settings", "turns"),
        ("monitoring",),
        ("rendering", "text"),
        ("figures", "paper"),
        ("queries",),
        ("export",),
        ("uploads",),
        ("session",),
        ("components",),
        ("views", "app"),
        ("server",),
        ("asgi",),
        ("cli",),
    ),
    "dashboard/export": (
        ("options", "presets", "file_formats", "file_names", "raw_tables"),
        ("exhibit",),
        ("recipes",),
        ("caption",),
        ("collection", "figure_files", "provenance", "table_files"),
        ("section",),
        ("across_section",),
        ("bundle_readme", "bundle", "report"),
        ("appendix",),
        ("check_page",),
    ),
    "dashboard/export/recipes": (
        ("recipe", "colours"),
        ("defaults", "caption_parts"),
        ("questions",),
        (
            *("win_rates", "baselines", "values", "leave_one_out", "pairs", "margins"),
            *("specification", "stability", "agreement", "importance", "enough", "flips"),
            *("compare", "setup", "usefulness", "won", "soundness", "standing", "fragility"),
            *("winner_map", "sweep", "found", "claim", "presets", "across"),
        ),
        ("before_after",),
        ("tables",),
        ("figures",),
        ("resolve",),
    ),
    "dashboard/uploads": (
        ("folder", "messages"),
        ("failures", "process", "room", "worker"),
        ("upload",),
    ),
}
"""The parts of each folder, lower ones first: a part imports lower ones, or its neighbours."""
FREE = {"__init__"}
TOP = {
    *(".ci", ".gitignore", ".pre-commit-config.yaml", "CHANGELOG.md", "CITATION.cff", "LICENSE"),
    *("Makefile", "README.md", "analysis", "dashboard", "data", "deploy", "docs"),
    *("pyproject.toml", "requirements", "SECURITY.md", "src", "tests"),
}
"""What stands at the top of the repository."""


def modules(folder: str) -> list[Path]:
    found = sorted((ROOT / folder).rglob("*.py"))
    assert found
    return found


@cache
def imported(module: Path) -> frozenset[str]:
    """All that a module imports, wherever in it, by its whole name."""
    names = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(names)


def name_of(module: Path) -> str:
    parts = (PRODUCT, *module.relative_to(ROOT).with_suffix("").parts)
    return ".".join(parts).removesuffix(".__init__")


ALL = {name_of(module): module for package in PACKAGES for module in modules(package)}


def own_imports(module: Path) -> Iterator[str]:
    """The modules of the product that a module imports."""
    for name in imported(module):
        whole = name if name in ALL else name.rpartition(".")[0]
        if whole in ALL:
            yield whole


def part_of(name: str, folder: str) -> str:
    """The part of a folder that a module belongs to; empty where it lies outside."""
    inside = f"{PRODUCT}.{folder.replace('/', '.')}".rstrip(".") + "."
    return name.removeprefix(inside).split(".")[0] if name.startswith(inside) else ""


@pytest.mark.parametrize("folder", LAYERS)
def test_every_part_of_a_folder_has_its_layer(folder):
    parts = {part_of(name, folder) for name in ALL} - {""}
    assert parts == {part for layer in LAYERS[folder] for part in layer}


@pytest.mark.parametrize("folder", LAYERS)
def test_layers_import_lower_ones_alone(folder):
    level = {part: place for place, layer in enumerate(LAYERS[folder]) for part in layer}
    for name, module in ALL.items():
        own = part_of(name, folder)
        others = {part_of(other, folder) for other in own_imports(module)} - {"", own}
        above = {other for other in others if level[other] > level.get(own, len(level))}
        beside = {other for other in others if own and level[other] == level[own]}
        assert not above, f"{name} imports {above} of {folder or PRODUCT}, which stands above it"
        assert not beside or own in STANDING_TOGETHER, f"{name} imports {beside} beside it"


STANDING_TOGETHER = frozenset({"bundle", "report", "app", "server"})
"""Parts that may import what is on their own level."""


def test_nothing_else_stands_at_the_top_of_the_repository():
    command = ["git", "ls-files"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("this is no checkout of git")
    assert {Path(name).parts[0] for name in listed.stdout.splitlines()} == TOP


def test_no_two_modules_import_each_other():
    graph = {name: set(own_imports(module)) - {name} for name, module in ALL.items()}
    TopologicalSorter(graph).prepare()


def test_a_package_says_its_duty():
    for name, module in ALL.items():
        assert ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))), name


def test_the_guide_to_the_folders_names_each():
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for package in PACKAGES:
        for part in (part for layer in LAYERS[package] for part in layer):
            assert f"`{part}/`" in text or f"`{part}.py`" in text, part


def test_dashboard_has_few_modules_of_its_own():
    assert len(list((ROOT / "dashboard").glob("*.py"))) <= 8


def test_packages_are_imported_by_the_name_of_the_product():
    for package in (*PACKAGES, "tests"):
        for module in modules(package):
            assert not {name.split(".")[0] for name in imported(module)} & set(PACKAGES), module


@pytest.mark.parametrize("package", PURE)
def test_data_and_analysis_know_nothing_of_pages(package):
    for module in modules(package):
        tops = {name.split(".")[0] for name in imported(module)}
        assert not tops & {"streamlit", "plotly", "click", "tqdm"}, module


@pytest.mark.parametrize(
    ("libraries", "parts"),
    [
        ({"streamlit"}, ("session", "components", "views", "app", "asgi", "server")),
        ({"plotly"}, ("rendering", "figures", "export")),
        ({"click", "tqdm"}, ("server", "cli")),
    ],
)
def test_a_library_is_known_to_few_parts_of_the_dashboard(libraries, parts):
    for name, module in ALL.items():
        own = part_of(name, "dashboard")
        if own and own not in parts:
            assert not {other.split(".")[0] for other in imported(module)} & libraries, name


def test_session_alone_touches_session_state_and_the_address():
    for name, module in ALL.items():
        if part_of(name, "dashboard") not in ("", "session"):
            text = module.read_text(encoding="utf-8")
            assert "st.session_state" not in text, name
            assert "st.query_params" not in text, name


def test_streamlit_is_imported_only_where_pages_are_served():
    code = "import setupscope.dashboard.cli.main, sys; sys.exit('streamlit' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_no_module_beside_the_entry_script_hides_another():
    names = {path.stem for path in (ROOT / "dashboard").iterdir() if path.suffix in ("", ".py")}
    taken = set(sys.stdlib_module_names) | set(packages_distributions()) | set(PACKAGES)
    assert names & taken <= {"__init__"}
    assert "pages" not in names


def test_modules_stay_small():
    for module in ALL.values():
        assert len(module.read_text(encoding="utf-8").splitlines()) <= 350, module


def test_tests_are_no_package():
    assert not list((ROOT / "tests").rglob("__init__.py"))
