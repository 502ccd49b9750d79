"""The log says where an error arose and of which kind, and nothing of what a reader brought."""

from setupscope.dashboard.monitoring.failures import frames


def number_of(cell):
    return float(cell)


def row_of(cell):
    try:
        return number_of(cell)
    except ValueError as error:
        raise RuntimeError(f"row with {cell}") from error


def test_an_error_is_told_with_its_causes_and_without_their_messages():
    value = "".join(["sal", "ary"])
    try:
        row_of(value)
    except RuntimeError as error:
        told = frames(error)
    assert value not in told
    assert told.index("in number_of") < told.index("ValueError\n") < told.index("RuntimeError\n")
    assert told.endswith("RuntimeError\n")


def test_an_error_that_is_its_own_context_ends():
    error = ValueError("x")
    other = TypeError("y")
    error.__context__, other.__context__ = other, error
    assert frames(error) == "TypeError\nValueError\n"
