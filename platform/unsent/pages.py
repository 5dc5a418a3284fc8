"""What may be kept of a text whose page its writer may no longer open. The parts with such pages say so.

A tab stays open when somebody leaves a team: what it still sends must not bring back what was deleted.
"""

from collections.abc import Callable
from enum import IntEnum

from accounts.models import User
from core.registry import Registry


class Keep(IntEnum):
    """What of a text may be kept, from the least to the most."""

    NOTHING = 0
    WORDS = 1
    WITH_TITLE = 2


# Asked with the writer and the address of a page, inside a transaction. Whoever answers locks what the answer hangs on,
# and always before the writer, as the actions do that end somebody's part.
PAGES: Registry[Callable[[User, str], Keep]] = Registry("rule for what is kept of unsent texts")


def keep_of(owner: User, *pages: str) -> Keep:
    """Return what may be kept of a text that belongs to these pages: the least that any part says of any of them."""
    return min(
        (judge(owner, page) for judge in PAGES.values() for page in dict.fromkeys(pages)),
        default=Keep.WITH_TITLE,
    )
