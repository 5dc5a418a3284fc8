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
    replaces = [
        ("submissions", "0001_initial"),
        ("submissions", "0002_draws_on"),
        ("submissions", "0003_gap"),
        ("submissions", "0004_recommendations_acted_on"),
        ("submissions", "0005_what_was_learnt"),
    ]

    initial = True

    dependencies = [
        ("courses", "0036_plan_recommendations"),
        ("library", "0025_tried_elsewhere"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name="Attachment",
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
                            "submission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="attachments",
                                to="submissions.submission",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        (
                            "content",
                            models.FileField(
                                max_length=200, upload_to="submissions/", verbose_name="file"
                            ),
                        ),
                        ("media_type", models.CharField(max_length=100)),
                        ("size", models.PositiveBigIntegerField(verbose_name="size in bytes")),
                        ("sha256", models.CharField(max_length=64)),
                        ("added_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("name")), 0
                                ),
                                name="attachment_has_a_name",
                                violation_error_message="This must not be empty.",
                            ),
                            models.UniqueConstraint(
                                fields=("submission", "position"),
                                name="attachment_position_is_free",
                            ),
                            models.UniqueConstraint(
                                fields=("submission", "sha256"), name="attachment_is_there_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("position__gte", 1), ("position__lte", 10)),
                                name="attachment_at_most_ten",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Submission",
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
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="submissions",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("case-study", "Case study"),
                                    ("report", "Report"),
                                    ("project", "Project"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="submissions",
                                to="courses.actionplan",
                            ),
                        ),
                        (
                            "gap",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="submissions",
                                to="library.evidencegap",
                            ),
                        ),
                        ("form_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                        (
                            "title",
                            models.CharField(blank=True, max_length=200, verbose_name="title"),
                        ),
                        (
                            "summary",
                            models.TextField(blank=True, max_length=2000, verbose_name="summary"),
                        ),
                        (
                            "place",
                            models.CharField(blank=True, max_length=200, verbose_name="place"),
                        ),
                        (
                            "licence",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("CC-BY-4.0", "CC BY 4.0: anyone may use it and must name you"),
                                    (
                                        "CC-BY-NC-4.0",
                                        "CC BY-NC 4.0: the same, but not for commercial use",
                                    ),
                                    (
                                        "CC-BY-ND-4.0",
                                        "CC BY-ND 4.0: it can be shared, but not changed",
                                    ),
                                    (
                                        "OGL-UK-3.0",
                                        "Open Government Licence 3.0 (UK public bodies)",
                                    ),
                                    (
                                        "all-rights-reserved",
                                        "All rights reserved: it can only be read and cited",
                                    ),
                                ],
                                max_length=30,
                                verbose_name="licence",
                            ),
                        ),
                        (
                            "content",
                            models.JSONField(blank=True, default=dict, verbose_name="content"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("submitted", "Submitted"),
                                    ("screening", "Screening"),
                                    ("in-review", "In review"),
                                    ("changes-requested", "Changes requested"),
                                    ("accepted", "Accepted"),
                                    ("declined", "Declined"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="draft",
                                max_length=20,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "editor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="edited_submissions",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "record",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="submission",
                                to="library.record",
                            ),
                        ),
                        ("edit_number", models.PositiveIntegerField(default=0)),
                        (
                            "sent_title",
                            models.CharField(blank=True, editable=False, max_length=200),
                        ),
                        (
                            "sent_place",
                            models.CharField(blank=True, editable=False, max_length=200),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("submitted_at", models.DateTimeField(blank=True, null=True)),
                        ("state_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "topics",
                            models.ManyToManyField(
                                blank=True,
                                related_name="submissions",
                                to="library.topic",
                                verbose_name="topics",
                            ),
                        ),
                        (
                            "draws_on",
                            models.ManyToManyField(
                                blank=True,
                                related_name="+",
                                to="library.record",
                                verbose_name="works it draws on",
                            ),
                        ),
                        (
                            "recommendations",
                            models.ManyToManyField(
                                blank=True,
                                related_name="+",
                                to="library.recommendation",
                                verbose_name="recommendations it acts on",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["author", "-saved_at"], name="submission_of_author"
                            ),
                            models.Index(fields=["state", "state_at"], name="submission_queue"),
                            models.Index(fields=["editor", "state"], name="submission_of_editor"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["case-study", "project", "report"])
                                ),
                                name="submission_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "accepted",
                                            "changes-requested",
                                            "declined",
                                            "draft",
                                            "in-review",
                                            "screening",
                                            "submitted",
                                            "withdrawn",
                                        ],
                                    )
                                ),
                                name="submission_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "licence__in",
                                        [
                                            "",
                                            "CC-BY-4.0",
                                            "CC-BY-NC-4.0",
                                            "CC-BY-ND-4.0",
                                            "OGL-UK-3.0",
                                            "all-rights-reserved",
                                        ],
                                    )
                                ),
                                name="submission_licence_known",
                            ),
                            models.UniqueConstraint(
                                fields=("author", "form_key"), name="submission_started_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("editor", None),
                                    models.Q(("editor", models.F("author")), _negated=True),
                                    _connector="OR",
                                ),
                                name="submission_editor_is_not_author",
                                violation_error_message="Authors cannot decide on their own work.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "accepted"), _negated=True),
                                    ("record__isnull", False),
                                    _connector="OR",
                                ),
                                name="submission_accepted_has_a_record",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "draft"),
                                    ("submitted_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="submission_sent_in_has_a_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Revision",
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
                            "submission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="revisions",
                                to="submissions.submission",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                        ("snapshot", models.JSONField()),
                        ("note", models.TextField(blank=True, verbose_name="note to the editor")),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("submitted_at", models.DateTimeField()),
                        (
                            "attachments",
                            models.ManyToManyField(
                                related_name="revisions", to="submissions.attachment"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("submission", "number"), name="revision_number_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Review",
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
                            "submission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="submissions.submission",
                            ),
                        ),
                        (
                            "revision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="submissions.revision",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "reviewer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "invited_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("invited", "Invited"),
                                    ("accepted", "In progress"),
                                    ("declined", "Declined"),
                                    ("delivered", "Submitted"),
                                    ("cancelled", "No longer needed"),
                                ],
                                default="invited",
                                max_length=20,
                            ),
                        ),
                        (
                            "message",
                            models.TextField(blank=True, verbose_name="message to the reviewer"),
                        ),
                        ("due_on", models.DateField(verbose_name="due date")),
                        (
                            "relevance",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="Relevance to health equity"
                            ),
                        ),
                        (
                            "clarity",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="Clarity of the problem"
                            ),
                        ),
                        (
                            "soundness",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="Soundness of the results"
                            ),
                        ),
                        (
                            "usefulness",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="Usefulness for others"
                            ),
                        ),
                        (
                            "harms",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                verbose_name="Possible harms to equity are considered",
                            ),
                        ),
                        (
                            "comments_to_author",
                            models.TextField(blank=True, verbose_name="comments to the author"),
                        ),
                        (
                            "comments_to_editor",
                            models.TextField(
                                blank=True, verbose_name="confidential comments to the editor"
                            ),
                        ),
                        (
                            "recommendation",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("accept", "Accept it as it is"),
                                    ("changes", "Accept it after changes"),
                                    ("decline", "Decline it"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "is_signed",
                            models.BooleanField(
                                default=False, verbose_name="the author may know my name"
                            ),
                        ),
                        ("edit_number", models.PositiveIntegerField(default=0)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("invited_at", models.DateTimeField()),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        ("delivered_at", models.DateTimeField(blank=True, null=True)),
                        ("reminded", models.PositiveSmallIntegerField(default=0)),
                        (
                            "refusal",
                            models.TextField(blank=True, verbose_name="why it was turned down"),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["reviewer", "state"], name="review_of_reviewer"),
                            models.Index(
                                condition=models.Q(("state__in", ["accepted", "invited"])),
                                fields=["due_on"],
                                name="review_due",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "accepted",
                                            "cancelled",
                                            "declined",
                                            "delivered",
                                            "invited",
                                        ],
                                    )
                                ),
                                name="review_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("recommendation__in", ["", "accept", "changes", "decline"])
                                ),
                                name="review_recommendation_known",
                            ),
                            models.UniqueConstraint(
                                fields=("revision", "reviewer"),
                                name="review_asked_once_per_revision",
                                violation_error_message="This person has already been asked to review this revision.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reviewer", models.F("author")), _negated=True),
                                name="review_reviewer_is_not_author",
                                violation_error_message="Authors cannot review their own work.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reviewer", models.F("invited_by")), _negated=True
                                ),
                                name="review_reviewer_is_not_editor",
                                violation_error_message="Editors ask others to review.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("relevance__isnull", True),
                                        models.Q(("relevance__gte", 1), ("relevance__lte", 5)),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("clarity__isnull", True),
                                        models.Q(("clarity__gte", 1), ("clarity__lte", 5)),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("soundness__isnull", True),
                                        models.Q(("soundness__gte", 1), ("soundness__lte", 5)),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("usefulness__isnull", True),
                                        models.Q(("usefulness__gte", 1), ("usefulness__lte", 5)),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("harms__isnull", True),
                                        models.Q(("harms__gte", 1), ("harms__lte", 5)),
                                        _connector="OR",
                                    ),
                                ),
                                name="review_scores_one_to_five",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "delivered"), _negated=True),
                                    models.Q(
                                        models.Q(("relevance__isnull", False)),
                                        models.Q(("clarity__isnull", False)),
                                        models.Q(("soundness__isnull", False)),
                                        models.Q(("usefulness__isnull", False)),
                                        models.Q(("harms__isnull", False)),
                                        ("delivered_at__isnull", False),
                                        models.Q(("recommendation", ""), _negated=True),
                                        models.Q(("comments_to_author", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="review_delivered_is_complete",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Placement",
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
                            "submission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="placements",
                                to="submissions.submission",
                            ),
                        ),
                        (
                            "recommendation",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="library.recommendation",
                            ),
                        ),
                        (
                            "gap",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="library.evidencegap",
                            ),
                        ),
                        (
                            "lesson",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="courses.lesson",
                            ),
                        ),
                        (
                            "citation",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="courses.lessoncitation",
                            ),
                        ),
                        ("note", models.CharField(max_length=500, verbose_name="note")),
                        (
                            "placed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="placements",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("placed_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("note")), 0
                                ),
                                name="placement_has_a_note",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("gap", None),
                                        ("lesson", None),
                                        ("recommendation__isnull", False),
                                    ),
                                    models.Q(
                                        ("gap__isnull", False),
                                        ("lesson", None),
                                        ("recommendation", None),
                                    ),
                                    models.Q(
                                        ("gap", None),
                                        ("lesson__isnull", False),
                                        ("recommendation", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="placement_is_under_one_thing",
                            ),
                            models.UniqueConstraint(
                                fields=("submission", "recommendation"),
                                name="placement_recommendation_once",
                            ),
                            models.UniqueConstraint(
                                fields=("submission", "gap"), name="placement_gap_once"
                            ),
                            models.UniqueConstraint(
                                fields=("submission", "lesson"), name="placement_lesson_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Decision",
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
                            "submission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="submissions.submission",
                            ),
                        ),
                        (
                            "revision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="submissions.revision",
                            ),
                        ),
                        (
                            "editor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "verdict",
                            models.CharField(
                                choices=[
                                    ("accept", "Accepted"),
                                    ("changes", "Changes requested"),
                                    ("decline", "Declined"),
                                ],
                                max_length=10,
                                verbose_name="decision",
                            ),
                        ),
                        ("letter", models.TextField(verbose_name="letter to the author")),
                        ("decided_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("verdict__in", ["accept", "changes", "decline"])
                                ),
                                name="decision_verdict_known",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("letter")), 0
                                ),
                                name="decision_has_a_letter",
                                violation_error_message="This must not be empty.",
                            ),
                            models.UniqueConstraint(
                                fields=("revision",), name="decision_once_per_revision"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CoAuthor",
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
                            "submission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="co_authors",
                                to="submissions.submission",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=1)),
                        ("name", models.CharField(max_length=100, verbose_name="full name")),
                        ("email", models.EmailField(max_length=254, verbose_name="email address")),
                        (
                            "organisation",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="organisation"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="co_authorships",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                choices=[
                                    ("none", "No answer yet"),
                                    ("yes", "Confirmed"),
                                    ("not-me", "Says they are not an author"),
                                ],
                                default="none",
                                max_length=10,
                            ),
                        ),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        ("told_at", models.DateTimeField(blank=True, null=True)),
                        ("told_of_record_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("name")), 0
                                ),
                                name="coauthor_has_a_name",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("answer__in", ["none", "not-me", "yes"])),
                                name="coauthor_answer_known",
                            ),
                            models.UniqueConstraint(
                                models.F("submission"),
                                django.db.models.functions.text.Lower("email"),
                                name="coauthor_named_once",
                                violation_error_message="You have already added this person.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Triage",
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
                            "submission",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="triage",
                                to="submissions.submission",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "To place"),
                                    ("placed", "Placed"),
                                    ("not-placed", "Not placed"),
                                    ("set-aside", "Set aside"),
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
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["not-placed", "open", "placed", "set-aside"])
                                ),
                                name="triage_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state__in", ["not-placed", "set-aside"]), _negated=True
                                    ),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="triage_without_placement_says_why",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
