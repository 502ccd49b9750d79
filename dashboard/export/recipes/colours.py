"""Which colours has an exhibit?"""

from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.figures.palette import METRIC_COLOURS, metric_colours
from setupscope.dashboard.figures.theme import Look


def colours_of(exhibit: Exhibit, look: Look) -> dict[str, str]:
    """The colour, or the shade of grey, of each metric; one that was added always has one."""
    slice_, study = exhibit.slice_, exhibit.slice_.study
    metrics = study.among_first(study.metric_keys, len(METRIC_COLOURS))
    return metric_colours(metrics, slice_.metric_keys(), grey=look.grey)
