"""Give each published release a key for its text, and each enrolment its progress."""

import uuid
from typing import Any

from django.db import migrations

PORTION = 500


def name_texts(apps: Any, schema_editor: Any) -> None:
    """Give a key to the published releases that have none."""
    releases = apps.get_model("courses", "Release").objects
    for release in releases.filter(published_at__isnull=False, text_key=None).iterator():
        release.text_key = uuid.uuid4()
        release.save(update_fields=["text_key"])


def fill_progress(apps: Any, schema_editor: Any) -> None:
    """Add up the completions of the enrolments that have no progress yet, in portions."""
    enrolments = apps.get_model("courses", "Enrolment").objects.filter(progress=None)
    progress = apps.get_model("courses", "Progress").objects
    lessons: dict[int, dict[int, bool]] = {}
    while portion := list(enrolments.prefetch_related("completions").order_by("pk")[:PORTION]):
        for enrolment in portion:
            if enrolment.release_id not in lessons:
                lessons[enrolment.release_id] = _lessons(apps, enrolment.release_id)
        progress.bulk_create(
            [_progress(apps, each, lessons[each.release_id]) for each in portion],
            ignore_conflicts=True,
        )


def _lessons(apps: Any, release_id: int) -> dict[int, bool]:
    lessons = apps.get_model("courses", "Lesson").objects.filter(module__release=release_id)
    in_order = lessons.order_by("module__position", "module_id", "position", "pk")
    return dict(in_order.values_list("pk", "is_required"))


def _progress(apps: Any, enrolment: Any, lessons: dict[int, bool]) -> Any:
    moments = {fact.lesson_id: fact.completed_at for fact in enrolment.completions.all()}
    done = [key for key in lessons if key in moments]
    return apps.get_model("courses", "Progress")(
        enrolment=enrolment,
        done_lessons=done,
        done=len(done),
        total=len(lessons),
        next_lesson_id=next((key for key in lessons if lessons[key] and key not in moments), None),
        last_done_at=max((moments[key] for key in done), default=None),
    )


class Migration(migrations.Migration):
    dependencies = [("courses", "0010_stored_progress")]

    operations = [
        migrations.RunPython(name_texts, migrations.RunPython.noop),
        migrations.RunPython(fill_progress, migrations.RunPython.noop),
    ]
