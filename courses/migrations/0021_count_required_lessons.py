"""Count only required lessons in the progress of releases that have others; progress without a row is made elsewhere."""

from typing import Any

from django.db import migrations
from django.db.models import Exists, OuterRef

PORTION = 500


def count_required(apps: Any, schema_editor: Any) -> None:
    """Count anew where a lesson is not required, in portions by key, so that a second run changes nothing."""
    lessons = apps.get_model("courses", "Lesson").objects
    progress = apps.get_model("courses", "Progress").objects
    optional = lessons.filter(
        is_required=False, module__release=OuterRef("enrolment__release")
    ).values("pk")
    rows = progress.filter(Exists(optional)).select_related("enrolment").order_by("pk")
    required: dict[int, frozenset[int]] = {}
    last = 0
    while portion := list(rows.filter(pk__gt=last)[:PORTION]):
        for row in portion:
            release = row.enrolment.release_id
            if release not in required:
                counted = lessons.filter(module__release=release, is_required=True)
                required[release] = frozenset(counted.values_list("pk", flat=True))
            row.done = len(required[release].intersection(row.done_lessons))
            row.total = len(required[release])
        progress.bulk_update(portion, ["done", "total"])
        last = portion[-1].pk


class Migration(migrations.Migration):
    dependencies = [("courses", "0020_prerequisites")]

    operations = [migrations.RunPython(count_required, migrations.RunPython.noop)]
