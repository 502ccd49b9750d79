"""Win rates shows the slice as it grows: a slider over the steps, which sets the slice."""

QUERY = {"scenario": "segmentation-target", "p.sweep": "on", "p.along": "pool_size"}


def test_the_slider_says_what_holds_at_a_step_and_makes_it_the_slice(opened, small_link):
    page = opened(small_link, "win_rates", QUERY)
    assert "In pools of 16, " in page.text
    assert len(page.figures) == 4
    slider = page.widget("select_slider", "Pool size")
    assert slider.options == ["15", "16"]
    slider.set_value(15.0)
    page.run()
    assert "In pools of 15, " in page.text
    assert (
        page.figures[1]["layout"]["shapes"][0]["x0"]
        < 0
        < page.figures[1]["layout"]["shapes"][0]["x1"]
    )
    assert "size" not in page.address
    page.press("Use as the slice")
    assert page.address["size"] == "15-15"
    assert "In pools of 15, " in page.text
    assert page.address["p.along"] == "pool_size"


def test_it_plays_from_the_start_and_random_parts_are_no_slices(opened, small_link):
    page = opened(small_link, "win_rates", {**QUERY, "p.along": "givens"})
    assert "With all 17 source datasets, " in page.text
    assert "so it is no slice itself" in page.text
    page.press("Play")
    assert "With 1 random source dataset, " in page.text
    late = page.widget("select_slider", "Random source datasets")._widget_state
    page.run()
    assert "With 2 random source datasets, " in page.text
    said = page.app._tree.get_widget_states()
    said.widgets.append(late)  # by a slow browser, which still shows the step before
    page.app._run(said)
    assert "With 3 random source datasets, " in page.text
    page.press("Pause")
    assert any(button.label == "Play" for button in page.app.button)


def test_a_choice_that_the_slice_does_not_have_is_named(opened, small_link):
    page = opened(small_link, "win_rates", {**QUERY, "p.along": "fact:parameters"})
    assert "unknown value of p.along" in page.problems
    assert "With one random setup, " in page.text


def test_along_a_fact_it_is_said_that_givens_outside_the_slice_are_drawn(opened, shipped_link):
    along = {"scenario": "segmentation-source", "p.sweep": "on", "p.along": "fact:many_classes"}
    whole = opened(shipped_link, "win_rates", along)
    assert "whichever are chosen" not in whole.text
    some = opened(shipped_link, "win_rates", along | {"given": "bdd,city,idd"})
    assert "The steps go over all target datasets, whichever are chosen on the panel." in some.text
