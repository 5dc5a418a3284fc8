"""Makes in one step the tables that the migrations up to here make, with their constraints (decision 17)."""

import uuid

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from core.schema.create_tables import CreateTables


class Migration(migrations.Migration):
    replaces = [("safeguarding", "0001_initial"), ("safeguarding", "0002_words_of_states")]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name="Concern",
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
                            "reporter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="concerns_reported",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="about",
                            ),
                        ),
                        (
                            "where",
                            models.CharField(blank=True, max_length=300, verbose_name="page"),
                        ),
                        ("words", models.TextField(max_length=5000, verbose_name="what happened")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("reported", "Received"),
                                    ("triage", "Being assessed"),
                                    ("in_action", "Action under way"),
                                    ("closed", "Closed"),
                                ],
                                default="reported",
                                max_length=20,
                            ),
                        ),
                        ("form_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                        (
                            "reported_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now,
                                editable=False,
                                verbose_name="reported",
                            ),
                        ),
                        (
                            "assess_by",
                            models.DateTimeField(editable=False, verbose_name="assess by"),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["closed", "in_action", "reported", "triage"])
                                ),
                                name="concern_state_known",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("words")), 0
                                ),
                                name="concern_is_not_empty",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("person", None),
                                    models.Q(("person", models.F("reporter")), _negated=True),
                                    _connector="OR",
                                ),
                                name="concern_is_about_somebody_else",
                            ),
                            models.UniqueConstraint(
                                fields=("reporter", "form_key"), name="concern_sent_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OwnReport",
                    fields=[],
                    options={
                        "proxy": True,
                    },
                    bases=("safeguarding.concern",),
                ),
                migrations.CreateModel(
                    name="UnheldConcern",
                    fields=[],
                    options={
                        "proxy": True,
                    },
                    bases=("safeguarding.concern",),
                ),
                migrations.CreateModel(
                    name="ConcernEntry",
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
                            "concern",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="safeguarding.concern",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("looked", "Opened the concern"),
                                    ("moved", "Changed the status"),
                                    ("noted", "Wrote a note"),
                                    ("suspended", "Suspended"),
                                    ("lifted", "Lifted the suspension"),
                                ],
                                max_length=20,
                                verbose_name="what",
                            ),
                        ),
                        (
                            "words",
                            models.TextField(blank=True, max_length=5000, verbose_name="note"),
                        ),
                        ("at", models.DateTimeField(verbose_name="at")),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["concern", "at"], name="concern_entry_of")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        ["lifted", "looked", "moved", "noted", "suspended"],
                                    )
                                ),
                                name="concern_entry_kind_known",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
