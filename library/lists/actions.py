"""Reading lists: making them, filling them, ordering them, sharing them."""

import datetime as dt
import secrets
import uuid

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from core.covers.actions import delete_cover_files
from core.forms.form_keys import first_result
from core.queries.ordering import move_by_one, next_position
from core.refusals import Conflict
from library.catalogue.models import Record
from library.lists.models import Listed, ReadingList, Sharing

MOST_LISTS = 100
MOST_LISTED = 500


class ListsAreFull(Conflict):
    """The person has ``MOST_LISTS`` lists, or the list holds ``MOST_LISTED`` records, already."""


class ListIsGone(Conflict):
    """The list was deleted in another tab, or by another editor."""

    def __init__(self) -> None:
        super().__init__(_("This list has been deleted."))


@transaction.atomic
def create_list(
    *,
    user: User,
    name: str,
    about: str,
    sharing: Sharing | str,
    at: dt.datetime,
    key: uuid.UUID | None = None,
) -> ReadingList:
    """Make an empty list. Whether this person may make a collection is the caller's question.

    The same ``key`` and name give the first one again. Raises ``AlreadySubmitted`` for another name under the key,
    and ``ListsAreFull``.
    """
    User.objects.select_for_update().get(pk=user.pk)
    mine = ReadingList.objects.filter(user=user)
    if first := key and first_result(mine, key, name=name):
        return first
    if mine.count() >= MOST_LISTS:
        words = {"most": MOST_LISTS}
        raise ListsAreFull(_("You can have up to %(most)s lists. Delete one first.") % words)
    return ReadingList.objects.create(
        user=user,
        name=name,
        about=about,
        sharing=sharing,
        token=_token_for(sharing),
        made_at=at,
        changed_at=at,
        form_key=key,
    )


@transaction.atomic
def change_list(
    *, reading_list: ReadingList, name: str, about: str, sharing: Sharing | str, at: dt.datetime
) -> ReadingList:
    """Change the name and the text of a list, and who can read it. Repeats safely.

    A list that is shared by link no more loses the link for ever; shared again, it gets another one.
    """
    changed = _locked(reading_list)
    if changed.sharing != sharing:
        changed.token = _token_for(sharing)
    changed.name, changed.about, changed.sharing = name, about, Sharing(sharing)
    changed.changed_at = at
    changed.save(update_fields=["name", "about", "sharing", "token", "changed_at"])
    return changed


@transaction.atomic
def delete_list(*, reading_list: ReadingList) -> None:
    """Delete the list with its notes; the works stay where they are. Repeats safely."""
    _delete(ReadingList.objects.filter(pk=reading_list.pk))


@transaction.atomic
def add_to_list(
    *,
    reading_list: ReadingList,
    record: Record,
    note: str,
    at: dt.datetime,
    position: int | None = None,
) -> Listed:
    """Put the record at the end of the list, or back at the ``position`` that it had.

    One that is there keeps its place and takes a new note, if any.

    Repeats safely. Raises ``ListsAreFull`` and ``ListIsGone``.
    """
    reading_list = _locked(reading_list)
    known = reading_list.listed.filter(record=record).first()
    if known is not None:
        if note:
            change_note(listed=known, note=note, at=at)
        return known
    if reading_list.listed.count() >= MOST_LISTED:
        words = {"most": MOST_LISTED}
        raise ListsAreFull(_("This list already has %(most)s works. Start another list.") % words)
    _touch(reading_list, at)
    return Listed.objects.create(
        reading_list=reading_list,
        record=record,
        position=position or next_position(reading_list.listed.all()),
        note=note,
        added_at=at,
    )


@transaction.atomic
def put_into_list(
    *,
    record: Record,
    reading_list: ReadingList | None,
    name: str,
    note: str,
    user: User,
    at: dt.datetime,
    key: uuid.UUID,
) -> ReadingList:
    """Put the record into the list, or into a new one of this name: both or nothing.

    Raises what ``create_list`` and ``add_to_list`` raise.
    """
    chosen = reading_list or create_list(
        user=user, name=name, about="", sharing=Sharing.PRIVATE, at=at, key=key
    )
    add_to_list(reading_list=chosen, record=record, note=note, at=at)
    return chosen


@transaction.atomic
def change_note(*, listed: Listed, note: str, at: dt.datetime) -> None:
    """Change the note on a record in a list. Repeats safely."""
    Listed.objects.filter(pk=listed.pk).update(note=note)
    _touch(_locked(listed.reading_list_id), at)


@transaction.atomic
def move_in_list(*, listed: Listed, step: int, at: dt.datetime) -> None:
    """Move a record of a list one place up (-1) or down (+1).

    At the edge nothing happens, nor to a work that was taken out meanwhile. Raises ``ListIsGone``, as all do
    that change a list.
    """
    reading_list = _locked(listed.reading_list_id)
    works = reading_list.listed.in_order()
    if listed in works and move_by_one(works, listed, step):
        _touch(reading_list, at)


@transaction.atomic
def remove_from_list(*, listed: Listed, at: dt.datetime) -> None:
    """Take the work out of the list. Repeats safely."""
    reading_list = _locked(listed.reading_list_id)
    gone, _by_model = Listed.objects.filter(pk=listed.pk).delete()
    if gone:
        _touch(reading_list, at)


@transaction.atomic
def delete_lists(*, user: User) -> None:
    """Delete this person's lists; collections stay with the library. Repeats safely."""
    _delete(ReadingList.objects.of(user).exclude(sharing=Sharing.CURATED))
    ReadingList.objects.of(user).update(user=None, form_key=None)


def _delete(lists: QuerySet[ReadingList]) -> None:
    """Delete lists with the files of their covers: those that were collections may have one."""
    for each in lists.exclude(cover_file=""):
        delete_cover_files(each)
    lists.delete()


def _token_for(sharing: Sharing | str) -> str:
    return secrets.token_urlsafe(24) if sharing == Sharing.LINK else ""


def _locked(reading_list: ReadingList | int) -> ReadingList:
    pk = reading_list if isinstance(reading_list, int) else reading_list.pk
    locked = ReadingList.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if locked is None:
        raise ListIsGone
    return locked


def _touch(reading_list: ReadingList, at: dt.datetime) -> None:
    reading_list.changed_at = at
    reading_list.save(update_fields=["changed_at"])
