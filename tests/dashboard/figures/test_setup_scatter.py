"""One setup drawn: names of the best and the worst have room within the plot."""

from dataclasses import replace

from setupscope.analysis.questions.one_setup import one_setup
from setupscope.dashboard.figures.setup import setup_scatter
from setupscope.dashboard.figures.theme import Look
from setupscope.data.study.setup_ids import SetupId

LONG = "ConvNeXt small on 22k"


def drawn(study, one):
    return setup_scatter(study, one, ("leep",), {"leep": "#000"}, Look())


def test_a_long_name_is_broken_and_lowers_the_end_of_the_axis(small):
    study = small.study
    id_ = SetupId.parse("classification-source/dtd/frozen/pearson/7ffef", study)
    one = one_setup(small.setups(), small.measurements(), study, id_)
    worst = one.candidates.loc[one.candidates["performance"].idxmin(), "candidate"]
    long = drawn(replace(study, labels={**study.labels, worst: LONG}), one)
    said = [text.strip() for trace in long["data"] for text in trace.get("text", ())]
    assert "ConvNeXt small<br>on 22k" in said
    ends = [figure["layout"]["yaxis"]["range"] for figure in (drawn(study, one), long)]
    assert ends[1][0] < ends[0][0] < one.candidates["performance"].min()
