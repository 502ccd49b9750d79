"""Names, numbers and findings in words; knows no Streamlit and no Plotly."""
