"""A button that copies the address of what is seen, complete enough to be cited."""

import streamlit as st

HTML = '<button type="button">Copy link</button><span role="status" aria-live="polite"></span>'

CSS = """
:host { display: block; font-family: var(--st-font); }
button {
  font: inherit; font-size: 0.875rem; color: var(--st-text-color); background: transparent;
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius);
  padding: 0.25rem 0.75rem; min-height: 2.5rem; cursor: pointer; white-space: nowrap;
}
button:hover { color: var(--st-primary-color); border-color: var(--st-primary-color); }
button:focus-visible { outline: 3px solid var(--st-text-color); outline-offset: 2px; }
span { margin-left: 0.5rem; font-size: 0.875rem; color: var(--st-text-color); }
"""

# Where the browser denies its clipboard, as it does off this machine without TLS, the link
# is put before the reader to be copied by hand.
JS = """
export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button");
  const said = parentElement.querySelector("span");
  button.onclick = async () => {
    const place = window.location.origin + window.location.pathname;
    const link = place + "?" + data.query;
    try {
      await navigator.clipboard.writeText(link);
      said.textContent = "Copied";
    } catch (denied) {
      window.prompt("Copy this link:", link);
    }
    window.setTimeout(() => { said.textContent = ""; }, 2500);
  };
}
"""

_button = st.components.v2.component("copy_link", html=HTML, css=CSS, js=JS)


def copy_link(query: str) -> None:
    """A button that copies this page's address with another query."""
    _button(data={"query": query}, key="copy link", height="content")
