"""How a work is cited and handed on: three styles, and the formats of reference managers and spreadsheets."""

from library.citing.formats import FORMATS, MOST_ROWS, Format, exported
from library.citing.styles import STYLES, apa, harvard, vancouver
from library.citing.work import Name, Work, work_of

__all__ = [
    "FORMATS",
    "MOST_ROWS",
    "STYLES",
    "Format",
    "Name",
    "Work",
    "apa",
    "exported",
    "harvard",
    "vancouver",
    "work_of",
]
