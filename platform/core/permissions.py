"""Who may do what: named rules, asked by views, templates and forms.

A rule says *who*; the state machine says *when*; constraints say *never*. Superusers pass every rule but the strict ones.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied

from core.registry import Registry
from core.types import Person

Rule = Callable[[Person, Any], bool]
_rules: Registry[Rule] = Registry("rule")
# What even those who run the site must not read by that alone.
_strict: set[str] = set()


def rule(name: str, *, is_strict: bool = False) -> Callable[[Rule], Rule]:
    """Register the decorated predicate ``(user, object) -> bool`` under ``<app>.<verb>``.

    A strict rule is asked of superusers, too.
    """
    if is_strict:
        _strict.add(name)
    return _rules.register(name)


def allows(user: Person, name: str, thing: object = None) -> bool:
    """Tell whether the rule lets this user act. Raises ``KeyError`` for a rule that does not exist."""
    predicate = _rules[name]
    if user.is_authenticated and user.is_superuser and name not in _strict:
        return True
    return predicate(user, thing)


def require(user: Person, name: str, thing: object = None) -> None:
    """Raise ``PermissionDenied`` (403) unless the rule lets this user act."""
    if not allows(user, name, thing):
        raise PermissionDenied(name)
