"""Makes in one step the tables that the migrations up to here make, with their constraints (decision 17)."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.schema.create_tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("notifications", "0001_initial"),
        ("notifications", "0002_one_way_for_every_mail"),
        ("notifications", "0003_what_a_notification_is_about"),
        ("notifications", "0004_stopped_kinds_and_quiet_hours"),
        ("notifications", "0005_group_of_events"),
        ("notifications", "0006_what_was_chosen_before_a_stop"),
        ("notifications", "0007_group_of_indicators"),
        ("notifications", "0008_group_of_advice"),
        ("notifications", "0009_plainer_words"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0003_blocks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name="DigestChoice",
                    fields=[
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="digest_choice",
                                serialize=False,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "frequency",
                            models.CharField(
                                choices=[
                                    ("weekly", "Weekly, on Tuesday morning"),
                                    ("daily", "Daily, in the morning"),
                                    ("never", "Never"),
                                ],
                                max_length=10,
                                verbose_name="how often",
                            ),
                        ),
                        (
                            "before_stop",
                            models.CharField(blank=True, editable=False, max_length=10, null=True),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("frequency__in", ["daily", "never", "weekly"])),
                                name="digest_choice_frequency_known",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Notification",
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
                            "recipient",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notifications",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("kind", models.CharField(max_length=60)),
                        ("key", models.CharField(max_length=150)),
                        ("title", models.CharField(max_length=300)),
                        ("text", models.TextField(blank=True)),
                        ("address", models.CharField(max_length=300)),
                        ("about", models.PositiveBigIntegerField(blank=True, null=True)),
                        (
                            "thing",
                            models.CharField(blank=True, db_default="", default="", max_length=80),
                        ),
                        ("news_count", models.PositiveSmallIntegerField(db_default=1, default=1)),
                        ("created_at", models.DateTimeField()),
                        ("read_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["recipient", "read_at"], name="notification_unread"
                            ),
                            models.Index(
                                fields=["recipient", "-created_at"], name="notification_newest"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("recipient", "key"), name="notification_told_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Delivery",
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
                            "notification",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="delivery",
                                to="notifications.notification",
                            ),
                        ),
                        ("mail", models.CharField(blank=True, max_length=60)),
                        ("about", models.PositiveBigIntegerField(blank=True, null=True)),
                        ("address", models.EmailField(blank=True, max_length=254)),
                        (
                            "subject",
                            models.CharField(blank=True, db_default="", default="", max_length=300),
                        ),
                        ("text", models.TextField(blank=True, db_default="", default="")),
                        ("expires_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "urgency",
                            models.PositiveSmallIntegerField(
                                choices=[(10, "Urgent"), (50, "Usual"), (90, "Summary")],
                                db_default=50,
                                default=50,
                            ),
                        ),
                        ("token", models.UUIDField(default=uuid.uuid4, editable=False, null=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("sent", "Sent"),
                                    ("failed", "Failed"),
                                    ("expired", "Not sent: its code had expired"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                        ("next_try_at", models.DateTimeField()),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        ("error", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "waiting")),
                                fields=["urgency", "next_try_at", "id"],
                                name="delivery_most_urgent",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["expired", "failed", "sent", "waiting"])
                                ),
                                name="delivery_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("about", None),
                                        ("mail", ""),
                                        ("notification__isnull", False),
                                        ("text", ""),
                                    ),
                                    models.Q(
                                        ("about__isnull", False),
                                        ("notification", None),
                                        ("text", ""),
                                        models.Q(("mail", ""), _negated=True),
                                    ),
                                    models.Q(
                                        ("about", None),
                                        ("notification", None),
                                        models.Q(("mail", ""), _negated=True),
                                        models.Q(("address", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="delivery_has_one_content",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "waiting"),
                                    models.Q(("subject", ""), ("text", "")),
                                    _connector="OR",
                                ),
                                name="delivery_keeps_no_letter",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("notification", None), ("state", "waiting")),
                                fields=("mail", "about"),
                                name="delivery_waits_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Preference",
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
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notification_preferences",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "group",
                            models.CharField(
                                choices=[
                                    ("courses", "Courses"),
                                    ("events", "Events"),
                                    ("mentoring", "Mentoring"),
                                    ("networks", "Networks"),
                                    ("library", "Library"),
                                    ("indicators", "Indicators"),
                                    ("submissions", "Submissions and reviews"),
                                    ("advice", "Advice on policies"),
                                    ("account", "My account"),
                                ],
                                max_length=20,
                                verbose_name="about",
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("mail", "Email at once"),
                                    ("digest", "In the summary email"),
                                    ("inbox", "On the site only"),
                                ],
                                max_length=10,
                                verbose_name="how",
                            ),
                        ),
                        (
                            "before_stop",
                            models.CharField(blank=True, editable=False, max_length=10, null=True),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "group"), name="preference_one_per_group"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "group__in",
                                        [
                                            "account",
                                            "advice",
                                            "courses",
                                            "events",
                                            "indicators",
                                            "library",
                                            "mentoring",
                                            "networks",
                                            "submissions",
                                        ],
                                    )
                                ),
                                name="preference_group_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("channel__in", ["digest", "inbox", "mail"])),
                                name="preference_channel_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="QuietHours",
                    fields=[
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="quiet_hours",
                                serialize=False,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("begins", models.TimeField(verbose_name="from")),
                        ("ends", models.TimeField(verbose_name="until")),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("begins", models.F("ends")), _negated=True),
                                name="quiethours_have_an_end",
                                violation_error_message="Quiet hours cannot start and end at the same time.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StoppedKind",
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
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="stopped_kinds",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("kind", models.CharField(max_length=60)),
                        ("stopped_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "kind"), name="stoppedkind_once_per_person"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DigestIssue",
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
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="digest_issues",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("period", models.CharField(max_length=10)),
                        ("since", models.DateTimeField()),
                        ("until", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "period"), name="digest_issue_one_per_period"
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
