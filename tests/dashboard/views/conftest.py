"""Pages on which a reader brings something of her own."""

import pytest


@pytest.fixture
def own(opened, small_link, monkeypatch):
    """The page, on a server that takes uploads."""
    monkeypatch.setenv("SETUPSCOPE_UPLOADS", "yes")
    return opened(small_link, "your_metric")
