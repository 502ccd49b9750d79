"""Stores with baselines that several tests stand on."""

import pytest

from setupscope.data.storage.derived import store_with_baselines


@pytest.fixture(scope="session")
def with_static_ranker(shipped):
    """The derived store of a scenario of the shipped study that ranks sources."""
    known = {}

    def of(scenario):
        return known.setdefault(scenario, store_with_baselines(shipped, scenario))

    return of
