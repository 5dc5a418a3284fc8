"""Charts made on the server: an SVG with title and description, the same data in a table, and the source.

A page that shows one links ``core/charts.css``; without it, and in a PDF, the pictures keep their own colours.
Pictures are 380 units wide, so that their text stays readable on a telephone. Every series differs by marker
and by line as well as by colour, and every text is clipped or moved aside rather than set over another.
"""

from .bars import Bar, bar_chart
from .figure import About, Figure
from .gradient import Line, gradient_chart
from .progress import Step, can_draw, progress_chart
from .series import Series
from .sparkline import sparkline
from .trend import Panel, trend_chart

__all__ = [
    "About",
    "Bar",
    "Figure",
    "Line",
    "Panel",
    "Series",
    "Step",
    "bar_chart",
    "can_draw",
    "gradient_chart",
    "progress_chart",
    "sparkline",
    "trend_chart",
]
