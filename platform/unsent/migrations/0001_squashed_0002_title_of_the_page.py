"""Makes in one step the tables that the migrations up to here make, with their constraints (decision 17)."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.schema.create_tables import CreateTables


class Migration(migrations.Migration):
    replaces = [("unsent", "0001_unsent_texts"), ("unsent", "0002_title_of_the_page")]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name="UnsentText",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="unsent_texts",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("key", models.UUIDField(default=uuid.uuid4)),
                        ("form", models.CharField(max_length=300)),
                        ("address", models.CharField(max_length=300)),
                        ("page", models.CharField(max_length=300)),
                        ("title", models.CharField(blank=True, max_length=200)),
                        ("fields", models.JSONField()),
                        ("edit_number", models.PositiveIntegerField(default=1)),
                        ("began_at", models.DateTimeField()),
                        ("saved_at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["owner", "-saved_at"], name="unsenttext_newest"),
                            models.Index(fields=["saved_at"], name="unsenttext_oldest"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("owner", "key"), name="unsenttext_one_per_copy"
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
