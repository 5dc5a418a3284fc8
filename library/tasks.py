"""Background tasks of the library."""

import datetime as dt
import logging

from celery import shared_task
from django.conf import settings
from django.db import DatabaseError
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from accounts.models import User
from library.curation.actions.links import expect_links, note_answer, postpone
from library.curation.links.batches import look_round
from library.curation.models import LinkCheck
from library.documents.actions import open_embargoed, read_file, take_up_left_behind
from library.documents.models import FileText
from library.exchange import actions as writing
from library.exchange.actions import read_import, write_import
from library.exchange.models import Import, ImportState
from library.finding.actions import forget_old_gaps, forget_searches, remember_gap, tell_of_new
from library.finding.models import SavedSearch
from library.finding.search_address import results_of
from library.lists.actions import forget_lists
from library.usage.actions import add_use, forget_visits
from library.vocabularies.actions.interests import follow_topics

logger = logging.getLogger(__name__)
# A saved search that finds more than this is only run for its newest results.
MOST_FOUND = 20_000
MOST_READ_AT_ONCE = 5
MOST_LINKS_AT_ONCE = 5
_OFFLINE = dt.timedelta(hours=1)


@shared_task
def forget_reader(*, user_id: int) -> None:
    """Delete what a closed account follows and keeps; its deposits stay."""
    user = User.objects.get(pk=user_id)
    follow_topics(user=user, topics=[])
    forget_searches(user=user)
    forget_lists(user=user)


@shared_task
def forget_closed_readers() -> None:
    """Sweep: forget readers whose closed account was not announced."""
    left = (
        Q(topic_interests__isnull=False)
        | Q(saved_searches__isnull=False)
        | Q(reading_lists__isnull=False)
    )
    for user in User.objects.closed().filter(left).distinct():
        follow_topics(user=user, topics=[])
        forget_searches(user=user)
        forget_lists(user=user)


@shared_task
def tell_of_new_records() -> None:
    """Daily: run every saved search that is due. One that fails does not stop the others."""
    now = timezone.now()
    today = timezone.localdate(now)
    failed = []
    for search in SavedSearch.objects.due_on(today).select_related("user").order_by("pk"):
        try:
            results = results_of(QueryDict(search.query), user=search.user)
            found = results.keys(0, MOST_FOUND)
            tell_of_new(search=search, found=found, on=today, at=now)
        except DatabaseError:
            logger.exception("The search %s could not be looked after.", search.pk)
            failed.append(search.pk)
    if failed:
        raise RuntimeError(f"Searches that could not be looked after: {failed}")


@shared_task
def work_on_imports() -> None:
    """Read what was uploaded and write what was confirmed, one import after the other."""
    writing.take_up_left_behind(now=timezone.now())
    for begun in Import.objects.waiting():
        if begun.state == ImportState.WAITING:
            read_import(begun=begun)
        else:
            write_import(begun=begun, at=timezone.now())


@shared_task
def read_files() -> None:
    """Extract the text of a few waiting files: other tasks shall not wait for a hundred of them."""
    take_up_left_behind(now=timezone.now())
    for waiting in FileText.objects.waiting().defer("text")[:MOST_READ_AT_ONCE]:
        read_file(waiting=waiting)


@shared_task
def open_files_after_embargo() -> None:
    """Nightly: index the files whose embargo ends today."""
    open_embargoed(on=timezone.localdate(), at=timezone.now())


@shared_task
def watch_links() -> None:
    """Nightly: make a link check for every address of a record."""
    expect_links(at=timezone.now())


@shared_task
def check_links() -> None:
    """Check a few of the addresses that are due: other tasks shall not wait for slow servers."""
    if not settings.LINK_CHECKS:
        return
    now = timezone.now()
    due = list(LinkCheck.objects.due_at(now)[:MOST_LINKS_AT_ONCE])
    if not due:
        return
    answers = look_round(due, control=LinkCheck.objects.working().first())
    if answers is None:
        logger.warning("No address of the library answered: this server seems to be offline.")
        postpone(checks=due, until=now + _OFFLINE)
        return
    for check, answer in answers.items():
        note_answer(check=check, answer=answer, at=now)


@shared_task
def count_search_without_result(*, text: str) -> None:
    remember_gap(text=text, on=timezone.localdate())


@shared_task
def forget_gaps() -> None:
    """Nightly: delete gaps that nobody searched for in a year."""
    forget_old_gaps(on=timezone.localdate())


@shared_task
def add_use_of_record(*, record_id: int, kind: str, thing: str, who: str, at: str) -> None:
    moment = dt.datetime.fromisoformat(at)
    add_use(record_id=record_id, kind=kind, thing=thing, who=who, at=moment)


@shared_task
def forget_users_of_records() -> None:
    """Nightly: delete yesterday's visitor pseudonyms and salts."""
    forget_visits(before=timezone.localdate())
