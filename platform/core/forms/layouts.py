"""What a form is laid out with: groups, rows, buttons, and fields by their names.

Each part writes itself, given the form and what the page knows. A part of one's own is a class with ``render``.
"""

from typing import Any, NamedTuple, Protocol

from django.forms import BaseForm
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django_stubs_ext import StrOrPromise

from core.forms.fields import field_html
from core.forms.markup import attributes, escape


class Page(NamedTuple):
    """Where a form stands: what its page knows, and whether it says which fields may stay empty."""

    context: Context
    says_optional: bool = True


class Part(Protocol):
    """Something in a form."""

    def render(self, form: Any, page: Page, /) -> str:
        """Return its HTML."""


# A part, or the name of a field.
AnyPart = Part | str


class Layout:
    """Parts one after another."""

    def __init__(self, *fields: AnyPart) -> None:
        self.fields = list(fields)

    def insert(self, place: int, part: AnyPart) -> None:
        """Add a part before the one at this place."""
        self.fields.insert(place, part)

    def render(self, form: BaseForm, page: Page) -> SafeString:
        """Return the parts. Raises ``KeyError`` for the name of a field that the form does not have."""
        html = "".join(
            field_html(form[part], says_optional=page.says_optional)
            if isinstance(part, str)
            else part.render(form, page)
            for part in self.fields
        )
        return mark_safe(html)  # noqa: S308  (each part is escaped)


class Div(Layout):
    """Parts in an element."""

    usual_class = ""

    def __init__(self, *fields: AnyPart, css_class: str = "") -> None:
        super().__init__(*fields)
        self.css_class = f"{self.usual_class} {css_class}".strip()

    def render(self, form: BaseForm, page: Page) -> SafeString:
        inside = super().render(form, page)
        css = f' class="{escape(self.css_class)}"' if self.css_class else ""
        return mark_safe(f"<div{css}>{inside}</div>")  # noqa: S308  (as above)


class Row(Div):
    """Fields side by side, where there is room."""

    usual_class = "field-row"


class ButtonHolder(Div):
    """The buttons of a form."""

    usual_class = "actions"


class Fieldset(Layout):
    """Parts that belong together, below words that say how."""

    def __init__(self, legend: StrOrPromise, *fields: AnyPart) -> None:
        super().__init__(*fields)
        self.legend = legend

    def render(self, form: BaseForm, page: Page) -> SafeString:
        inside = super().render(form, page)
        legend = f"<legend>{escape(self.legend)}</legend>" if self.legend else ""
        return mark_safe(f'<fieldset class="group">\n{legend}{inside}</fieldset>')  # noqa: S308  (as above)


class Field:
    """A field with a look of its own: written by another template, which is given it as ``field``, or never called optional."""

    def __init__(self, name: str, *, template: str = "", says_optional: bool = True) -> None:
        self.name = name
        self.template = template
        self.says_optional = says_optional

    def render(self, form: BaseForm, page: Page) -> SafeString:
        field = form[self.name]
        if self.template:
            return render_to_string(self.template, {"field": field})
        return field_html(field, says_optional=self.says_optional)


class Submit:
    """A button that sends the form, with its own name."""

    def __init__(
        self, name: str, label: StrOrPromise, *, css_class: str = "", **attrs: str | bool
    ) -> None:
        self.name = name
        self.label = label
        self.css_class = css_class
        self.attrs = {name.replace("_", "-"): value for name, value in attrs.items()}

    def render(self, form: BaseForm, page: Page) -> SafeString:
        name, css = escape(self.name), f"button {escape(self.css_class)}".strip()
        html = (
            f'<button type="submit" name="{name}" value="" id="submit-id-{slugify(self.name)}"'
            f' class="{css}"{attributes(self.attrs)}>{escape(self.label)}</button>'
        )
        return mark_safe(html)  # noqa: S308  (as above)


class Hidden:
    """A value that the form takes along."""

    def __init__(self, name: str, value: object) -> None:
        self.attrs = {"type": "hidden", "name": name, "value": str(value)}

    def render(self, form: BaseForm, page: Page) -> SafeString:
        return mark_safe(f"<input{attributes(self.attrs)}>")  # noqa: S308  (as above)


class Words:
    """A line between fields."""

    def __init__(self, words: StrOrPromise) -> None:
        self.words = words

    def render(self, form: BaseForm, page: Page) -> SafeString:
        return format_html('<p class="meta">{}</p>', self.words)


class Included:
    """A template in a form. It is given the values that the page has under these names, and nothing else."""

    def __init__(self, template: str, *names: str) -> None:
        self.template = template
        self.names = names

    def render(self, form: BaseForm, page: Page) -> SafeString:
        known = {name: page.context.get(name) for name in self.names}
        return render_to_string(self.template, known)
