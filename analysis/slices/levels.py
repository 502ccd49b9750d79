"""Which levels of its components does a slice leave, of those that its study has?"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from setupscope.analysis.slices.queries import LISTS, OF_FAMILIES, WORDS
from setupscope.data.errors import InputError, listed, quoted, unknown
from setupscope.data.study.measured import MeasuredStudy, Names


@dataclass(frozen=True)
class Levels:
    """The levels that are left, and the metrics compared.

    An empty tuple means all; naming every level is the same as
    naming none. Levels are kept in the study's order, whatever order they are given in.

    Attributes
    ----------
    study : MeasuredStudy
        Whose setups these are; takes no part in comparisons.
    scenarios, givens, backbones, measures : tuple of str
        Levels that are left.
    sizes : tuple of two int, or None
        Smallest and largest pool.
    present, absent : tuple of str
        Candidates that take part in every pool, and in none; of every scenario left.
    metrics : tuple of str
        Keys of the metrics compared, and of baselines compared with them; empty for all
        metrics and no baseline.
    covered : bool
        Whether only those setups are left that all metrics compared cover.

    Raises
    ------
    InputError
        When a level is unknown, named with those that are accepted.
    """

    study: MeasuredStudy = field(compare=False, repr=False)
    scenarios: tuple[str, ...] = ()
    givens: tuple[str, ...] = ()
    backbones: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    sizes: tuple[int, int] | None = None
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    covered: bool = False

    def __post_init__(self) -> None:
        named = [(key, name) for key, name in LISTS.items() if getattr(self, name)]
        for key, name in named:
            levels = self._known(key, getattr(self, name))
            whole = levels == self.all_of(key) and key not in ("with", "without")
            object.__setattr__(self, name, () if whole else levels)
        if self.sizes is not None:
            smallest, largest = self._checked_sizes(self.sizes)
            whole = (smallest, largest) == self.all_sizes
            object.__setattr__(self, "sizes", None if whole else (smallest, largest))

    def scenario_names(self) -> tuple[str, ...]:
        """Names of the scenarios left."""
        return self.scenarios or tuple(scenario.name for scenario in self.study.scenarios)

    def measure_keys(self) -> tuple[str, ...]:
        """Keys of the measures left, of all scenarios together."""
        return self.measures or self.accepted("measure")

    def measures_in(self, scenario: str) -> tuple[str, ...]:
        """Keys of those that one scenario has."""
        own = self.study.measures_of(scenario)
        return tuple(measure for measure in self.measure_keys() if measure in own)

    def metric_keys(self) -> tuple[str, ...]:
        """Keys of the metrics compared."""
        return self.metrics or self.study.metric_keys

    def own_metrics(self) -> tuple[str, ...]:
        """Those of them that are metrics; all metrics where only baselines are named."""
        own = tuple(key for key in self.metric_keys() if not self.study.is_baseline(key))
        return own or self.study.metric_keys

    @property
    def has_baselines(self) -> bool:
        """Whether a baseline is compared too."""
        return any(self.study.is_baseline(key) for key in self.metrics)

    @property
    def all_sizes(self) -> tuple[int, int]:
        """Smallest and largest pool of the scenarios left."""
        sizes = [names.sizes for names in self._names()]
        return min(size[0] for size in sizes), max(size[1] for size in sizes)

    def accepted(self, key: str) -> tuple[str, ...]:
        """The levels that a key of names accepts, in the order in which they are shown."""
        if key == "scenario":
            return tuple(scenario.name for scenario in self.study.scenarios)
        if key == "measure":
            own = [self.study.measures_of(name) for name in self.scenario_names()]
            return tuple(m for m in self.study.measures if any(m in some for some in own))
        if key == "metrics":
            return (*self.study.metric_keys, *self.baselines)
        if key == "covered":
            return ("all",)
        if key in ("with", "without"):
            first, *others = [names.candidates for names in self._names()]
            return tuple(c for c in first if all(c in other for other in others))
        levels = [names.givens if key == "given" else names.backbones for names in self._names()]
        return tuple(dict.fromkeys(level for some in levels for level in some))

    def families(self, key: str) -> dict[str, tuple[str, ...]]:
        """The levels that each family means in a key of givens or candidates; others have none.

        A level's own name means the level, even where a family has the same.
        """
        accepted = self.accepted(key) if key in OF_FAMILIES else ()
        found = {
            family: tuple(name for name in accepted if name in members)
            for family, members in self.study.families.items()
        }
        return {family: own for family, own in found.items() if own and family not in accepted}

    def all_of(self, key: str) -> tuple[str, ...]:
        """The levels that a key means where it is left out: of metrics, all but baselines."""
        return self.study.metric_keys if key == "metrics" else self.accepted(key)

    @property
    def baselines(self) -> tuple[str, ...]:
        """Keys of the baselines that can be compared too, in some of the scenarios left."""
        found = [self.study.baselines_of(name) for name in self.scenario_names()]
        return tuple(dict.fromkeys(baseline.key for some in found for baseline in some))

    def _names(self) -> list[Names]:
        return [self.study.names_of(name) for name in self.scenario_names()]

    def refusal(self, key: str, level: str) -> str:
        """Why a key does not accept a level, as a clause."""
        if key == "measure" and level in self.study.measures:
            return (
                f"measure {quoted(level)} divides performances, which means nothing of gains, by"
                f" which {listed(self.scenario_names())} ranks"
                f" (accepted: {listed(self.accepted(key))})"
            )
        families = listed(self.families(key))
        also = f", or a family: {families}" if families else ""
        return unknown(WORDS[key], level, self.accepted(key)) + also

    def _known(self, key: str, levels: Sequence[str]) -> tuple[str, ...]:
        """The levels, each once and in the accepted order."""
        accepted = self.accepted(key)
        for level in levels:
            if level not in accepted:
                raise InputError(self.refusal(key, level))
        return tuple(level for level in accepted if level in levels)

    def _checked_sizes(self, sizes: tuple[int, int]) -> tuple[int, int]:
        low, high = self.all_sizes
        if not low <= sizes[0] <= sizes[1] <= high:
            asked = "-".join(dict.fromkeys(map(str, sizes)))
            raise InputError(f"size {asked} is not accepted (accepted: from {low} to {high})")
        return sizes
