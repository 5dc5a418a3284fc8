"""Open a group for each cohort, with its facilitators and learners."""

from typing import Any

from django.db import migrations
from django.utils import timezone


def open_groups(apps: Any, schema_editor: Any) -> None:
    """Make the group of each cohort that has none, and let its people in. Repeats safely."""
    cohorts = apps.get_model("courses", "Cohort")
    networks = apps.get_model("networks", "Network")
    known = networks.objects.filter(cohort__isnull=False).values("cohort")
    now = timezone.now()
    taken = set(networks.objects.values_list("slug", flat=True))
    rows = cohorts.objects.exclude(pk__in=known).select_related("release__course")
    for cohort in rows.order_by("pk").iterator(chunk_size=200):
        slug = f"cohort-{cohort.pk}"
        while slug in taken:
            slug += "-1"
        taken.add(slug)
        purpose = "Questions and discussions of the cohort."
        group = networks.objects.create(
            slug=slug,
            name=f"{cohort.name}: {cohort.release.course.title}"[:120],
            purpose=purpose,
            purpose_html=f"<p>{purpose}</p>",
            access="invited",
            cohort=cohort,
            created_at=now,
        )
        _let_in(apps, group, cohort, now)


def _let_in(apps: Any, group: Any, cohort: Any, now: Any) -> None:
    memberships = apps.get_model("networks", "Membership")
    enrolments = apps.get_model("courses", "Enrolment").objects.filter(cohort=cohort)
    here = enrolments.exclude(state__in=["left", "moved"]).filter(user__closed_at=None)
    staff = set(cohort.facilitators.filter(closed_at=None).values_list("pk", flat=True))
    of_course = cohort.release.course.facilitators.filter(closed_at=None)
    staff |= set(of_course.values_list("pk", flat=True))
    for user in sorted(staff | set(here.values_list("user", flat=True))):
        memberships.objects.create(
            network=group,
            user_id=user,
            role="moderator" if user in staff else "member",
            state="active",
            asked_at=now,
            joined_at=now,
            read_until=now,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("networks", "0007_groups_of_cohorts"),
        ("accounts", "__first__"),
    ]

    operations = [migrations.RunPython(open_groups, migrations.RunPython.noop)]
