"""Into which parts is a scenario's frame taken apart: each backbone, and all of several?"""

from collections.abc import Iterator

from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.frames.rows import Metrics, Rows, Setups
from setupscope.analysis.soundness.sampled import ALL


def by_backbone(setups: Setups, metrics: Metrics = None) -> Iterator[tuple[dict[str, str], Rows]]:
    """The setups of each scenario by backbone, then all of them where it has several.

    Raises
    ------
    InputError
        When a metric is unknown.
    """
    for levels, whole in fetch(setups, metrics).parts(()):
        scenario, parts = str(levels["scenario"]), list(whole.parts(["backbone"]))
        for own, part in parts:
            yield {"scenario": scenario, "backbone": str(own["backbone"])}, part
        if len(parts) > 1:
            yield {"scenario": scenario, "backbone": ALL}, whole
