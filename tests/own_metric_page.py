"""What readers do on the page Your metric, and what it then holds."""

import pandas as pd

from setupscope.data.study.study_file import SHIPPED_STUDY

SEGMENTATION = pd.read_csv(SHIPPED_STUDY.parent / "segmentation.csv")


def scores(column, rows=SEGMENTATION):
    table = rows[["source", "target"]].assign(score=rows[column])
    return table.to_csv(index=False)


def choose_results(page):
    page.app.segmented_control[0].set_value("A table of results")
    page.run()


def paste(page, text):
    page.app.text_area[0].set_value(text)
    return page.run()


def scored(page, text, name="Mine"):
    paste(page, text)
    page.widget("text_input", "Name of the metric").set_value(name)
    page.run()
    return page.press("Score it")


def columns_of(page):
    return [box for box in page.app.selectbox if box.label.endswith(" column")]


def errors(page):
    return [error.value.replace("\\", "") for error in page.app.error]


def held(page):
    return page.app.session_state["private"]
