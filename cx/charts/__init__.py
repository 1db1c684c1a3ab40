"""One Altair theme and one function per picture."""

from cx.charts.columns import distribution
from cx.charts.emotion import curve
from cx.charts.estimates import estimates
from cx.charts.export import png, svg
from cx.charts.frame import untitled
from cx.charts.grouped import grouped
from cx.charts.pairs import pairs
from cx.charts.quadrants import quadrants
from cx.charts.shares import shares
from cx.charts.theme import ACCENT, BETTER, UNCLEAR, WORSE, themed
from cx.charts.trend import trend

__all__ = [
    "ACCENT",
    "BETTER",
    "UNCLEAR",
    "WORSE",
    "curve",
    "distribution",
    "estimates",
    "grouped",
    "pairs",
    "png",
    "quadrants",
    "shares",
    "svg",
    "themed",
    "trend",
    "untitled",
]
