"""Receivers of the networks.

The group of a cohort follows its people in the same transaction, whoever writes them: so these listen to the rows.
"""

from collections.abc import Collection
from typing import Any

from django.db.models.signals import m2m_changed, post_save, pre_delete
from django.dispatch import receiver
from django.utils import timezone

from accounts.signals import account_closed
from courses.models import Cohort, Course, Enrolment
from library.signals import record_published
from networks import tasks
from networks.actions.cohort_groups import (
    delete_group,
    follow_all,
    follow_people,
    follow_person,
    open_group,
)
from networks.actions.unsent_titles import keep_of_page
from unsent.pages import PAGES

PAGES.add("networks", keep_of_page)


@receiver(record_published)
def on_record_published(*, record_id: int, **_: Any) -> None:
    tasks.announce_record.delay(record_id=record_id)


@receiver(account_closed)
def on_account_closed(*, user_id: int, **_: Any) -> None:
    tasks.part_with_networks.delay(user_id=user_id)


@receiver(post_save, sender=Cohort)
def on_cohort_saved(
    *,
    instance: Cohort,
    created: bool,
    raw: bool = False,
    update_fields: Collection[str] | None = None,
    **_: Any,
) -> None:
    if created and not raw:
        follow_people(cohort=instance, people=None, at=timezone.now())
    elif not raw and (update_fields is None or "name" in update_fields):
        open_group(cohort=instance, at=timezone.now())


@receiver(pre_delete, sender=Cohort)
def on_cohort_deleted(*, instance: Cohort, **_: Any) -> None:
    delete_group(cohort=instance)


@receiver(post_save, sender=Enrolment)
def on_enrolment_saved(
    *,
    instance: Enrolment,
    created: bool,
    raw: bool = False,
    update_fields: Collection[str] | None = None,
    **_: Any,
) -> None:
    concerns_people = update_fields is None or not {"cohort", "state"}.isdisjoint(update_fields)
    is_alone = created and instance.cohort_id is None
    if concerns_people and not (raw or is_alone):
        follow_person(enrolment=instance, at=timezone.now())


@receiver(m2m_changed, sender=Cohort.facilitators.through)
def on_cohort_facilitators_changed(
    *, instance: Cohort, action: str, pk_set: set[int] | None, **_: Any
) -> None:
    if action.startswith("post_"):
        follow_people(cohort=instance, people=pk_set, at=timezone.now())


@receiver(m2m_changed, sender=Course.facilitators.through)
def on_course_facilitators_changed(*, instance: Any, action: str, **_: Any) -> None:
    if action.startswith("post_") and isinstance(instance, Course):
        follow_all(course=instance, at=timezone.now())
