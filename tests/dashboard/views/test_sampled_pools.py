"""More candidates than a 64-bit mask holds: pools are drawn, and every page works."""

import numpy as np
import pytest

from setupscope.analysis.audit.made_up import KINDS, made_up
from setupscope.dashboard.session.pages import PAGES
from setupscope.data.study.setup_ids import SetupId

KIND = next(kind for kind in KINDS if kind.name == "sampled-of-many")


@pytest.fixture(scope="module")
def sampled(tmp_path_factory):
    """The store, with its link."""
    folder = tmp_path_factory.mktemp("sampled")
    return made_up(KIND, np.random.default_rng(7), folder), folder / KIND.name


def test_every_page_says_something_of_it(sampled, opened):
    page = opened(sampled[1], "findings")
    for other in PAGES.values():
        page.turn_to(other.title)
        assert not page.app.error
        assert page.sentence
    page.turn_to("Setup")
    assert "over 63 sources" in page.sentence


def test_a_setup_has_a_short_link_and_a_slice_of_large_pools_too(sampled, opened):
    store, link = sampled
    rows = store.setups().filter("pool_size = 63").df().iloc[[0]]
    row = rows[["scenario", "given", "backbone", "measure"]].iloc[0]
    id_ = SetupId(*row, pool=int(rows["pool"].iloc[0], 16))
    assert len(str(id_).rsplit("/", 1)[1]) < 14
    assert SetupId.parse(str(id_), store.study) == id_
    for end in ("~", "~!", "~" + "_" * 20, "~AAAA"):
        with pytest.raises(Exception, match="of a setup is not accepted"):
            SetupId.parse(str(id_).rsplit("/", 1)[0] + "/" + end, store.study)
    page = opened(link, "setup", scenario=row["scenario"], **{"p.setup": str(id_), "size": "60-63"})
    assert not page.problems
    assert "63 sources" in page.sentence


def test_a_slice_that_no_drawn_pool_meets_says_so(sampled, opened):
    store, link = sampled
    scenario = store.study.scenarios[0].name
    names = store.study.names_of(scenario).candidates
    page = opened(link, "win_rates", scenario=scenario, size="14", **{"with": ",".join(names[:9])})
    assert "None of the pools that were drawn holds what the slice asks for" in page.text
    assert "a sample of 12 pools a given" in page.text
