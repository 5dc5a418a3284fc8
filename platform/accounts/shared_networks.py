"""Whether people share a network: asked here, answered by the apps that know, in their own ``shared_networks.py``.

For a whole list at once, as pages show lists.
"""

from collections.abc import Callable, Collection

from accounts.models import User
from core.registry import Registry

Find = Callable[[User, Collection[int]], set[int]]
_finders: Registry[Find] = Registry("way to share a network")


def shared_network(name: str) -> Callable[[Find], Find]:
    """Register the decorated ``(person, keys of others) -> keys of those in a network of the person``."""
    return _finders.register(name)


def sharing_a_network(person: User, others: Collection[int]) -> set[int]:
    """Return those of the others who share a network with the person."""
    return set[int]().union(*(find(person, others) for find in _finders.values()))


def share_a_network(a: User, b: User) -> bool:
    """Tell whether the two share a network."""
    return any(b.pk in find(a, [b.pk]) for find in _finders.values())
