"""Messages after an act: what happened, with a link to the thing, and a button that takes the act back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.shortcuts import resolve_url
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Undo:
    """The button that takes an act back: the address that it is sent to, and the fields that it sends.

    The view that takes it asks for the permission again and checks the fields, as for any other form, and its
    action repeats safely. The button is gone with the message, at the next page.
    """

    to: str
    fields: Mapping[str, object] = field(default_factory=dict)

    @property
    def button(self) -> SafeString:
        """Write the button with its fields. ``components/messages.html`` puts them into a form."""
        fields = format_html_join(
            "", '<input type="hidden" name="{}" value="{}">', self.fields.items()
        )
        return format_html(
            '{}<button class="button button-quiet button-small" formaction="{}">{}</button>',
            fields,
            self.to,
            _("Undo"),
        )


def linked(words: object, to: Any, *args: Any) -> SafeString:
    """Write words as a link, for a message; ``to`` and ``args`` are what ``redirect`` takes."""
    return format_html('<a href="{}">{}</a>', resolve_url(to, *args), words)


def told(sentence: StrOrPromise, undo: Undo | None = None, **parts: object) -> SafeString:
    """Write a message: its sentence, with links in the places of ``parts``, and the button that undoes it."""
    text = escape(sentence)
    if parts:
        # Numbers stay numbers, for "%(count)d".
        written = {
            name: part if isinstance(part, int) else format_html("{}", part)
            for name, part in parts.items()
        }
        text = mark_safe(text % written)  # noqa: S308  (sentence and parts are escaped)
    return format_html("{} {}", text, undo.button) if undo else text
