"""What is the standard set of a study: the figures and tables of its appendix?"""

from collections.abc import Iterator

from setupscope.analysis.questions.families import FAMILY
from setupscope.analysis.questions.margin_lists import AGAINST
from setupscope.analysis.questions.sweep import RANDOM, SETUPS
from setupscope.analysis.questions.winner_map import default_axes
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.export.across_section import across_section
from setupscope.dashboard.export.collection import Collection, Item
from setupscope.dashboard.export.exhibit import FIGURE, TABLE, Exhibit
from setupscope.dashboard.export.presets import Style
from setupscope.dashboard.export.recipes.across import ACROSS
from setupscope.dashboard.export.section import Section
from setupscope.dashboard.queries.answer import (
    answer_of,
    finding_of,
    opening_pair,
    slices_with_setups,
)
from setupscope.dashboard.queries.claims import found_setups
from setupscope.dashboard.queries.parts import families_in
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.queries.sweep import choices_along, sweep_of
from setupscope.dashboard.queries.winner_map import MAP, fitting, maps_of_study
from setupscope.dashboard.text.findings import headline
from setupscope.dashboard.text.flips import flipped
from setupscope.dashboard.text.fragility import fragile
from setupscope.dashboard.text.head_to_head import found_sentence
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.soundness import lines, survival
from setupscope.dashboard.text.stability import enough_sentence, stability_sentence
from setupscope.dashboard.text.sweep import sweep_sentence
from setupscope.data.study.study import Scenario

MAPS = ("Map of winners", "Map of winners on targets")


def sections(
    queries: Queries,
) -> list[Section]:
    """The findings, then every scenario in turn."""
    whole = Slice(queries.study)
    slices = slices_with_setups(queries, whole)
    first = Section("Findings", [_headline(queries, slices)], tuple(_of_study(whole)))
    found = [first, *(_of_scenario(queries, slice_) for slice_ in slices)]
    if queries.beside():
        every = Exhibit(TABLE, ACROSS, whole, beside=tuple(queries.beside()))
        found.append(across_section(queries, every))
    return found


def collected(parts: list[Section], preset: str, style: Style) -> Collection:
    """All that the sections show, as a collection."""
    collection = Collection(preset=preset, style=style)
    for part in parts:
        for item in part.items:
            collection = collection.with_item(item.name, item.exhibit)
    return collection


def _headline(queries: Queries, slices: list[Slice]) -> str:
    return headline(queries.study, [finding_of(queries, slice_) for slice_ in slices])


def _of_study(whole: Slice) -> Iterator[Item]:
    for name, shown, axes in _maps(whole):
        yield Item(name, Exhibit(FIGURE, MAP, shown, by=axes))
    yield Item("Findings", Exhibit(FIGURE, "findings", whole))
    yield Item("Conclusions", Exhibit(TABLE, "conclusion", whole))
    if whole.study.presets:
        yield Item("Setups as papers use them", Exhibit(TABLE, "presets", whole))


def _maps(whole: Slice) -> Iterator[tuple[str, Slice, tuple[str, ...]]]:
    """One map of all scenarios where it has room for them, else one of each kind of question."""
    if fitting(whole) == (whole, default_axes(whole)):
        yield MAPS[0], *fitting(whole)
        return
    for name, shown in zip(MAPS, maps_of_study(whole.study), strict=False):
        yield name, *shown


def _of_scenario(queries: Queries, slice_: Slice) -> Section:
    scenario = queries.study.scenario(slice_.scenario_names()[0])
    sentences = answer_of(queries, slice_)
    words = [sentences.sentence, *sentences.doubts]
    if sentences.found is not None and len(slice_.metric_keys()) > 1:
        words += _deeper(queries, slice_, scenario)
    note = [escaped(scenario.note)] if scenario.note else []
    words += _sound(queries, scenario)
    return Section(scenario.title, [*note, *words], tuple(_items(slice_, scenario)))


def _sound(queries: Queries, scenario: Scenario) -> list[str]:
    """Whether the scenario can tell metrics apart at all."""
    study, tables = queries.study, queries.soundness(scenario.name)
    every = lines(study, scenario, tables, queries.seed_noise(scenario.name))
    several = len({line.backbone for line in every}) > 1
    said = [
        f"{escaped(line.title)}{f', {escaped(line.backbone)}' if several else ''}:"
        f" {line.verdict}. {line.evidence}"
        for line in every
    ]
    return [survival(study, scenario, tables.against_baselines), *said]


def _deeper(queries: Queries, slice_: Slice, scenario: Scenario) -> list[str]:
    study = queries.study
    asked = ("stability", "enough", "flips", "fragility")
    tables = {name: queries.table(slice_, name, (), 0) for name in asked}
    return [
        stability_sentence(study, scenario, tables["stability"]),
        enough_sentence(study, scenario, tables["enough"]),
        sweep_sentence(study, scenario, sweep_of(queries, slice_, SETUPS)),
        flipped(study, scenario, tables["flips"]),
        fragile(study, scenario, tables["fragility"]),
        *_against_the_best(queries, slice_),
    ]


def _against_the_best(queries: Queries, slice_: Slice) -> Iterator[str]:
    """In how many setups the second metric beats the best, and by how much at most."""
    pair, measure = opening_pair(queries, slice_), slice_.measure_keys()[0]
    table, count = found_setups(queries, slice_, *pair, AGAINST, measure)
    yield found_sentence(queries.study, pair, AGAINST, measure, table, count)


def _by_family(slice_: Slice) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """What a section shows by family; nothing where the study names none of its givens."""
    if not families_in(slice_, FAMILY):
        return []
    return [
        (FIGURE, "win-rates-by", "win rates by family", (FAMILY,)),
        (TABLE, "leave-one-family-out", "without each family", ()),
    ]


def _items(slice_: Slice, scenario: Scenario) -> Iterator[Item]:
    """What a scenario's section shows, in order."""
    shown: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
        (FIGURE, MAP, "map of winners", ()),
        (FIGURE, "win-rates", "win rates", ()),
        (FIGURE, "win-rates-by", "win rates by measure", ("measure",)),
        (FIGURE, "win-rates-by", "win rates by given", ("given",)),
        (TABLE, "pairs", "pairs", ()),
        (FIGURE, "stability", "stability", ()),
        (FIGURE, "enough", "how many are enough", ()),
        (FIGURE, "specification", "specification curve", ()),
        (FIGURE, "flips", "what flips it", ()),
        (FIGURE, "fragility", "fragility", ()),
        (TABLE, "ranks", "ranks", ()),
        (FIGURE, "against-baselines", "against baselines", ()),
        (TABLE, "soundness", "soundness", ()),
    )
    for kind, name, title, by in (*shown, *_by_family(slice_)):
        yield Item(f"{scenario.name} {title}", Exhibit(kind, name, slice_, by=by))
        if name == "enough":
            yield from _swept(slice_, scenario)


def _swept(slice_: Slice, scenario: Scenario) -> Iterator[Item]:
    """Win rates over more and more setups, and over more and more givens where there are some."""
    for along in RANDOM:
        if along in choices_along(slice_):
            yield Item(
                f"{scenario.name} sweep over {along}",
                Exhibit(FIGURE, "sweep", slice_, along=along),
            )
