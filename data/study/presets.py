"""What does a preset of a study name that is not known?

Names of sources and targets are in its tables; they are looked up where the preset is used. Which
measures the study has may be said when it is built, so a preset may name any that there is.
"""

from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl

from setupscope.data.errors import quoted, unknown
from setupscope.data.measures import MEASURES
from setupscope.data.study.study import Preset, Study
from setupscope.data.vocabulary import SLICE_KEYS


def preset_mistakes(study: Study, preset: Preset) -> Iterable[str]:
    """Keys, scenarios and measures of a preset that are not known."""
    accepted: Mapping[str, Iterable[str]] = {
        "scenario": [scenario.name for scenario in study.scenarios],
        "measure": MEASURES,
    }
    where = f"preset {quoted(preset.key)}"
    for key, values in parse_qsl(preset.slice, keep_blank_values=True):
        if key not in SLICE_KEYS:
            yield f"{where}: {unknown('key', key, SLICE_KEYS)}"
        for value in values.split(",") if key in accepted else ():
            if value not in accepted[key]:
                yield f"{where}: {unknown(key, value, accepted[key])}"
    scenarios = dict(parse_qsl(preset.slice)).get("scenario", "").split(",")
    if len(scenarios) != 1 or not scenarios[0]:
        yield f"{where}: slice {quoted(preset.slice)} must name one scenario: scenario=NAME"


def measures_named(preset: Preset) -> list[str]:
    """The measures that a preset names; none where it is of all."""
    pairs = parse_qsl(preset.slice)
    return [key for name, values in pairs if name == "measure" for key in values.split(",")]
