"""How were uploaded tables read? Their first rows, as they stand there."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.uploads.messages import ReadTable


def show_preview(tables: Sequence[ReadTable], key: str) -> None:
    """The first rows of one of the tables, and what it is."""
    names = [table.name for table in tables]
    chosen = names[0]
    if len(tables) > 1:
        chosen = st.selectbox(f"Preview of {len(tables)} tables", names, key=key)
    table = tables[names.index(chosen)]
    head = pd.DataFrame(table.head, columns=pd.Index(_told_apart(table.columns)), dtype=str)
    st.dataframe(head, hide_index=True, height="content")
    rest = f"; the first {len(table.head)} are shown" if table.rows > len(table.head) else ""
    st.caption(escaped(f"{table.name}: {table.form}, {table.rows:,} rows{rest}."))


def _told_apart(columns: Sequence[str]) -> list[str]:
    """Names of columns; a blank one for the names of rows."""
    return [column or " " for column in columns]
