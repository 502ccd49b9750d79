"""Pages may stand beneath a path of their host."""

import pytest

from setupscope.dashboard.asgi import start_page
from setupscope.dashboard.server.base_path import parsed_base_path
from setupscope.data import InputError


@pytest.mark.parametrize("text", ["scope/x", "/scope/x", "/scope/x/", "scope/x/"])
def test_slashes_around_a_base_path_do_not_matter(text):
    assert parsed_base_path(text) == "/scope/x"


def test_without_parts_there_is_no_base_path():
    assert parsed_base_path("") == parsed_base_path("/") == ""


@pytest.mark.parametrize("text", ["a//b", "..", "/a/../b", "a b", "a?b", "a#b", "ü", '"', "a%20b"])
def test_what_is_no_path_is_refused_in_one_sentence(text):
    with pytest.raises(InputError, match="such as /setupscope"):
        parsed_base_path(text)


def test_the_start_page_says_where_the_server_is():
    assert 'BACKEND_BASE_URL: window.location.origin + "/win-rates"}' in start_page("/win-rates")
    assert "pathname.replace" in start_page()
