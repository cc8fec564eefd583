"""Axes: the proposals actors can support or oppose, and the gate that finds passages which speak to them."""

from tracker.axes.file import check_axes, load_axes
from tracker.axes.gate import Gate, Hit
from tracker.axes.nodes import Problem

__all__ = ["Gate", "Hit", "Problem", "check_axes", "load_axes"]
