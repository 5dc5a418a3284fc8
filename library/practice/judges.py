"""Who may judge a case study: the library's staff, but nobody who made it or works closely with its makers."""

from accounts.conflicts_of_interest import people_in_conflict_with
from accounts.models import User
from core.types import Person
from library.catalogue.models import Record
from library.catalogue.models.records import is_library_staff


def is_maker(user: User, record: Record) -> bool:
    """Tell whether this person made the work or gave it to the library. No query for a record ``with_creators()``.

    A co-author who never confirmed with an account counts by the name on the work.
    """
    name = user.full_name.strip().casefold()
    return record.depositor_id == user.pk or any(
        creator.user_id == user.pk or creator.name.strip().casefold() == name
        for creator in record.creators.all()
    )


def may_judge(user: Person, record: Record) -> bool:
    """Tell whether this person may judge the record, as far as the record itself says."""
    return user.is_authenticated and is_library_staff(user) and not is_maker(user, record)


def works_with_makers(user: User, record: Record) -> bool:
    """Tell whether this person works closely with somebody who made the work. One query for each part that knows."""
    makers = {creator.user_id for creator in record.creators.all()} | {record.depositor_id}
    return bool(people_in_conflict_with(user) & makers)
