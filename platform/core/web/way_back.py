"""Lead from a page back to the list it was opened from, with the filters, order, page and row of that list.

Nothing is kept anywhere. The browser says where it comes from (``Referer``), and a form takes that along in a
hidden field. Only addresses whose view calls itself a list are believed, so nobody is led astray.
"""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar
from urllib.parse import quote, unquote, urlsplit

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, resolve
from django.utils.encoding import iri_to_uri
from django_stubs_ext import StrOrPromise

FIELD = "back"
# What only the list itself needs.
_NOT_KEPT = ("as", "choose")
_View = TypeVar("_View", bound=Callable[..., Any])


class WayBack(NamedTuple):
    """A list that the reader came from."""

    label: StrOrPromise
    path: str
    address: str


def leads_back(label: StrOrPromise) -> Callable[[_View], _View]:
    """Mark a view as a list to which the pages of its rows lead back: "Back to ``label``"."""

    def mark(view: _View) -> _View:
        view.leads_back = label  # type: ignore[attr-defined]
        return view

    return mark


def place_of(address: str) -> str:
    """Return the id of the row that leads to this address."""
    return f"at-{urlsplit(address).path}"


def way_back(request: HttpRequest) -> WayBack | None:
    """Return the list that the reader of a thing came from; nothing on pages that are no things, or lists."""
    match = request.resolver_match
    if match is None or not match.kwargs or hasattr(match.func, "leads_back"):
        return None
    return list_before(request)


def list_before(request: HttpRequest) -> WayBack | None:
    """Return the list from which this request came, or the one that its form took along."""
    if request.method == "POST" and FIELD in request.POST:
        return _list_at(request.POST[FIELD])
    before, ours = request.headers.get("Referer", ""), f"{request.scheme}://{request.get_host()}"
    if not before.startswith(f"{ours}/"):
        return None
    # A button in a row is sent from the list itself, and its own address names no row.
    place = "" if request.method == "POST" else f"#{quote(place_of(request.path))}"
    return _list_at(before.removeprefix(ours).partition("#")[0] + place)


def keep_place(request: HttpRequest, response: HttpResponse) -> None:
    """Let a redirect to the list from which the request came lead to its page, filters and order."""
    if request.method != "POST" or response.status_code != 302:
        return
    before = list_before(request)
    if before and response["Location"] == before.path:
        response["Location"] = before.address


def _list_at(address: str) -> WayBack | None:
    try:
        parts = urlsplit(address)
        view = resolve(unquote(parts.path)).func
    except (ValueError, Resolver404):
        return None
    # "//elsewhere.example/people/" has a path of ours, too.
    if parts.scheme or parts.netloc or not hasattr(view, "leads_back"):
        return None
    kept = QueryDict(parts.query, mutable=True)
    for name in _NOT_KEPT:
        kept.pop(name, None)
    query = f"?{kept.urlencode()}" if kept else ""
    place = f"#{parts.fragment}" if parts.fragment.startswith("at-") else ""
    # Whatever a form took along goes into a header as it is.
    return WayBack(view.leads_back, parts.path, iri_to_uri(f"{parts.path}{query}{place}"))
