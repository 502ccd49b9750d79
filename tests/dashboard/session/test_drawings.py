"""A figure is drawn once for each slice and look, and then kept."""

from dataclasses import replace

import pytest

from setupscope.dashboard.export.recipes.figures import FIGURES


@pytest.fixture
def draws(monkeypatch):
    """The slices of which win rates are drawn, one after the other."""
    recipe, found = FIGURES["win-rates"], []

    def draw(queries, exhibit, look):
        found.append((exhibit.slice_.measures, look.marked))
        return recipe.draw(queries, exhibit, look)

    monkeypatch.setitem(FIGURES, "win-rates", replace(recipe, draw=draw))
    return found


def test_a_figure_is_drawn_once_for_each_slice_and_look(opened, small_link, draws):
    keys = {"scenario": "segmentation-source", "size": "16-16", "with": "coco"}
    first = opened(small_link, "win_rates", measure="kendall", **keys)
    again = opened(small_link, "win_rates", measure="kendall", **keys)
    assert again.figures == first.figures
    assert draws == [(("kendall",), "")]
    marked = opened(small_link, "win_rates", measure="kendall", **keys, **{"p.wins": "gbc"})
    other = opened(small_link, "win_rates", measure="pearson", **keys)
    assert draws == [(("kendall",), ""), (("kendall",), "gbc"), (("pearson",), "")]
    assert first.figures[0] not in (marked.figures[0], other.figures[0])
