"""Keeping what is written until it is sent, and forgetting it then."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.forms.unsent import Copy
from core.refusals import Conflict, Refusal
from unsent.models import UnsentText
from unsent.pages import Keep, keep_of

# How long a text is kept after its last change.
KEPT = dt.timedelta(days=30)
# The oldest of a person goes when there are more: nobody continues fifty texts.
MOST_TEXTS = 50
MOST_LETTERS = 100_000
MOST_FIELDS = 300
Fields = Sequence[tuple[str, str]]


class ContinuedElsewhere(Conflict):
    """The same text was changed in another tab or on another device; this copy does not overwrite it."""

    def __init__(self) -> None:
        super().__init__(
            _("Not kept: you also changed this text in another window. Send it here or there.")
        )


class TooLongToKeep(Refusal):
    """The text is longer than what is kept; it can still be sent."""

    status = 413

    def __init__(self) -> None:
        super().__init__(_("This text is too long for us to keep until you send it."))


class NoLongerOpen(Conflict):
    """The writer may no longer open the page of the form, and its words are not theirs alone."""

    def __init__(self) -> None:
        super().__init__(_("Not kept: you can no longer open this page."))


@transaction.atomic
def keep_text(
    *, owner: User, copy: Copy, address: str, fields: Fields, at: dt.datetime, title: str = ""
) -> UnsentText:
    """Keep the words of one copy of a form, which is sent to this address, under the title of its page if known.

    The title is left out where the writer may no longer open the page. Raises ``ContinuedElsewhere`` when another
    copy has changed the same text since this one was opened or saved, ``NoLongerOpen`` where the words of such a page
    are not theirs alone, and ``TooLongToKeep``.
    """
    if _is_too_long(fields):
        raise TooLongToKeep
    keep = keep_of(owner, copy.page, address)
    if keep == Keep.NOTHING:
        raise NoLongerOpen
    # Whoever writes in many tabs at once waits for themselves.
    User.objects.select_for_update().get(pk=owner.pk)
    text = UnsentText.objects.filter(owner=owner, key=copy.key).first()
    if text is None:
        text = UnsentText(owner=owner, key=copy.key, began_at=at)
    elif text.edit_number != copy.number:
        raise ContinuedElsewhere
    text.edit_number = copy.number + 1
    text.form, text.address, text.page = copy.form, address, copy.page
    text.fields = [list(pair) for pair in fields]
    text.title = (title or text.title) if keep == Keep.WITH_TITLE else ""
    text.saved_at = at
    text.save()
    _drop_oldest(owner)
    return text


def keep_refused(
    *, owner: User, copy: Copy, address: str, fields: Fields, at: dt.datetime, title: str = ""
) -> UnsentText:
    """Keep the words of a form whose send was refused; beside what another copy kept, never in its place.

    Raises ``NoLongerOpen`` and ``TooLongToKeep``.
    """
    try:
        return keep_text(owner=owner, copy=copy, address=address, fields=fields, at=at, title=title)
    except ContinuedElsewhere:
        own = replace(copy, key=uuid.uuid4(), number=0)
        return keep_text(owner=owner, copy=own, address=address, fields=fields, at=at, title=title)


@transaction.atomic
def will_keep(*, owner: User, copy: Copy, address: str, fields: Fields) -> bool:
    """Tell whether the words of a form whose send is being refused will be kept."""
    return not _is_too_long(fields) and keep_of(owner, copy.page, address) != Keep.NOTHING


def _is_too_long(fields: Fields) -> bool:
    letters = sum(len(name) + len(value) for name, value in fields)
    return letters > MOST_LETTERS or len(fields) > MOST_FIELDS


def _drop_oldest(owner: User) -> None:
    mine = UnsentText.objects.filter(owner=owner)
    too_many = list(mine.newest_first().values_list("pk", flat=True)[MOST_TEXTS:])
    mine.filter(pk__in=too_many).delete()


def forget_text(*, owner: User, key: uuid.UUID) -> None:
    """Delete a text that was sent or discarded. Repeats safely."""
    UnsentText.objects.filter(owner=owner, key=key).delete()


def owners_of_texts(*, under: str) -> list[User]:
    """Return who has begun to write on the pages at and below an address."""
    texts = UnsentText.objects.filter(page__startswith=under).order_by()
    return list(User.objects.filter(pk__in=texts.values("owner")).order_by("pk"))


def pages_of_texts(*, under: str, owner: User | None = None) -> set[str]:
    """Return the pages at and below an address for which one person, or anybody, has begun to write."""
    texts = UnsentText.objects.filter(page__startswith=under).order_by()
    return set((texts.filter(owner=owner) if owner else texts).values_list("page", flat=True))


def forget_texts_under(*, under: str, owner: User) -> None:
    """Delete what one person has begun to write on the pages at and below an address. Repeats safely."""
    UnsentText.objects.filter(page__startswith=under, owner=owner).delete()


def forget_titles(*, under: str, owner: User | None = None) -> None:
    """Delete the titles of the pages at and below an address, which their readers may no longer open; the words stay.

    For one ``owner`` or for all. Repeats safely.
    """
    texts = UnsentText.objects.filter(page__startswith=under)
    (texts.filter(owner=owner) if owner else texts).update(title="")


def forget_texts_of(*, owner: User) -> None:
    """Delete all texts of a person whose account was closed. Repeats safely."""
    UnsentText.objects.filter(owner=owner).delete()


def forget_old_texts(*, at: dt.datetime) -> None:
    """Delete texts 30 days after their last change, and those of closed accounts. Repeats safely."""
    UnsentText.objects.filter(saved_at__lt=at - KEPT).delete()
    UnsentText.objects.filter(owner__in=User.objects.closed()).delete()
