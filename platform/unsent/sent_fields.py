"""Which fields of a sent form are kept: what people write and choose, never what is secret."""

from django.http import HttpRequest

from core.forms.sent_words import SHORTEST, is_secret
from core.forms.unsent import FIELD

ADDRESS_FIELD = "unsent_address"
TITLE_FIELD = "unsent_title"
_NOT_KEPT = frozenset({FIELD, ADDRESS_FIELD, TITLE_FIELD, "form_key", "kept_post"})


def fields_of(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the names and values of the form that was sent, in their order."""
    return [
        (name.replace("\0", ""), value.replace("\0", ""))
        for name, values in request.POST.lists()
        for value in values
        if name not in _NOT_KEPT and not is_secret(name)
    ]


def are_worth_keeping(fields: list[tuple[str, str]]) -> bool:
    """Tell whether a person wrote more than they would quickly write again."""
    return any(len(value.strip()) >= SHORTEST for _name, value in fields)
