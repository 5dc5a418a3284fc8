"""Letters: mails that the accounts write themselves, such as codes and notices about a change.

How they leave is registered by the app that delivers mail, which is above this one.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from core.registry import Registry


@dataclass(frozen=True)
class Letter:
    """A mail in plain text to an address that may have no account. ``name`` says of which sort it is.

    After ``expires_at`` it is of no use any more, as the code in it no longer works.
    """

    name: str
    address: str
    subject: str
    text: str
    expires_at: dt.datetime | None = None


class Carry(Protocol):
    """Stores a letter in the present transaction; it leaves after the commit."""

    def __call__(self, *, letter: Letter, at: dt.datetime) -> None: ...


LETTER_CARRIERS: Registry[Carry] = Registry("carrier of letters")


def send_letter(letter: Letter, *, at: dt.datetime) -> None:
    """Give the letter to whoever delivers mail. It returns at once, whatever the mail server does."""
    for carry in LETTER_CARRIERS.values():
        carry(letter=letter, at=at)
