"""How does a reader choose how figures are printed?"""

from dataclasses import replace
from typing import Any

import streamlit as st

from setupscope.dashboard.export.presets import DPI, FONTS, PRESETS, SIZES, WIDTHS, Style
from setupscope.dashboard.session.collection import collection_state, edit
from setupscope.dashboard.session.widgets import set_widget, value_of


def choose_style(where: str) -> Style:
    """The widgets of the one style, that of all figures; returns it."""
    collection = collection_state().collection
    style = collection.style
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.selectbox(
            "Preset",
            list(PRESETS),
            key=set_widget(f"{where} preset", collection.preset),
            format_func=lambda key: PRESETS[key].label,
            on_change=lambda: _take_preset(value_of(f"{where} preset")),
            help="Text width, font and font size of a venue; each can be changed on the right.",
            width=270,
        )
        _number("Width (mm)", where, "width", WIDTHS, 0.5)
        _number("Text (pt)", where, "size", SIZES, 0.5)
        _pick("Font", where, "font", FONTS)
        _pick("PNG dpi", where, "dpi", DPI)
        st.toggle(
            "Greyscale",
            key=set_widget(f"{where} grey", style.grey),
            on_change=lambda: _take("grey", value_of(f"{where} grey")),
            help="Shades of grey instead of colours. Labels identify the metrics either way.",
        )
    return style


def _number(label: str, where: str, field: str, bounds: tuple[float, float], step: float) -> None:
    key = set_widget(f"{where} {field}", float(getattr(collection_state().collection.style, field)))
    st.number_input(
        label,
        *bounds,
        step=step,
        key=key,
        on_change=lambda: _take(field, value_of(key)),
        format="%g",
        width=130,
    )


def _pick(label: str, where: str, field: str, options: tuple[object, ...]) -> None:
    key = set_widget(f"{where} {field}", getattr(collection_state().collection.style, field))
    st.segmented_control(
        label,
        options,
        required=True,
        key=key,
        on_change=lambda: _take(field, value_of(key)),
    )


def _take_preset(key: str) -> None:
    own = collection_state().collection.style
    style = replace(PRESETS[key].style, grey=own.grey, dpi=own.dpi)
    edit(lambda collection: replace(collection, preset=key, style=style))


def _take(field: str, value: Any) -> None:  # noqa: ANN401
    edit(lambda collection: replace(collection, style=replace(collection.style, **{field: value})))
