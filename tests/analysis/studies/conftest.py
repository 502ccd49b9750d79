"""The studies that all tests here hold beside each other."""

import pytest

from several_studies import several


@pytest.fixture(scope="package")
def stores(tmp_path_factory):
    """Four small stores, by the names of their studies."""
    return several(tmp_path_factory.mktemp("several"))


@pytest.fixture(scope="package")
def held(stores):
    """What `analysis.across` takes of them."""
    return {name: (store.setups(), store.study) for name, store in stores.items()}
