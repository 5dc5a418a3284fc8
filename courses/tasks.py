"""Background tasks of the courses."""

from celery import shared_task
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from courses.actions import learning as learning_actions
from courses.actions import lesson_imports, media, plans
from courses.actions import progress as progress_actions
from courses.actions.books import keeping
from courses.actions.catalogue import words
from courses.actions.cohorts import inviting
from courses.actions.coursework import peer_reviews
from courses.actions.coursework.forgetting import people_who_wrote
from courses.actions.programmes import completing
from courses.models import Authorship, Cohort, Course, Enrolment, Programme, WaitingPlace


@shared_task
def ask_for_outcomes() -> None:
    """Nightly: ask what came of the plans whose six or twelve weeks are over."""
    plans.ask_for_outcomes(at=timezone.now())


@shared_task
def forget_cohort_invitations() -> None:
    """Nightly: delete invitations to cohorts that ended long ago."""
    inviting.forget_cohort_invitations(at=timezone.now())


@shared_task
def mend_progress() -> None:
    """Nightly: compare each learner's stored progress with what they have done; nothing should differ."""
    progress_actions.mend_progress()


@shared_task
def leave_all_courses(*, user_id: int) -> None:
    """Leave all courses after an account was closed."""
    learning_actions.leave_all_courses(user=User.objects.get(pk=user_id), at=timezone.now())


@shared_task
def leave_courses_of_closed_accounts() -> None:
    """Sweep: end enrolments, facilitating and private texts of closed accounts that are still there."""
    learning = Enrolment.objects.active().values("user")
    teaching = Course.facilitators.through.objects.values("user")
    in_cohorts = Cohort.facilitators.through.objects.values("user")
    waiting = WaitingPlace.objects.values("user")
    planning = Programme.authors.through.objects.values("user")
    writing = people_who_wrote().values("pk")
    still_there = Q(pk__in=learning) | Q(pk__in=teaching) | Q(pk__in=in_cohorts) | Q(pk__in=waiting)
    still_there |= Q(pk__in=planning) | Q(pk__in=Authorship.objects.values("user"))
    for user in User.objects.closed().filter(still_there | Q(pk__in=writing)):
        learning_actions.leave_all_courses(user=user, at=timezone.now())


@shared_task
def pass_on_reviewed_work() -> None:
    """Sweep: give work whose time with other learners is over to the facilitators."""
    peer_reviews.pass_on_reviewed_work(at=timezone.now())


@shared_task
def complete_programme(*, programme_id: int) -> None:
    """Find who has done all that a programme asks for, after it was offered or changed."""
    programme = Programme.objects.get(pk=programme_id)
    completing.complete_programme_of_all(programme, at=timezone.now())


@shared_task
def complete_programmes() -> None:
    """Sweep: complete the programmes that no course or change has completed for somebody."""
    completing.complete_programmes_of_all(at=timezone.now())


@shared_task
def store_words_of_all() -> None:
    """Nightly: write the words by which the catalogue finds courses, as topics may have new names."""
    words.store_words_of_all()


@shared_task
def erase_old_books() -> None:
    """Nightly: delete EPUBs that were made long ago; they are made again when somebody asks."""
    keeping.erase_old_books(at=timezone.now())


@shared_task
def erase_unused_media() -> None:
    """Sweep: delete what is stored of images and files that no version of a course shows any more."""
    media.erase_unused_media()


@shared_task
def read_word_documents() -> None:
    """Every few seconds: read the long Word documents that wait."""
    lesson_imports.read_waiting_documents(now=timezone.now)


@shared_task
def forget_lesson_imports() -> None:
    """Nightly: forget Word documents that nobody took into a course within a week."""
    lesson_imports.forget_lesson_imports(at=timezone.now())
