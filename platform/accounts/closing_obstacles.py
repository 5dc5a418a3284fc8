"""What stands in the way of closing an account: each app says so in words, in its ``closing_obstacles.py``."""

from collections.abc import Callable

from accounts.models import User
from core.registry import Registry

# Sentences for the reader, each with what to do first; none where nothing stands in the way.
Obstacle = Callable[[User], list[str]]

_obstacles: Registry[Obstacle] = Registry("obstacle to closing an account")


def closing_obstacle(name: str) -> Callable[[Obstacle], Obstacle]:
    """Register the decorated ``(user) -> sentences``; it is asked when somebody asks to have their account closed."""
    return _obstacles.register(name)


def obstacles_for(user: User) -> list[str]:
    """Return all that stands in the way of closing this account."""
    return [sentence for find in _obstacles.values() for sentence in find(user)]
