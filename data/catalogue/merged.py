"""How do the imported tables of a recipe become one study?"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

import tomlkit

from setupscope.data.catalogue.recipe import Recipe, RecipeTable
from setupscope.data.errors import InputError, quoted, unknown
from setupscope.data.importing.drafts import Draft
from setupscope.data.importing.proposals import Proposal
from setupscope.data.study.keys import plain_key
from setupscope.data.study.study import Metric

Entry = dict[str, Any]


def merged(name: str, recipe: Recipe, proposals: Sequence[Proposal]) -> Proposal:
    """The study of a recipe out of the studies of its tables, one for each.

    Raises
    ------
    InputError
        When two tables have different pool rules, or the recipe names a metric that none has.
    """
    studies = [tomllib.loads(proposal.draft.toml) for proposal in proposals]
    study = {
        "name": plain_key(name, "s"),
        "title": recipe.title,
        "citation": recipe.citation,
        "url": recipe.url,
        "licence": recipe.licence,
        "measures": [m for m in studies[0]["measures"] if all(m in s["measures"] for s in studies)],
        "pools": _pools(name, studies),
        "tables": [
            _table(table, entry)
            for table, study in zip(recipe.tables, studies, strict=True)
            for entry in study["tables"]
        ],
        "metrics": _metrics(name, recipe.metrics, studies),
        "scenarios": [scenario for study in studies for scenario in study["scenarios"]],
        "presets": [_given(asdict(preset)) for preset in recipe.presets],
        "facts": [fact for study in studies for fact in study.get("facts", [])],
        "families": {key: list(names) for key, names in recipe.families.items()},
        "labels": dict(recipe.labels),
        "aliases": dict(recipe.aliases),
    }
    head = f"# Made of the tables in {recipe.address}\n\n"
    files = {k: v for proposal in proposals for k, v in proposal.draft.files.items()}
    return Proposal(
        Draft(head + tomlkit.dumps(_given(study)), files),
        tuple(line for proposal in proposals for line in proposal.lines),
        tuple(dict.fromkeys(note for proposal in proposals for note in proposal.notes)),
    )


def said_of_files(proposal: Proposal, folder: str) -> Proposal:
    """The proposal with the names of files in place of their paths in a folder."""
    lines = tuple((what, how.replace(folder, "")) for what, how in proposal.lines)
    notes = tuple(note.replace(folder, "") for note in proposal.notes)
    return replace(proposal, lines=lines, notes=notes)


def _pools(name: str, studies: Sequence[Entry]) -> Entry:
    rules = [study["pools"] for study in studies]
    if any(rule != rules[0] for rule in rules):
        raise InputError(
            f"{name}: its tables have different pool rules; give each of them the same --leave-out"
        )
    return dict(rules[0])


def _table(table: RecipeTable, entry: Entry) -> Entry:
    said = {key: value for key, value in asdict(table).items() if value}
    return entry | {key: said[key] for key in said.keys() - {"name", "options"}}


def _metrics(name: str, known: Sequence[Metric], studies: Sequence[Entry]) -> list[Entry]:
    """Metrics of all studies, the first of each key, with what a recipe says of them."""
    entries: dict[str, Entry] = {}
    for entry in (entry for study in studies for entry in study["metrics"]):
        if entries.setdefault(entry["key"], entry) != entry:
            raise InputError(f"{name}: metric {quoted(entry['key'])} differs between its tables")
    for metric in known:
        if metric.key not in entries:
            raise InputError(f"{name}: {unknown('metric', metric.key, entries)}")
        said = _given(asdict(metric))
        said.pop("direction", None)
        entries[metric.key] |= said
    return list(entries.values())


def _given(entry: Mapping[str, Any]) -> Entry:
    """An entry without what is empty."""
    return {key: value for key, value in entry.items() if value not in (None, "", [], {})}
