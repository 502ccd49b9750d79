"""From a small table to a Plotly figure; computes nothing."""
