"""The table of options in docs/figures.md says what the command line takes."""

from option_reference import reference, split_page
from setupscope.dashboard.cli.main import main
from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.export.options import OPTIONS


def test_the_page_holds_the_options_as_they_are():
    _, table, _ = split_page()
    assert table == reference(), "run make docs"


def test_every_option_is_one_of_both_commands_and_a_field_of_exhibits():
    for name in ("figure", "table"):
        taken = {option for one in main.commands[name].params for option in one.opts}
        assert taken >= {f"--{option}" for option in OPTIONS}
    assert set(Exhibit.__dataclass_fields__) == {"kind", "name", "slice_", "seed", *OPTIONS}
