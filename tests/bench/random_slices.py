"""Slices at random, none of them twice: what is cached answers none of them."""

from urllib.parse import urlencode

from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.session.state import address


class RandomSlices:
    """The next slice of a study, as the query of an address.

    Parameters
    ----------
    study : MeasuredStudy
        Of which study.
    rng : random.Random
        Decides.
    """

    def __init__(self, study, rng):
        self.study, self.rng = study, rng
        self.seen = set()

    def __iter__(self):
        return self

    def __next__(self):
        """A query that was not asked before."""
        while (query := urlencode(address(self._any()))) in self.seen:
            pass
        self.seen.add(query)
        return query

    def _any(self):
        """Some givens and measures; at times also some backbones, sizes, and a candidate."""
        whole = Slice(self.study, (self.rng.choice(self.study.scenarios).name,))
        fields = {"givens": self._some(whole.accepted("given"), at_least=2)}
        fields["measures"] = self._some(whole.accepted("measure"))
        if self.rng.random() < 0.3:
            fields["backbones"] = self._some(whole.accepted("backbone"))
        if self.rng.random() < 0.3:
            sizes = range(whole.all_sizes[0], whole.all_sizes[1] + 1)
            fields["sizes"] = tuple(sorted(self.rng.choices(sizes, k=2)))
        if self.rng.random() < 0.3:
            fields["present"] = (self.rng.choice(whole.accepted("with")),)
        return whole.replace(**fields)

    def _some(self, levels, at_least=1):
        """Some of the levels, in their order."""
        levels = tuple(levels)
        picked = self.rng.sample(levels, self.rng.randint(min(at_least, len(levels)), len(levels)))
        return tuple(level for level in levels if level in picked)
