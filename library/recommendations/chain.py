"""What the parts of the platform know about a recommendation, for its page: who acts, what was tried, what is taught.

A part registers in its ``used_by.py``, as it does for records, and asks there what the reader may see.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString
from django_stubs_ext import StrOrPromise

from core.registry import Registry
from core.types import Person
from library.recommendations.models import Recommendation

# As many as one heading shows.
MOST_LINES = 8


@dataclass(frozen=True)
class ChainLine:
    """One thing that acts on a recommendation, or stands beside it; perhaps with a small drawing."""

    title: StrOrPromise
    address: str
    about: StrOrPromise = ""
    drawing: SafeString = field(default_factory=SafeString)
    # What it is, for parts that go on with it: ``record:12``, ``lesson:5``; nothing for other things.
    names: str = ""


@dataclass(frozen=True)
class ChainPart:
    """A heading with its things, and a remark on what is not listed."""

    heading: StrOrPromise
    lines: Sequence[ChainLine]
    remark: StrOrPromise = ""


Teller = Callable[[Person, Recommendation], ChainPart | None]
_parts: Registry[Teller] = Registry("part of the page of a recommendation")


def recommendation_part(name: str, *, position: int) -> Callable[[Teller], Teller]:
    """Register the decorated ``(user, recommendation) -> part``: what this reader may see, in a fixed number of queries."""
    return _parts.register(name, position=position)


def parts_of(user: Person, recommendation: Recommendation) -> list[ChainPart]:
    """Return what each part knows about the recommendation, without those that know nothing."""
    told = [tell(user, recommendation) for tell in _parts.values()]
    return [part for part in told if part and (part.lines or part.remark)]
