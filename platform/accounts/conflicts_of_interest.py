"""Who may not judge a person's work because they work closely with them: asked here, answered by the apps that know.

An app registers what it knows in its own ``conflicts_of_interest.py``.
"""

from collections.abc import Callable

from accounts.models import User
from core.registry import Registry

Find = Callable[[User], set[int]]
_finders: Registry[Find] = Registry("conflict of interest")


def conflict_of_interest(name: str) -> Callable[[Find], Find]:
    """Register the decorated ``user -> keys of people`` as one way of working closely with somebody."""
    return _finders.register(name)


def people_in_conflict_with(user: User) -> set[int]:
    """Return the keys of everyone who works closely with this person, in whatever way."""
    return {pk for find in _finders.values() for pk in find(user)}
