"""The studies that all tests here hold beside each other."""

import pytest


@pytest.fixture(scope="package")
def stores(several_stores):
    """Four small stores, by the names of their studies."""
    return several_stores


@pytest.fixture(scope="package")
def held(stores):
    """What `analysis.across` takes of them."""
    return {name: (store.setups(), store.study) for name, store in stores.items()}
