"""Registries: what the parts of the platform add to a page, a mail or a check, each thing under a name.

The app that asks makes the registry, the apps that answer add to it while their modules are imported
(``core.parts`` lists those modules). So a lower app shows what higher ones know without importing them.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Entry(NamedTuple, Generic[T]):
    """A registered thing, with the line of the module that registered it and its place in the order."""

    thing: T
    module: str
    line: int
    position: int


class Registry(Mapping[str, T]):
    """Things by name. ``what`` says what one of them is, for messages: “rule”, “kind of notification”.

    It is read like a dictionary. Its order is that of the positions and then of the names, so that it does
    not depend on which module happens to be imported first.
    """

    def __init__(self, what: str) -> None:
        self.what = what
        self.entries: dict[str, Entry[T]] = {}
        REGISTRIES.append(self)

    def add(self, name: str, thing: T, *, position: int = 0) -> T:
        """Register a thing under a name that is still free, and return it."""
        module, line = _place()
        if taken := self.entries.get(name):
            raise ValueError(
                f"Two things are called {name!r}, and a {self.what} has a name of its own: "
                f"{taken.module}:{taken.line} and {module}:{line}."
            )
        self.entries[name] = Entry(thing, module, line, position)
        return thing

    def register(self, name: str, *, position: int = 0) -> Callable[[T], T]:
        """Register the decorated function or class under this name."""
        return lambda thing: self.add(name, thing, position=position)

    def __getitem__(self, name: str) -> T:
        try:
            return self.entries[name].thing
        except KeyError:
            raise KeyError(f"No {self.what} is called {name!r}.") from None

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self.entries, key=lambda name: (self.entries[name].position, name)))

    def __len__(self) -> int:
        return len(self.entries)


# Every registry that was made, so that a test can prove each of them complete.
REGISTRIES: list[Registry[Any]] = []


def _place() -> tuple[str, int]:
    """Name the module that is being imported and its line; outside an import, the function that calls."""
    frame = sys._getframe(2)
    caller = frame
    while frame.f_code.co_name != "<module>":
        if frame.f_back is None:
            frame = caller
            break
        frame = frame.f_back
    return frame.f_globals.get("__name__", "?"), frame.f_lineno
