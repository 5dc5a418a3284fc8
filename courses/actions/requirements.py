"""Taking a published lesson out of what the certificate asks for, and putting it back."""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from courses.actions.completion import complete_if_done
from courses.actions.progress import store_progress_of
from courses.actions.releases import lock_release, renew_text_key
from courses.kinds import REQUIREMENT_CHANGED
from courses.models import Enrolment, Lesson, LessonCompletion, RequirementChange
from courses.refusals import NotPublished
from courses.states import EnrolmentState
from notifications.actions import notify


def would_complete_without(lesson: Lesson) -> QuerySet[Enrolment]:
    """Return those who learn and have done every other required lesson: the dry run. One query."""
    done = LessonCompletion.objects.filter(
        enrolment=OuterRef(OuterRef("pk")), lesson=OuterRef("pk")
    )
    others = Lesson.objects.filter(module__release=OuterRef("release"), is_required=True)
    left = others.exclude(pk=lesson.pk).filter(~Exists(done))
    places = Enrolment.objects.filter(release=lesson.module.release).active()
    return places.filter(~Exists(left)).select_related("user").order_by("user__full_name", "pk")


@transaction.atomic
def change_requirement(
    *, lesson: Lesson, is_required: bool, reason: str, by: User, at: dt.datetime
) -> RequirementChange | None:
    """Let the certificate ask for a published lesson or not, and tell its learners why.

    Whoever then has done all that is required completes the course. Put back, it is asked of those who still
    learn; what was completed stays completed. Repeats safely: returns nothing where nothing changes. Raises
    ``NotPublished`` for a draft.
    """
    release = lock_release(lesson.module.release_id)
    rows = Lesson.objects.select_for_update(of=("self",), no_key=True).select_related("module")
    lesson = rows.get(pk=lesson.pk)
    lesson.module.release = release
    if release.is_draft:
        raise NotPublished
    if lesson.is_required == is_required:
        return None
    everyone = list(
        Enrolment.objects.filter(release=release)
        .select_for_update(of=("self",), no_key=True)
        .select_related("release__course", "user")
        .order_by("pk")
    )
    places = [place for place in everyone if place.state == EnrolmentState.ACTIVE]
    lesson.is_required = is_required
    lesson.save(update_fields=["is_required"])
    change = RequirementChange.objects.create(
        lesson=lesson, is_required=is_required, reason=reason, made_by=by, made_at=at
    )
    notify(
        recipients=[place.user for place in places],
        kind=REQUIREMENT_CHANGED,
        key=f"{REQUIREMENT_CHANGED.name}:{change.pk}",
        target=change,
        at=at,
        text=reason,
    )
    renew_text_key(release)
    # Of those who left or completed as well: their pages say what is next, too.
    store_progress_of(release, everyone)
    for place in places:
        complete_if_done(place, at=at)
    return change
