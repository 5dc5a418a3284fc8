"""Saved searches with their news, and gaps: searches that found nothing."""

import datetime as dt
import re

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.refusals import Conflict
from library.catalogue.models import Record
from library.finding.models import Gap, GapState, Rhythm, SavedSearch
from library.finding.search.query import clean
from library.kinds import NEW_FOR_SEARCH
from notifications.actions import notify

MOST_SEARCHES = 50
_MOST_NAMED = 10
_SHORTEST, _LONGEST, _MOST_WORDS = 3, 100, 10
# Looks like an address or a number that belongs to a person.
_PERSONAL = re.compile(r"@|(?:\d[\s().-]*){6,}|https?:|www\.")
GAP_KEPT = dt.timedelta(days=365)
MOST_GAPS = 5_000


class TooManySearches(Conflict):
    """The person has ``MOST_SEARCHES`` saved searches already."""

    def __init__(self) -> None:
        words = {"most": MOST_SEARCHES}
        super().__init__(_("You can save up to %(most)s searches. Delete one first.") % words)


@transaction.atomic
def save_search(
    *, user: User, name: str, query: str, rhythm: Rhythm | str, at: dt.datetime
) -> SavedSearch:
    """Save a search; the same one again gets the new name and rhythm (repeats safely).

    ``query`` is canonical (``library.finding.search_address``). What is in the library now counts as known. Raises
    ``TooManySearches``.
    """
    User.objects.select_for_update().get(pk=user.pk)
    mine = SavedSearch.objects.filter(user=user)
    known = mine.filter(query=query).first()
    if known is not None:
        known.name, known.rhythm = name, rhythm
        known.save(update_fields=["name", "rhythm"])
        return known
    if mine.count() >= MOST_SEARCHES:
        raise TooManySearches
    return SavedSearch.objects.create(
        user=user, name=name, query=query, rhythm=rhythm, saved_at=at, checked_on=at.date()
    )


def change_search(*, search: SavedSearch, name: str, rhythm: Rhythm | str) -> None:
    """Change the name and rhythm of a saved search. Repeats safely."""
    SavedSearch.objects.filter(pk=search.pk).update(name=name, rhythm=rhythm)


def delete_search(*, search: SavedSearch) -> None:
    """Keep the search no longer. Repeats safely."""
    SavedSearch.objects.filter(pk=search.pk).delete()


def delete_saved_searches(*, user: User) -> None:
    """Delete every search that this person keeps. Repeats safely."""
    SavedSearch.objects.filter(user=user).delete()


@transaction.atomic
def notify_of_new_records(
    *, search: SavedSearch, found: list[int], on: dt.date, at: dt.datetime
) -> int:
    """Notify the owner of found records that are newer than the search, each record once for ever.

    Sends nothing when no record is new, and nothing to a closed account. Returns how many were new. A second
    run on the same day, or another one at the same time, tells nothing more.
    """
    search = SavedSearch.objects.select_for_update(of=("self",)).get(pk=search.pk)
    if search.checked_on >= on:
        return 0
    fresh = list(
        Record.objects.published()
        .filter(pk__in=found, published_at__gt=search.saved_at)
        .exclude(pk__in=search.told.values("pk"))
        .newest_first()
    )
    search.checked_on = on
    search.save(update_fields=["checked_on"])
    if not fresh:
        return 0
    search.told.add(*fresh)
    new = ngettext("%(count)d new record", "%(count)d new records", len(fresh))
    notify(
        recipients=[search.user],
        kind=NEW_FOR_SEARCH,
        key=f"{NEW_FOR_SEARCH.name}:{search.pk}:{on.isoformat()}",
        target=search,
        at=at,
        text=_named(fresh),
        new=new % {"count": len(fresh)},
    )
    return len(fresh)


def _named(records: list[Record]) -> str:
    lines = [record.title for record in records[:_MOST_NAMED]]
    if len(records) > _MOST_NAMED:
        lines.append(_("and %(count)s more") % {"count": len(records) - _MOST_NAMED})
    return "\n".join(lines)


def normalise_gap(text: str) -> str:
    """Return the words in the form in which a gap keeps them; empty when they may be personal or mean nothing."""
    words = " ".join(clean(text).casefold().split())
    is_fit = _SHORTEST <= len(words) <= _LONGEST and len(words.split()) <= _MOST_WORDS
    return words if is_fit and not _PERSONAL.search(words) else ""


@transaction.atomic
def count_gap(*, text: str, on: dt.date) -> None:
    """Count one more search that found nothing for these words. Personal-looking words are not kept."""
    words = normalise_gap(text)
    if not words:
        return
    gap, is_new = Gap.objects.get_or_create(text=words, defaults={"first_on": on, "last_on": on})
    if not is_new:
        Gap.objects.filter(pk=gap.pk).update(times=F("times") + 1, last_on=on)


@transaction.atomic
def decide_gap(
    *,
    gap: Gap,
    state: GapState | str,
    note: str,
    record: Record | None,
    by: User,
    at: dt.datetime,
) -> Gap:
    """Record what editors decided about a gap. Repeats safely."""
    gap.state, gap.note = GapState(state), note
    gap.answered_by = record if gap.state == GapState.ANSWERED else None
    gap.decided_by, gap.decided_at = by, at
    gap.save(update_fields=["state", "note", "answered_by", "decided_by", "decided_at"])
    return gap


@transaction.atomic
def delete_old_gaps(*, on: dt.date) -> int:
    """Delete gaps that nobody searched for in a year, and the least wanted beyond ``MOST_GAPS``. Repeats safely."""
    dropped, _by_model = Gap.objects.filter(last_on__lt=on - GAP_KEPT).delete()
    beyond = Gap.objects.most_wanted_first().values_list("pk", flat=True)[MOST_GAPS:]
    more, _by_model = Gap.objects.filter(pk__in=list(beyond)).delete()
    return dropped + more
