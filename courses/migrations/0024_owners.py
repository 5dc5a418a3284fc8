"""Gives each course an owner: the facilitator who was named first."""

from django.db import migrations
from django.utils import timezone


def name_owners(apps, schema_editor):
    authorship = apps.get_model("courses", "Authorship")
    named = apps.get_model("courses", "Course").facilitators.through.objects.order_by("pk")
    owned = set(authorship.objects.filter(role="owner").values_list("course_id", flat=True))
    now = timezone.now()
    made = []
    for row in named.values("course_id", "user_id"):
        if row["course_id"] not in owned:
            owned.add(row["course_id"])
            made.append(authorship(role="owner", invited_at=now, accepted_at=now, **row))
    authorship.objects.bulk_create(made, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("courses", "0023_authorship")]

    operations = [migrations.RunPython(name_owners, migrations.RunPython.noop)]
