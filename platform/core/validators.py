"""Checks of text that models and forms share."""

import datetime as dt
import unicodedata
from collections.abc import Container

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_OF_PARAGRAPHS = frozenset("\t\n\r")
# These reverse the text after them. Right-to-left scripts need none of them: the marks (U+200E,
# U+200F) and the joiners (U+200C, U+200D), which they do need, stay.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LINE_ENDS = frozenset("\u2028\u2029")


_FIRST_YEAR, _LAST_YEAR = 2000, 2100


def plausible_day(value: dt.date) -> None:
    """Refuse a day of another age: a slip of the pen, and beyond what clocks and calendars can count."""
    if not _FIRST_YEAR <= value.year <= _LAST_YEAR:
        raise ValidationError(
            _("Enter a year from %(first)s to %(last)s."),
            code="another_age",
            params={"first": str(_FIRST_YEAR), "last": str(_LAST_YEAR)},
        )


def no_control_characters(value: str) -> None:
    """Refuse control characters in a text of one line, line breaks included."""
    _refuse(value, allowed=(), further=_TURNING | _LINE_ENDS)


def no_control_characters_in_paragraphs(value: str) -> None:
    """Refuse control characters in a text of many lines, which may have line breaks and tabs."""
    _refuse(value, allowed=_OF_PARAGRAPHS, further=_TURNING)


def _refuse(value: str, *, allowed: Container[str], further: Container[str]) -> None:
    for character in value:
        is_control = unicodedata.category(character) in {"Cc", "Cs"} and character not in allowed
        if is_control or character in further:
            raise ValidationError(
                _("Remove the invisible control characters. They often come with copied text."),
                code="control_characters",
            )
