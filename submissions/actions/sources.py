"""Sources: library records that a submission draws on, and recommendations that it acts on."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.refusals import Conflict
from library.catalogue.models import Record
from library.recommendations.models import Recommendation
from submissions.actions.locking import lock_editable
from submissions.content import MAX_SOURCES
from submissions.models import Submission


class SourceRefused(Conflict):
    """The record is withdrawn, or the submission has as many sources as allowed."""


@transaction.atomic
def add_source(*, submission: Submission, record: Record) -> None:
    """Add a source while the draft can be changed. Repeats safely.

    Raises ``SourceRefused`` for a withdrawn record and after ``MAX_SOURCES``, ``TransitionNotAllowed`` once the
    work is sent in.
    """
    submission = lock_editable(submission)
    if not Record.objects.published().filter(pk=record.pk).exists():
        raise SourceRefused(_("This record is no longer in the library."))
    others = submission.draws_on.exclude(pk=record.pk)
    if others.count() >= MAX_SOURCES:
        most = {"most": MAX_SOURCES}
        raise SourceRefused(_("You can add up to %(most)s works. Remove one first.") % most)
    submission.draws_on.add(record)


@transaction.atomic
def remove_source(*, submission: Submission, record_id: int) -> None:
    """Remove a source. Repeats safely; ``TransitionNotAllowed`` once the work is sent in."""
    lock_editable(submission).draws_on.remove(record_id)


@transaction.atomic
def add_recommendation_acted_on(*, submission: Submission, recommendation: Recommendation) -> None:
    """Say that the work acts on a recommendation, while the draft can be changed. Repeats safely.

    Raises ``SourceRefused`` for one that was withdrawn and after ``MAX_SOURCES``, ``TransitionNotAllowed`` once the
    work is sent in.
    """
    submission = lock_editable(submission)
    if not Recommendation.objects.published().filter(pk=recommendation.pk).exists():
        raise SourceRefused(_("This recommendation has been withdrawn."))
    others = submission.recommendations.exclude(pk=recommendation.pk)
    if others.count() >= MAX_SOURCES:
        most = {"most": MAX_SOURCES}
        raise SourceRefused(
            _("You can name up to %(most)s recommendations. Remove one first.") % most
        )
    submission.recommendations.add(recommendation)


@transaction.atomic
def remove_recommendation_acted_on(*, submission: Submission, recommendation_id: int) -> None:
    """Take a recommendation out while the draft can be changed. Repeats safely.

    Raises ``TransitionNotAllowed`` once the work is sent in.
    """
    lock_editable(submission).recommendations.remove(recommendation_id)
