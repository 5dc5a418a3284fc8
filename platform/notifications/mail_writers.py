"""Mails to people who may have no account: each app writes its own in ``mail.py``."""

import logging
from collections.abc import Callable, Mapping, Sequence

from django.core.mail import EmailMessage

from core.registry import Registry

logger = logging.getLogger(__name__)
Write = Callable[[int], EmailMessage | None]
WriteMany = Callable[[Sequence[int]], Mapping[int, EmailMessage]]
# What became of one mail: written, not wanted any more, or the error that kept it from being written.
Written = EmailMessage | Exception | None

_writers: Registry[Write] = Registry("mail")
_writers_of_many: Registry[WriteMany] = Registry("mail that is written for many")


def writes_mail(name: str) -> Callable[[Write], Write]:
    """Register the decorated ``(primary key) -> mail`` under this name.

    It is asked when the mail is about to leave, and answers ``None`` when that is not wanted any more.
    """
    return _writers.register(name)


def writes_many_mails(name: str) -> Callable[[WriteMany], WriteMany]:
    """Register the decorated ``(primary keys) -> mails by key`` under this name.

    For mails that leave by the thousand: it is asked for a hundred at once. What is not wanted any more is left out.
    """
    return _writers_of_many.register(name)


def write_mails(name: str, keys: Sequence[int]) -> Mapping[int, Written]:
    """Write the mails of this name about these rows. An error with one of them costs no other."""
    if name in _writers_of_many:
        try:
            mails = _writers_of_many[name](keys)
        except Exception:
            logger.exception("At least one of %d %s could not be written", len(keys), name)
        else:
            return {key: mails.get(key) for key in keys}
    return {key: _write_one(name, key) for key in keys}


def _write_one(name: str, key: int) -> Written:
    try:
        if name in _writers_of_many:
            return _writers_of_many[name]([key]).get(key)
        return _writers[name](key)
    except Exception as error:
        logger.exception("The mail %s about %s could not be written", name, key)
        return error
