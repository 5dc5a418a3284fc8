"""What the parts add to the API: sections of addresses, and the scopes that tokens can be given.

A part registers both in its ``api_parts.py``. The routers themselves are loaded at the first request to the API, so
that a process which answers none, such as a worker, does not pay for them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django_stubs_ext import StrOrPromise

from core.registry import Registry

if TYPE_CHECKING:
    from api.routing import ApiRouter


@dataclass(frozen=True)
class Section:
    """The addresses of one part, under a heading of the document; ``load`` imports and returns its router."""

    title: StrOrPromise
    load: Callable[[], ApiRouter]


@dataclass(frozen=True)
class Scope:
    """Something that a token allows, in words for whoever makes one."""

    name: str
    label: StrOrPromise


SECTIONS: Registry[Section] = Registry("section of the API")
SCOPES: Registry[Scope] = Registry("scope")


def api_section(
    name: str, title: StrOrPromise, *, position: int = 0
) -> Callable[[Callable[[], ApiRouter]], Callable[[], ApiRouter]]:
    """Register the decorated function, which imports and returns the router of a part."""

    def put(load: Callable[[], ApiRouter]) -> Callable[[], ApiRouter]:
        SECTIONS.add(name, Section(title, load), position=position)
        return load

    return put


def api_scope(name: str, label: StrOrPromise, *, position: int = 0) -> Scope:
    """Register a scope under its name, ``<thing>:read``."""
    return SCOPES.add(name, Scope(name, label), position=position)


def scope_choices() -> list[tuple[str, StrOrPromise]]:
    """Return the scopes as the choices of a form."""
    return [(scope.name, scope.label) for scope in SCOPES.values()]
