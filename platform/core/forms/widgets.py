"""How each widget is written. ``WRITERS`` names a function for each of Django's templates of widgets.

Each takes what Django would give the template as ``widget``, and escapes it. A page with fifty fields would spend most of its time on
templates. A widget that is to look otherwise gets a ``template_name`` of its own, and is written by that template.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.forms import (
    BoundField,
    CheckboxSelectMultiple,
    DateInput,
    EmailInput,
    HiddenInput,
    NumberInput,
    RadioSelect,
    Select,
    SelectMultiple,
    Textarea,
    TextInput,
    URLInput,
)
from django.forms.renderers import TemplatesSetting, get_default_renderer
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.forms.long_lists import choices_html, select_html
from core.forms.markup import attributes, escape

Words = Mapping[str, Any]
Writer = Callable[[Words], str]
Straight = Callable[[Any, str, Any, dict[str, Any]], str]


class Renderer(TemplatesSetting):
    """Writes widgets by ``WRITERS``, and all else of forms by templates."""

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> SafeString:
        writer = WRITERS.get(template_name)
        if writer is None:
            return mark_safe(super().render(template_name, context, request))  # noqa: S308  (a template's)
        return mark_safe(writer(context["widget"]))  # noqa: S308  (writers escape what they are given)


def widget_html(field: BoundField) -> SafeString:
    """Write the input of a field as ``{{ field }}`` does; plain inputs and lists of Django's without what Django asks for each."""
    widget = field.field.widget
    write = _STRAIGHT.get(type(widget))
    if write is None or not _is_plain(field):
        return mark_safe(str(field))  # noqa: S308  (Django's own)
    value = widget.format_value(field.value())
    return mark_safe(write(widget, field.html_name, value, _attrs_of(field)))  # noqa: S308  (as above)


def _is_plain(field: BoundField) -> bool:
    """Tell whether nothing about the field, its widget or its form was changed that the short way would not see."""
    return (
        vars(field.field.widget).keys() <= _USUAL
        and type(field) is BoundField
        and type(field.form.renderer) is Renderer
        and not (field.field.localize or field.field.show_hidden_initial)
    )


def _attrs_of(field: BoundField) -> dict[str, Any]:
    """Return the attributes of a widget without parts, in the order in which ``BoundField.as_widget`` gives them."""
    own, widget, form, place = field.field, field.field.widget, field.form, field.auto_id
    attrs: dict[str, Any] = widget.attrs.copy()
    is_required = own.required and form.use_required_attribute
    if is_required and widget.use_required_attribute(field.initial):
        attrs["required"] = True
    if own.disabled:
        attrs["disabled"] = True
    if not widget.is_hidden:
        errors = form.errors.get(field.name)
        if errors:
            attrs["aria-invalid"] = "true"
        if place and not widget.use_fieldset and not attrs.get("aria-describedby"):
            hint = f"{place}_helptext" if escape(field.help_text) else ""
            told = f"{hint} {place}_error".strip() if errors else hint
            if told:
                attrs["aria-describedby"] = told
    if place and "id" not in widget.attrs:
        attrs["id"] = place
    return attrs


def part_html(widget: Words, *, kind: str = "") -> SafeString:
    """Write a widget within another one; within a template of its own as the kind of Django's widgets that it is."""
    template = f"django/forms/widgets/{kind}.html" if kind else widget["template_name"]
    return mark_safe(get_default_renderer().render(template, {"widget": widget}))  # noqa: S308  (as above)


def _input(widget: Words) -> str:
    value = widget["value"]
    has_value = "" if value is None else f' value="{escape(value)}"'
    return (
        f'<input type="{escape(widget["type"])}" name="{escape(widget["name"])}"'
        f"{has_value}{attributes(widget['attrs'])}>"
    )


def _number(widget: Words) -> str:
    """Write a text input: a number input throws away what is no number, so that it could not be shown again."""
    step = str(widget["attrs"].get("step", ""))
    keys = "decimal" if step == "any" or "." in step else "numeric"
    kept = {k: v for k, v in widget["attrs"].items() if k not in {"min", "max", "step"}}
    value = "" if widget["value"] is None else f' value="{escape(widget["value"])}"'
    return (
        f'<input type="text" inputmode="{keys}" name="{escape(widget["name"])}"'
        f"{value}{attributes(kept)}>"
    )


def _textarea(widget: Words) -> str:
    # The line break after the tag is none of the text: without it a first empty line would be lost.
    return (
        f'<textarea name="{escape(widget["name"])}"{attributes(widget["attrs"])}>\n'
        f"{escape(widget['value']) if widget['value'] else ''}</textarea>"
    )


def _select(widget: Words) -> str:
    groups = (
        (
            group,
            [_option(each["value"], each["label"], attributes(each["attrs"])) for each in options],
        )
        for group, options, _index in widget["optgroups"]
    )
    return _select_of(widget["name"], widget["attrs"], groups)


def _select_of(name: str, attrs: Words, groups: Iterable[tuple[Any, list[str]]]) -> str:
    parts = [f'<select name="{escape(name)}"{attributes(attrs)}>']
    for group, options in groups:
        if group:
            parts.append(f'\n  <optgroup label="{escape(group)}">')
        parts += options
        if group:
            parts.append("\n  </optgroup>")
    return "".join([*parts, "\n</select>"])


def _option(value: Any, label: Any, marks: str) -> str:
    return f'\n  <option value="{escape(value)}"{marks}>{escape(label)}</option>'


def _choices(widget: Words) -> str:
    groups = (
        (group, [_choice(each) for each in options])
        for group, options, _index in widget["optgroups"]
    )
    return _choices_of(widget["attrs"], groups)


def _choices_of(attrs: Words, groups: Iterable[tuple[Any, list[str]]]) -> str:
    css = f" {escape(attrs['class'])}" if attrs.get("class") else ""
    place = f' id="{escape(attrs["id"])}"' if attrs.get("id") else ""
    parts = [f'<div class="choices{css}"{place}>']
    for group, options in groups:
        if group:
            parts.append(f'<p class="label">{escape(group)}</p>')
        parts += options
    return "".join([*parts, "</div>"])


def _choice(option: Words) -> str:
    return (
        f'<div class="choice">{_input(option)}{_label_of(option["attrs"], option["label"])}</div>'
    )


def _label_of(attrs: Words, label: Any) -> str:
    return f"<label{attributes({'for': attrs.get('id') or False})}>{escape(label)}</label>"


def _parts(widget: Words) -> str:
    """Write a moment in two parts, each with its own label and looks."""
    parts = [
        f"<div>{_label_of(part['attrs'], label)}{part_html(part)}</div>"
        for part, label in zip(widget["subwidgets"], (_("Date"), _("Time")), strict=True)
    ]
    return f'<div class="parts">{"".join(parts)}</div>'


def _of_words(write: Writer) -> Straight:
    return lambda widget, name, value, attrs: write(
        {
            "name": name,
            "value": value,
            "attrs": attrs,
            "type": getattr(widget, "input_type", ""),
        }
    )


# What every plain widget has of its own. One with more was changed after it was made.
_USUAL = {"attrs", "_choices", "is_required", "input_type", "format"}
# By the class itself: what a class below it changes would not be seen.
_STRAIGHT: dict[type, Straight] = {
    **dict.fromkeys((TextInput, EmailInput, URLInput, HiddenInput, DateInput), _of_words(_input)),
    NumberInput: _of_words(_number),
    Textarea: _of_words(_textarea),
    Select: select_html,
    SelectMultiple: select_html,
    CheckboxSelectMultiple: choices_html,
    RadioSelect: choices_html,
}
_INPUTS = (
    "text",
    "email",
    "url",
    "password",
    "hidden",
    "file",
    "date",
    "datetime",
    "time",
    "checkbox",
)
_OF_DJANGO: dict[str, Writer] = {
    **dict.fromkeys(_INPUTS, _input),
    **dict.fromkeys(("search", "tel", "color"), _input),
    "number": _number,
    "textarea": _textarea,
    "select": _select,
    "checkbox_select": _choices,
    "radio": _choices,
    "checkbox_option": _choice,
    "radio_option": _choice,
    "splitdatetime": _parts,
}
WRITERS = {f"django/forms/widgets/{name}.html": writer for name, writer in _OF_DJANGO.items()}
