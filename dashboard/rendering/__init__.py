"""Figures as PDF, SVG and PNG."""

from dashboard.rendering.renderer import NoBrowserError, RenderingFailedError, can_render, render

__all__ = ["NoBrowserError", "RenderingFailedError", "can_render", "render"]
