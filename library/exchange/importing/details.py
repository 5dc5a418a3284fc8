"""Reading the type fields of a row."""

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext as _

from library.catalogue.type_fields import Input, TypeField, type_fields_of
from library.exchange.citing.details import DETAIL_COLUMNS, PREFIX, as_read


def read_details(
    cells: Mapping[str, str], type_: str, reasons: list[tuple[str, str]]
) -> dict[str, str]:
    """Return the type fields that the row fills, and note what is wrong with one under its column."""
    own = {each.name: each for each in type_fields_of(type_)}
    details = {}
    for column in DETAIL_COLUMNS:
        text = as_read(cells.get(column, ""))
        field = own.get(column.removeprefix(PREFIX))
        if not text:
            continue
        if field is None:
            reasons.append((column, _("Works of this type do not have this field.")))
        elif problem := _problem(field, text):
            reasons.append((column, problem))
        else:
            details[field.name] = text
    return details


def _problem(field: TypeField, text: str) -> str:
    if field.choices is not None and text not in field.choices.values:
        words = {"value": text[:40], "known": ", ".join(field.choices.values)}
        return _("“%(value)s” is not known. Use one of: %(known)s.") % words
    if field.input is Input.DAY:
        try:
            dt.date.fromisoformat(text)
        except ValueError:
            return _("Enter the day as year, month and day, such as 2026-03-14.")
    if field.input is Input.LINE and "\n" in text:
        return _("Write it on one line.")
    return ""
