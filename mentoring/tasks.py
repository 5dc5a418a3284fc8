"""Background work: leaving, expiring and reminding."""

from celery import shared_task
from django.utils import timezone

from accounts.models import User
from mentoring.actions import feedback, requests, searches, sessions, unanswerable_requests
from mentoring.actions.matches import close_for_closed_accounts, leave_all_matches
from mentoring.actions.note_retention import announce_erasure, erase_notes
from mentoring.actions.session_news import cancel_sessions_of_suspended


@shared_task
def leave_mentoring(*, user_id: int) -> None:
    leave_all_matches(user=User.objects.get(pk=user_id), at=timezone.now())


@shared_task
def leave_mentoring_of_closed_accounts() -> None:
    """Sweep: leave mentoring for closed accounts that were not announced."""
    close_for_closed_accounts(at=timezone.now())


@shared_task
def expire_requests() -> None:
    requests.expire_requests(at=timezone.now())


@shared_task
def end_unanswerable_requests() -> None:
    """Sweep: end requests to people who are suspended or no mentors any more, and those between blocked people."""
    unanswerable_requests.decline_all_of_absent(at=timezone.now())
    unanswerable_requests.end_requests_between_blocked(at=timezone.now())


@shared_task
def remind_of_sessions() -> None:
    sessions.remind_of_sessions(at=timezone.now())


@shared_task
def cancel_sessions_of_suspended_people() -> None:
    """Cancel the coming sessions of suspended accounts; as a sweep, those that were not announced."""
    cancel_sessions_of_suspended(at=timezone.now())


@shared_task
def look_again_for_mentors() -> None:
    """Sweep: look for everyone whom nobody fitted whether a mentor with a free place fits now."""
    searches.look_again(at=timezone.now())


@shared_task
def ask_for_feedback() -> None:
    feedback.ask_for_feedback(at=timezone.now())


@shared_task
def forget_notes() -> None:
    """Nightly: announce and erase the notes of mentorings that ended long ago, and the words of feedback on them."""
    announce_erasure(at=timezone.now())
    erase_notes(at=timezone.now())
    feedback.erase_words_of_feedback(at=timezone.now())
