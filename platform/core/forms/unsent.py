"""What somebody writes in a form of more than a line and has not sent yet: found again when the form is opened.

Every such form takes part unless its class says ``keeps_unsent = False``. Where the words are kept is registered by the
app that has the table for them, which is above this one; without it nothing is kept.

Each copy of a form that is opened gets a key of its own, in a hidden field. So two tabs keep two texts, and what is
continued in two places is noticed by the number of its last save.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, Self
from urllib.parse import parse_qsl, urlencode, urlsplit

from django import forms
from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString

from core.registry import Registry

# The hidden field, and the parameter of an address that asks to continue a text.
FIELD = "begun"
_LONGEST_MARK = 600
LONGEST_ADDRESS = 300
# Keys against double clicks belong to the copy of the form, not to the words.
_NOT_WORDS = frozenset({FIELD, "form_key"})


@dataclass(frozen=True)
class Copy:
    """One opened copy of a form: its key, the number of its last save, its class, and the page it stands on."""

    key: uuid.UUID
    number: int
    form: str
    page: str

    @property
    def mark(self) -> str:
        """Return the value of the hidden field."""
        return f"{self.key} {self.number} {self.form} {self.page}"

    @classmethod
    def read(cls, mark: str) -> Self | None:
        """Return the copy that a sent form names, or nothing for what we did not write."""
        parts = mark.split(" ", 3)
        if len(mark) > _LONGEST_MARK or len(parts) != 4 or "\0" in mark:
            return None
        key, number, form, page = parts
        is_number = number.isascii() and number.isdigit() and len(number) <= 6
        if not is_number or not is_own_page(page) or len(form) > LONGEST_ADDRESS:
            return None
        try:
            return cls(uuid.UUID(key), int(number), form, page)
        except ValueError:
            return None


class Text(Protocol):
    """A text that was kept."""

    key: uuid.UUID
    edit_number: int
    began_at: Any
    fields: Sequence[Sequence[str]]

    def get_absolute_url(self) -> str: ...


class Store(Protocol):
    """Where unsent texts are kept."""

    def find(self, request: HttpRequest, *, address: str, form: str, wanted: str) -> Text | None:
        """Return the reader's text for the form that is sent to this address: the wanted one, or the newest."""

    def keeping_address(self) -> str:
        """Return the address to which the script of a form sends what is written."""

    def will_keep(self, request: HttpRequest, copy: Copy) -> bool:
        """Tell whether the words of a form whose send is being refused will be kept."""


STORES: Registry[Store] = Registry("store of texts until they are sent")


def is_own_page(address: str) -> bool:
    """Tell whether this is the address of a page here, and not too long to be kept."""
    is_here = address.startswith("/") and url_has_allowed_host_and_scheme(address, None)
    return is_here and len(address) <= LONGEST_ADDRESS


def with_unsent(address: str, key: uuid.UUID) -> str:
    """Return the address of a page that asks to continue the text of this key."""
    parts = urlsplit(address)
    query = [pair for pair in parse_qsl(parts.query) if pair[0] != FIELD]
    return parts._replace(query=urlencode([*query, (FIELD, str(key))])).geturl()


def unsent_part(form: Any, request: HttpRequest | None, *, address: str) -> SafeString:
    """Return the HTML that a form needs for its words to be kept, and fill in what the reader continues.

    It is empty for visitors, short forms, forms with a password and those that opt out.
    """
    store = next(iter(STORES.values()), None)
    if (
        request is None
        or store is None
        or not request.user.is_authenticated
        or not takes_part(form)
    ):
        return SafeString()
    sent_to = urlsplit(address or request.path).path
    name = name_of(form)
    sent = Copy.read(form.data.get(FIELD, "")) if form.is_bound else None
    context: dict[str, Any] = {"field": FIELD, "keep": store.keeping_address(), "address": sent_to}
    if sent is not None:
        # The words of this answer are kept under the next number.
        mark = Copy(sent.key, sent.number + 1, name, sent.page).mark
        return render_to_string("components/kept_words.html", {**context, "mark": mark})
    wanted = request.GET.get(FIELD, "")
    text = None
    if not form.is_bound:
        text = store.find(request, address=sent_to, form=name, wanted=wanted)
    page = _without_parameter(request.get_full_path())
    copy = Copy(uuid.uuid4(), 0, name, page if is_own_page(page) else "/")
    if text is not None and wanted == str(text.key):
        fill(form, text.fields)
        copy = Copy(text.key, text.edit_number, name, copy.page)
        return render_to_string(
            "components/kept_words.html", {**context, "mark": copy.mark, "continued": text}
        )
    if text is not None:
        context |= {"found": text, "go_on": with_unsent(copy.page, text.key)}
    return render_to_string("components/kept_words.html", {**context, "mark": copy.mark})


def will_keep(request: HttpRequest) -> bool:
    """Tell whether the words of the form that was sent are kept, as the page says that refuses it."""
    store = next(iter(STORES.values()), None)
    copy = Copy.read(request.POST.get(FIELD, ""))
    return store is not None and copy is not None and store.will_keep(request, copy)


def takes_part(form: Any) -> bool:
    """Tell whether the words of this form are kept: it has a field of more than a line, and does not opt out."""
    widgets = [field.widget for field in form.fields.values()]
    has_lines = any(isinstance(widget, forms.Textarea) for widget in widgets)
    is_secret = any(isinstance(widget, forms.PasswordInput) for widget in widgets)
    return has_lines and not is_secret and getattr(form, "keeps_unsent", False)


def name_of(form: Any) -> str:
    """Return the name by which texts of this class of forms are found again."""
    return f"{type(form).__module__}.{type(form).__qualname__}"


def fill(form: Any, fields: Sequence[Sequence[str]]) -> None:
    """Show these values in a form that was only opened, as if they had just been typed."""
    data = QueryDict(mutable=True)
    for name, value in fields:
        data.appendlist(name, value)
    for name, field in form.fields.items():
        full = form.add_prefix(name)
        if name in _NOT_WORDS or isinstance(field, forms.FileField):
            continue
        if not field.widget.value_omitted_from_data(data, {}, full):
            form.initial[name] = field.widget.value_from_datadict(data, {}, full)


def _without_parameter(address: str) -> str:
    parts = urlsplit(address)
    query = [pair for pair in parse_qsl(parts.query) if pair[0] != FIELD]
    return parts._replace(query=urlencode(query)).geturl()
