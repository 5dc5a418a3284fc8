"""What somebody wrote in a form that cannot be taken any more, so that the page that says so gives it back."""

import sys

from django import forms
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, UnreadablePostError

from core.forms.unsent import FIELD, Copy
from core.refusals import Refusal

# Shorter answers, choices and keys are quickly given again.
SHORTEST = 20
LONGEST = 100_000
_SECRET = ("password", "csrf", "token", "code")


def sent_words(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the longer texts of the form that was sent, each with the name of its field in readable letters.

    Nothing for a page that was only opened, and nothing of what is secret or no text of a person.
    """
    if request.method != "POST":
        return []
    try:
        fields = request.POST
    except (BadRequest, SuspiciousOperation, UnreadablePostError, Refusal):
        # It could not be read at all: too large, cut off, or no form. The page says which.
        return []
    copy = Copy.read(fields.get(FIELD, ""))
    form = copy.form if copy else ""
    return [
        (field_label(form, name), value[:LONGEST])
        for name, values in fields.lists()
        for value in values
        if _is_text(name, value)
    ]


def field_in_words(name: str) -> str:
    """Return the name of a field as people read it, where its form is not at hand."""
    return name.replace("_", " ").capitalize()


def field_label(form: str, field: str) -> str:
    """Return the label of a field as its form shows it, or its name in readable letters.

    The name of the form came with it, so nothing is imported for it: a form that is used here is loaded already.
    """
    module, _dot, name = form.rpartition(".")
    kind = getattr(sys.modules.get(module), name, None)
    if isinstance(kind, type) and issubclass(kind, forms.BaseForm):
        known = getattr(kind, "base_fields", {}).get(field)
        if known is not None and known.label and not known.widget.is_hidden:
            return str(known.label)
    return field_in_words(field)


def is_secret(name: str) -> bool:
    """Tell whether a field holds what nobody may keep, by its name."""
    return any(part in name.lower() for part in _SECRET)


def _is_text(name: str, value: str) -> bool:
    """Tell whether a person wrote this. Scripts without spaces are text as well; keys are ASCII in one word."""
    if name == FIELD:
        # The mark of the copy of the form, which nobody wrote.
        return False
    is_one_word = value.isascii() and len(value.split()) < 2
    return len(value.strip()) >= SHORTEST and not is_secret(name) and not is_one_word
