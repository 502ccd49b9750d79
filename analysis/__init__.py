"""Questions asked of any slice of scored setups; knows nothing of pages."""

from analysis.wins import win_rates

__all__ = ["win_rates"]
