"""Who may judge a case study: the library's staff, but nobody who made it or works closely with its makers."""

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.conflicts_of_interest import people_in_conflict_with
from accounts.models import User
from core.types import Person
from library.catalogue.models import Record
from library.catalogue.models.records import is_library_staff


def is_maker(user: User, record: Record) -> bool:
    """Tell whether this person made the work or gave it to the library. No query for a record ``with_creators()``.

    A co-author who never confirmed with an account counts by the name on the work.
    """
    return bool(own_part(user, record))


def own_part(user: User, record: Record) -> StrOrPromise:
    """Return in words what makes the work this person's own; nothing for the work of others."""
    creators = record.creators.all()
    if any(creator.user_id == user.pk for creator in creators):
        return _("You are one of its authors")
    if record.depositor_id == user.pk:
        return _("You submitted it, or added it to the library")
    name = user.full_name.strip().casefold()
    if any(creator.name.strip().casefold() == name for creator in creators):
        return _("One of its authors has your name")
    return ""


def may_judge(user: Person, record: Record) -> bool:
    """Tell whether this person may judge the record, as far as the record itself says."""
    return user.is_authenticated and is_library_staff(user) and not is_maker(user, record)


def works_with_makers(user: User, record: Record) -> bool:
    """Tell whether this person works closely with somebody who made the work. One query for each part that knows."""
    makers = {creator.user_id for creator in record.creators.all()} | {record.depositor_id}
    return bool(people_in_conflict_with(user) & makers)
