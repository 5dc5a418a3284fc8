"""The named co-authors of a revision and whether they reviewed it, for editors only."""

from collections.abc import Iterable
from dataclasses import dataclass

from submissions.models import CoAuthor, Review, Revision
from submissions.states import ReviewState

_READ_IT = frozenset({ReviewState.ACCEPTED, ReviewState.DELIVERED})


@dataclass(frozen=True)
class NamedCoAuthor:
    """A co-author of the submitted revision, and whether they have read it as a reviewer."""

    person: CoAuthor
    is_reviewer: bool


def co_authors_with_conflicts(revision: Revision, reviews: Iterable[Review]) -> list[NamedCoAuthor]:
    """Return the co-authors of the submitted revision; changes made since then are not shown to editors. One query.

    ``reviews`` are those of the work, with their reviewers.
    """
    sent = [person["pk"] for person in revision.snapshot["co_authors"]]
    readers = [review.reviewer for review in reviews if review.state in _READ_IT]
    accounts = {reader.pk for reader in readers}
    addresses = {reader.email.casefold() for reader in readers}
    return [
        NamedCoAuthor(person, person.user_id in accounts or person.email.casefold() in addresses)
        for person in CoAuthor.objects.filter(pk__in=sent).in_order()
    ]
