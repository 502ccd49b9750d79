"""Which colours has an exhibit?"""

from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.figures.palette import metric_colours
from setupscope.dashboard.figures.theme import Look


def colours_of(exhibit: Exhibit, look: Look) -> dict[str, str]:
    """The colour, or the shade of grey, of each metric of its study."""
    slice_ = exhibit.slice_
    return metric_colours(slice_.study.metric_keys, slice_.metric_keys(), grey=look.grey)
