"""Drafts: started, saved, deleted."""

import datetime as dt
import uuid
from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms.edit_conflicts import check_edit_number
from core.forms.form_keys import first_result
from core.refusals import Conflict
from courses.models import ActionPlan, PlanEvidence, PlanRecommendation
from library.gaps.models import EvidenceGap
from library.recommendations.models import Recommendation
from submissions.actions.locking import lock, lock_editable
from submissions.content import SubmissionKind, fields_of
from submissions.models import Submission
from submissions.prefill import draft_from_plan
from submissions.states import SubmissionState
from workflow.flows import TransitionNotAllowed

COMMON_FIELDS = ("title", "summary", "place", "licence")


class AlreadyStarted(Conflict):
    """The author has a submission from this plan already. ``works`` names it."""

    def __init__(self, works: list[Submission]) -> None:
        self.works = works
        super().__init__(_("You already have a draft from this plan."))


@transaction.atomic
def start_submission(
    *,
    author: User,
    kind: SubmissionKind | str,
    key: uuid.UUID,
    at: dt.datetime,
    plan: ActionPlan | None = None,
    gap: EvidenceGap | None = None,
    is_another: bool = False,
) -> Submission:
    """Begin a draft, filled from the plan where one is given. The same key and choice give the same draft.

    The plan must be the author's own; raises ``ActionPlan.DoesNotExist`` otherwise. Raises
    ``AlreadyStarted`` when the author has a work from this plan, unless this ``is_another`` on purpose, and
    ``AlreadySubmitted`` for another kind, plan or gap under the same key. The record that comes of it is offered for
    the evidence ``gap`` that it was begun for.
    """
    if plan is not None:
        plan = ActionPlan.objects.visible_to(author).get(pk=plan.pk)
        begun = list(Submission.objects.started_from(plan, by=author).exclude(form_key=key))
        if begun and not is_another:
            raise AlreadyStarted(begun)
    mine = Submission.objects.filter(author=author)
    keys = {"plan_id": plan.pk if plan else None, "gap_id": gap.pk if gap else None}
    first_result(mine, key, kind=SubmissionKind(kind), **keys)
    submission, is_new = Submission.objects.get_or_create(
        author=author,
        form_key=key,
        defaults={
            "kind": SubmissionKind(kind),
            "plan": plan,
            "gap": gap,
            "created_at": at,
            "saved_at": at,
            "state_at": at,
        },
    )
    if is_new and plan is not None:
        submission.draws_on.set(PlanEvidence.objects.filter(plan=plan).works())
        acts_on = PlanRecommendation.objects.filter(plan=plan).values("recommendation")
        submission.recommendations.set(Recommendation.objects.published().filter(pk__in=acts_on))
        return save_draft(submission=submission, values=draft_from_plan(plan, kind), at=at)
    if is_new and gap is not None and gap.topic is not None:
        submission.topics.set([gap.topic])
    return submission


@transaction.atomic
def save_draft(
    *,
    submission: Submission,
    values: Mapping[str, Any],
    at: dt.datetime,
    edit_number: int | None = None,
) -> Submission:
    """Keep what is written so far; nothing needs to be complete, and what is not given stays as it is.

    ``values`` are the common fields, ``topics`` and the fields of the kind, by name, already checked by
    the form. ``edit_number`` is the one this copy was opened with: ``EditedElsewhere`` is raised and nothing
    is written when the draft has been saved since. Raises ``TransitionNotAllowed`` when it was sent in.
    """
    submission = lock_editable(submission)
    check_edit_number(submission, edit_number)
    for name in COMMON_FIELDS:
        if name in values:
            setattr(submission, name, values[name])
    own = {field.name for field in fields_of(submission.kind)}
    submission.content = {
        **submission.content,
        **{name: value for name, value in values.items() if name in own},
    }
    submission.saved_at = at
    submission.save(update_fields=[*COMMON_FIELDS, "content", "edit_number", "saved_at"])
    if "topics" in values:
        submission.topics.set(values["topics"])
    return submission


@transaction.atomic
def delete_draft(*, submission: Submission) -> None:
    """Delete a draft that was never sent in, with its co-authors and files.

    Raises ``TransitionNotAllowed`` for anything that an editor has seen: that is withdrawn instead.
    """
    submission = lock(submission)
    if submission.state != SubmissionState.DRAFT:
        raise TransitionNotAllowed("delete", submission)
    attachments = list(submission.attachments.all())
    submission.delete()
    for attachment in attachments:
        transaction.on_commit(partial(attachment.content.delete, save=False))
