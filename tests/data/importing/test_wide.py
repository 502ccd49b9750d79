"""Tables with very many columns: messages stay short, and no check is repeated for each pair."""

import pytest

from setupscope.data.errors import LONGEST_SENTENCE, InputError, first_of, listed, sentence
from setupscope.data.importing.layout import Layout
from setupscope.data.importing.metric_columns import metric_columns
from setupscope.data.readers.files import sheet_in

MANY = 20_000
ROW = "s,t,0.5," + ",".join(["0.5"] * MANY)


def wide(name):
    """A table with one row, and many columns of numbers."""
    header = "source,target,performance," + ",".join(map(name, range(MANY)))
    return f"{header}\n{ROW}\n".encode()


def test_a_list_of_many_names_is_cut_and_says_how_many_more_there_are():
    assert listed(range(3)) == "'0', '1', '2'"
    assert listed(map(str, range(MANY))).endswith("'19' and 19,980 more")
    assert first_of(["a", "b", "c"], 2) == "a, b and 1 more"
    assert len(sentence(InputError("word " * MANY))) == LONGEST_SENTENCE


@pytest.mark.parametrize("number", [lambda at: "m", lambda at: f"m {at // 2}"])
def test_names_that_come_twice_are_found_in_one_pass(number):
    with pytest.raises(InputError, match="more than once") as refused:
        sheet_in(wide(number), "t.csv")
    assert len(str(refused.value)) < 1000


def test_columns_that_are_not_there_are_named_in_few_words():
    sheet = sheet_in(wide(lambda at: f"m{at}"), "t.csv")
    with pytest.raises(InputError) as refused:
        sheet.require(["gone", "also gone"])
    assert str(refused.value).endswith("'m16' and 19,983 more")


def test_a_spread_is_told_from_a_metric_whatever_the_order_of_columns():
    rows = "s,t,0.5,1,2,3\ns,u,0.4,3,1,2\nr,t,0.3,2,3,1\nr,u,0.1,5,6,8\n"
    sheet = sheet_in(f"source,target,performance,m std,m (mean),n std\n{rows}".encode(), "t.csv")
    found = metric_columns(sheet, Layout("source", "target", "performance"))
    assert found.metrics == ("m (mean)", "n std")
    assert "it describes the runs of 'm (mean)'" in found.others["m std"]
