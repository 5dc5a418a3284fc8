"""Writing a field: label, hint, error and input, in that order."""

from collections.abc import Iterable
from functools import cache

from django.forms import BoundField, MultiWidget
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from core.forms.markup import attributes, escape
from core.forms.widgets import widget_html


def field_html(
    field: BoundField,
    *,
    label: StrOrPromise = "",
    says_optional: bool = True,
    css_class: str = "",
) -> SafeString:
    """Write a field; on request with another label or legend, without the word "optional", or with a class of its own.

    A search form marks nothing as optional, nor does a form whose fields may only wait.
    """
    if field.is_hidden:
        return widget_html(field)
    errors = field.form.errors.get(field.name)
    name = escape(label or field.label)
    words = _hint(field) + (_error(field, errors) if errors else "")
    optional = "" if field.field.required or not says_optional else _optional(get_language())
    css = f"field{' has-error' if errors else ''}{f' {escape(css_class)}' if css_class else ''}"
    match kind_of(field):
        case "check":
            html = f'<div class="{css}">{_check(field, name, words)}</div>'
        case "group":
            by = field.aria_describedby
            told = f' aria-describedby="{escape(by)}"' if by else ""
            legend = f"<legend>{name}{optional}</legend>"
            html = f'<fieldset class="{css}"{told}>\n{legend}{words}\n{widget_html(field)}\n</fieldset>'
        case _:
            label_html = _label(field, f"{name}{optional}") if name else ""
            html = f'<div class="{css}">\n{label_html}{words}\n{widget_html(field)}\n</div>'
    return mark_safe(html)  # noqa: S308  (each part is escaped)


def kind_of(field: BoundField) -> str:
    """Return the layout of the field: ``check``, ``group`` with a legend, or plain ``input``."""
    widget = field.field.widget
    if widget.use_fieldset or isinstance(widget, MultiWidget):
        return "group"
    return "check" if getattr(widget, "input_type", "") == "checkbox" else "input"


def _label(field: BoundField, inside: str) -> str:
    return f"<label{attributes({'for': field.id_for_label or False})}>{inside}</label>"


def _check(field: BoundField, name: str, words: str) -> str:
    label = _label(field, name)
    return f'<div class="choice">\n{widget_html(field)}\n{label}{words}\n</div>'


def _hint(field: BoundField) -> str:
    hint = escape(field.help_text)
    return f'\n<div class="hint"{_place(field, "helptext")}>{hint}</div>' if hint else ""


def _place(field: BoundField, part: str) -> str:
    """Return the id by which the input names its hint or error; a form without ids has none."""
    return f' id="{escape(field.auto_id)}_{part}"' if field.auto_id else ""


def _error(field: BoundField, errors: Iterable[object]) -> str:
    mark = f'<span class="visually-hidden">{escape(_("Error:"))}</span>'
    lines = "".join(f"<p>{mark} {escape(error)}</p>" for error in errors)
    return f'\n<div class="error"{_place(field, "error")}>{lines}</div>'


@cache
def _optional(language: str | None) -> str:
    """Return the mark of what may stay empty; a form says it twenty times, and Django would look it up each time."""
    return f' <span class="optional">{escape(_("(optional)"))}</span>'
