"""What is the standard set of a study: the figures and tables of its appendix?"""

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.slices import Slice
from dashboard.answered import answered, finding_of, slices_with_setups
from dashboard.export.collection import Collection, Item
from dashboard.export.exhibits import FIGURE, TABLE, Exhibit
from dashboard.export.presets import Style
from dashboard.findings_sentences import headline
from dashboard.questions import Ask
from dashboard.sentences import flipped
from dashboard.stability_sentences import of_enough, of_stability
from dashboard.wording import plain
from data import Store
from data.study import Scenario


@dataclass(frozen=True)
class Section:
    """A part of the report.

    Attributes
    ----------
    heading : str
        In plain text.
    said : list of str
        Sentences in Markdown of ours.
    items : tuple of Item
        The figures and tables that follow.
    """

    heading: str
    said: list[str]
    items: tuple[Item, ...]


def sections(ask: Ask, store: Store) -> list[Section]:
    """The findings, then every scenario in turn."""
    whole = Slice(store.study)
    slices = slices_with_setups(ask, store, whole)
    first = Section("Findings", [_headline(ask, store, slices)], tuple(_of_study(whole)))
    return [first, *(_of_scenario(ask, store, slice_) for slice_ in slices)]


def collected(parts: list[Section], preset: str, style: Style) -> Collection:
    """All that the sections show, as a collection."""
    collection = Collection(preset=preset, style=style)
    for part in parts:
        for item in part.items:
            collection = collection.with_item(item.name, item.exhibit)
    return collection


def _headline(ask: Ask, store: Store, slices: list[Slice]) -> str:
    return headline(store.study, [finding_of(ask, store, slice_) for slice_ in slices])


def _of_study(whole: Slice) -> Iterator[Item]:
    yield Item("Findings", Exhibit(FIGURE, "findings", whole))
    yield Item("Conclusions", Exhibit(TABLE, "conclusion", whole))


def _of_scenario(ask: Ask, store: Store, slice_: Slice) -> Section:
    scenario = store.study.scenario(slice_.scenario_names()[0])
    said = answered(ask, store, slice_)
    words = [said.sentence, *said.doubts]
    if said.found is not None and len(slice_.metric_keys()) > 1:
        words += _deeper(ask, store, slice_, scenario)
    note = [plain(scenario.note)] if scenario.note else []
    return Section(scenario.title, [*note, *words], tuple(_items(slice_, scenario)))


def _deeper(ask: Ask, store: Store, slice_: Slice, scenario: Scenario) -> list[str]:
    study = store.study
    tables = {
        name: ask.table_of(store, slice_, name, (), 0) for name in ("stability", "enough", "flips")
    }
    return [
        of_stability(study, scenario, tables["stability"]),
        of_enough(study, scenario, tables["enough"]),
        flipped(study, scenario, tables["flips"]),
    ]


def _items(slice_: Slice, scenario: Scenario) -> Iterator[Item]:
    """What a scenario's section shows, in order."""
    shown: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
        (FIGURE, "win-rates", "win rates", ()),
        (FIGURE, "win-rates-by", "win rates by measure", ("measure",)),
        (FIGURE, "win-rates-by", "win rates by given", ("given",)),
        (TABLE, "pairs", "pairs", ()),
        (FIGURE, "stability", "stability", ()),
        (FIGURE, "enough", "how many are enough", ()),
        (FIGURE, "specification", "specification curve", ()),
        (FIGURE, "flips", "what flips it", ()),
        (TABLE, "ranks", "ranks", ()),
    )
    for kind, name, title, by in shown:
        yield Item(f"{scenario.name} {title}", Exhibit(kind, name, slice_, by=by))
