"""Resumption tokens: where a harvest stands. They are signed against forgery, and the server stores none.

A list is ordered by the moment of the last change and the key, and a token names the last header that was
handed out. What changes during a harvest moves to the end of the list, where the same harvest still meets it;
nothing before the token can appear anew, and nothing is skipped. Decision 9 tells more.
"""

import datetime as dt
from dataclasses import asdict, dataclass

from django.core import signing

_SALT = "library.harvesting"


class BadToken(ValueError):
    """The token is forged, or was written by a release whose tokens had another form."""


@dataclass(frozen=True)
class ListPosition:
    """Where a harvest stands: what it asked for, and the last header it was given."""

    verb: str
    prefix: str
    set_spec: str
    since: str
    until: str
    changed_at: str
    pk: int
    cursor: int

    @property
    def moment(self) -> dt.datetime:
        """The last change of the last header, exactly as the database has it."""
        return dt.datetime.fromisoformat(self.changed_at)


def token_of(place: ListPosition) -> str:
    """Write the token."""
    return signing.dumps(asdict(place), salt=_SALT, compress=True)


def place_of(token: str) -> ListPosition:
    """Read a token. Raises ``BadToken``."""
    try:
        place = ListPosition(**signing.loads(token, salt=_SALT))
        place.moment  # noqa: B018  (a moment that cannot be read is no token of ours)
    except (signing.BadSignature, TypeError, ValueError, UnicodeError) as error:
        raise BadToken from error
    return place
