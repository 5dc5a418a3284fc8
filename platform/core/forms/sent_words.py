"""What somebody wrote in a form that cannot be taken any more, so that the page that says so gives it back."""

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, UnreadablePostError

from core.forms.unsent import FIELD
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
    return [
        (field_in_words(name), value[:LONGEST])
        for name, values in fields.lists()
        for value in values
        if _is_text(name, value)
    ]


def field_in_words(name: str) -> str:
    """Return the name of a field as people read it, where its form is not at hand."""
    return name.replace("_", " ").capitalize()


def is_secret(name: str) -> bool:
    """Tell whether a field holds what nobody may keep, by its name."""
    return any(part in name.lower() for part in _SECRET)


def _is_text(name: str, value: str) -> bool:
    """Tell whether a person wrote this. Scripts without spaces are text as well; keys are ASCII in one word."""
    is_one_word = value.isascii() and len(value.split()) < 2
    is_theirs = name != FIELD and not is_secret(name)
    return len(value.strip()) >= SHORTEST and is_theirs and not is_one_word
