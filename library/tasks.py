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
from library.curation.actions.links import (
    postpone_link_checks,
    record_link_answer,
    schedule_link_checks,
)
from library.curation.links.batches import check_batch
from library.curation.models import LinkCheck
from library.documents.actions.extracting import extract_file, requeue_stalled_files
from library.documents.actions.files import reindex_after_embargo
from library.documents.actions.first_pages import draw_first_page
from library.documents.first_pages import without_first_page
from library.documents.models import FileText
from library.exchange.actions.imports import (
    read_import,
    requeue_failed_import,
    requeue_stalled_imports,
)
from library.exchange.actions.undoing import undo_import
from library.exchange.actions.writing import write_import
from library.exchange.models import Import, ImportState
from library.finding.actions import (
    count_gap,
    delete_old_gaps,
    delete_saved_searches,
    notify_of_new_records,
)
from library.finding.models import SavedSearch
from library.finding.search_address import run_search
from library.gaps.actions.filling import forget_in_gaps
from library.gaps.actions.proposing import propose_found_gaps
from library.gaps.finders import find_all_gaps
from library.lists.actions import delete_lists
from library.practice.actions.judging import withdraw_outdated
from library.practice.actions.trials import forget_trials
from library.recommendations.actions.commitments import remind_of_update
from library.recommendations.actions.respondents import forget_representations
from library.recommendations.models import Commitment, Response
from library.usage.actions import add_use, delete_visits
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
    delete_saved_searches(user=user)
    delete_lists(user=user)
    forget_in_gaps(user=user, at=timezone.now())
    forget_representations(user=user)
    forget_trials(user=user)


@shared_task
def forget_closed_readers() -> None:
    """Sweep: forget readers whose closed account was not announced."""
    left = (
        Q(topic_interests__isnull=False)
        | Q(saved_searches__isnull=False)
        | Q(reading_lists__isnull=False)
        | Q(gap_follows__isnull=False)
        | Q(gap_works__isnull=False)
        | Q(representations__isnull=False)
        | Q(trials__isnull=False)
    )
    for user in User.objects.closed().filter(left).distinct():
        follow_topics(user=user, topics=[])
        delete_saved_searches(user=user)
        delete_lists(user=user)
        forget_in_gaps(user=user, at=timezone.now())
        forget_representations(user=user)
        forget_trials(user=user)


@shared_task
def tell_of_new_records() -> None:
    """Daily: run every saved search that is due. One that fails does not stop the others."""
    now = timezone.now()
    today = timezone.localdate(now)
    failed = []
    for search in SavedSearch.objects.due_on(today).select_related("user").order_by("pk"):
        try:
            results = run_search(QueryDict(search.query), user=search.user)
            found = results.keys(0, MOST_FOUND)
            notify_of_new_records(search=search, found=found, on=today, at=now)
        except DatabaseError:
            logger.exception("The search %s could not be looked after.", search.pk)
            failed.append(search.pk)
    if failed:
        raise RuntimeError(f"Searches that could not be looked after: {failed}")


@shared_task
def work_on_imports() -> None:
    """Read what was uploaded, write what was confirmed and undo what is to go, one import after the other."""
    for pk in requeue_stalled_imports(now=timezone.now()):
        logger.error("The worker of import %s was stopped again and again. It is given up.", pk)
    for begun in Import.objects.waiting():
        try:
            _work_on(begun)
        except Exception as error:
            # Whatever is wrong with one import, those behind it do not wait for it. Operators are told once.
            if requeue_failed_import(begun=begun):
                logger.exception("Import %s failed again and again. It is given up.", begun.pk)
            else:
                logger.warning("Import %s failed and is tried again: %r", begun.pk, error)


def _work_on(begun: Import) -> None:
    if begun.state == ImportState.WAITING:
        read_import(begun=begun)
    elif begun.state == ImportState.UNDO_QUEUED:
        undo_import(begun=begun, at=timezone.now())
    else:
        write_import(begun=begun, at=timezone.now())


@shared_task
def read_files() -> None:
    """Extract the text of a few waiting files: other tasks shall not wait for a hundred of them."""
    requeue_stalled_files(now=timezone.now())
    for waiting in FileText.objects.waiting().defer("text")[:MOST_READ_AT_ONCE]:
        extract_file(waiting=waiting)


@shared_task
def draw_first_pages() -> None:
    """Draw the first pages of a few PDFs: other tasks shall not wait for a hundred of them."""
    for file in without_first_page():
        draw_first_page(file=file)


@shared_task
def open_files_after_embargo() -> None:
    """Nightly: index the files whose embargo ends today."""
    reindex_after_embargo(on=timezone.localdate(), at=timezone.now())


@shared_task
def watch_links() -> None:
    """Nightly: make a link check for every address of a record."""
    schedule_link_checks(at=timezone.now())


@shared_task
def check_links() -> None:
    """Check a few of the addresses that are due: other tasks shall not wait for slow servers."""
    if not settings.LINK_CHECKS:
        return
    now = timezone.now()
    due = list(LinkCheck.objects.due_at(now)[:MOST_LINKS_AT_ONCE])
    if not due:
        return
    answers = check_batch(due, control=LinkCheck.objects.working().first())
    if answers is None:
        logger.warning("No address of the library answered: this server seems to be offline.")
        postpone_link_checks(checks=due, until=now + _OFFLINE)
        return
    for check, answer in answers.items():
        record_link_answer(check=check, answer=answer, at=now)


@shared_task(runs_without_queue=True)
def count_search_without_result(*, text: str) -> None:
    count_gap(text=text, on=timezone.localdate())


@shared_task
def remind_of_commitments() -> None:
    """Daily: remind representatives of the commitments whose update is due."""
    now = timezone.now()
    waiting = Commitment.objects.needing_update(now, timezone.localdate(now))
    for commitment in waiting.filter(response__in=Response.objects.given()).for_list().in_order():
        remind_of_update(commitment=commitment, at=now)


@shared_task
def forget_gaps() -> None:
    """Nightly: delete gaps that nobody searched for in a year."""
    delete_old_gaps(on=timezone.localdate())


@shared_task(runs_without_queue=True)
def add_use_of_record(*, record_id: int, kind: str, thing: str, who: str, at: str) -> None:
    moment = dt.datetime.fromisoformat(at)
    add_use(record_id=record_id, kind=kind, thing=thing, who=who, at=moment)


@shared_task
def forget_users_of_records() -> None:
    """Nightly: delete yesterday's visitor pseudonyms and salts."""
    delete_visits(before=timezone.localdate())


@shared_task
def propose_evidence_gaps() -> None:
    """Nightly: propose the gaps that the rules find, each once, for editors to decide."""
    now = timezone.now()
    propose_found_gaps(found=find_all_gaps(now), at=now)


@shared_task
def withdraw_outdated_judgements(*, record_id: int | None = None) -> None:
    """After a new version, and nightly for all: withdraw judgements of versions that are no longer the newest."""
    withdraw_outdated(at=timezone.now(), record_id=record_id)
