"""Questions asked of any slice of scored setups; knows nothing of pages."""

from analysis.slices import Slice
from analysis.wins import win_rates

__all__ = ["Slice", "win_rates"]
