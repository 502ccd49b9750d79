"""Each figure is explained where it stands."""

from setupscope.dashboard.export.recipes.figures import FIGURES
from setupscope.dashboard.text.reading import READINGS, how_to_read
from setupscope.data.study.study_file import SHIPPED_STUDY, load_study


def test_every_figure_says_what_its_marks_are_in_the_nouns_of_its_scenario():
    assert set(READINGS) == set(FIGURES)
    study = load_study(SHIPPED_STUDY)
    for scenario in study.scenarios:
        texts = {name: how_to_read(name, study, scenario) for name in FIGURES}
        assert all("**Mark" in text for text in texts.values())
        assert not any("{given}" in text or "{{" in text for text in texts.values())
        assert f"A dot is a {study.noun(scenario, 'given')} that is" in texts["leave-one-out"]


def test_what_a_click_does_is_said_of_exactly_the_figures_with_marks_to_click():
    for reading in READINGS.values():
        assert ("**Click.**" in reading.text) == bool(reading.mark)
