"""How sound is a study, on one page?"""

from collections.abc import Iterator

from setupscope.dashboard.cli.progress import Bar
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.checklist import Found, checklist
from setupscope.dashboard.text.soundness import lines, survival
from setupscope.data import Store

PATIENCE = 1.0
"""Seconds after which a scenario says how far it is."""


def statement(store: Store) -> str:
    """The soundness of all scenarios of a store, in Markdown."""
    return checklist(store.study, list(_found(store)))


def _found(store: Store) -> Iterator[Found]:
    for scenario in store.study.scenarios:
        with Bar(scenario.name, " steps", wait=PATIENCE) as bar:
            queries = Queries(store, progress=bar.update)
            tables = queries.soundness(scenario.name)
            noise = queries.seed_noise(scenario.name)
        survives = survival(store.study, scenario, tables.against_baselines)
        yield scenario, survives, lines(store.study, scenario, tables, noise)
