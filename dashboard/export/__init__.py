"""Figures and tables that leave the tool, and what goes with them."""
