"""Options of a widget that say how many setups each would leave: "Pearson r · 42,789"."""

from collections.abc import Callable, Sequence

from setupscope.dashboard.session.widgets import value_of

SEPARATOR = " · "


def with_count(label: str, setups: int) -> str:
    """An option's label with its setups."""
    return f"{label}{SEPARATOR}{setups:,}"


def picked(key: str, options: Sequence[str], label: Callable[[str], str]) -> tuple[str, ...]:
    """The options picked in a widget; a label with a count of some earlier run means its option."""
    named = {label(option): option for option in options}
    value = value_of(key)
    values = [value] if isinstance(value, str) else value or ()
    found = (one if one in options else named.get(one.rsplit(SEPARATOR, 1)[0]) for one in values)
    return tuple(option for option in found if option is not None)
