"""Makes in one step the tables that the migrations up to here make, with their constraints (decision 17)."""

import datetime
import uuid

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import core.validators
from core.schema.create_tables import CreateTables

# Packed lists do not shrink, and are read whole; words are compared by their characters alone.
POSTGRESQL = [
    "ALTER TABLE library_searchposting ALTER COLUMN documents SET STORAGE EXTERNAL",
    "ALTER TABLE library_searchposting ALTER COLUMN weights SET STORAGE EXTERNAL",
    "ALTER TABLE library_searchposting ALTER COLUMN places SET STORAGE EXTERNAL",
    "ALTER TABLE library_searchcolumn ALTER COLUMN data SET STORAGE EXTERNAL",
    'ALTER TABLE library_searchposting ALTER COLUMN word TYPE varchar(60) COLLATE "C"',
    'ALTER TABLE library_searchposting ALTER COLUMN stem TYPE varchar(60) COLLATE "C"',
    'ALTER TABLE library_searchrow ALTER COLUMN sort_title TYPE varchar(120) COLLATE "C"',
]


def tune(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in POSTGRESQL:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    replaces = [
        ("library", "0001_initial"),
        ("library", "0002_search"),
        ("library", "0003_sent_once"),
        ("library", "0004_richer_records"),
        ("library", "0005_record_by_change"),
        ("library", "0006_searches"),
        ("library", "0007_imports"),
        ("library", "0008_documents_are_read"),
        ("library", "0009_usage"),
        ("library", "0010_imports_are_taken_up"),
        ("library", "0011_reading_lists"),
        ("library", "0012_link_checks"),
        ("library", "0013_bulk_edits"),
        ("library", "0014_proposals"),
        ("library", "0015_draws_on"),
        ("library", "0016_imports_can_be_undone"),
        ("library", "0017_imports_that_fail"),
        ("library", "0018_pictures"),
        ("library", "0019_covers"),
        ("library", "0020_words_of_link_states"),
        ("library", "0021_recommendations"),
        ("library", "0022_responses_and_commitments"),
        ("library", "0023_evidence_gaps"),
        ("library", "0024_judged_practice"),
        ("library", "0025_tried_elsewhere"),
        ("library", "0026_merged_respondents"),
        ("library", "0027_plainer_words"),
        ("library", "0028_sources_of_gaps"),
        ("library", "0029_fill_sources_of_gaps"),
    ]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            models=[
                migrations.CreateModel(
                    name="Assessment",
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
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assessments",
                                to="library.version",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Second judgement missing"),
                                    ("settled", "Judged by two editors"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="open",
                                max_length=10,
                            ),
                        ),
                        (
                            "stage",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("emerging", "Emerging practice"),
                                    ("promising", "Promising practice"),
                                    ("leading", "Leading practice"),
                                ],
                                max_length=10,
                                verbose_name="stage",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="why it was withdrawn"
                            ),
                        ),
                        ("opened_at", models.DateTimeField()),
                        ("settled_at", models.DateTimeField(null=True)),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["open", "settled", "withdrawn"])),
                                name="assessment_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("stage__in", ["", "emerging", "leading", "promising"])
                                ),
                                name="assessment_stage_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "withdrawn"), _negated=True),
                                fields=("version",),
                                name="assessment_of_version_is_one",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "settled"), _negated=True),
                                    ("settled_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="assessment_settled_has_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("stage", ""), ("settled_at__isnull", False), _connector="OR"
                                ),
                                name="assessment_stage_is_settled",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "withdrawn"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="assessment_withdrawn_says_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="File",
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
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files",
                                to="library.version",
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        ("content", models.FileField(max_length=200, upload_to="library/")),
                        ("media_type", models.CharField(max_length=100)),
                        ("size", models.PositiveBigIntegerField(verbose_name="size in bytes")),
                        ("sha256", models.CharField(max_length=64)),
                        (
                            "embargo_until",
                            models.DateField(blank=True, null=True, verbose_name="closed until"),
                        ),
                        ("uploaded_at", models.DateTimeField()),
                        (
                            "uploaded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "has_first_page",
                            models.BooleanField(db_default=False, default=False, editable=False),
                        ),
                        (
                            "first_page_tries",
                            models.PositiveSmallIntegerField(
                                db_default=0, default=0, editable=False
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("name")), 0
                                ),
                                name="file_has_a_name",
                                violation_error_message="This must not be empty.",
                            ),
                            models.UniqueConstraint(
                                fields=("version", "sha256"), name="file_is_there_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Record",
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
                            "type",
                            models.CharField(
                                choices=[
                                    ("report", "Report"),
                                    ("evidence-review", "Evidence review"),
                                    ("policy-brief", "Policy brief"),
                                    ("guidance", "Guidance or toolkit"),
                                    ("case-study", "Case study from practice"),
                                    ("project", "Project or programme"),
                                    ("dataset", "Dataset or indicator set"),
                                    ("article", "Article"),
                                    ("teaching-resource", "Teaching resource"),
                                ],
                                max_length=30,
                                verbose_name="type",
                            ),
                        ),
                        ("title", models.CharField(max_length=300, verbose_name="title")),
                        (
                            "summary",
                            models.TextField(
                                blank=True,
                                max_length=2000,
                                validators=[django.core.validators.MaxLengthValidator(2000)],
                                verbose_name="summary",
                            ),
                        ),
                        (
                            "year",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="year"
                            ),
                        ),
                        (
                            "month",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="month"
                            ),
                        ),
                        (
                            "day",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="day"
                            ),
                        ),
                        (
                            "publisher",
                            models.CharField(blank=True, max_length=300, verbose_name="publisher"),
                        ),
                        (
                            "container",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="journal, series or book"
                            ),
                        ),
                        (
                            "volume",
                            models.CharField(blank=True, max_length=30, verbose_name="volume"),
                        ),
                        (
                            "issue",
                            models.CharField(blank=True, max_length=30, verbose_name="issue"),
                        ),
                        (
                            "pages",
                            models.CharField(blank=True, max_length=30, verbose_name="pages"),
                        ),
                        ("doi", models.CharField(blank=True, max_length=250, verbose_name="DOI")),
                        ("isbn", models.CharField(blank=True, max_length=13, verbose_name="ISBN")),
                        (
                            "geography",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="place in words"
                            ),
                        ),
                        (
                            "url",
                            models.URLField(
                                blank=True, max_length=500, verbose_name="address of the source"
                            ),
                        ),
                        (
                            "licence",
                            models.CharField(blank=True, max_length=100, verbose_name="licence"),
                        ),
                        (
                            "rights",
                            models.CharField(blank=True, max_length=300, verbose_name="rights"),
                        ),
                        (
                            "language",
                            models.CharField(default="en", max_length=10, verbose_name="language"),
                        ),
                        (
                            "evidence_kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("systematic-review", "Systematic review"),
                                    ("other-review", "Other review of evidence"),
                                    ("trial", "Trial or experiment"),
                                    (
                                        "natural-experiment",
                                        "Natural experiment or other evaluation",
                                    ),
                                    ("statistics", "Statistics and surveys"),
                                    ("qualitative", "Interviews and other qualitative study"),
                                    ("economic", "Economic analysis"),
                                    ("experience", "Experience from practice"),
                                    ("expert-opinion", "Consensus of experts"),
                                ],
                                max_length=20,
                                verbose_name="kind of evidence",
                            ),
                        ),
                        (
                            "has_more_creators",
                            models.BooleanField(default=False, verbose_name="has further authors"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("published", "Published"), ("withdrawn", "Withdrawn")],
                                default="published",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "withdrawal_reason",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="why it was withdrawn"
                            ),
                        ),
                        ("published_at", models.DateTimeField(verbose_name="in the library since")),
                        ("changed_at", models.DateTimeField(verbose_name="last changed")),
                        (
                            "current_version",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="library.version",
                            ),
                        ),
                        (
                            "depositor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="deposited_records",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "import_key",
                            models.CharField(blank=True, editable=False, max_length=100),
                        ),
                        ("form_key", models.UUIDField(editable=False, null=True)),
                        (
                            "replaced_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaced",
                                to="library.record",
                            ),
                        ),
                        ("lacks", models.JSONField(default=list, editable=False)),
                        ("edit_number", models.PositiveIntegerField(default=0, editable=False)),
                        (
                            "where_seen",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="where we found it"
                            ),
                        ),
                        (
                            "topics",
                            models.ManyToManyField(
                                related_name="records", to="library.topic", verbose_name="topics"
                            ),
                        ),
                        (
                            "places",
                            models.ManyToManyField(
                                blank=True,
                                related_name="records",
                                to="library.place",
                                verbose_name="places",
                            ),
                        ),
                        (
                            "terms",
                            models.ManyToManyField(
                                blank=True,
                                related_name="records",
                                to="library.term",
                                verbose_name="population groups and settings",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["state", "-published_at"], name="record_newest"),
                            models.Index(fields=["state", "year"], name="record_by_year"),
                            models.Index(fields=["changed_at", "id"], name="record_by_change"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("title")), 0
                                ),
                                name="record_has_a_title",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "type__in",
                                        [
                                            "article",
                                            "case-study",
                                            "dataset",
                                            "evidence-review",
                                            "guidance",
                                            "policy-brief",
                                            "project",
                                            "report",
                                            "teaching-resource",
                                        ],
                                    )
                                ),
                                name="record_type_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["published", "withdrawn"])),
                                name="record_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("year", None),
                                    models.Q(("year__gte", 1800), ("year__lte", 2200)),
                                    _connector="OR",
                                ),
                                name="record_year_is_plausible",
                                violation_error_message="Enter a year between 1800 and 2200.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("month", None),
                                        models.Q(
                                            ("year__isnull", False),
                                            ("month__gte", 1),
                                            ("month__lte", 12),
                                        ),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("day", None),
                                        models.Q(
                                            ("month__isnull", False),
                                            ("day__gte", 1),
                                            ("day__lte", 31),
                                        ),
                                        _connector="OR",
                                    ),
                                ),
                                name="record_date_is_whole",
                                violation_error_message="A month needs its year, and a day its month.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "evidence_kind__in",
                                        [
                                            "",
                                            "economic",
                                            "experience",
                                            "expert-opinion",
                                            "natural-experiment",
                                            "other-review",
                                            "qualitative",
                                            "statistics",
                                            "systematic-review",
                                            "trial",
                                        ],
                                    )
                                ),
                                name="record_evidence_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("replaced_by", None), ("state", "withdrawn"), _connector="OR"
                                ),
                                name="record_replaced_is_withdrawn",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "withdrawn"), _negated=True),
                                    models.Q(("withdrawal_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="record_withdrawn_says_why",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("import_key", ""), _negated=True),
                                fields=("import_key",),
                                name="record_imported_once",
                            ),
                            models.UniqueConstraint(fields=("form_key",), name="record_added_once"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SearchSegment",
                    fields=[
                        ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                        ("size", models.PositiveIntegerField()),
                        ("gone", models.BinaryField(default=bytes)),
                        ("retired_at", models.DateTimeField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="BulkEdit",
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
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "words",
                            models.CharField(max_length=1000, verbose_name="what was changed"),
                        ),
                        ("made_at", models.DateTimeField()),
                        (
                            "undone_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("undone_at", models.DateTimeField(null=True)),
                        ("form_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("words")), 0
                                ),
                                name="bulkedit_says_what",
                                violation_error_message="This must not be empty.",
                            ),
                            models.UniqueConstraint(
                                fields=("by", "form_key"), name="bulkedit_made_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("undone_by", None),
                                    ("undone_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="bulkedit_undone_has_a_day",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Commitment",
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
                            "response",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="commitments",
                                to="library.response",
                            ),
                        ),
                        (
                            "action",
                            models.CharField(
                                max_length=300,
                                validators=[core.validators.no_control_characters],
                                verbose_name="action",
                            ),
                        ),
                        (
                            "about",
                            models.TextField(
                                blank=True,
                                max_length=4000,
                                validators=[django.core.validators.MaxLengthValidator(4000)],
                                verbose_name="details",
                            ),
                        ),
                        (
                            "lead",
                            models.CharField(
                                blank=True,
                                max_length=150,
                                validators=[core.validators.no_control_characters],
                                verbose_name="who leads it",
                            ),
                        ),
                        ("starts_on", models.DateField(blank=True, null=True, verbose_name="from")),
                        ("due_on", models.DateField(verbose_name="until")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Under way"),
                                    ("done", "Done"),
                                    ("stopped", "Stopped"),
                                ],
                                default="open",
                                max_length=10,
                            ),
                        ),
                        ("heard_at", models.DateTimeField(editable=False)),
                        ("made_at", models.DateTimeField(editable=False)),
                        (
                            "made_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("edit_number", models.PositiveIntegerField(default=0, editable=False)),
                        ("form_key", models.UUIDField(editable=False)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["state", "due_on"], name="commitment_by_due"),
                            models.Index(fields=["state", "heard_at"], name="commitment_by_heard"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("action")), 0
                                ),
                                name="commitment_says_what",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["done", "open", "stopped"])),
                                name="commitment_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("due_on__isnull", True),
                                    ("due_on__gte", models.F("starts_on")),
                                    _connector="OR",
                                ),
                                name="commitment_ends_later",
                                violation_error_message="The end cannot be before the start.",
                            ),
                            models.UniqueConstraint(
                                fields=("made_by", "form_key"), name="commitment_made_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CommitmentUpdate",
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
                            "commitment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="updates",
                                to="library.commitment",
                            ),
                        ),
                        (
                            "words",
                            models.TextField(
                                max_length=4000,
                                validators=[django.core.validators.MaxLengthValidator(4000)],
                                verbose_name="what happened",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Under way"),
                                    ("done", "Done"),
                                    ("stopped", "Stopped"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "document",
                            models.URLField(
                                blank=True, max_length=500, verbose_name="evidence elsewhere"
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="commitment_updates",
                                to="library.record",
                                verbose_name="evidence in the library",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        ("form_key", models.UUIDField(editable=False)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["commitment", "-recorded_at"],
                                name="commitmentupdate_newest",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("words")), 0
                                ),
                                name="commitmentupdate_says_something",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["done", "open", "stopped"])),
                                name="commitmentupdate_state_known",
                            ),
                            models.UniqueConstraint(
                                fields=("recorded_by", "form_key"),
                                name="commitmentupdate_recorded_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EvidenceGap",
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
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "rationale",
                            models.TextField(
                                max_length=2000,
                                validators=[django.core.validators.MaxLengthValidator(2000)],
                                verbose_name="why it matters",
                            ),
                        ),
                        (
                            "priority",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "High"), (2, "Medium"), (3, "Low")],
                                default=2,
                                verbose_name="priority",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "Proposed"),
                                    ("open", "Open"),
                                    ("worked-on", "Being worked on"),
                                    ("filled", "Filled"),
                                    ("dismissed", "Dismissed"),
                                ],
                                default="proposed",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "origin",
                            models.CharField(
                                choices=[
                                    ("no-evidence", "No record in the library"),
                                    ("old-evidence", "Only old evidence"),
                                    ("no-synthesis", "No review of the evidence"),
                                    ("no-groups", "No effects by group"),
                                    ("search", "Search with no results"),
                                    ("question", "Question without an answer"),
                                    ("person", "Proposed by a person"),
                                ],
                                default="person",
                                max_length=12,
                            ),
                        ),
                        (
                            "topic",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="evidence_gaps",
                                to="library.topic",
                            ),
                        ),
                        (
                            "population",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="library.term",
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
                        (
                            "words",
                            models.CharField(
                                blank=True, max_length=100, verbose_name="words for the search"
                            ),
                        ),
                        ("fact_key", models.CharField(blank=True, editable=False, max_length=160)),
                        ("facts", models.JSONField(default=dict, editable=False)),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("proposed_at", models.DateTimeField()),
                        ("opened_at", models.DateTimeField(null=True)),
                        ("decided_at", models.DateTimeField(null=True)),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=1000, verbose_name="reason"),
                        ),
                        (
                            "merged_into",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged",
                                to="library.evidencegap",
                            ),
                        ),
                        ("edit_number", models.PositiveIntegerField(default=0, editable=False)),
                        ("form_key", models.UUIDField(editable=False, null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["state", "priority"], name="evidencegap_state_priority"
                            ),
                            models.Index(
                                fields=["proposed_by", "state"], name="evidencegap_proposals"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("title")), 0
                                ),
                                name="evidencegap_has_a_title",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("rationale")), 0
                                ),
                                name="evidencegap_says_why",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        ["dismissed", "filled", "open", "proposed", "worked-on"],
                                    )
                                ),
                                name="evidencegap_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "origin__in",
                                        [
                                            "no-evidence",
                                            "no-groups",
                                            "no-synthesis",
                                            "old-evidence",
                                            "person",
                                            "question",
                                            "search",
                                        ],
                                    )
                                ),
                                name="evidencegap_origin_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("priority__in", [1, 2, 3])),
                                name="evidencegap_priority_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "dismissed"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="evidencegap_dismissed_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("merged_into", None),
                                    models.Q(
                                        ("state", "dismissed"),
                                        models.Q(("merged_into", models.F("id")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="evidencegap_merged_is_dismissed",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("fact_key", ""), _negated=True),
                                fields=("fact_key",),
                                name="evidencegap_fact_once",
                            ),
                            models.UniqueConstraint(
                                fields=("proposed_by", "form_key"), name="evidencegap_proposed_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FileText",
                    fields=[
                        (
                            "file",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="reading",
                                serialize=False,
                                to="library.file",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting to be read"),
                                    ("reading", "Being read"),
                                    ("read", "Read"),
                                    ("empty", "No text in it"),
                                    ("failed", "Could not be read"),
                                ],
                                default="waiting",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("text", models.TextField(blank=True)),
                        (
                            "remark",
                            models.CharField(blank=True, max_length=300, verbose_name="remark"),
                        ),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                        ("changed_at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["state", "changed_at"], name="filetext_by_state")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["empty", "failed", "read", "reading", "waiting"])
                                ),
                                name="filetext_state_known",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GapFollow",
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
                            "gap",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="follows",
                                to="library.evidencegap",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="gap_follows",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("since", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("gap", "user"), name="gapfollow_is_one")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GapSource",
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
                            "gap",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sources",
                                to="library.evidencegap",
                            ),
                        ),
                        ("source", models.CharField(max_length=160)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["source"], name="gapsource_source")],
                        "constraints": [
                            models.UniqueConstraint(fields=("gap", "source"), name="gapsource_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GapWork",
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
                            "gap",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="works",
                                to="library.evidencegap",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="gap_works",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("worker", models.CharField(blank=True, max_length=40)),
                        (
                            "name",
                            models.CharField(
                                blank=True, max_length=150, verbose_name="who works on it"
                            ),
                        ),
                        (
                            "address",
                            models.CharField(blank=True, max_length=500, verbose_name="link"),
                        ),
                        ("since", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("worker", ""), models.Q(("name", ""), _negated=True)),
                                    models.Q(
                                        models.Q(("worker", ""), _negated=True),
                                        ("address", ""),
                                        ("name", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="gapwork_has_a_name_or_a_worker",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("name", ""), _negated=True),
                                fields=("gap", "user", "name"),
                                name="gapwork_told_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("worker", ""), _negated=True),
                                fields=("gap", "worker"),
                                name="gapwork_worker_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Import",
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
                        ("name", models.CharField(max_length=200, verbose_name="file")),
                        ("ending", models.CharField(max_length=4)),
                        ("content", models.FileField(max_length=200, upload_to="imports/")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting to be checked"),
                                    ("reading", "Being checked"),
                                    ("ready", "Ready to import"),
                                    ("refused", "Not imported"),
                                    ("queued", "Waiting to import"),
                                    ("writing", "Importing"),
                                    ("done", "Imported"),
                                    ("failed", "Failed"),
                                    ("dropped", "Cancelled"),
                                    ("to-undo", "Waiting to be undone"),
                                    ("undoing", "Being undone"),
                                    ("undone", "Undone"),
                                ],
                                default="waiting",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("rows_total", models.PositiveIntegerField(default=0)),
                        ("rows_read", models.PositiveIntegerField(default=0)),
                        ("counts", models.JSONField(default=dict)),
                        ("shown", models.JSONField(default=list)),
                        ("problem", models.CharField(blank=True, max_length=500)),
                        ("ids_ignored", models.PositiveIntegerField(db_default=0, default=0)),
                        ("tries", models.PositiveSmallIntegerField(db_default=0, default=0)),
                        (
                            "started_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("started_at", models.DateTimeField()),
                        (
                            "touched_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        ("finished_at", models.DateTimeField(null=True)),
                        (
                            "undone_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("undone_at", models.DateTimeField(null=True)),
                        ("form_key", models.UUIDField(editable=False, null=True)),
                        (
                            "topics",
                            models.ManyToManyField(
                                blank=True, related_name="+", to="library.topic"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "done",
                                            "dropped",
                                            "failed",
                                            "queued",
                                            "reading",
                                            "ready",
                                            "refused",
                                            "to-undo",
                                            "undoing",
                                            "undone",
                                            "waiting",
                                            "writing",
                                        ],
                                    )
                                ),
                                name="import_state_known",
                            ),
                            models.UniqueConstraint(
                                fields=("started_by", "form_key"), name="import_started_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("undone_by", None),
                                    ("undone_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="import_undone_has_a_day",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Judgement",
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
                            "assessment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="judgements",
                                to="library.assessment",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        (
                            "judge",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="judgements",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "measure",
                            models.CharField(
                                choices=[
                                    ("none", "No measure is named"),
                                    ("values", "A value before and a value after"),
                                    ("evaluation", "A named evaluation"),
                                ],
                                max_length=10,
                                verbose_name="measure",
                            ),
                        ),
                        (
                            "baseline",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="value before"
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="value after"
                            ),
                        ),
                        (
                            "evaluation",
                            models.CharField(blank=True, max_length=300, verbose_name="evaluation"),
                        ),
                        ("given_at", models.DateTimeField()),
                        ("form_key", models.UUIDField(editable=False)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("assessment", "number"), name="judgement_numbers_differ"
                            ),
                            models.UniqueConstraint(
                                fields=("assessment", "judge"), name="judgement_by_two_people"
                            ),
                            models.UniqueConstraint(
                                fields=("judge", "form_key"), name="judgement_given_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("number__gte", 1), ("number__lte", 2)),
                                name="judgement_is_one_of_two",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("baseline", ""),
                                        ("evaluation", ""),
                                        ("measure", "none"),
                                        ("outcome", ""),
                                    ),
                                    models.Q(
                                        ("evaluation", ""),
                                        ("measure", "values"),
                                        models.Q(("baseline", ""), _negated=True),
                                        models.Q(("outcome", ""), _negated=True),
                                    ),
                                    models.Q(
                                        ("baseline", ""),
                                        ("measure", "evaluation"),
                                        ("outcome", ""),
                                        models.Q(("evaluation", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="judgement_measure_is_named",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CriterionDegree",
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
                            "judgement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="degrees",
                                to="library.judgement",
                            ),
                        ),
                        (
                            "criterion",
                            models.CharField(
                                choices=[
                                    ("relevance", "Relevance"),
                                    ("participation", "Participation"),
                                    ("collaboration", "Collaboration"),
                                    ("ethics", "Ethics"),
                                    ("replicability", "Replicability"),
                                    ("effectiveness", "Effectiveness"),
                                    ("efficiency", "Efficiency"),
                                    ("sustainability", "Sustainability"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "degree",
                            models.CharField(
                                choices=[
                                    ("met", "Met"),
                                    ("partly", "Partly met"),
                                    ("not-met", "Not met"),
                                    ("not-told", "Not reported"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "words",
                            models.TextField(
                                blank=True,
                                max_length=500,
                                validators=[django.core.validators.MaxLengthValidator(500)],
                                verbose_name="why",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("judgement", "criterion"), name="criteriondegree_is_one"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "criterion__in",
                                        [
                                            "collaboration",
                                            "effectiveness",
                                            "efficiency",
                                            "ethics",
                                            "participation",
                                            "relevance",
                                            "replicability",
                                            "sustainability",
                                        ],
                                    )
                                ),
                                name="criteriondegree_criterion_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("degree__in", ["met", "not-met", "not-told", "partly"])
                                ),
                                name="criteriondegree_degree_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("degree", "not-told"),
                                    models.Q(("words", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="criteriondegree_says_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Milestone",
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
                            "commitment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="milestones",
                                to="library.commitment",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="milestone")),
                        ("due_on", models.DateField(verbose_name="until")),
                        (
                            "reached_in",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="milestones",
                                to="library.commitmentupdate",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("title")), 0
                                ),
                                name="milestone_has_a_title",
                                violation_error_message="This must not be empty.",
                            ),
                            models.UniqueConstraint(
                                fields=("commitment", "title"), name="milestone_titles_differ"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Place",
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
                        ("code", models.SlugField(max_length=60, unique=True, verbose_name="code")),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="library.place",
                            ),
                        ),
                        ("path", models.CharField(editable=False, max_length=400, unique=True)),
                        (
                            "also",
                            models.JSONField(blank=True, default=list, verbose_name="other names"),
                        ),
                        ("edit_number", models.PositiveIntegerField(default=0, editable=False)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("name")), 0
                                ),
                                name="place_has_a_name",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("parent", None),
                                    models.Q(("parent", models.F("id")), _negated=True),
                                    _connector="OR",
                                ),
                                name="place_is_not_its_own_parent",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReadingList",
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
                            "user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="reading_lists",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("name", models.CharField(max_length=150, verbose_name="name")),
                        (
                            "about",
                            models.TextField(
                                blank=True,
                                max_length=1000,
                                validators=[django.core.validators.MaxLengthValidator(1000)],
                                verbose_name="what it is for",
                            ),
                        ),
                        (
                            "sharing",
                            models.CharField(
                                choices=[
                                    ("private", "Only me"),
                                    ("link", "Anyone with the link"),
                                    ("curated", "Everyone: as a collection of the library"),
                                ],
                                default="private",
                                max_length=10,
                                verbose_name="who can read it",
                            ),
                        ),
                        ("token", models.CharField(blank=True, editable=False, max_length=43)),
                        ("made_at", models.DateTimeField()),
                        ("changed_at", models.DateTimeField()),
                        ("form_key", models.UUIDField(editable=False, null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["sharing", "-changed_at"], name="readinglist_curated"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("name")), 0
                                ),
                                name="readinglist_has_a_name",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("cover_file", ""),
                                    models.Q(("cover_alt", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="readinglist_cover_has_words",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("sharing__in", ["curated", "link", "private"])),
                                name="readinglist_sharing_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("sharing", "link"), ("token", ""), _connector="XOR"
                                ),
                                name="readinglist_link_while_shared",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("token", ""), _negated=True),
                                fields=("token",),
                                name="readinglist_links_differ",
                            ),
                            models.UniqueConstraint(
                                fields=("user", "form_key"), name="readinglist_made_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Recommendation",
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
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recommendations",
                                to="library.record",
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(max_length=40, unique=True, verbose_name="reference"),
                        ),
                        ("sorted_by", models.CharField(editable=False, max_length=200)),
                        (
                            "title",
                            models.CharField(
                                max_length=200,
                                validators=[core.validators.no_control_characters],
                                verbose_name="short title",
                            ),
                        ),
                        (
                            "text",
                            models.TextField(
                                max_length=6000,
                                validators=[
                                    django.core.validators.MaxLengthValidator(6000),
                                    core.validators.no_control_characters_in_paragraphs,
                                ],
                                verbose_name="full text",
                            ),
                        ),
                        (
                            "page",
                            models.CharField(
                                blank=True,
                                max_length=30,
                                validators=[core.validators.no_control_characters],
                                verbose_name="page",
                            ),
                        ),
                        (
                            "principle",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("early-years", "1 Best start in life"),
                                    ("capabilities", "2 Skills and control over life"),
                                    ("work", "3 Fair employment and good work"),
                                    ("living-standards", "4 Healthy standard of living"),
                                    ("places", "5 Healthy and sustainable places"),
                                    ("prevention", "6 Prevention of ill health"),
                                    ("discrimination", "7 Tackling racism and discrimination"),
                                    ("environment", "8 Environment and health equity together"),
                                ],
                                max_length=20,
                                verbose_name="Marmot principle",
                            ),
                        ),
                        (
                            "horizon",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("short", "Within two years"),
                                    ("medium", "Within five years"),
                                    ("long", "Over more than five years"),
                                ],
                                max_length=10,
                                verbose_name="by when",
                            ),
                        ),
                        (
                            "replaced_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaced",
                                to="library.recommendation",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("published", "Published"), ("withdrawn", "Withdrawn")],
                                default="published",
                                max_length=10,
                            ),
                        ),
                        (
                            "withdrawal_reason",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="why it was withdrawn"
                            ),
                        ),
                        ("published_at", models.DateTimeField(editable=False)),
                        ("changed_at", models.DateTimeField(editable=False)),
                        (
                            "added_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("edit_number", models.PositiveIntegerField(default=0, editable=False)),
                        ("form_key", models.UUIDField(editable=False, null=True)),
                        (
                            "topics",
                            models.ManyToManyField(
                                blank=True,
                                related_name="recommendations",
                                to="library.topic",
                                verbose_name="topics",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["sorted_by", "id"], name="recommendation_in_order"
                            ),
                            models.Index(
                                fields=["-published_at", "-id"], name="recommendation_newest"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("reference")), 0
                                ),
                                name="recommendation_has_a_reference",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("title")), 0
                                ),
                                name="recommendation_has_a_title",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("text")), 0
                                ),
                                name="recommendation_has_a_text",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "principle__in",
                                        [
                                            "",
                                            "capabilities",
                                            "discrimination",
                                            "early-years",
                                            "environment",
                                            "living-standards",
                                            "places",
                                            "prevention",
                                            "work",
                                        ],
                                    )
                                ),
                                name="recommendation_principle_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("horizon__in", ["", "long", "medium", "short"])
                                ),
                                name="recommendation_horizon_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["published", "withdrawn"])),
                                name="recommendation_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("replaced_by", None),
                                    models.Q(("replaced_by", models.F("id")), _negated=True),
                                    _connector="OR",
                                ),
                                name="recommendation_does_not_replace_itself",
                                violation_error_message="A recommendation cannot replace itself.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "withdrawn"), _negated=True),
                                    models.Q(("withdrawal_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="recommendation_withdrawn_says_why",
                            ),
                            models.UniqueConstraint(
                                fields=("form_key",), name="recommendation_added_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Addressee",
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
                            "recommendation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="addressees",
                                to="library.recommendation",
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("global", "International organisations"),
                                    ("national", "National government"),
                                    ("regional", "Regional government"),
                                    ("local", "Local government"),
                                    ("organisation", "Other organisations"),
                                ],
                                max_length=15,
                                verbose_name="addressed to",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("recommendation", "level"), name="addressee_named_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "level__in",
                                        ["global", "local", "national", "organisation", "regional"],
                                    )
                                ),
                                name="addressee_level_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SearchRow",
                    fields=[
                        (
                            "record",
                            models.OneToOneField(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="search_row",
                                serialize=False,
                                to="library.record",
                            ),
                        ),
                        ("indexed_on", models.DateField(default=datetime.date(1, 1, 1))),
                        ("sort_title", models.CharField(max_length=120)),
                        ("title", models.TextField()),
                        ("summary", models.TextField()),
                        ("body", models.TextField()),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["sort_title", "record"], name="searchrow_by_title")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Proposal",
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
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proposals",
                                to="library.record",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("before", models.JSONField(default=dict)),
                        ("after", models.JSONField(default=dict)),
                        (
                            "reason",
                            models.TextField(
                                max_length=2000,
                                validators=[django.core.validators.MaxLengthValidator(2000)],
                                verbose_name="why",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Waiting for an editor"),
                                    ("accepted", "Accepted"),
                                    ("declined", "Not accepted"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="open",
                                max_length=10,
                            ),
                        ),
                        ("proposed_at", models.DateTimeField()),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("taken", models.JSONField(default=list)),
                        (
                            "answer",
                            models.CharField(blank=True, max_length=1000, verbose_name="answer"),
                        ),
                        ("form_key", models.UUIDField(editable=False)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["state", "proposed_at"], name="proposal_waiting")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("reason")), 0
                                ),
                                name="proposal_says_why",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["accepted", "declined", "open", "withdrawn"])
                                ),
                                name="proposal_state_known",
                            ),
                            models.UniqueConstraint(
                                fields=("by", "form_key"), name="proposal_made_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "open"), _negated=True),
                                    ("decided_at", None),
                                    _connector="OR",
                                ),
                                name="proposal_open_is_undecided",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Listed",
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
                            "reading_list",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="listed",
                                to="library.readinglist",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="listed",
                                to="library.record",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                        ("added_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("reading_list", "record"), name="listed_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LinkCheck",
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
                            "record",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="link_check",
                                to="library.record",
                            ),
                        ),
                        ("url", models.CharField(max_length=500)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Not checked yet"),
                                    ("works", "It works"),
                                    ("guarded", "The page answers, but blocks our check"),
                                    ("failing", "It did not answer"),
                                    ("gone", "Page not found"),
                                    ("refused", "We do not open addresses like this"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("answer", models.CharField(blank=True, max_length=300)),
                        ("failures", models.PositiveIntegerField(default=0)),
                        ("checked_at", models.DateTimeField(null=True)),
                        ("next_at", models.DateTimeField()),
                        ("is_accepted", models.BooleanField(default=False)),
                        (
                            "accepted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["next_at"], name="linkcheck_due"),
                            models.Index(fields=["state", "failures"], name="linkcheck_broken"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "failing",
                                            "gone",
                                            "guarded",
                                            "refused",
                                            "waiting",
                                            "works",
                                        ],
                                    )
                                ),
                                name="linkcheck_state_known",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportChange",
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
                            "begun",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="changes",
                                to="library.import",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="library.record",
                            ),
                        ),
                        ("row", models.PositiveIntegerField()),
                        ("is_new", models.BooleanField(default=False)),
                        ("before", models.JSONField(default=dict)),
                        ("after", models.JSONField(default=dict)),
                        ("is_written", models.BooleanField(default=False)),
                        ("undone_at", models.DateTimeField(null=True)),
                        ("kept", models.JSONField(default=list)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("begun", "record"), name="importchange_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GapFilling",
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
                            "gap",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="fillings",
                                to="library.evidencegap",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="gaps_filled",
                                to="library.record",
                            ),
                        ),
                        ("offered_at", models.DateTimeField()),
                        ("confirmed_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("gap", "record"), name="gapfilling_offered_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Gap",
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
                        ("text", models.CharField(max_length=100, verbose_name="words")),
                        ("times", models.PositiveIntegerField(default=1, verbose_name="times")),
                        ("first_on", models.DateField(verbose_name="first searched")),
                        ("last_on", models.DateField(verbose_name="last searched")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Open"),
                                    ("answered", "Answered"),
                                    ("dismissed", "Not a gap"),
                                ],
                                default="open",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="library.record",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["state", "-times"], name="gap_most_wanted")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("text")), 0
                                ),
                                name="gap_has_words",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["answered", "dismissed", "open"])
                                ),
                                name="gap_state_known",
                            ),
                            models.UniqueConstraint(fields=("text",), name="gap_is_one"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Featured",
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
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="featured_on",
                                to="library.record",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="first day")),
                        ("ends_on", models.DateField(verbose_name="last day")),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=200,
                                verbose_name="why it is featured",
                            ),
                        ),
                        (
                            "chosen_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("form_key", models.UUIDField(editable=False, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True),
                                    ("ends_on__gte", models.F("starts_on")),
                                    _connector="OR",
                                ),
                                name="featured_ends_after_start",
                                violation_error_message="The end cannot be before the start.",
                            ),
                            models.UniqueConstraint(
                                fields=("chosen_by", "form_key"), name="featured_chosen_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Creator",
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
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="creators",
                                to="library.record",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        (
                            "sort_name",
                            models.CharField(max_length=200, verbose_name="name for sorting"),
                        ),
                        (
                            "orcid",
                            models.CharField(blank=True, max_length=19, verbose_name="ORCID iD"),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("author", "Author"),
                                    ("editor", "Editor of the work"),
                                    ("chair", "Chair"),
                                    ("issuer", "Issuing organisation"),
                                ],
                                default="author",
                                max_length=10,
                                verbose_name="role",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="creations",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="creations",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("name")), 0
                                ),
                                name="creator_has_a_name",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("role__in", ["author", "chair", "editor", "issuer"])
                                ),
                                name="creator_role_known",
                            ),
                            models.UniqueConstraint(
                                fields=("record", "position"), name="creator_positions_differ"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("organisation", None), ("user", None), _connector="OR"
                                ),
                                name="creator_is_a_person_or_an_organisation",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("organisation", None), ("orcid", ""), _connector="OR"
                                ),
                                name="creator_orcid_is_of_a_person",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BulkChange",
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
                            "bulk_edit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="changes",
                                to="library.bulkedit",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="library.record",
                            ),
                        ),
                        ("before", models.JSONField()),
                        ("after", models.JSONField()),
                        ("kept", models.JSONField(default=list)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("bulk_edit", "record"), name="bulkchange_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Relation",
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
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="relations",
                                to="library.record",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("part-of", "is part of"),
                                    ("supersedes", "supersedes"),
                                    ("follows-up", "is a follow-up to"),
                                    ("responds-to", "responds to"),
                                    ("draws-on", "draws on"),
                                ],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "target",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="inverse_relations",
                                to="library.record",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "draws-on",
                                            "follows-up",
                                            "part-of",
                                            "responds-to",
                                            "supersedes",
                                        ],
                                    )
                                ),
                                name="relation_kind_known",
                            ),
                            models.UniqueConstraint(
                                fields=("record", "kind", "target"), name="relation_is_one"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("record", models.F("target")), _negated=True),
                                name="relation_is_between_two",
                                violation_error_message="A record cannot be related to itself.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Respondent",
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
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="respondents",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "place",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="respondents",
                                to="library.place",
                            ),
                        ),
                        (
                            "replaced_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaced",
                                to="library.respondent",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("organisation__isnull", False),
                                    ("place__isnull", False),
                                    _connector="OR",
                                ),
                                name="respondent_is_somebody",
                                violation_error_message="Name an organisation, a place, or both.",
                            ),
                            models.UniqueConstraint(
                                fields=("organisation", "place"), name="respondent_for_place_is_one"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("place", None)),
                                fields=("organisation",),
                                name="respondent_organisation_is_one",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("organisation", None)),
                                fields=("place",),
                                name="respondent_place_is_one",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("replaced_by", None),
                                    models.Q(("replaced_by", models.F("id")), _negated=True),
                                    _connector="OR",
                                ),
                                name="respondent_is_not_replaced_by_itself",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Representation",
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
                                related_name="representations",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "respondent",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="representations",
                                to="library.respondent",
                            ),
                        ),
                        (
                            "grounds",
                            models.TextField(
                                max_length=1000,
                                validators=[django.core.validators.MaxLengthValidator(1000)],
                                verbose_name="how we can check it",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Waiting for an editor"),
                                    ("confirmed", "Confirmed"),
                                    ("declined", "Not confirmed"),
                                    ("ended", "Ended"),
                                ],
                                default="open",
                                max_length=10,
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(blank=True, max_length=500, verbose_name="answer"),
                        ),
                        ("asked_at", models.DateTimeField()),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("form_key", models.UUIDField(editable=False)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["state", "asked_at"], name="representation_waiting"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("grounds")), 0
                                ),
                                name="representation_says_why",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["confirmed", "declined", "ended", "open"])
                                ),
                                name="representation_state_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["open", "confirmed"])),
                                fields=("user", "respondent"),
                                name="representation_is_one",
                            ),
                            models.UniqueConstraint(
                                fields=("user", "form_key"), name="representation_asked_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RespondentMerge",
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
                            "gone",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merges",
                                to="library.respondent",
                            ),
                        ),
                        (
                            "kept",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged",
                                to="library.respondent",
                            ),
                        ),
                        (
                            "merged_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("merged_at", models.DateTimeField()),
                        (
                            "parted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("parted_at", models.DateTimeField(null=True)),
                        ("moved", models.JSONField(default=dict)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("gone", models.F("kept")), _negated=True),
                                name="respondentmerge_of_two",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("parted_at", None)),
                                fields=("gone",),
                                name="respondentmerge_at_a_time_is_one",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Response",
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
                            "recommendation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="responses",
                                to="library.recommendation",
                            ),
                        ),
                        (
                            "respondent",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="responses",
                                to="library.respondent",
                            ),
                        ),
                        (
                            "stance",
                            models.CharField(
                                choices=[
                                    ("accepted", "Accepted"),
                                    ("partly", "Accepted in part"),
                                    ("noted", "Noted"),
                                    ("rejected", "Rejected"),
                                ],
                                max_length=10,
                                verbose_name="answer",
                            ),
                        ),
                        (
                            "current",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="library.statement",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("given", "Given"), ("withdrawn", "Withdrawn")],
                                default="given",
                                max_length=10,
                            ),
                        ),
                        (
                            "withdrawal_reason",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="why it was withdrawn"
                            ),
                        ),
                        ("changed_at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["state", "-changed_at"], name="response_newest")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("recommendation", "respondent"), name="response_is_one"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["given", "withdrawn"])),
                                name="response_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("stance__in", ["accepted", "noted", "partly", "rejected"])
                                ),
                                name="response_stance_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "withdrawn"), _negated=True),
                                    models.Q(("withdrawal_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="response_withdrawn_says_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SavedSearch",
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
                                related_name="saved_searches",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        ("query", models.CharField(blank=True, max_length=2000)),
                        (
                            "rhythm",
                            models.CharField(
                                choices=[
                                    ("daily", "Every day"),
                                    ("weekly", "Every week"),
                                    ("never", "Never"),
                                ],
                                default="weekly",
                                max_length=10,
                                verbose_name="tell me about new records",
                            ),
                        ),
                        ("saved_at", models.DateTimeField()),
                        ("checked_on", models.DateField()),
                        ("told", models.ManyToManyField(related_name="+", to="library.record")),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["rhythm", "checked_on"], name="savedsearch_due")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("name")), 0
                                ),
                                name="savedsearch_has_a_name",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("rhythm__in", ["daily", "never", "weekly"])),
                                name="savedsearch_rhythm_known",
                            ),
                            models.UniqueConstraint(
                                fields=("user", "query"), name="savedsearch_is_one"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SearchColumn",
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
                        ("segment_id", models.BigIntegerField()),
                        ("name", models.CharField(max_length=40)),
                        ("data", models.BinaryField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("segment_id", "name"), name="searchcolumn_is_one"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SearchPosting",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "segment_id",
                                "word",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("segment_id", models.BigIntegerField()),
                        ("word", models.CharField(max_length=60)),
                        ("stem", models.CharField(max_length=60)),
                        ("documents", models.BinaryField()),
                        ("weights", models.BinaryField()),
                        ("places", models.BinaryField()),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["stem", "segment_id"], name="searchposting_stem")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SearchRemoval",
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
                        ("segment_id", models.BigIntegerField()),
                        ("place", models.PositiveIntegerField()),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["segment_id"], name="searchremoval_segment")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Statement",
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
                            "response",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="statements",
                                to="library.response",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        (
                            "stance",
                            models.CharField(
                                choices=[
                                    ("accepted", "Accepted"),
                                    ("partly", "Accepted in part"),
                                    ("noted", "Noted"),
                                    ("rejected", "Rejected"),
                                ],
                                max_length=10,
                                verbose_name="answer",
                            ),
                        ),
                        (
                            "words",
                            models.TextField(
                                blank=True,
                                max_length=4000,
                                validators=[django.core.validators.MaxLengthValidator(4000)],
                                verbose_name="in their words",
                            ),
                        ),
                        (
                            "document",
                            models.URLField(blank=True, max_length=500, verbose_name="document"),
                        ),
                        ("given_on", models.DateField(verbose_name="answered on")),
                        ("is_own", models.BooleanField()),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        ("form_key", models.UUIDField(editable=False)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("response", "number"), name="statement_numbers_differ"
                            ),
                            models.UniqueConstraint(
                                fields=("recorded_by", "form_key"), name="statement_recorded_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("stance__in", ["accepted", "noted", "partly", "rejected"])
                                ),
                                name="statement_stance_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_own", True),
                                    models.Q(("document", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="statement_of_others_names_its_source",
                                violation_error_message="Enter the address of the public source.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Term",
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
                                    ("population", "Population group"),
                                    ("setting", "Setting"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("code", models.SlugField(max_length=60, unique=True, verbose_name="code")),
                        ("label", models.CharField(max_length=120, verbose_name="label")),
                        (
                            "position",
                            models.PositiveSmallIntegerField(default=0, verbose_name="position"),
                        ),
                        (
                            "synonyms",
                            models.JSONField(
                                blank=True, default=list, verbose_name="other words for it"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("label")), 0
                                ),
                                name="term_has_a_label",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["population", "setting"])),
                                name="term_kind_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Topic",
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
                        ("code", models.SlugField(max_length=60, unique=True, verbose_name="code")),
                        ("label", models.CharField(max_length=120, verbose_name="label")),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="library.topic",
                            ),
                        ),
                        (
                            "position",
                            models.PositiveSmallIntegerField(default=0, verbose_name="position"),
                        ),
                        (
                            "synonyms",
                            models.JSONField(
                                blank=True,
                                default=list,
                                help_text="Found by the search.",
                                verbose_name="other words for it",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("label")), 0
                                ),
                                name="topic_has_a_label",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("parent", None),
                                    models.Q(("parent", models.F("id")), _negated=True),
                                    _connector="OR",
                                ),
                                name="topic_is_not_its_own_parent",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TopicInterest",
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
                                related_name="topic_interests",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "topic",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="interests",
                                to="library.topic",
                            ),
                        ),
                        (
                            "since",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "topic"), name="topicinterest_is_one"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Trial",
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
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="trials",
                                to="library.record",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="trials",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("place", models.CharField(max_length=200, verbose_name="place")),
                        (
                            "manner",
                            models.CharField(
                                choices=[("same", "As described"), ("adapted", "Adapted")],
                                max_length=10,
                                verbose_name="how it was done",
                            ),
                        ),
                        (
                            "result",
                            models.CharField(
                                choices=[
                                    ("better", "Better than the original"),
                                    ("same", "About the same"),
                                    ("worse", "Worse than the original"),
                                    ("too-early", "Too early to say"),
                                ],
                                max_length=10,
                                verbose_name="result",
                            ),
                        ),
                        (
                            "words",
                            models.TextField(
                                max_length=2000,
                                validators=[django.core.validators.MaxLengthValidator(2000)],
                                verbose_name="what happened",
                            ),
                        ),
                        ("link", models.URLField(blank=True, max_length=500, verbose_name="link")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Waiting for an editor"),
                                    ("confirmed", "Confirmed"),
                                    ("declined", "Not confirmed"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="open",
                                max_length=10,
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(blank=True, max_length=500, verbose_name="answer"),
                        ),
                        ("told_at", models.DateTimeField()),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("form_key", models.UUIDField(editable=False)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["state", "told_at"], name="trial_waiting"),
                            models.Index(fields=["record", "state"], name="trial_of_record"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("place")), 0
                                ),
                                name="trial_has_a_place",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("words")), 0
                                ),
                                name="trial_says_what_happened",
                                violation_error_message="This must not be empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("manner__in", ["adapted", "same"])),
                                name="trial_manner_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("result__in", ["better", "same", "too-early", "worse"])
                                ),
                                name="trial_result_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["confirmed", "declined", "open", "withdrawn"])
                                ),
                                name="trial_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "declined"), _negated=True),
                                    models.Q(("answer", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="trial_declined_says_why",
                            ),
                            models.UniqueConstraint(
                                fields=("user", "form_key"), name="trial_told_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="UsageMonth",
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
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="usage_months",
                                to="library.record",
                            ),
                        ),
                        ("month", models.DateField()),
                        ("total_investigations", models.PositiveIntegerField(default=0)),
                        ("unique_investigations", models.PositiveIntegerField(default=0)),
                        ("total_requests", models.PositiveIntegerField(default=0)),
                        ("unique_requests", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["month"], name="usagemonth_by_month")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("record", "month"), name="usagemonth_is_one"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("month__day", 1)),
                                name="usagemonth_is_named_by_its_first_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "total_investigations__gte",
                                        models.F("unique_investigations"),
                                    ),
                                    ("total_requests__gte", models.F("unique_requests")),
                                ),
                                name="usagemonth_uniques_are_within_totals",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("total_requests__lte", models.F("total_investigations")),
                                    ("unique_requests__lte", models.F("unique_investigations")),
                                ),
                                name="usagemonth_requests_are_investigations",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="UsageSalt",
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
                        ("day", models.DateField()),
                        ("secret", models.BinaryField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("day",), name="usagesalt_is_one_a_day")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="UsageVisit",
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
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="library.record",
                            ),
                        ),
                        ("day", models.DateField()),
                        ("hour", models.PositiveSmallIntegerField()),
                        ("who", models.CharField(max_length=64)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("investigation", "Its page"),
                                    ("request", "Its full text"),
                                ],
                                max_length=13,
                            ),
                        ),
                        ("thing", models.CharField(max_length=30)),
                        ("last_seen_at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [models.Index(fields=["day"], name="usagevisit_by_day")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["investigation", "request"])),
                                name="usagevisit_kind_known",
                            ),
                            models.UniqueConstraint(
                                fields=("record", "day", "who", "hour", "kind", "thing"),
                                name="usagevisit_is_one",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("hour__gte", 0), ("hour__lte", 23)),
                                name="usagevisit_hour_is_of_a_day",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Version",
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
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="library.record",
                            ),
                        ),
                        (
                            "number",
                            models.PositiveSmallIntegerField(default=1, verbose_name="number"),
                        ),
                        ("particulars", models.JSONField(blank=True, default=dict)),
                        ("body", models.TextField(blank=True, verbose_name="text")),
                        ("body_html", models.TextField(blank=True, editable=False)),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="what is new"
                            ),
                        ),
                        ("deposited_at", models.DateTimeField(verbose_name="deposited")),
                        (
                            "deposited_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("form_key", models.UUIDField(editable=False, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("record", "number"), name="version_numbers_differ"
                            ),
                            models.UniqueConstraint(
                                fields=("record", "form_key"), name="version_deposited_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("number__gte", 1)),
                                name="version_counts_from_one",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Citation",
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
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="citations",
                                to="library.version",
                            ),
                        ),
                        ("source_key", models.CharField(max_length=150)),
                        (
                            "label",
                            models.CharField(max_length=300, verbose_name="where it is cited"),
                        ),
                        ("address", models.CharField(max_length=300)),
                        (
                            "audience",
                            models.CharField(
                                choices=[
                                    ("public", "Everyone"),
                                    ("members", "People who are signed in"),
                                    ("none", "Nobody"),
                                ],
                                max_length=10,
                                verbose_name="shown to",
                            ),
                        ),
                        ("cited_at", models.DateTimeField(verbose_name="cited")),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("source_key",), name="citation_source_is_one"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("audience__in", ["members", "none", "public"])),
                                name="citation_audience_known",
                            ),
                            models.CheckConstraint(
                                condition=django.db.models.lookups.GreaterThan(
                                    django.db.models.functions.text.Length(models.F("label")), 0
                                ),
                                name="citation_has_a_label",
                                violation_error_message="This must not be empty.",
                            ),
                        ],
                    },
                ),
            ],
        ),
        migrations.RunPython(tune, migrations.RunPython.noop),
    ]
