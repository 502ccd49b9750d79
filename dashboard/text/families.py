"""Which families can be picked at once, and what are they called?"""

from collections.abc import Mapping, Sequence

from setupscope.data.study.study import Study


def families_among(study: Study, names: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """The members of each family that has some of these names, but not all.

    The names are those of a scenario's givens or candidates.
    """
    found = {}
    for family, members in study.families.items():
        own = tuple(name for name in names if name in members)
        if 0 < len(own) < len(names):
            found[family] = own
    return found
