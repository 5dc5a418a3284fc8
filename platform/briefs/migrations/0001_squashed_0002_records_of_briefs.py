"""Makes in one step the tables that the migrations up to here make, with their constraints (decision 17)."""

import uuid

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

import core.validators
from core.schema.create_tables import CreateTables


class Migration(migrations.Migration):
    replaces = [("briefs", "0001_initial"), ("briefs", "0002_records_of_briefs")]

    initial = True

    dependencies = [
        ("courses", "0036_plan_recommendations"),
        ("indicators", "0002_data_sets"),
        ("library", "0029_fill_sources_of_gaps"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name="Brief",
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
                                related_name="briefs",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("private", "Private"),
                                    ("published", "Published"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="private",
                                editable=False,
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "place",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="briefs",
                                to="library.place",
                            ),
                        ),
                        ("title", models.CharField(editable=False, max_length=150)),
                        ("question", models.CharField(editable=False, max_length=300)),
                        ("offered_at", models.DateTimeField(editable=False, null=True)),
                        ("published_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "withdrawal_reason",
                            models.CharField(blank=True, editable=False, max_length=500),
                        ),
                        (
                            "replaced_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaced",
                                to="briefs.brief",
                            ),
                        ),
                        (
                            "record",
                            models.OneToOneField(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="brief",
                                to="library.record",
                            ),
                        ),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("changed_at", models.DateTimeField(editable=False)),
                        ("form_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                        (
                            "topics",
                            models.ManyToManyField(
                                blank=True, related_name="briefs", to="library.topic"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["state", "-published_at"], name="brief_newest"),
                            models.Index(fields=["author", "-changed_at"], name="brief_of_author"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["private", "published", "withdrawn"])
                                ),
                                name="brief_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "withdrawn"), _negated=True),
                                    models.Q(("withdrawal_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="brief_withdrawn_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "private"),
                                    ("published_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="brief_was_published_at_a_moment",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("replaced_by", None),
                                    models.Q(("replaced_by", models.F("id")), _negated=True),
                                    _connector="OR",
                                ),
                                name="brief_does_not_replace_itself",
                            ),
                            models.UniqueConstraint(
                                fields=("author", "form_key"), name="brief_begun_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Edition",
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
                            "brief",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="editions",
                                to="briefs.brief",
                            ),
                        ),
                        (
                            "number",
                            models.PositiveSmallIntegerField(
                                default=1, editable=False, verbose_name="version"
                            ),
                        ),
                        (
                            "title",
                            models.CharField(
                                max_length=150,
                                validators=[core.validators.no_control_characters],
                                verbose_name="title",
                            ),
                        ),
                        (
                            "question",
                            models.CharField(
                                blank=True,
                                max_length=300,
                                validators=[core.validators.no_control_characters],
                                verbose_name="question",
                            ),
                        ),
                        (
                            "messages",
                            models.TextField(
                                blank=True,
                                max_length=2000,
                                validators=[
                                    django.core.validators.MaxLengthValidator(2000),
                                    core.validators.no_control_characters_in_paragraphs,
                                ],
                                verbose_name="key messages",
                            ),
                        ),
                        (
                            "author_name",
                            models.CharField(blank=True, editable=False, max_length=200),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True,
                                editable=False,
                                max_length=300,
                                verbose_name="what is new",
                            ),
                        ),
                        ("edit_number", models.PositiveIntegerField(default=0, editable=False)),
                        ("published_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "published_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("superseded_at", models.DateTimeField(editable=False, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("title")), 0
                                ),
                                name="edition_has_a_title",
                                violation_error_message="This must not be empty.",
                            ),
                            models.UniqueConstraint(
                                fields=("brief", "number"), name="edition_numbers_differ"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("published_at", None)),
                                fields=("brief",),
                                name="edition_one_draft",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("published_at__isnull", False), ("superseded_at", None)
                                ),
                                fields=("brief",),
                                name="edition_one_current",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_at", None),
                                    ("published_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="edition_superseded_was_published",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_at__isnull", True),
                                    ("superseded_at__gte", models.F("published_at")),
                                    _connector="OR",
                                ),
                                name="edition_superseded_later",
                                violation_error_message="The end cannot be before the start.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Part",
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
                            "edition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="parts",
                                to="briefs.edition",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("text", "Text"),
                                    ("record", "Record"),
                                    ("figure", "Figure"),
                                    ("recommendation", "Recommendation"),
                                    ("lesson", "Lesson"),
                                ],
                                editable=False,
                                max_length=15,
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=1, editable=False)),
                        (
                            "heading",
                            models.CharField(
                                blank=True,
                                max_length=200,
                                validators=[core.validators.no_control_characters],
                                verbose_name="heading",
                            ),
                        ),
                        (
                            "words",
                            models.TextField(
                                blank=True,
                                max_length=6000,
                                validators=[
                                    django.core.validators.MaxLengthValidator(6000),
                                    core.validators.no_control_characters_in_paragraphs,
                                ],
                                verbose_name="text",
                            ),
                        ),
                        ("words_html", models.TextField(blank=True, editable=False)),
                        (
                            "version",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="library.version",
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
                            "lesson",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="courses.lesson",
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="indicators.indicator",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="indicators.release",
                            ),
                        ),
                        ("selection", models.JSONField(editable=False, null=True)),
                        ("taken", models.JSONField(default=dict, editable=False)),
                        ("form_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        ["figure", "lesson", "recommendation", "record", "text"],
                                    )
                                ),
                                name="part_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("kind", "text"),
                                        ("version__isnull", True),
                                        ("source__isnull", True),
                                        ("recommendation__isnull", True),
                                        ("lesson__isnull", True),
                                        ("indicator__isnull", True),
                                    ),
                                    models.Q(
                                        ("kind", "record"),
                                        ("version__isnull", False),
                                        ("source__isnull", True),
                                        ("recommendation__isnull", True),
                                        ("lesson__isnull", True),
                                        ("indicator__isnull", True),
                                    ),
                                    models.Q(
                                        ("kind", "figure"),
                                        ("version__isnull", True),
                                        ("source__isnull", False),
                                        ("recommendation__isnull", True),
                                        ("lesson__isnull", True),
                                        ("indicator__isnull", False),
                                    ),
                                    models.Q(
                                        ("kind", "recommendation"),
                                        ("version__isnull", True),
                                        ("source__isnull", True),
                                        ("recommendation__isnull", False),
                                        ("lesson__isnull", True),
                                        ("indicator__isnull", True),
                                    ),
                                    models.Q(
                                        ("kind", "lesson"),
                                        ("version__isnull", True),
                                        ("source__isnull", True),
                                        ("recommendation__isnull", True),
                                        ("lesson__isnull", False),
                                        ("indicator__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="part_names_its_thing",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "text"), _negated=True),
                                    models.Q(("words", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="part_text_says_something",
                            ),
                            models.UniqueConstraint(
                                fields=("edition", "form_key"), name="part_added_once"
                            ),
                            models.UniqueConstraint(
                                fields=("edition", "version"), name="part_record_once"
                            ),
                            models.UniqueConstraint(
                                fields=("edition", "recommendation"),
                                name="part_recommendation_once",
                            ),
                            models.UniqueConstraint(
                                fields=("edition", "lesson"), name="part_lesson_once"
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
