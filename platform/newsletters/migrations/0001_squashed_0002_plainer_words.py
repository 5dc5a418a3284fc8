"""Makes in one step the tables that the migrations up to here make, with their constraints (decision 17)."""

import uuid

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

from core.schema.create_tables import CreateTables


class Migration(migrations.Migration):
    replaces = [("newsletters", "0001_initial"), ("newsletters", "0002_plainer_words")]

    initial = True

    dependencies = [
        ("library", "0021_recommendations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name="Issue",
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
                        ("title", models.CharField(max_length=150, verbose_name="title")),
                        (
                            "introduction",
                            models.TextField(
                                blank=True, max_length=5000, verbose_name="introduction"
                            ),
                        ),
                        ("introduction_html", models.TextField(blank=True, editable=False)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("sending", "Being sent"),
                                    ("stopped", "Sending stopped"),
                                    ("sent", "Sent"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="newsletter_issues",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("changed_at", models.DateTimeField(editable=False)),
                        ("sent_at", models.DateTimeField(editable=False, null=True)),
                        ("finished_at", models.DateTimeField(editable=False, null=True)),
                        ("audience", models.PositiveIntegerField(default=0, editable=False)),
                        ("reached", models.PositiveBigIntegerField(default=0, editable=False)),
                        ("edit_number", models.PositiveIntegerField(default=0, editable=False)),
                        ("form_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["state", "-sent_at"], name="issue_newest_sent")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("title")), 0
                                ),
                                name="issue_has_a_title",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        ["draft", "sending", "sent", "stopped", "withdrawn"],
                                    )
                                ),
                                name="issue_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "draft"), ("sent_at__isnull", False), _connector="OR"
                                ),
                                name="issue_was_sent_at_a_moment",
                            ),
                            models.UniqueConstraint(
                                fields=("created_by", "form_key"), name="issue_begun_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IssueItem",
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
                            "issue",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="items",
                                to="newsletters.issue",
                            ),
                        ),
                        ("section", models.CharField(blank=True, editable=False, max_length=30)),
                        ("key", models.CharField(blank=True, editable=False, max_length=20)),
                        ("title", models.CharField(max_length=300, verbose_name="title")),
                        (
                            "address",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="web address"
                            ),
                        ),
                        ("summary", models.CharField(blank=True, max_length=600)),
                        (
                            "note",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="your words about it"
                            ),
                        ),
                        ("position", models.PositiveIntegerField(default=1, editable=False)),
                        ("form_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                        (
                            "topics",
                            models.ManyToManyField(
                                related_name="+", to="library.topic", verbose_name="topics"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("title")), 0
                                ),
                                name="issueitem_has_a_title",
                                violation_error_message="This must not be empty.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("section", ""), _negated=True),
                                fields=("issue", "section", "key"),
                                name="issueitem_is_chosen_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("key", ""), ("section", "")),
                                    models.Q(
                                        models.Q(("section", ""), _negated=True),
                                        models.Q(("key", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="issueitem_leads_back_or_is_written",
                            ),
                            models.UniqueConstraint(
                                fields=("issue", "form_key"), name="issueitem_written_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Subscriber",
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
                            "address",
                            models.EmailField(
                                blank=True, max_length=254, verbose_name="email address"
                            ),
                        ),
                        (
                            "user",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="newsletter_subscription",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "Not confirmed yet"),
                                    ("active", "Subscribed"),
                                    ("suppressed", "Stopped: emails do not arrive"),
                                ],
                                default="asked",
                                max_length=10,
                            ),
                        ),
                        ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("asked_at", models.DateTimeField()),
                        ("confirmed_at", models.DateTimeField(null=True)),
                        ("suppressed_at", models.DateTimeField(null=True)),
                        (
                            "topics",
                            models.ManyToManyField(
                                related_name="newsletter_subscribers", to="library.topic"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["state", "id"], name="subscriber_in_order")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["active", "asked", "suppressed"])
                                ),
                                name="subscriber_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("user", None), models.Q(("address", ""), _negated=True)
                                    ),
                                    models.Q(("address", ""), ("user__isnull", False)),
                                    _connector="OR",
                                ),
                                name="subscriber_has_one_address",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("address", ""), _negated=True),
                                fields=("address",),
                                name="subscriber_once_by_address",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("address", django.db.models.functions.text.Lower("address"))
                                ),
                                name="subscriber_address_is_lower_case",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "asked"),
                                    ("confirmed_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="subscriber_confirmed_first",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "suppressed"), _negated=True),
                                    ("suppressed_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="subscriber_suppressed_at_a_moment",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IssueCopy",
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
                            "issue",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="copies",
                                to="newsletters.issue",
                            ),
                        ),
                        (
                            "subscriber",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="copies",
                                to="newsletters.subscriber",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("sent", "Sent"),
                                    ("failed", "Could not be sent"),
                                    ("bounced", "Returned undelivered"),
                                    ("skipped", "Nothing on their topics"),
                                    ("left_out", "Unsubscribed before it was sent"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "issue copies",
                        "indexes": [
                            models.Index(fields=["issue", "state"], name="issuecopy_by_state")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("issue", "subscriber"), name="issuecopy_sent_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "bounced",
                                            "failed",
                                            "left_out",
                                            "sent",
                                            "skipped",
                                            "waiting",
                                        ],
                                    )
                                ),
                                name="issuecopy_state_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TestCopy",
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
                            "issue",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="test_copies",
                                to="newsletters.issue",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="newsletter_tests",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("asked_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name_plural": "test copies",
                    },
                ),
            ],
        ),
    ]
