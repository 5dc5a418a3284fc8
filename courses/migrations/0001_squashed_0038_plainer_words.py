"""Makes in one step the tables that the migrations up to here make, with their constraints (decision 17)."""

import uuid
from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from core.schema.create_tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("courses", "0001_initial"),
        ("courses", "0002_added_once"),
        ("courses", "0003_citations_looked_at"),
        ("courses", "0004_plan_evidence_and_question_edits"),
        ("courses", "0005_covers"),
        ("courses", "0006_more_attempts_and_moves"),
        ("courses", "0007_hints_and_lessons_to_read_again"),
        ("courses", "0008_quiz_drafts"),
        ("courses", "0009_corrections_and_archive"),
        ("courses", "0010_stored_progress"),
        ("courses", "0011_fill_progress"),
        ("courses", "0012_media_and_lesson_imports"),
        ("courses", "0013_cohorts"),
        ("courses", "0014_charts"),
        ("courses", "0015_recordings"),
        ("courses", "0016_reflections"),
        ("courses", "0017_assignments"),
        ("courses", "0018_surveys"),
        ("courses", "0019_live_sessions"),
        ("courses", "0020_prerequisites"),
        ("courses", "0021_count_required_lessons"),
        ("courses", "0022_live_lessons"),
        ("courses", "0023_authorship"),
        ("courses", "0024_owners"),
        ("courses", "0025_linked_recordings"),
        ("courses", "0026_grades"),
        ("courses", "0027_levels_and_lengths"),
        ("courses", "0028_fill_course_words"),
        ("courses", "0029_programmes"),
        ("courses", "0030_peer_reviews"),
        ("courses", "0031_organisation_places"),
        ("courses", "0032_corrected_descriptions"),
        ("courses", "0033_long_documents"),
        ("courses", "0034_plan_figures"),
        ("courses", "0035_figures_from_indicators"),
        ("courses", "0036_plan_recommendations"),
        ("courses", "0037_invitations_and_weights"),
        ("courses", "0038_plainer_words"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0005_suspensions"),
        ("events", "0004_series"),
        ("indicators", "0002_data_sets"),
        ("library", "0022_responses_and_commitments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name="Course",
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
                            "cover_file",
                            models.FileField(
                                blank=True,
                                db_default="",
                                default="",
                                editable=False,
                                upload_to="covers/",
                            ),
                        ),
                        (
                            "cover_alt",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                editable=False,
                                max_length=200,
                                verbose_name="what the cover shows",
                            ),
                        ),
                        (
                            "has_cover_sizes",
                            models.BooleanField(db_default=False, default=False, editable=False),
                        ),
                        (
                            "effort_hours",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[django.core.validators.MaxValueValidator(500)],
                                verbose_name="hours of learning",
                            ),
                        ),
                        (
                            "effort_minutes",
                            models.PositiveSmallIntegerField(
                                db_default=0,
                                default=0,
                                validators=[django.core.validators.MaxValueValidator(59)],
                                verbose_name="and minutes",
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("introductory", "Introductory: no experience needed"),
                                    ("intermediate", "Intermediate: you know the basics"),
                                    ("advanced", "Advanced: you work on this already"),
                                ],
                                db_default="",
                                default="",
                                max_length=15,
                                verbose_name="level",
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                db_default="en",
                                default="en",
                                max_length=10,
                                verbose_name="language",
                            ),
                        ),
                        (
                            "slug",
                            models.SlugField(max_length=80, unique=True, verbose_name="address"),
                        ),
                        ("title", models.CharField(max_length=150, verbose_name="title")),
                        ("summary", models.TextField(max_length=1000, verbose_name="summary")),
                        (
                            "outcomes",
                            models.JSONField(
                                blank=True,
                                default=list,
                                verbose_name="what learners can do afterwards",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("published", "Published"),
                                    ("archived", "Archived"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=20,
                            ),
                        ),
                        (
                            "needs_review",
                            models.BooleanField(
                                default=False, verbose_name="a second person approves each version"
                            ),
                        ),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("form_key", models.UUIDField(editable=False, null=True)),
                        (
                            "topics",
                            models.ManyToManyField(
                                blank=True,
                                related_name="courses",
                                to="library.topic",
                                verbose_name="topics",
                            ),
                        ),
                        (
                            "facilitators",
                            models.ManyToManyField(
                                blank=True,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="facilitators",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("form_key",), name="course_begun_once"),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("title")), 0
                                ),
                                name="course_has_a_title",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["archived", "draft", "published"])
                                ),
                                name="course_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("cover_file", ""),
                                    models.Q(("cover_alt", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="course_cover_has_words",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("level__in", ["", "advanced", "intermediate", "introductory"])
                                ),
                                name="course_level_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("effort_minutes__lte", 59),
                                    models.Q(
                                        ("effort_hours__gte", 1),
                                        ("effort_minutes__gte", 1),
                                        _connector="OR",
                                    ),
                                ),
                                name="course_takes_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Criterion",
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
                            "lesson",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="criteria",
                                to="courses.lesson",
                            ),
                        ),
                        (
                            "position",
                            models.PositiveSmallIntegerField(
                                default=1, validators=[django.core.validators.MinValueValidator(1)]
                            ),
                        ),
                        ("form_key", models.UUIDField(editable=False, null=True)),
                        (
                            "title",
                            models.CharField(max_length=200, verbose_name="what is assessed"),
                        ),
                        ("levels", models.JSONField(default=list, verbose_name="levels")),
                        ("edit_number", models.PositiveIntegerField(default=0, editable=False)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("lesson", "form_key"), name="criterion_added_once"
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("title")), 0
                                ),
                                name="criterion_has_a_title",
                                violation_error_message="This must not be empty.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Enrolment",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="enrolments",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "release",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="enrolments",
                                to="courses.release",
                            ),
                        ),
                        (
                            "cohort",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="enrolments",
                                to="courses.cohort",
                            ),
                        ),
                        (
                            "joined_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="joined the cohort"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("active", "Learning"),
                                    ("completed", "Completed"),
                                    ("left", "Left"),
                                    ("moved", "Moved to a newer version"),
                                ],
                                default="active",
                                max_length=20,
                            ),
                        ),
                        ("enrolled_at", models.DateTimeField(verbose_name="enrolled")),
                        (
                            "completed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="completed"),
                        ),
                        (
                            "moved_from",
                            models.OneToOneField(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="moved_to",
                                to="courses.enrolment",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "release"), name="enrolment_once_a_release"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["active", "completed", "left", "moved"])
                                ),
                                name="enrolment_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "completed"), _negated=True),
                                    ("completed_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="enrolment_completed_has_its_moment",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("completed_at__isnull", True),
                                    ("completed_at__gte", models.F("enrolled_at")),
                                    _connector="OR",
                                ),
                                name="enrolment_completed_later",
                                violation_error_message="The end cannot be before the start.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Lesson",
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
                            "module",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lessons",
                                to="courses.module",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=1)),
                        ("form_key", models.UUIDField(editable=False, null=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("text", "Lesson"),
                                    ("quiz", "Quiz"),
                                    ("plan", "Action plan"),
                                    ("reflection", "Reflection"),
                                    ("assignment", "Assignment"),
                                    ("survey", "Survey"),
                                    ("live", "Live session"),
                                ],
                                default="text",
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("slug", models.SlugField(max_length=80)),
                        ("title", models.CharField(max_length=150, verbose_name="title")),
                        (
                            "body",
                            models.TextField(blank=True, max_length=60000, verbose_name="text"),
                        ),
                        ("body_html", models.TextField(blank=True, editable=False)),
                        ("edit_number", models.PositiveIntegerField(default=0, editable=False)),
                        ("lineage", models.UUIDField(default=uuid.uuid4, editable=False)),
                        (
                            "minutes",
                            models.PositiveSmallIntegerField(
                                default=10,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(600),
                                ],
                                verbose_name="minutes",
                            ),
                        ),
                        (
                            "pass_mark",
                            models.PositiveSmallIntegerField(
                                default=60,
                                validators=[django.core.validators.MaxValueValidator(100)],
                                verbose_name="pass mark in per cent",
                            ),
                        ),
                        (
                            "max_attempts",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="most attempts",
                            ),
                        ),
                        ("is_required", models.BooleanField(default=True, editable=False)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("module", "form_key"), name="lesson_added_once"
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("title")), 0
                                ),
                                name="lesson_has_a_title",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "assignment",
                                            "live",
                                            "plan",
                                            "quiz",
                                            "reflection",
                                            "survey",
                                            "text",
                                        ],
                                    )
                                ),
                                name="lesson_kind_known",
                            ),
                            models.UniqueConstraint(
                                fields=("module", "slug"), name="lesson_slug_in_module"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("pass_mark__gte", 0), ("pass_mark__lte", 100)),
                                name="lesson_pass_mark_is_percent",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("max_attempts", None),
                                    ("max_attempts__gte", 1),
                                    _connector="OR",
                                ),
                                name="lesson_allows_an_attempt",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LessonImport",
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
                            "release",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lesson_imports",
                                to="courses.release",
                            ),
                        ),
                        ("form_key", models.UUIDField()),
                        ("read_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("release", "form_key"), name="lesson_import_made_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Module",
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
                            "release",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="modules",
                                to="courses.release",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=1)),
                        ("form_key", models.UUIDField(editable=False, null=True)),
                        ("slug", models.SlugField(max_length=80)),
                        ("title", models.CharField(max_length=150, verbose_name="title")),
                        (
                            "summary",
                            models.TextField(blank=True, max_length=500, verbose_name="summary"),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("release", "form_key"), name="module_added_once"
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("title")), 0
                                ),
                                name="module_has_a_title",
                                violation_error_message="This must not be empty.",
                            ),
                            models.UniqueConstraint(
                                fields=("release", "slug"), name="module_slug_in_release"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Cohort",
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
                            "release",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cohorts",
                                to="courses.release",
                            ),
                        ),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        (
                            "reserved",
                            models.PositiveIntegerField(db_default=0, default=0, editable=False),
                        ),
                        ("time_zone", models.CharField(max_length=50, verbose_name="time zone")),
                        (
                            "starts_on",
                            models.DateField(blank=True, null=True, verbose_name="first day"),
                        ),
                        (
                            "ends_on",
                            models.DateField(blank=True, null=True, verbose_name="last day"),
                        ),
                        (
                            "opens_on",
                            models.DateField(blank=True, null=True, verbose_name="enrolment opens"),
                        ),
                        (
                            "closes_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="last day of enrolment"
                            ),
                        ),
                        (
                            "capacity",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(5000),
                                ],
                                verbose_name="places",
                            ),
                        ),
                        (
                            "has_waiting_list",
                            models.BooleanField(default=True, verbose_name="waiting list"),
                        ),
                        ("taken", models.PositiveSmallIntegerField(default=0, editable=False)),
                        (
                            "entry",
                            models.CharField(
                                choices=[
                                    ("open", "Everyone can enrol"),
                                    ("key", "With a key that you give out"),
                                    ("invitation", "By invitation"),
                                    ("staff", "Facilitators add learners"),
                                ],
                                default="open",
                                max_length=10,
                                verbose_name="how to get in",
                            ),
                        ),
                        ("key", models.CharField(blank=True, max_length=50, verbose_name="key")),
                        (
                            "cancelled_at",
                            models.DateTimeField(blank=True, editable=False, null=True),
                        ),
                        (
                            "cancelled_because",
                            models.CharField(
                                blank=True, editable=False, max_length=500, verbose_name="reason"
                            ),
                        ),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("form_key", models.UUIDField(editable=False, null=True)),
                        (
                            "facilitators",
                            models.ManyToManyField(
                                blank=True,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="facilitators",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("form_key",), name="cohort_planned_once"
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("name")), 0
                                ),
                                name="cohort_has_a_name",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("entry__in", ["invitation", "key", "open", "staff"])
                                ),
                                name="cohort_entry_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True),
                                    ("ends_on__gte", models.F("starts_on")),
                                    _connector="OR",
                                ),
                                name="cohort_ends_later",
                                violation_error_message="The end cannot be before the start.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("closes_on__isnull", True),
                                    ("closes_on__gte", models.F("opens_on")),
                                    _connector="OR",
                                ),
                                name="cohort_closes_later",
                                violation_error_message="The end cannot be before the start.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True),
                                    ("ends_on__gte", models.F("closes_on")),
                                    _connector="OR",
                                ),
                                name="cohort_closes_before_its_end",
                                violation_error_message="The end cannot be before the start.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("capacity", None), ("capacity__gte", 1), _connector="OR"
                                ),
                                name="cohort_has_a_place",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("capacity", None),
                                    (
                                        "taken__lte",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("capacity"), "-", models.F("reserved")
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="cohort_is_not_overfull",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("entry", "key"), _negated=True),
                                    models.Q(("key", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="cohort_by_key_has_a_key",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CourseWords",
                    fields=[
                        (
                            "course",
                            models.OneToOneField(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="words",
                                serialize=False,
                                to="courses.course",
                            ),
                        ),
                        ("title", models.TextField(editable=False)),
                        ("about", models.TextField(editable=False)),
                        ("lessons", models.TextField(editable=False)),
                    ],
                ),
                migrations.CreateModel(
                    name="Authorship",
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
                            "course",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="authorships",
                                to="courses.course",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="authorships",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("owner", "Owner"),
                                    ("author", "Author"),
                                    ("reviewer", "Reviewer"),
                                ],
                                max_length=10,
                                verbose_name="role",
                            ),
                        ),
                        (
                            "invited_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("invited_at", models.DateTimeField()),
                        ("accepted_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("role__in", ["author", "owner", "reviewer"])),
                                name="authorship_role_known",
                            ),
                            models.UniqueConstraint(
                                fields=("course", "user"), name="authorship_one_a_person"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("role", "owner")),
                                fields=("course",),
                                name="authorship_one_owner",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("role", "owner"), _negated=True),
                                    ("accepted_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="authorship_owner_accepted",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CoursePrerequisite",
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
                            "course",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="prerequisites",
                                to="courses.course",
                            ),
                        ),
                        (
                            "needed",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="needed_by",
                                to="courses.course",
                            ),
                        ),
                        (
                            "is_required",
                            models.BooleanField(
                                default=True, verbose_name="must be completed first"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("course", "needed"), name="course_prerequisite_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("course", models.F("needed")), _negated=True),
                                name="course_prerequisite_is_another",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Deadline",
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
                            "cohort",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="deadlines",
                                to="courses.cohort",
                            ),
                        ),
                        (
                            "lesson",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="courses.lesson",
                            ),
                        ),
                        (
                            "module",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="courses.module",
                            ),
                        ),
                        (
                            "due_on",
                            models.DateField(blank=True, null=True, verbose_name="last day"),
                        ),
                        (
                            "days_after",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[django.core.validators.MaxValueValidator(1000)],
                                verbose_name="days after the start",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("lesson", None), ("module", None), _connector="XOR"
                                ),
                                name="deadline_is_for_one_thing",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("due_on", None), ("days_after", None), _connector="XOR"
                                ),
                                name="deadline_has_one_day",
                            ),
                            models.UniqueConstraint(
                                fields=("cohort", "lesson"), name="deadline_once_a_lesson"
                            ),
                            models.UniqueConstraint(
                                fields=("cohort", "module"), name="deadline_once_a_module"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Progress",
                    fields=[
                        (
                            "enrolment",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="progress",
                                serialize=False,
                                to="courses.enrolment",
                            ),
                        ),
                        (
                            "done_lessons",
                            models.JSONField(default=list, verbose_name="lessons done"),
                        ),
                        (
                            "done",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="number of lessons done"
                            ),
                        ),
                        (
                            "total",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="number of lessons"
                            ),
                        ),
                        (
                            "next_lesson",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="courses.lesson",
                            ),
                        ),
                        (
                            "last_done_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="last lesson done"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("done__lte", models.F("total"))),
                                name="progress_done_is_part_of_total",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("next_lesson", None),
                                    ("done__lt", models.F("total")),
                                    _connector="OR",
                                ),
                                name="progress_next_is_not_done",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DeadlineShift",
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
                            "deadline",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="shifts",
                                to="courses.deadline",
                            ),
                        ),
                        (
                            "enrolment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="deadline_shifts",
                                to="courses.enrolment",
                            ),
                        ),
                        ("due_on", models.DateField(verbose_name="last day")),
                        ("reason", models.CharField(max_length=500, verbose_name="reason")),
                        (
                            "shifted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("shifted_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("deadline", "enrolment"),
                                name="deadline_shifted_once_a_person",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("reason")), 0
                                ),
                                name="deadline_shift_has_a_reason",
                                violation_error_message="This must not be empty.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Certificate",
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
                            "enrolment",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="certificate",
                                to="courses.enrolment",
                            ),
                        ),
                        ("code", models.CharField(max_length=14, unique=True, verbose_name="code")),
                        (
                            "state",
                            models.CharField(
                                choices=[("valid", "Valid"), ("revoked", "Revoked")],
                                default="valid",
                                max_length=10,
                            ),
                        ),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        ("course_title", models.CharField(max_length=150, verbose_name="course")),
                        (
                            "release_number",
                            models.PositiveSmallIntegerField(verbose_name="release"),
                        ),
                        ("completed_on", models.DateField(verbose_name="completed on")),
                        (
                            "hours",
                            models.PositiveSmallIntegerField(verbose_name="hours of learning"),
                        ),
                        (
                            "minutes",
                            models.PositiveSmallIntegerField(
                                db_default=0, default=0, verbose_name="and minutes"
                            ),
                        ),
                        (
                            "outcomes",
                            models.JSONField(default=list, verbose_name="what was achieved"),
                        ),
                        ("scores", models.JSONField(default=list, verbose_name="quizzes")),
                        ("issued_at", models.DateTimeField()),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "revoked_reason",
                            models.CharField(blank=True, max_length=500, verbose_name="reason"),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["revoked", "valid"])),
                                name="certificate_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "revoked"), _negated=True),
                                    models.Q(
                                        ("revoked_at__isnull", False),
                                        models.Q(("revoked_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="certificate_revoked_with_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AssignmentDraft",
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
                            "enrolment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assignment_drafts",
                                to="courses.enrolment",
                            ),
                        ),
                        (
                            "lesson",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="courses.lesson",
                            ),
                        ),
                        (
                            "text",
                            models.TextField(blank=True, max_length=40000, verbose_name="text"),
                        ),
                        ("link", models.URLField(blank=True, max_length=500, verbose_name="link")),
                        ("edit_number", models.PositiveIntegerField(default=0, editable=False)),
                        ("saved_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("enrolment", "lesson"), name="assignment_draft_one_a_lesson"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ActionPlan",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="action_plans",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "enrolment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plans",
                                to="courses.enrolment",
                            ),
                        ),
                        ("form_key", models.UUIDField(editable=False)),
                        (
                            "title",
                            models.CharField(blank=True, max_length=150, verbose_name="title"),
                        ),
                        (
                            "place",
                            models.CharField(blank=True, max_length=200, verbose_name="place"),
                        ),
                        (
                            "group",
                            models.CharField(blank=True, max_length=300, verbose_name="group"),
                        ),
                        (
                            "inequality",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="inequality"
                            ),
                        ),
                        (
                            "trial",
                            models.TextField(
                                blank=True, max_length=4000, verbose_name="what I will try"
                            ),
                        ),
                        (
                            "partners",
                            models.TextField(blank=True, max_length=2000, verbose_name="with whom"),
                        ),
                        (
                            "measure",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="how I will measure it"
                            ),
                        ),
                        (
                            "review_on",
                            models.DateField(blank=True, null=True, verbose_name="by when"),
                        ),
                        ("shares_outcomes", models.BooleanField(default=False, editable=False)),
                        ("edit_number", models.PositiveIntegerField(default=0, editable=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("updated_at", models.DateTimeField(editable=False)),
                        (
                            "finished_at",
                            models.DateTimeField(blank=True, editable=False, null=True),
                        ),
                        (
                            "topics",
                            models.ManyToManyField(
                                blank=True,
                                related_name="action_plans",
                                to="library.topic",
                                verbose_name="topics",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("enrolment__isnull", False)),
                                fields=("enrolment",),
                                name="plan_one_an_enrolment",
                            ),
                            models.UniqueConstraint(
                                fields=("owner", "form_key"), name="plan_started_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("finished_at", None),
                                    models.Q(
                                        models.Q(("place", ""), _negated=True),
                                        models.Q(("group", ""), _negated=True),
                                        models.Q(("inequality", ""), _negated=True),
                                        models.Q(("trial", ""), _negated=True),
                                        models.Q(("partners", ""), _negated=True),
                                        models.Q(("measure", ""), _negated=True),
                                        ("review_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="plan_finished_is_whole",
                                violation_error_message="A finished plan answers every question.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("finished_at__isnull", True),
                                    ("finished_at__gte", models.F("created_at")),
                                    _connector="OR",
                                ),
                                name="plan_finished_later",
                                violation_error_message="The end cannot be before the start.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GradeImport",
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
                            "cohort",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="grade_imports",
                                to="courses.cohort",
                            ),
                        ),
                        ("reason", models.CharField(max_length=500, verbose_name="reason")),
                        (
                            "imported_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("imported_at", models.DateTimeField()),
                        ("undone_at", models.DateTimeField(blank=True, null=True)),
                        ("form_key", models.UUIDField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("cohort", "form_key"), name="grade_import_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HandIn",
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
                            "enrolment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hand_ins",
                                to="courses.enrolment",
                            ),
                        ),
                        (
                            "lesson",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="courses.lesson",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("form_key", models.UUIDField()),
                        ("text", models.TextField(blank=True, verbose_name="text")),
                        ("link", models.URLField(blank=True, max_length=500, verbose_name="link")),
                        ("handed_in_at", models.DateTimeField(verbose_name="handed in")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Handed in"),
                                    ("returned", "Returned for changes"),
                                    ("accepted", "Accepted"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("feedback", models.TextField(blank=True, verbose_name="feedback")),
                        (
                            "points",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="points"
                            ),
                        ),
                        (
                            "out_of",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="out of"
                            ),
                        ),
                        (
                            "graded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("graded_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "is_with_peers",
                            models.BooleanField(db_default=False, default=False, editable=False),
                        ),
                        (
                            "peers_until",
                            models.DateTimeField(blank=True, editable=False, null=True),
                        ),
                        ("edit_number", models.PositiveIntegerField(default=0, editable=False)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["state", "handed_in_at"], name="hand_in_queue")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("enrolment", "lesson", "number"),
                                name="hand_in_number_is_unique",
                            ),
                            models.UniqueConstraint(
                                fields=("enrolment", "form_key"), name="hand_in_handed_in_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "waiting")),
                                fields=("enrolment", "lesson"),
                                name="hand_in_one_waits",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["accepted", "returned", "waiting"])
                                ),
                                name="hand_in_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_with_peers", False),
                                    models.Q(("peers_until__isnull", False), ("state", "waiting")),
                                    _connector="OR",
                                ),
                                name="hand_in_is_with_peers_until_a_moment",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CriterionMark",
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
                            "hand_in",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="marks",
                                to="courses.handin",
                            ),
                        ),
                        (
                            "criterion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="courses.criterion",
                            ),
                        ),
                        ("points", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("words", models.TextField(blank=True, max_length=2000)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("hand_in", "criterion"), name="criterion_marked_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HandInFile",
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
                            "draft",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files",
                                to="courses.assignmentdraft",
                            ),
                        ),
                        ("is_in_draft", models.BooleanField(default=True)),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        (
                            "content",
                            models.FileField(
                                max_length=200, upload_to="courses/hand-ins/", verbose_name="file"
                            ),
                        ),
                        ("media_type", models.CharField(max_length=100)),
                        ("size", models.PositiveBigIntegerField(verbose_name="size in bytes")),
                        ("sha256", models.CharField(max_length=64)),
                        ("added_at", models.DateTimeField()),
                        (
                            "hand_ins",
                            models.ManyToManyField(related_name="files", to="courses.handin"),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("name")), 0
                                ),
                                name="hand_in_file_has_a_name",
                                violation_error_message="This must not be empty.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GradeChange",
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
                            "enrolment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="grade_changes",
                                to="courses.enrolment",
                            ),
                        ),
                        (
                            "target",
                            models.CharField(
                                choices=[
                                    ("lesson", "A lesson"),
                                    ("attendance", "Live sessions attended"),
                                    ("total", "Total"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "lesson",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="courses.lesson",
                            ),
                        ),
                        (
                            "act",
                            models.CharField(
                                choices=[
                                    ("grade", "Gave another grade"),
                                    ("excuse", "Excused"),
                                    ("clear", "Went back to the computed grade"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "percent",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=5,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0")),
                                    django.core.validators.MaxValueValidator(Decimal("100")),
                                ],
                                verbose_name="grade in per cent",
                            ),
                        ),
                        ("reason", models.CharField(max_length=500, verbose_name="reason")),
                        (
                            "changed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("changed_at", models.DateTimeField()),
                        (
                            "by_import",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes",
                                to="courses.gradeimport",
                            ),
                        ),
                        (
                            "undoes",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="courses.gradechange",
                            ),
                        ),
                        ("form_key", models.UUIDField()),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["enrolment", "target", "lesson"], name="gradechange_of"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("target", "lesson")),
                                fields=("enrolment", "form_key", "lesson"),
                                name="grade_of_lesson_changed_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("target", "lesson"), _negated=True),
                                fields=("enrolment", "form_key", "target"),
                                name="grade_changed_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("act__in", ["clear", "excuse", "grade"])),
                                name="grade_change_act_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("lesson__isnull", False), ("target", "lesson")),
                                    models.Q(
                                        ("lesson", None), ("target__in", ["attendance", "total"])
                                    ),
                                    _connector="OR",
                                ),
                                name="grade_change_is_of_one_item",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("act", "grade"), ("percent__gte", 0), ("percent__lte", 100)
                                    ),
                                    models.Q(
                                        models.Q(("act", "grade"), _negated=True), ("percent", None)
                                    ),
                                    _connector="OR",
                                ),
                                name="grade_change_has_its_grade",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("act", "excuse"), ("target", "total"), _negated=True
                                ),
                                name="grade_change_excuses_from_an_item",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("reason")), 0
                                ),
                                name="grade_change_has_a_reason",
                                violation_error_message="This must not be empty.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ExtraAttempts",
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
                            "enrolment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="extra_attempts",
                                to="courses.enrolment",
                            ),
                        ),
                        (
                            "lesson",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="courses.lesson",
                            ),
                        ),
                        ("form_key", models.UUIDField()),
                        (
                            "number",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(10),
                                ],
                                verbose_name="more attempts",
                            ),
                        ),
                        ("reason", models.CharField(max_length=500, verbose_name="reason")),
                        (
                            "given_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("given_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("enrolment", "form_key"), name="extra_attempts_given_once"
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("reason")), 0
                                ),
                                name="extra_attempts_have_a_reason",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("number__gte", 1), ("number__lte", 10)),
                                name="extra_attempts_are_a_few",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Correction",
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
                            "lesson",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrections",
                                to="courses.lesson",
                            ),
                        ),
                        ("title_before", models.CharField(max_length=150)),
                        ("title_after", models.CharField(max_length=150)),
                        ("body_before", models.TextField(blank=True)),
                        ("body_after", models.TextField(blank=True)),
                        ("image", models.CharField(blank=True, max_length=80)),
                        ("alt_before", models.CharField(blank=True, max_length=500)),
                        ("alt_after", models.CharField(blank=True, max_length=500)),
                        (
                            "note",
                            models.CharField(max_length=500, verbose_name="what was corrected"),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("made_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("note")), 0
                                ),
                                name="correction_has_a_note",
                                violation_error_message="This must not be empty.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CohortEvent",
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
                            "cohort",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="live_sessions",
                                to="courses.cohort",
                            ),
                        ),
                        (
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="of_cohorts",
                                to="events.event",
                            ),
                        ),
                        (
                            "lesson",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="live_sessions",
                                to="courses.lesson",
                            ),
                        ),
                        (
                            "added_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("cohort", "event"), name="cohort_event_is_one"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AttemptRequest",
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
                            "enrolment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attempt_requests",
                                to="courses.enrolment",
                            ),
                        ),
                        (
                            "lesson",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="courses.lesson",
                            ),
                        ),
                        ("made", models.PositiveSmallIntegerField()),
                        (
                            "words",
                            models.TextField(blank=True, max_length=1000, verbose_name="message"),
                        ),
                        ("asked_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("enrolment", "lesson", "made"),
                                name="attempt_asked_for_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attempt",
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
                            "enrolment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attempts",
                                to="courses.enrolment",
                            ),
                        ),
                        (
                            "lesson",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="courses.lesson",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("form_key", models.UUIDField()),
                        ("points", models.PositiveSmallIntegerField(verbose_name="points")),
                        ("out_of", models.PositiveSmallIntegerField(verbose_name="out of")),
                        ("is_passed", models.BooleanField(verbose_name="passed")),
                        ("submitted_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("enrolment", "lesson", "number"),
                                name="attempt_number_is_unique",
                            ),
                            models.UniqueConstraint(
                                fields=("enrolment", "form_key"), name="attempt_submitted_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("number__gte", 1)),
                                name="attempt_counts_from_one",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("out_of__gte", 1), ("points__lte", models.F("out_of"))
                                ),
                                name="attempt_points_possible",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Assignment",
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
                            "lesson",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="assignment",
                                to="courses.lesson",
                            ),
                        ),
                        ("takes_text", models.BooleanField(default=True, verbose_name="a text")),
                        ("takes_files", models.BooleanField(default=False, verbose_name="files")),
                        ("takes_link", models.BooleanField(default=False, verbose_name="a link")),
                        (
                            "points_needed",
                            models.PositiveSmallIntegerField(
                                default=0,
                                validators=[django.core.validators.MaxValueValidator(2000)],
                                verbose_name="points needed",
                            ),
                        ),
                        (
                            "reviews_given",
                            models.PositiveSmallIntegerField(
                                default=0,
                                validators=[django.core.validators.MaxValueValidator(10)],
                                verbose_name="reviews that each learner writes",
                            ),
                        ),
                        (
                            "reviews_needed",
                            models.PositiveSmallIntegerField(
                                default=0,
                                validators=[django.core.validators.MaxValueValidator(10)],
                                verbose_name="reviews that each work gets",
                            ),
                        ),
                        (
                            "review_days",
                            models.PositiveSmallIntegerField(
                                default=14,
                                validators=[
                                    django.core.validators.MinValueValidator(2),
                                    django.core.validators.MaxValueValidator(90),
                                ],
                                verbose_name="days for the reviews",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("takes_text", True),
                                    ("takes_files", True),
                                    ("takes_link", True),
                                    _connector="OR",
                                ),
                                name="assignment_takes_something",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("reviews_given", 0), ("reviews_needed", 0)),
                                    models.Q(
                                        ("reviews_given__gte", models.F("reviews_needed")),
                                        ("reviews_needed__gte", 1),
                                    ),
                                    _connector="OR",
                                ),
                                name="assignment_gives_as_many_reviews_as_it_needs",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LessonCitation",
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
                            "lesson",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="citations",
                                to="courses.lesson",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="library.version",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=1)),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="why it is cited"
                            ),
                        ),
                        (
                            "looked_at",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="library.version",
                            ),
                        ),
                        ("added_on", models.DateField(blank=True, editable=False, null=True)),
                        (
                            "added_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("lesson", "version"), name="lesson_cites_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LessonComment",
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
                            "lesson",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="comments",
                                to="courses.lesson",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("words", models.TextField(max_length=4000, verbose_name="comment")),
                        ("made_at", models.DateTimeField()),
                        ("form_key", models.UUIDField()),
                        ("settled_at", models.DateTimeField(null=True)),
                        (
                            "settled_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("words")), 0
                                ),
                                name="lesson_comment_says_something",
                                violation_error_message="This must not be empty.",
                            ),
                            models.UniqueConstraint(
                                fields=("author", "form_key"), name="lesson_comment_made_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LessonCompletion",
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
                            "enrolment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="completions",
                                to="courses.enrolment",
                            ),
                        ),
                        (
                            "lesson",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="courses.lesson",
                            ),
                        ),
                        ("completed_at", models.DateTimeField()),
                        (
                            "carried_from",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="courses.lessoncompletion",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("enrolment", "lesson"), name="lesson_completed_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportedLesson",
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
                            "lesson_import",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lessons",
                                to="courses.lessonimport",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        ("file_name", models.CharField(max_length=200)),
                        ("document", models.FileField(blank=True, upload_to="courses/word/")),
                        ("is_waiting", models.BooleanField(default=False)),
                        ("claimed_at", models.DateTimeField(null=True)),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                        (
                            "title",
                            models.CharField(blank=True, max_length=150, verbose_name="title"),
                        ),
                        ("body", models.TextField(blank=True)),
                        (
                            "minutes",
                            models.PositiveSmallIntegerField(
                                default=10,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(600),
                                ],
                            ),
                        ),
                        ("left_out", models.JSONField(blank=True, default=list)),
                        ("refusal", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("file_name")), 0
                                ),
                                name="imported_lesson_has_a_file_name",
                                violation_error_message="This must not be empty.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LiveLesson",
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
                            "lesson",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="live",
                                to="courses.lesson",
                            ),
                        ),
                        (
                            "counts_recording",
                            models.BooleanField(
                                default=True, verbose_name="watching the recording counts"
                            ),
                        ),
                        (
                            "instead",
                            models.TextField(
                                blank=True, max_length=5000, verbose_name="what to do instead"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="MediaContent",
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
                        ("file", models.FileField(upload_to="courses/")),
                        ("media_type", models.CharField(max_length=100)),
                        ("size", models.PositiveBigIntegerField(verbose_name="size in bytes")),
                        ("sha256", models.CharField(max_length=64)),
                        ("width", models.PositiveIntegerField(default=0)),
                        ("height", models.PositiveIntegerField(default=0)),
                        ("widths", models.JSONField(blank=True, default=list)),
                        ("stored_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("file")), 0
                                ),
                                name="media_content_has_a_file",
                                violation_error_message="This must not be empty.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportedImage",
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
                            "imported_lesson",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="images",
                                to="courses.importedlesson",
                            ),
                        ),
                        ("slug", models.SlugField(max_length=80)),
                        (
                            "content",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="imported_images",
                                to="courses.mediacontent",
                            ),
                        ),
                        (
                            "alt",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="what the image shows"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("imported_lesson", "slug"),
                                name="imported_image_name_in_lesson",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LessonPrerequisite",
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
                            "lesson",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="prerequisites",
                                to="courses.lesson",
                            ),
                        ),
                        (
                            "needed_lesson",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="needed_by",
                                to="courses.lesson",
                            ),
                        ),
                        (
                            "needed_module",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="needed_by",
                                to="courses.module",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("needed_lesson", None), ("needed_module__isnull", False)
                                    ),
                                    models.Q(
                                        ("needed_lesson__isnull", False), ("needed_module", None)
                                    ),
                                    _connector="OR",
                                ),
                                name="lesson_prerequisite_names_one",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("needed_lesson", None),
                                    models.Q(("needed_lesson", models.F("lesson")), _negated=True),
                                    _connector="OR",
                                ),
                                name="lesson_prerequisite_is_another",
                            ),
                            models.UniqueConstraint(
                                fields=("lesson", "needed_lesson"),
                                name="lesson_prerequisite_lesson_once",
                            ),
                            models.UniqueConstraint(
                                fields=("lesson", "needed_module"),
                                name="lesson_prerequisite_module_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OrganisationPlaces",
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
                            "cohort",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="organisation_places",
                                to="courses.cohort",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "representative",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="places")),
                        ("key", models.CharField(editable=False, max_length=43, unique=True)),
                        ("created_at", models.DateTimeField(editable=False)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("cohort", "organisation"),
                                name="organisation_places_once_a_cohort",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("number__gte", 1)),
                                name="organisation_places_are_some",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OrganisationPlace",
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
                            "places",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="used",
                                to="courses.organisationplaces",
                            ),
                        ),
                        (
                            "enrolment",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="organisation_place",
                                to="courses.enrolment",
                            ),
                        ),
                        ("taken_at", models.DateTimeField(verbose_name="taken")),
                    ],
                ),
                migrations.CreateModel(
                    name="CohortInvitation",
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
                        ("email", models.EmailField(max_length=254, verbose_name="email address")),
                        (
                            "message",
                            models.TextField(blank=True, max_length=1000, verbose_name="message"),
                        ),
                        (
                            "invited_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("invited_at", models.DateTimeField(verbose_name="invited")),
                        ("expires_at", models.DateTimeField(verbose_name="can be answered until")),
                        (
                            "cohort",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="invitations",
                                to="courses.cohort",
                            ),
                        ),
                        (
                            "places",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="invitations",
                                to="courses.organisationplaces",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Waiting for an answer"),
                                    ("accepted", "Accepted"),
                                    ("declined", "Declined"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="open",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("cohort"),
                                models.F("invited_by"),
                                django.db.models.functions.text.Lower("email"),
                                condition=models.Q(("places", None), ("state", "open")),
                                name="cohort_invitation_one_open_per_sender",
                            ),
                            models.UniqueConstraint(
                                models.F("places"),
                                django.db.models.functions.text.Lower("email"),
                                condition=models.Q(("places__isnull", False), ("state", "open")),
                                name="cohort_invitation_one_open_per_places",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["accepted", "declined", "open", "withdrawn"])
                                ),
                                name="cohort_invitation_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("expires_at__isnull", True),
                                    ("expires_at__gte", models.F("invited_at")),
                                    _connector="OR",
                                ),
                                name="cohort_invitation_ends_later",
                                violation_error_message="The end cannot be before the start.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PeerReview",
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
                            "hand_in",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="peer_reviews",
                                to="courses.handin",
                            ),
                        ),
                        (
                            "reviewer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="peer_reviews_given",
                                to="courses.enrolment",
                            ),
                        ),
                        ("given_at", models.DateTimeField(verbose_name="given out")),
                        ("due_at", models.DateTimeField(verbose_name="to be sent until")),
                        ("marks", models.JSONField(default=dict)),
                        ("feedback", models.TextField(blank=True, verbose_name="feedback")),
                        (
                            "done_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="sent"),
                        ),
                        (
                            "report",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="what is wrong with it"
                            ),
                        ),
                        ("reported_at", models.DateTimeField(blank=True, null=True)),
                        ("set_aside_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["reviewer", "done_at"], name="peer_review_of_reviewer"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("hand_in", "reviewer"), name="peer_review_once_a_reviewer"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanBaseline",
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
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="baselines",
                                to="courses.actionplan",
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="indicators.indicator",
                            ),
                        ),
                        (
                            "release",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="indicators.release",
                            ),
                        ),
                        (
                            "data_set",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="indicators.dataset",
                            ),
                        ),
                        (
                            "place",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="library.place",
                            ),
                        ),
                        ("address", models.CharField(blank=True, max_length=500)),
                        ("subject", models.CharField(max_length=300)),
                        ("place_name", models.CharField(blank=True, max_length=200)),
                        ("period", models.CharField(blank=True, max_length=60)),
                        ("divided_by", models.CharField(blank=True, max_length=120)),
                        ("measure", models.CharField(max_length=60)),
                        ("measure_name", models.CharField(max_length=250)),
                        ("value", models.FloatField()),
                        ("lower", models.FloatField(null=True)),
                        ("upper", models.FloatField(null=True)),
                        ("unit", models.CharField(blank=True, max_length=160)),
                        ("decimals", models.PositiveSmallIntegerField(default=1)),
                        ("sentence", models.TextField(blank=True)),
                        ("groups", models.JSONField(blank=True, default=list)),
                        ("source", models.CharField(blank=True, max_length=500)),
                        ("source_address", models.CharField(blank=True, max_length=500)),
                        ("licence", models.CharField(blank=True, max_length=120)),
                        ("target", models.FloatField(null=True)),
                        ("target_on", models.DateField(null=True)),
                        ("chosen_at", models.DateTimeField()),
                        ("removed_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("removed_at", None)),
                                fields=("plan",),
                                name="baseline_one_a_plan",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("subject")), 0
                                ),
                                name="baseline_says_what_it_is_about",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(
                                        models.F("measure_name")
                                    ),
                                    0,
                                ),
                                name="baseline_names_its_measure",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("target", None), ("target_on", None)),
                                    models.Q(
                                        ("target__isnull", False), ("target_on__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="baseline_target_has_its_day",
                                violation_error_message="A target has a value and a date.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("lower", None), ("upper", None)),
                                    models.Q(
                                        ("lower__isnull", False), ("upper__gte", models.F("lower"))
                                    ),
                                    _connector="OR",
                                ),
                                name="baseline_interval_is_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanEvidence",
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
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="evidence",
                                to="courses.actionplan",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="library.version",
                            ),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="how it supports the plan"
                            ),
                        ),
                        ("added_at", models.DateTimeField(editable=False)),
                        (
                            "looked_at",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="library.version",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("plan", "version"), name="plan_rests_on_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanOutcome",
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
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="outcomes",
                                to="courses.actionplan",
                            ),
                        ),
                        ("form_key", models.UUIDField()),
                        ("week", models.PositiveSmallIntegerField(verbose_name="weeks after")),
                        (
                            "happened",
                            models.TextField(max_length=4000, verbose_name="what happened"),
                        ),
                        (
                            "change",
                            models.TextField(
                                blank=True,
                                max_length=2000,
                                verbose_name="what changed in the measure",
                            ),
                        ),
                        ("value", models.FloatField(null=True, verbose_name="value now")),
                        (
                            "baseline",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="outcomes",
                                to="courses.planbaseline",
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("week__in", (6, 12))),
                                name="outcome_week_is_asked_for",
                            ),
                            models.UniqueConstraint(
                                fields=("plan", "form_key"), name="outcome_recorded_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("baseline", None), ("value", None)),
                                    models.Q(("baseline__isnull", False), ("value__isnull", False)),
                                    _connector="OR",
                                ),
                                name="outcome_value_has_its_measure",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanRecommendation",
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
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="acts_on",
                                to="courses.actionplan",
                            ),
                        ),
                        (
                            "recommendation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="library.recommendation",
                            ),
                        ),
                        ("added_at", models.DateTimeField(editable=False)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("plan", "recommendation"), name="plan_acts_on_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanRevision",
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
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="revisions",
                                to="courses.actionplan",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("words", models.JSONField()),
                        ("saved_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("plan", "number"), name="revision_number_is_unique"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Programme",
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
                            "slug",
                            models.SlugField(max_length=80, unique=True, verbose_name="address"),
                        ),
                        ("title", models.CharField(max_length=150, verbose_name="title")),
                        ("summary", models.TextField(max_length=1000, verbose_name="summary")),
                        (
                            "aims",
                            models.JSONField(
                                blank=True,
                                default=list,
                                verbose_name="what learners can do afterwards",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("published", "Published"),
                                    ("archived", "Archived"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=20,
                            ),
                        ),
                        ("created_at", models.DateTimeField(editable=False)),
                        (
                            "published_at",
                            models.DateTimeField(blank=True, editable=False, null=True),
                        ),
                        (
                            "archived_at",
                            models.DateTimeField(blank=True, editable=False, null=True),
                        ),
                        ("form_key", models.UUIDField(editable=False, null=True)),
                        (
                            "authors",
                            models.ManyToManyField(
                                blank=True,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="authors",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("form_key",), name="programme_begun_once"
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("title")), 0
                                ),
                                name="programme_has_a_title",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["archived", "draft", "published"])
                                ),
                                name="programme_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "archived"), _negated=True),
                                    ("archived_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="programme_archived_has_its_moment",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProgrammeCompletion",
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
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="completions",
                                to="courses.programme",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="programme_completions",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("completed_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("programme", "user"), name="programme_completed_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProgrammeCertificate",
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
                            "completion",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="certificate",
                                to="courses.programmecompletion",
                            ),
                        ),
                        ("code", models.CharField(max_length=14, unique=True, verbose_name="code")),
                        (
                            "state",
                            models.CharField(
                                choices=[("valid", "Valid"), ("revoked", "Revoked")],
                                default="valid",
                                max_length=10,
                            ),
                        ),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        (
                            "programme_title",
                            models.CharField(max_length=150, verbose_name="programme"),
                        ),
                        ("completed_on", models.DateField(verbose_name="completed on")),
                        (
                            "minutes",
                            models.PositiveIntegerField(verbose_name="minutes of learning"),
                        ),
                        ("aims", models.JSONField(default=list, verbose_name="what was achieved")),
                        (
                            "courses",
                            models.JSONField(default=list, verbose_name="completed courses"),
                        ),
                        ("issued_at", models.DateTimeField()),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "revoked_reason",
                            models.CharField(blank=True, max_length=500, verbose_name="reason"),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["revoked", "valid"])),
                                name="programme_certificate_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "revoked"), _negated=True),
                                    models.Q(
                                        ("revoked_at__isnull", False),
                                        models.Q(("revoked_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="programme_certificate_revoked_with_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CompletedPart",
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
                            "completion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="courses.programmecompletion",
                            ),
                        ),
                        (
                            "enrolment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="courses.enrolment",
                            ),
                        ),
                        ("was_required", models.BooleanField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("completion", "enrolment"),
                                name="completed_part_counts_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProgrammeCourse",
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
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="courses",
                                to="courses.programme",
                            ),
                        ),
                        (
                            "course",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="in_programmes",
                                to="courses.course",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=1)),
                        ("is_required", models.BooleanField(default=True, verbose_name="required")),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("programme", "course"), name="programme_has_a_course_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Question",
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
                            "lesson",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="questions",
                                to="courses.lesson",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=1)),
                        ("form_key", models.UUIDField(editable=False, null=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("single", "One correct answer"),
                                    ("multiple", "Several correct answers"),
                                    ("numeric", "A number"),
                                    ("ordering", "Put in order"),
                                    ("short_text", "A few words"),
                                    ("measure", "A measure of real figures"),
                                ],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        ("prompt", models.TextField(max_length=2000, verbose_name="question")),
                        (
                            "points",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(20),
                                ],
                                verbose_name="points",
                            ),
                        ),
                        (
                            "explanation",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="explanation"
                            ),
                        ),
                        ("hint", models.CharField(blank=True, max_length=500, verbose_name="hint")),
                        (
                            "taught_in",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="courses.lesson",
                                verbose_name="lesson to read again",
                            ),
                        ),
                        (
                            "answer",
                            models.DecimalField(
                                blank=True,
                                decimal_places=6,
                                max_digits=18,
                                null=True,
                                verbose_name="right answer",
                            ),
                        ),
                        (
                            "tolerance",
                            models.DecimalField(
                                decimal_places=6,
                                default=0,
                                max_digits=18,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="tolerance",
                            ),
                        ),
                        ("unit", models.CharField(blank=True, max_length=40, verbose_name="unit")),
                        (
                            "accepted",
                            models.JSONField(
                                blank=True, default=list, verbose_name="accepted answers"
                            ),
                        ),
                        ("edit_number", models.PositiveIntegerField(default=0, editable=False)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("lesson", "form_key"), name="question_added_once"
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("prompt")), 0
                                ),
                                name="question_has_a_prompt",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "measure",
                                            "multiple",
                                            "numeric",
                                            "ordering",
                                            "short_text",
                                            "single",
                                        ],
                                    )
                                ),
                                name="question_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("points__gte", 1)),
                                name="question_is_worth_a_point",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("tolerance__gte", 0)),
                                name="question_tolerance_counts",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Option",
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
                            "question",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="options",
                                to="courses.question",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=1)),
                        ("text", models.CharField(max_length=500, verbose_name="answer")),
                        ("is_correct", models.BooleanField(default=False, verbose_name="right")),
                        (
                            "feedback",
                            models.CharField(blank=True, max_length=1000, verbose_name="feedback"),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("text")), 0
                                ),
                                name="option_has_a_text",
                                violation_error_message="This must not be empty.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ExerciseData",
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
                            "question",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="data",
                                to="courses.question",
                            ),
                        ),
                        ("measure", models.CharField(max_length=40, verbose_name="measure")),
                        (
                            "is_size",
                            models.BooleanField(default=False, verbose_name="without a sign"),
                        ),
                        (
                            "tolerance_percent",
                            models.DecimalField(
                                blank=True,
                                decimal_places=3,
                                max_digits=6,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="tolerance in per cent",
                            ),
                        ),
                        (
                            "title",
                            models.CharField(max_length=200, verbose_name="title of the data"),
                        ),
                        ("figures", models.TextField(max_length=40000, verbose_name="data")),
                        ("values", models.CharField(max_length=20, verbose_name="kind of value")),
                        ("unit", models.CharField(blank=True, max_length=120, verbose_name="unit")),
                        (
                            "is_ordered",
                            models.BooleanField(
                                default=True, verbose_name="the groups have an order"
                            ),
                        ),
                        (
                            "better",
                            models.CharField(
                                blank=True, max_length=10, verbose_name="which way is better"
                            ),
                        ),
                        ("source", models.CharField(max_length=500, verbose_name="source")),
                        ("selection", models.JSONField(null=True)),
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
                            "release",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="indicators.release",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "measure__in",
                                        [
                                            "absolute_concentration_index",
                                            "concentration_index",
                                            "difference",
                                            "excess_cases",
                                            "population_attributable_fraction",
                                            "population_attributable_risk",
                                            "ratio",
                                            "relative_index",
                                            "relative_index_log",
                                            "relative_index_over_average",
                                            "slope_index",
                                            "slope_index_log",
                                        ],
                                    )
                                ),
                                name="exercise_measure_is_explained",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("figures")), 0
                                ),
                                name="exercise_has_figures",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("source")), 0
                                ),
                                name="exercise_names_its_source",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("tolerance_percent", None),
                                    ("tolerance_percent__gte", 0),
                                    _connector="OR",
                                ),
                                name="exercise_tolerance_counts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("indicator", None), ("release", None)),
                                    models.Q(
                                        ("indicator__isnull", False), ("release__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="exercise_release_has_its_indicator",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Answer",
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
                            "attempt",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="courses.attempt",
                            ),
                        ),
                        (
                            "question",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="courses.question",
                            ),
                        ),
                        ("given", models.JSONField()),
                        ("is_correct", models.BooleanField()),
                        ("points", models.PositiveSmallIntegerField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("attempt", "question"), name="answer_once_a_question"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="QuizDraft",
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
                            "enrolment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="quiz_drafts",
                                to="courses.enrolment",
                            ),
                        ),
                        (
                            "lesson",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="courses.lesson",
                            ),
                        ),
                        ("answers", models.JSONField(default=dict)),
                        ("saved_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("enrolment", "lesson"), name="quiz_draft_one_a_quiz"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reflection",
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
                            "enrolment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reflections",
                                to="courses.enrolment",
                            ),
                        ),
                        (
                            "lesson",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="courses.lesson",
                            ),
                        ),
                        (
                            "words",
                            models.TextField(
                                blank=True, max_length=20000, verbose_name="reflection"
                            ),
                        ),
                        (
                            "is_shared",
                            models.BooleanField(
                                default=False, verbose_name="share it with the facilitators"
                            ),
                        ),
                        ("edit_number", models.PositiveIntegerField(default=0, editable=False)),
                        ("saved_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("enrolment", "lesson"), name="reflection_one_a_lesson"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Regrade",
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
                            "question",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="regrades",
                                to="courses.question",
                            ),
                        ),
                        ("form_key", models.UUIDField()),
                        ("key_before", models.JSONField()),
                        ("key_after", models.JSONField()),
                        ("reason", models.CharField(max_length=500, verbose_name="reason")),
                        ("may_lower", models.BooleanField(default=False)),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("made_at", models.DateTimeField()),
                        (
                            "undone_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("undone_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("question", "form_key"), name="regrade_made_once"
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("reason")), 0
                                ),
                                name="regrade_has_a_reason",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("undone_at", None), ("undone_by", None)),
                                    models.Q(
                                        ("undone_at__isnull", False), ("undone_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="regrade_undone_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("undone_at__isnull", True),
                                    ("undone_at__gte", models.F("made_at")),
                                    _connector="OR",
                                ),
                                name="regrade_undone_later",
                                violation_error_message="The end cannot be before the start.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RegradedAnswer",
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
                            "regrade",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="courses.regrade",
                            ),
                        ),
                        (
                            "answer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="courses.answer",
                            ),
                        ),
                        ("was_correct", models.BooleanField()),
                        ("points_before", models.PositiveSmallIntegerField()),
                        ("points_after", models.PositiveSmallIntegerField()),
                        ("passed_before", models.BooleanField()),
                        ("passed_after", models.BooleanField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("regrade", "answer"), name="answer_regraded_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Release",
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
                            "course",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="releases",
                                to="courses.course",
                            ),
                        ),
                        (
                            "number",
                            models.PositiveSmallIntegerField(default=1, verbose_name="release"),
                        ),
                        ("created_at", models.DateTimeField(editable=False)),
                        (
                            "source_hash",
                            models.CharField(blank=True, editable=False, max_length=64),
                        ),
                        (
                            "published_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="published"
                            ),
                        ),
                        (
                            "superseded_at",
                            models.DateTimeField(blank=True, editable=False, null=True),
                        ),
                        ("text_key", models.UUIDField(blank=True, editable=False, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("course", "number"), name="release_number_is_unique"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("published_at", None)),
                                fields=("course",),
                                name="release_one_draft_a_course",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("published_at__isnull", False), ("superseded_at", None)
                                ),
                                fields=("course",),
                                name="release_one_current_a_course",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_at", None),
                                    ("published_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="release_superseded_was_published",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_at__isnull", True),
                                    ("superseded_at__gte", models.F("published_at")),
                                    _connector="OR",
                                ),
                                name="release_superseded_later",
                                violation_error_message="The end cannot be before the start.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Media",
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
                            "release",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="media",
                                to="courses.release",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("image", "Image"),
                                    ("file", "File"),
                                    ("audio", "Audio"),
                                    ("video", "Video"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("slug", models.SlugField(max_length=80, verbose_name="name")),
                        (
                            "content",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="media",
                                to="courses.mediacontent",
                            ),
                        ),
                        (
                            "title",
                            models.CharField(blank=True, max_length=200, verbose_name="title"),
                        ),
                        (
                            "alt",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="what the image shows"
                            ),
                        ),
                        (
                            "is_decoration",
                            models.BooleanField(default=False, verbose_name="it only decorates"),
                        ),
                        ("captions", models.TextField(blank=True, verbose_name="captions")),
                        ("captions_language", models.CharField(blank=True, max_length=10)),
                        (
                            "transcript",
                            models.TextField(
                                blank=True, max_length=60000, verbose_name="transcript"
                            ),
                        ),
                        (
                            "is_silent",
                            models.BooleanField(default=False, verbose_name="nobody speaks in it"),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("slug")), 0
                                ),
                                name="media_has_a_name",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["audio", "file", "image", "video"])
                                ),
                                name="media_kind_known",
                            ),
                            models.UniqueConstraint(
                                fields=("release", "slug"), name="media_name_in_release"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("alt", ""), ("is_decoration", False), _connector="OR"
                                ),
                                name="media_decoration_has_no_words",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LinkedRecording",
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
                            "release",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="recordings",
                                to="courses.release",
                            ),
                        ),
                        ("form_key", models.UUIDField(editable=False, null=True)),
                        ("slug", models.SlugField(max_length=80, verbose_name="name")),
                        ("title", models.CharField(max_length=150, verbose_name="title")),
                        ("address", models.CharField(max_length=500, verbose_name="address")),
                        (
                            "transcript",
                            models.TextField(
                                blank=True, max_length=60000, verbose_name="transcript"
                            ),
                        ),
                        (
                            "has_captions",
                            models.BooleanField(
                                default=False, verbose_name="it has captions there"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("title")), 0
                                ),
                                name="linked_recording_has_a_title",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("address")), 0
                                ),
                                name="linked_recording_has_an_address",
                                violation_error_message="This must not be empty.",
                            ),
                            models.UniqueConstraint(
                                fields=("release", "slug"), name="linked_recording_name_in_release"
                            ),
                            models.UniqueConstraint(
                                fields=("release", "form_key"), name="linked_recording_added_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IndicatorFigure",
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
                            "release",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="figures",
                                to="courses.release",
                            ),
                        ),
                        ("form_key", models.UUIDField(editable=False, null=True)),
                        ("slug", models.SlugField(max_length=80, verbose_name="name")),
                        (
                            "title",
                            models.CharField(blank=True, max_length=200, verbose_name="title"),
                        ),
                        (
                            "description",
                            models.CharField(
                                blank=True, max_length=1000, verbose_name="what it shows"
                            ),
                        ),
                        ("selection", models.JSONField()),
                        ("excerpt", models.JSONField()),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="indicators.indicator",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="indicators.release",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("slug")), 0
                                ),
                                name="indicator_figure_has_a_name",
                                violation_error_message="This must not be empty.",
                            ),
                            models.UniqueConstraint(
                                fields=("release", "slug"), name="indicator_figure_name_in_release"
                            ),
                            models.UniqueConstraint(
                                fields=("release", "form_key"), name="indicator_figure_made_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GradeWeight",
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
                            "cohort",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="grade_weights",
                                to="courses.cohort",
                            ),
                        ),
                        (
                            "release",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="grade_weights",
                                to="courses.release",
                            ),
                        ),
                        (
                            "target",
                            models.CharField(
                                choices=[
                                    ("lesson", "A lesson"),
                                    ("attendance", "Live sessions attended"),
                                    ("total", "Total"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "lesson",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="courses.lesson",
                            ),
                        ),
                        (
                            "weight",
                            models.PositiveSmallIntegerField(
                                validators=[django.core.validators.MaxValueValidator(100)],
                                verbose_name="weight",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("cohort", "lesson"), name="grade_weight_once_a_lesson"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("target", "attendance")),
                                fields=("cohort",),
                                name="grade_weight_once_for_attendance",
                            ),
                            models.UniqueConstraint(
                                fields=("release", "lesson"), name="grade_weight_once_in_a_release"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("target", "attendance")),
                                fields=("release",),
                                name="grade_weight_once_for_attendance_in_a_release",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("cohort", None), ("release__isnull", False)),
                                    models.Q(("cohort__isnull", False), ("release", None)),
                                    _connector="OR",
                                ),
                                name="grade_weight_is_of_a_cohort_or_a_release",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("lesson__isnull", False), ("target", "lesson")),
                                    models.Q(("lesson", None), ("target", "attendance")),
                                    _connector="OR",
                                ),
                                name="grade_weight_is_of_one_item",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("weight__lte", 100)),
                                name="grade_weight_has_a_limit",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DraftReview",
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
                            "release",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reviews",
                                to="courses.release",
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "reviewer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "message",
                            models.TextField(blank=True, max_length=2000, verbose_name="message"),
                        ),
                        ("asked_at", models.DateTimeField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting for review"),
                                    ("changes", "Changes requested"),
                                    ("approved", "Approved"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="waiting",
                                editable=False,
                                max_length=10,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(null=True)),
                        (
                            "words",
                            models.TextField(
                                blank=True, max_length=4000, verbose_name="words to the authors"
                            ),
                        ),
                        ("text", models.CharField(blank=True, editable=False, max_length=64)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["approved", "changes", "waiting", "withdrawn"])
                                ),
                                name="draft_review_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reviewer", models.F("asked_by")), _negated=True
                                ),
                                name="draft_review_by_another_person",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "waiting")),
                                fields=("release", "reviewer"),
                                name="draft_review_asked_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Chart",
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
                            "release",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="charts",
                                to="courses.release",
                            ),
                        ),
                        ("form_key", models.UUIDField(editable=False, null=True)),
                        ("slug", models.SlugField(max_length=80, verbose_name="name")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("bars", "Bars: groups without an order"),
                                    ("lines", "Lines: periods, the oldest first"),
                                    (
                                        "gradient",
                                        "Gradient: groups from the most to the least deprived",
                                    ),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("title", models.CharField(max_length=150, verbose_name="title")),
                        (
                            "description",
                            models.CharField(max_length=500, verbose_name="what it shows"),
                        ),
                        ("unit", models.CharField(max_length=100, verbose_name="unit")),
                        ("source", models.CharField(max_length=300, verbose_name="source")),
                        ("columns", models.JSONField(default=list)),
                        ("rows", models.JSONField(default=list)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("title")), 0
                                ),
                                name="chart_has_a_title",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("description")),
                                    0,
                                ),
                                name="chart_has_a_description",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("source")), 0
                                ),
                                name="chart_names_its_source",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["bars", "gradient", "lines"])),
                                name="chart_kind_known",
                            ),
                            models.UniqueConstraint(
                                fields=("release", "slug"), name="chart_name_in_release"
                            ),
                            models.UniqueConstraint(
                                fields=("release", "form_key"), name="chart_made_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RequirementChange",
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
                            "lesson",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="requirement_changes",
                                to="courses.lesson",
                            ),
                        ),
                        ("is_required", models.BooleanField()),
                        ("reason", models.CharField(max_length=500, verbose_name="reason")),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("made_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("reason")), 0
                                ),
                                name="requirement_changed_for_a_reason",
                                violation_error_message="This must not be empty.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StaffTick",
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
                            "enrolment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="staff_ticks",
                                to="courses.enrolment",
                            ),
                        ),
                        (
                            "lesson",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="courses.lesson",
                            ),
                        ),
                        ("reason", models.CharField(max_length=500, verbose_name="reason")),
                        (
                            "ticked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("ticked_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("enrolment", "lesson"), name="lesson_ticked_once"
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("reason")), 0
                                ),
                                name="staff_tick_has_a_reason",
                                violation_error_message="This must not be empty.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SurveyQuestion",
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
                            "lesson",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="survey_questions",
                                to="courses.lesson",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=1)),
                        ("form_key", models.UUIDField(editable=False, null=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("choice", "One of several answers"),
                                    ("scale", "A scale from 1 to 5"),
                                    ("text", "A few words"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("prompt", models.CharField(max_length=500, verbose_name="question")),
                        (
                            "options",
                            models.JSONField(
                                blank=True, default=list, verbose_name="answers to choose from"
                            ),
                        ),
                        ("edit_number", models.PositiveIntegerField(default=0, editable=False)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("lesson", "form_key"), name="survey_question_added_once"
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("prompt")), 0
                                ),
                                name="survey_question_has_a_prompt",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["choice", "scale", "text"])),
                                name="survey_question_kind_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SurveyResponse",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        (
                            "lesson",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="courses.lesson",
                            ),
                        ),
                        ("group", models.PositiveIntegerField()),
                        ("answers", models.JSONField()),
                    ],
                ),
                migrations.CreateModel(
                    name="WaitingPlace",
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
                            "cohort",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="waiting",
                                to="courses.cohort",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="waiting_places",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("joined_at", models.DateTimeField(verbose_name="on the list since")),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("cohort", "user"), name="waiting_place_once_a_cohort"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WeightChange",
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
                            "cohort",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="weight_changes",
                                to="courses.cohort",
                            ),
                        ),
                        ("weights", models.JSONField()),
                        ("reason", models.CharField(max_length=500, verbose_name="reason")),
                        (
                            "changed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("changed_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("reason")), 0
                                ),
                                name="weight_change_has_a_reason",
                                violation_error_message="This must not be empty.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CohortMessage",
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
                            "cohort",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="messages",
                                to="courses.cohort",
                            ),
                        ),
                        (
                            "sender",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("words", models.TextField(max_length=4000, verbose_name="message")),
                        ("sent_at", models.DateTimeField()),
                        ("form_key", models.UUIDField()),
                        (
                            "recipients",
                            models.ManyToManyField(
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recipients",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("sender", "form_key"), name="cohort_message_sent_once"
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("words")), 0
                                ),
                                name="cohort_message_says_something",
                                violation_error_message="This must not be empty.",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
