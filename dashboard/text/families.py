"""What are families called where their members can be picked together?"""

from collections.abc import Mapping, Sequence

from setupscope.data.study.study import Study


def families_among(study: Study, names: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """The members of each family that has some of these names, but not all, by what it is called.

    The names are those of a scenario's givens or candidates.
    """
    found = {}
    for family, members in study.families.items():
        own = tuple(name for name in names if name in members)
        if 0 < len(own) < len(names):
            found[f"family: {family} ({len(own)})"] = own
    return found


def all_but_families(study: Study, names: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """The names that are not in each of those families, by what they are called together."""
    return {
        f"all but {title.removeprefix('family: ')}": tuple(n for n in names if n not in own)
        for title, own in families_among(study, names).items()
    }
