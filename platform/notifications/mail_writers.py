"""Mails to people who may have no account: each app writes its own in ``mail.py``."""

from collections.abc import Callable

from django.core.mail import EmailMessage

from core.registry import Registry

Write = Callable[[int], EmailMessage | None]
_writers: Registry[Write] = Registry("mail")


def writes_mail(name: str) -> Callable[[Write], Write]:
    """Register the decorated ``(primary key) -> mail`` under this name.

    It is asked when the mail is about to leave, and answers ``None`` when that is not wanted any more.
    """
    return _writers.register(name)


def writer_of(name: str) -> Write:
    """Return who writes the mail of this name; raises ``KeyError`` when no app does so any more."""
    return _writers[name]
