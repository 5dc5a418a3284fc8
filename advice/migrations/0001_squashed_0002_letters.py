"""Makes in one step the tables that the migrations up to here make, with their constraints (decision 17)."""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

import core.validators
from core.schema.create_tables import CreateTables


class Migration(migrations.Migration):
    replaces = [("advice", "0001_initial"), ("advice", "0002_letters")]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("library", "0023_evidence_gaps"),
        ("networks", "0009_shared_indicators"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name="AdviceCase",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("consultation", "Consultation"),
                                    ("bill", "Bill"),
                                    ("strategy", "Strategy"),
                                    ("policy", "Existing policy"),
                                ],
                                max_length=15,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "title",
                            models.CharField(
                                max_length=200,
                                validators=[core.validators.no_control_characters],
                                verbose_name="title",
                            ),
                        ),
                        (
                            "asked",
                            models.TextField(
                                max_length=4000,
                                validators=[
                                    django.core.validators.MaxLengthValidator(4000),
                                    core.validators.no_control_characters_in_paragraphs,
                                ],
                                verbose_name="what is asked",
                            ),
                        ),
                        (
                            "body",
                            models.CharField(
                                max_length=200,
                                validators=[core.validators.no_control_characters],
                                verbose_name="who asks",
                            ),
                        ),
                        (
                            "place",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="library.place",
                            ),
                        ),
                        ("link", models.URLField(blank=True, max_length=500, verbose_name="link")),
                        (
                            "closes_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="closes"),
                        ),
                        (
                            "time_zone",
                            models.CharField(blank=True, max_length=50, verbose_name="time zone"),
                        ),
                        (
                            "is_confidential",
                            models.BooleanField(default=False, verbose_name="confidential"),
                        ),
                        (
                            "lead",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="advice_led",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "sign_off_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="advice_to_sign_off",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("who_gains", models.TextField(blank=True, max_length=3000)),
                        ("who_loses", models.TextField(blank=True, max_length=3000)),
                        ("who_is_unseen", models.TextField(blank=True, max_length=3000)),
                        ("gradient", models.TextField(blank=True, max_length=3000)),
                        ("monitoring", models.TextField(blank=True, max_length=3000)),
                        (
                            "draft",
                            models.TextField(blank=True, max_length=60000, verbose_name="text"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Open"),
                                    ("drafting", "Being drafted"),
                                    ("in-review", "In review"),
                                    ("signed-off", "Signed off"),
                                    ("sent", "Sent"),
                                    ("closed", "Closed"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="open",
                                max_length=10,
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=1000, verbose_name="reason"),
                        ),
                        (
                            "sent_on",
                            models.DateField(blank=True, null=True, verbose_name="sent on"),
                        ),
                        (
                            "sent_to",
                            models.CharField(blank=True, max_length=300, verbose_name="sent to"),
                        ),
                        (
                            "document",
                            models.FileField(
                                blank=True,
                                max_length=200,
                                upload_to="advice/",
                                verbose_name="document",
                            ),
                        ),
                        ("document_name", models.CharField(blank=True, max_length=200)),
                        ("document_type", models.CharField(blank=True, max_length=100)),
                        (
                            "record",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="advice_cases",
                                to="library.record",
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("pending", "Not decided yet"),
                                    ("adopted", "Adopted"),
                                    ("partly", "Partly adopted"),
                                    ("not-adopted", "Not adopted"),
                                ],
                                max_length=12,
                                verbose_name="outcome",
                            ),
                        ),
                        ("reminded", models.PositiveSmallIntegerField(default=0, editable=False)),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("changed_at", models.DateTimeField(editable=False)),
                        ("edit_number", models.PositiveIntegerField(default=0, editable=False)),
                        ("form_key", models.UUIDField(editable=False)),
                        (
                            "members",
                            models.ManyToManyField(
                                blank=True,
                                related_name="advice_written",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "writers",
                            models.ManyToManyField(
                                blank=True,
                                editable=False,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "recommendations",
                            models.ManyToManyField(
                                blank=True, related_name="advice_cases", to="library.recommendation"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["is_confidential", "state"], name="advicecase_public_state"
                            ),
                            models.Index(fields=["lead", "state"], name="advicecase_of_lead"),
                            models.Index(fields=["state", "closes_at"], name="advicecase_closing"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("title")), 0
                                ),
                                name="advicecase_has_a_title",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("asked")), 0
                                ),
                                name="advicecase_says_what_is_asked",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("body")), 0
                                ),
                                name="advicecase_says_who_asks",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["bill", "consultation", "policy", "strategy"])
                                ),
                                name="advicecase_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "closed",
                                            "drafting",
                                            "in-review",
                                            "open",
                                            "sent",
                                            "signed-off",
                                            "withdrawn",
                                        ],
                                    )
                                ),
                                name="advicecase_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "outcome__in",
                                        ["", "adopted", "not-adopted", "partly", "pending"],
                                    )
                                ),
                                name="advicecase_outcome_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("lead", models.F("sign_off_by")), _negated=True
                                ),
                                name="advicecase_lead_does_not_sign_off",
                                violation_error_message="The lead cannot sign off their own advice.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("closes_at", None),
                                    models.Q(("time_zone", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="advicecase_closes_in_a_zone",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("outcome", ""),
                                    ("state__in", ["closed", "sent"]),
                                    _connector="OR",
                                ),
                                name="advicecase_outcome_only_once_sent",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["closed", "sent"]), _negated=True),
                                    models.Q(
                                        ("sent_on__isnull", False),
                                        models.Q(("sent_to", ""), _negated=True),
                                        models.Q(("draft", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="advicecase_sent_is_complete",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "withdrawn"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="advicecase_withdrawn_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_confidential", False), ("record", None), _connector="OR"
                                ),
                                name="advicecase_confidential_is_not_published",
                            ),
                            models.UniqueConstraint(
                                fields=("created_by", "form_key"), name="advicecase_sent_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AdviceOutcome",
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
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="outcomes",
                                to="advice.advicecase",
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("pending", "Not decided yet"),
                                    ("adopted", "Adopted"),
                                    ("partly", "Partly adopted"),
                                    ("not-adopted", "Not adopted"),
                                ],
                                max_length=12,
                                verbose_name="outcome",
                            ),
                        ),
                        (
                            "note",
                            models.TextField(
                                blank=True,
                                max_length=2000,
                                validators=[core.validators.no_control_characters_in_paragraphs],
                                verbose_name="what happened",
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                max_length=300,
                                validators=[core.validators.no_control_characters],
                                verbose_name="source",
                            ),
                        ),
                        ("link", models.URLField(blank=True, max_length=500, verbose_name="link")),
                        ("known_on", models.DateField(verbose_name="date")),
                        (
                            "told_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("told_at", models.DateTimeField()),
                        ("form_key", models.UUIDField(editable=False)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("outcome__in", ["adopted", "not-adopted", "partly", "pending"])
                                ),
                                name="adviceoutcome_known",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("source")), 0
                                ),
                                name="adviceoutcome_names_its_source",
                                violation_error_message="This must not be empty.",
                            ),
                            models.UniqueConstraint(
                                fields=("case", "form_key"), name="adviceoutcome_told_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CitedVersion",
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
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="cited",
                                to="advice.advicecase",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="advice_citations",
                                to="library.version",
                            ),
                        ),
                        ("cited_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("case", "version"), name="citedversion_cited_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ContributionCall",
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
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="calls",
                                to="advice.advicecase",
                            ),
                        ),
                        (
                            "discussion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="networks.discussion",
                            ),
                        ),
                        ("called_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("discussion",), name="contributioncall_is_of_one_case"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DraftRevision",
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
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="revisions",
                                to="advice.advicecase",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("text", models.TextField()),
                        ("made_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("text")), 0
                                ),
                                name="draftrevision_has_a_text",
                                violation_error_message="This must not be empty.",
                            ),
                            models.UniqueConstraint(
                                fields=("case", "number"), name="draftrevision_number_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AdviceReview",
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
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="advice.advicecase",
                            ),
                        ),
                        (
                            "revision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="advice.draftrevision",
                            ),
                        ),
                        (
                            "reviewer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="advice_reviews",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "lead",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "sign_off_by",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "Asked"),
                                    ("delivered", "Delivered"),
                                    ("declined", "Declined"),
                                    ("cancelled", "No longer needed"),
                                ],
                                default="asked",
                                max_length=10,
                            ),
                        ),
                        ("due_on", models.DateField(verbose_name="due date")),
                        (
                            "verdict",
                            models.CharField(
                                blank=True,
                                choices=[("ready", "Ready to send"), ("changes", "Needs changes")],
                                max_length=10,
                                verbose_name="your judgement",
                            ),
                        ),
                        (
                            "comments",
                            models.TextField(blank=True, max_length=10000, verbose_name="comments"),
                        ),
                        ("asked_at", models.DateTimeField()),
                        ("answered_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["reviewer", "state"], name="advicereview_of_reviewer"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["asked", "cancelled", "declined", "delivered"])
                                ),
                                name="advicereview_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("verdict__in", ["", "changes", "ready"])),
                                name="advicereview_verdict_known",
                            ),
                            models.UniqueConstraint(
                                fields=("revision", "reviewer"),
                                name="advicereview_asked_once_per_draft",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reviewer", models.F("lead")), _negated=True),
                                name="advicereview_reviewer_is_not_lead",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reviewer", models.F("sign_off_by")), _negated=True
                                ),
                                name="advicereview_reviewer_does_not_sign_off",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "delivered"), _negated=True),
                                    models.Q(
                                        models.Q(("verdict", ""), _negated=True),
                                        models.Q(("comments", ""), _negated=True),
                                        ("answered_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="advicereview_delivered_is_complete",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="KeptContribution",
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
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="contributions",
                                to="advice.advicecase",
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="networks.post",
                            ),
                        ),
                        (
                            "kept_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("kept_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("post",), name="keptcontribution_kept_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LetterContribution",
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
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="letters",
                                to="advice.advicecase",
                            ),
                        ),
                        (
                            "body",
                            models.CharField(
                                max_length=200,
                                validators=[core.validators.no_control_characters],
                                verbose_name="organisation or group",
                            ),
                        ),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("post", "On paper"),
                                    ("mail", "By email"),
                                    ("hand", "Handed over or told in a meeting"),
                                ],
                                max_length=10,
                                verbose_name="how it came",
                            ),
                        ),
                        ("received_on", models.DateField(verbose_name="received on")),
                        (
                            "words",
                            models.TextField(
                                blank=True,
                                max_length=10000,
                                validators=[core.validators.no_control_characters_in_paragraphs],
                                verbose_name="what it says",
                            ),
                        ),
                        (
                            "document",
                            models.FileField(
                                blank=True,
                                max_length=200,
                                upload_to="advice/letters/",
                                verbose_name="document",
                            ),
                        ),
                        ("document_name", models.CharField(blank=True, max_length=200)),
                        ("document_type", models.CharField(blank=True, max_length=100)),
                        (
                            "is_named",
                            models.BooleanField(default=False, verbose_name="may be named"),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        ("removed_at", models.DateTimeField(blank=True, null=True)),
                        ("form_key", models.UUIDField(editable=False)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("body")), 0
                                ),
                                name="lettercontribution_has_a_body",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("way__in", ["hand", "mail", "post"])),
                                name="lettercontribution_way_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("words", ""), _negated=True),
                                    models.Q(("document", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="lettercontribution_says_something",
                                violation_error_message="Enter what it says, or add the document.",
                            ),
                            models.UniqueConstraint(
                                fields=("case", "form_key"), name="lettercontribution_once"
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
