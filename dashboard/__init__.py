"""Streamlit views, figures and command line; holds no statistics of its own."""
