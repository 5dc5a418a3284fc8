"""Who works closely with a person: asked here, answered by the apps that know. A tie is a reason not to judge."""

from collections.abc import Callable

from accounts.models import User

Find = Callable[[User], set[int]]
_finders: list[Find] = []


def tie(find: Find) -> Find:
    """Register the decorated ``user -> keys of people`` as one way of working closely with somebody."""
    if find not in _finders:
        _finders.append(find)
    return find


def tied_to(user: User) -> set[int]:
    """The keys of everyone who works closely with this person, whatever it is that ties them."""
    return {pk for find in _finders for pk in find(user)}
