"""Which setups have a given of a family, and which have none of its candidates in their pools?

A family is a named group of givens or candidates (`study.families`). It counts for one of these
roles where it has some of its names there, but not all; families may overlap.
"""

from collections.abc import Iterator

from setupscope.analysis.frames.rows import Rows
from setupscope.data import masks
from setupscope.data.study.measured import MeasuredStudy

FAMILY = "family"
WITHOUT_FAMILY = "without_family"
POOL_WITHOUT_FAMILY = "pool_without_family"
FAMILIES = (FAMILY, WITHOUT_FAMILY, POOL_WITHOUT_FAMILY)
"""Parts by family: its givens, all other givens, and the pools without its candidates."""
HOW_TO_NAME = "name some under [families] in its file, and build its store again"
NO_FAMILY = f"the study names no family of these givens or candidates; {HOW_TO_NAME}"
NO_FAMILY_OF_GIVENS = f"the study names no family of these givens; {HOW_TO_NAME}"


def families_of(study: MeasuredStudy, scenario: str, kind: str) -> dict[str, tuple[str, ...]]:
    """The families that have parts of a kind in a scenario, and their members there."""
    names = study.names_of(scenario)
    return study.families_among(names.candidates if kind == POOL_WITHOUT_FAMILY else names.givens)


def has_families(study: MeasuredStudy, scenario: str) -> bool:
    """Whether a scenario has a family of givens or of candidates."""
    return any(families_of(study, scenario, kind) for kind in FAMILIES)


def mask_of(study: MeasuredStudy, scenario: str, family: str) -> int:
    """The bits of a family's candidates in a pool."""
    own = families_of(study, scenario, POOL_WITHOUT_FAMILY)[family]
    return masks.mask_of(study.names_of(scenario).candidates, own)


def part_of_family(part: Rows, study: MeasuredStudy, scenario: str, kind: str, family: str) -> Rows:
    """The setups of one part by a family.

    Parameters
    ----------
    part : Rows
        Setups of one scenario.
    kind : {"family", "without_family", "pool_without_family"}
        Those whose given is of the family; those whose given is not; those whose pool has none
        of its candidates.
    """
    if kind == POOL_WITHOUT_FAMILY:
        return part.without_candidates(mask_of(study, scenario, family))
    own = families_of(study, scenario, kind)[family]
    if kind == FAMILY:
        return part.of_givens(own)
    return part.of_givens([str(name) for name in part.levels["given"] if name not in own])


def family_label(kind: str, family: str) -> str:
    """What a part is called in a table that is split by family."""
    words = {FAMILY: "", WITHOUT_FAMILY: "all but ", POOL_WITHOUT_FAMILY: "pools without "}
    return f"{words[kind]}{family}"


def parts_by_family(part: Rows, study: MeasuredStudy, scenario: str) -> Iterator[tuple[str, Rows]]:
    """The parts by family of one scenario that have setups, each with its label; kind by kind."""
    for kind in FAMILIES:
        for family in families_of(study, scenario, kind):
            own = part_of_family(part, study, scenario, kind, family)
            if len(own):
                yield family_label(kind, family), own
