"""Which figures and tables over several studies belong to a report?"""

from dataclasses import replace

from setupscope.analysis.slices.slices import Slice
from setupscope.analysis.studies.matching import question_of
from setupscope.dashboard.export.collection import Item
from setupscope.dashboard.export.exhibit import FIGURE, Exhibit
from setupscope.dashboard.export.recipes.across import pair_said
from setupscope.dashboard.export.recipes.resolve import resolved
from setupscope.dashboard.export.section import Section
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.markdown import escaped
from setupscope.data import InputError


def across_section(queries: Queries, exhibit: Exhibit) -> Section:
    """What several studies say together; of the pair of the exhibit where it has one."""
    words, items = [], []
    for slice_ in _first_of_questions(exhibit.slice_):
        try:
            pair = resolved(queries, replace(exhibit, kind=FIGURE, slice_=slice_))
        except InputError as error:
            words.append(f"{escaped(str(error))}.")
            continue
        words.append(pair_said(queries, pair))
        name, won = slice_.scenario_names()[0], replace(pair, name="across-map", shown=())
        items += [Item(f"Across studies {name}", pair), Item(f"Winners across studies {name}", won)]
    whole = replace(exhibit, shown=())
    items.append(Item("Pairs across studies", whole))
    items.append(Item("Metrics across studies", replace(whole, name="across-metrics")))
    return Section("Across studies", words, tuple(items))


def _first_of_questions(slice_: Slice) -> list[Slice]:
    """A slice of the first scenario of each question."""
    found: dict[str, Slice] = {}
    for one in slice_.by_scenario():
        scenario = slice_.study.scenario(one.scenario_names()[0])
        found.setdefault(question_of(scenario), one)
    return list(found.values())
