"""What the advice rests on: versions of records, and recommendations."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from advice.actions.locking import lock_for
from advice.models import AdviceCase, CitedVersion
from advice.states import WRITABLE
from core.refusals import Conflict
from library.catalogue.models import Record
from library.recommendations.models import Recommendation
from workflow.flows import TransitionNotAllowed

MOST_CITED = 50


class CitationRefused(Conflict):
    """The record or recommendation cannot be cited."""


@transaction.atomic
def cite_record(*, case: AdviceCase, record: Record, by: User, at: dt.datetime) -> CitedVersion:
    """Cite the newest version of a record. Repeats safely.

    Raises ``CitationRefused`` for a withdrawn one and for too many, ``TransitionNotAllowed`` once the draft went to the
    reviewers, and ``NotYourPart``.
    """
    case = _lock(case, by)
    version = record.current_version
    if version is None or not record.is_published:
        raise CitationRefused(_("This record is no longer in the library."))
    known = case.cited.filter(version__record=record).first()
    if known is None:
        _refuse_too_many(case.cited.count())
        return CitedVersion.objects.create(case=case, version=version, cited_at=at)
    known.version, known.cited_at = version, at
    known.save(update_fields=["version", "cited_at"])
    return known


@transaction.atomic
def remove_citation(*, case: AdviceCase, record: Record, by: User) -> None:
    """Cite a record no longer. Repeats safely; raises ``TransitionNotAllowed`` and ``NotYourPart`` as ``cite_record``."""
    case = _lock(case, by)
    case.cited.filter(version__record=record).delete()


@transaction.atomic
def cite_recommendation(*, case: AdviceCase, recommendation: Recommendation, by: User) -> None:
    """Cite a recommendation. Repeats safely; raises as ``cite_record``."""
    case = _lock(case, by)
    if not Recommendation.objects.published().filter(pk=recommendation.pk).exists():
        raise CitationRefused(_("This recommendation was withdrawn."))
    _refuse_too_many(case.recommendations.count())
    case.recommendations.add(recommendation)


@transaction.atomic
def remove_recommendation(*, case: AdviceCase, recommendation: Recommendation, by: User) -> None:
    """Cite a recommendation no longer. Repeats safely; raises as ``remove_citation``."""
    case = _lock(case, by)
    case.recommendations.remove(recommendation)


def _lock(case: AdviceCase, by: User) -> AdviceCase:
    case = lock_for(case, "advice.write", by=by)
    if case.state not in WRITABLE:
        raise TransitionNotAllowed("start", case)
    return case


def _refuse_too_many(count: int) -> None:
    if count >= MOST_CITED:
        words = _("You can cite up to %(most)s. Remove one first.") % {"most": MOST_CITED}
        raise CitationRefused(words)
