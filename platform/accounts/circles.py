"""Whether two people share a network: asked here, answered by the app that knows networks."""

from collections.abc import Callable

from accounts.models import User

Test = Callable[[User, User], bool]
_tests: list[Test] = []


def circle(test: Test) -> Test:
    """Register the decorated ``(a, b) -> bool`` as one way of being in each other's networks."""
    if test not in _tests:
        _tests.append(test)
    return test


def share_a_circle(a: User, b: User) -> bool:
    """Tell whether any registered test puts the two in one circle."""
    return any(test(a, b) for test in _tests)
