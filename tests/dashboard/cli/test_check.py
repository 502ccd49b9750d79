"""`setupscope check`: the soundness of a study on one page."""

from click.testing import CliRunner

from setupscope.dashboard.cli.main import main


def test_it_prints_a_row_for_each_scenario_and_writes_the_same_to_a_file(brief, tmp_path):
    printed = CliRunner().invoke(main, ["check", "--store", str(brief.path)])
    assert printed.exit_code == 0
    plain = printed.stdout.replace("\\", "")
    assert plain.startswith("# Statement of soundness: ")
    for scenario in brief.study.scenarios:
        assert f"| {scenario.title}" in plain
    out = tmp_path / "statement.md"
    CliRunner().invoke(main, ["check", "--store", str(brief.path), "--out", str(out)])
    assert out.read_text(encoding="utf-8") == printed.stdout


def test_a_store_that_is_not_there_is_named(tmp_path):
    result = CliRunner().invoke(main, ["check", "--store", str(tmp_path / "none")])
    assert result.exit_code == 2
    assert "there is no store" in result.output
