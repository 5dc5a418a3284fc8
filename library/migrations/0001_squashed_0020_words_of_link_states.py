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
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_squashed_0006_data_managers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Topic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="code")),
                ("label", models.CharField(max_length=120, verbose_name="label")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "synonyms",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Found by the search.",
                        verbose_name="other words for it",
                    ),
                ),
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
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="interests",
                        to="library.topic",
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("user", "topic"), name="topicinterest_is_one")
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
            name="SearchColumn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                "indexes": [models.Index(fields=["stem", "segment_id"], name="searchposting_stem")],
            },
        ),
        migrations.CreateModel(
            name="SearchRemoval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("segment_id", models.BigIntegerField()),
                ("place", models.PositiveIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["segment_id"], name="searchremoval_segment")],
            },
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("path", models.CharField(editable=False, max_length=400, unique=True)),
                ("also", models.JSONField(blank=True, default=list, verbose_name="other names")),
                ("edit_number", models.PositiveIntegerField(default=0, editable=False)),
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
            name="Term",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("population", "Population group"), ("setting", "Setting")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="code")),
                ("label", models.CharField(max_length=120, verbose_name="label")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "synonyms",
                    models.JSONField(blank=True, default=list, verbose_name="other words for it"),
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
            name="Import",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("form_key", models.UUIDField(editable=False, null=True)),
                (
                    "started_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "topics",
                    models.ManyToManyField(blank=True, related_name="+", to="library.topic"),
                ),
                (
                    "touched_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("ids_ignored", models.PositiveIntegerField(db_default=0, default=0)),
                ("tries", models.PositiveSmallIntegerField(db_default=0, default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("started_by", "form_key"), name="import_started_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("undone_by", None), ("undone_at__isnull", False), _connector="OR"
                        ),
                        name="import_undone_has_a_day",
                    ),
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
                ],
            },
        ),
        migrations.CreateModel(
            name="UsageSalt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
            name="ReadingList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reading_lists",
                        to=settings.AUTH_USER_MODEL,
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
                    "cover_file",
                    models.FileField(
                        blank=True, db_default="", default="", editable=False, upload_to="covers/"
                    ),
                ),
                (
                    "has_cover_sizes",
                    models.BooleanField(db_default=False, default=False, editable=False),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["sharing", "-changed_at"], name="readinglist_curated")
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
                        condition=models.Q(("sharing__in", ["curated", "link", "private"])),
                        name="readinglist_sharing_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sharing", "link"), ("token", ""), _connector="XOR"),
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
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cover_file", ""),
                            models.Q(("cover_alt", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="readinglist_cover_has_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BulkEdit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.CharField(max_length=1000, verbose_name="what was changed")),
                ("made_at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
                ("form_key", models.UUIDField(default=uuid.uuid4, editable=False)),
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
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
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
                        name="bulkedit_says_what",
                        violation_error_message="This must not be empty.",
                    ),
                    models.UniqueConstraint(fields=("by", "form_key"), name="bulkedit_made_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("undone_by", None), ("undone_at__isnull", False), _connector="OR"
                        ),
                        name="bulkedit_undone_has_a_day",
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
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="year"),
                ),
                (
                    "publisher",
                    models.CharField(blank=True, max_length=300, verbose_name="publisher"),
                ),
                (
                    "geography",
                    models.CharField(blank=True, max_length=200, verbose_name="place in words"),
                ),
                (
                    "url",
                    models.URLField(
                        blank=True, max_length=500, verbose_name="address of the source"
                    ),
                ),
                ("licence", models.CharField(blank=True, max_length=100, verbose_name="licence")),
                (
                    "language",
                    models.CharField(default="en", max_length=10, verbose_name="language"),
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
                ("import_key", models.CharField(blank=True, editable=False, max_length=100)),
                (
                    "where_seen",
                    models.CharField(blank=True, max_length=300, verbose_name="where we found it"),
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
                    "topics",
                    models.ManyToManyField(
                        related_name="records", to="library.topic", verbose_name="topics"
                    ),
                ),
                ("edit_number", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "container",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="journal, series or book"
                    ),
                ),
                (
                    "day",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="day"),
                ),
                ("doi", models.CharField(blank=True, max_length=250, verbose_name="DOI")),
                (
                    "evidence_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("systematic-review", "Systematic review"),
                            ("other-review", "Other review of evidence"),
                            ("trial", "Trial or experiment"),
                            ("natural-experiment", "Natural experiment or other evaluation"),
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
                ("form_key", models.UUIDField(editable=False, null=True)),
                ("isbn", models.CharField(blank=True, max_length=13, verbose_name="ISBN")),
                ("issue", models.CharField(blank=True, max_length=30, verbose_name="issue")),
                ("lacks", models.JSONField(default=list, editable=False)),
                (
                    "month",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="month"),
                ),
                ("pages", models.CharField(blank=True, max_length=30, verbose_name="pages")),
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
                ("rights", models.CharField(blank=True, max_length=300, verbose_name="rights")),
                ("volume", models.CharField(blank=True, max_length=30, verbose_name="volume")),
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
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("month", None),
                                models.Q(
                                    ("year__isnull", False), ("month__gte", 1), ("month__lte", 12)
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("day", None),
                                models.Q(
                                    ("month__isnull", False), ("day__gte", 1), ("day__lte", 31)
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
                    models.UniqueConstraint(fields=("form_key",), name="record_added_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(default=1, verbose_name="number")),
                ("body", models.TextField(blank=True, verbose_name="text")),
                ("body_html", models.TextField(blank=True, editable=False)),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="what is new")),
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
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="library.record",
                    ),
                ),
                ("form_key", models.UUIDField(editable=False, null=True)),
                ("particulars", models.JSONField(blank=True, default=dict)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("record", "number"), name="version_numbers_differ"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="version_counts_from_one"
                    ),
                    models.UniqueConstraint(
                        fields=("record", "form_key"), name="version_deposited_once"
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
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="library.version",
                    ),
                ),
                (
                    "first_page_tries",
                    models.PositiveSmallIntegerField(db_default=0, default=0, editable=False),
                ),
                (
                    "has_first_page",
                    models.BooleanField(db_default=False, default=False, editable=False),
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
            name="Citation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source_key", models.CharField(max_length=150)),
                ("label", models.CharField(max_length=300, verbose_name="where it is cited")),
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
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="citations",
                        to="library.version",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("source_key",), name="citation_source_is_one"),
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
        migrations.CreateModel(
            name="Creator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("sort_name", models.CharField(max_length=200, verbose_name="name for sorting")),
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
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="creators",
                        to="library.record",
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
                ("orcid", models.CharField(blank=True, max_length=19, verbose_name="ORCID iD")),
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
                        condition=models.Q(("role__in", ["author", "chair", "editor", "issuer"])),
                        name="creator_role_known",
                    ),
                    models.UniqueConstraint(
                        fields=("record", "position"), name="creator_positions_differ"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("organisation", None), ("user", None), _connector="OR"),
                        name="creator_is_a_person_or_an_organisation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("organisation", None), ("orcid", ""), _connector="OR"),
                        name="creator_orcid_is_of_a_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Featured",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
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
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="featured_on",
                        to="library.record",
                    ),
                ),
                ("form_key", models.UUIDField(editable=False, null=True)),
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
                ("sort_title", models.CharField(max_length=120)),
                ("title", models.TextField()),
                ("summary", models.TextField()),
                ("body", models.TextField()),
                ("indexed_on", models.DateField(default=datetime.date(1, 1, 1))),
            ],
            options={
                "indexes": [
                    models.Index(fields=["sort_title", "record"], name="searchrow_by_title")
                ],
            },
        ),
        migrations.CreateModel(
            name="Relation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="relations",
                        to="library.record",
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
                    models.UniqueConstraint(
                        fields=("record", "kind", "target"), name="relation_is_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("record", models.F("target")), _negated=True),
                        name="relation_is_between_two",
                        violation_error_message="A record cannot be related to itself.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["draws-on", "follows-up", "part-of", "responds-to", "supersedes"],
                            )
                        ),
                        name="relation_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Gap",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                ("decided_at", models.DateTimeField(null=True)),
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
            ],
            options={
                "indexes": [models.Index(fields=["state", "-times"], name="gap_most_wanted")],
                "constraints": [
                    models.CheckConstraint(
                        condition=django.db.models.lookups.GreaterThan(
                            django.db.models.functions.text.Length(models.F("text")), 0
                        ),
                        name="gap_has_words",
                        violation_error_message="This must not be empty.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["answered", "dismissed", "open"])),
                        name="gap_state_known",
                    ),
                    models.UniqueConstraint(fields=("text",), name="gap_is_one"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_searches",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["rhythm", "checked_on"], name="savedsearch_due")],
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
                    models.UniqueConstraint(fields=("user", "query"), name="savedsearch_is_one"),
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
                ("remark", models.CharField(blank=True, max_length=300, verbose_name="remark")),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["state", "changed_at"], name="filetext_by_state")],
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
            name="UsageMonth",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField()),
                ("total_investigations", models.PositiveIntegerField(default=0)),
                ("unique_investigations", models.PositiveIntegerField(default=0)),
                ("total_requests", models.PositiveIntegerField(default=0)),
                ("unique_requests", models.PositiveIntegerField(default=0)),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="usage_months",
                        to="library.record",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["month"], name="usagemonth_by_month")],
                "constraints": [
                    models.UniqueConstraint(fields=("record", "month"), name="usagemonth_is_one"),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)),
                        name="usagemonth_is_named_by_its_first_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("total_investigations__gte", models.F("unique_investigations")),
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
            name="UsageVisit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("hour", models.PositiveSmallIntegerField()),
                ("who", models.CharField(max_length=64)),
                (
                    "kind",
                    models.CharField(
                        choices=[("investigation", "Its page"), ("request", "Its full text")],
                        max_length=13,
                    ),
                ),
                ("thing", models.CharField(max_length=30)),
                ("last_seen_at", models.DateTimeField()),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="library.record",
                    ),
                ),
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
            name="Listed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                ("added_at", models.DateTimeField()),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="listed",
                        to="library.record",
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("reading_list", "record"), name="listed_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="LinkCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                (
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="link_check",
                        to="library.record",
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
                                ["failing", "gone", "guarded", "refused", "waiting", "works"],
                            )
                        ),
                        name="linkcheck_state_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BulkChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("before", models.JSONField()),
                ("after", models.JSONField()),
                ("kept", models.JSONField(default=list)),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="library.record",
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("bulk_edit", "record"), name="bulkchange_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                ("answer", models.CharField(blank=True, max_length=1000, verbose_name="answer")),
                ("form_key", models.UUIDField(editable=False)),
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
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="library.record",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["state", "proposed_at"], name="proposal_waiting")],
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
                    models.UniqueConstraint(fields=("by", "form_key"), name="proposal_made_once"),
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
            name="ImportChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("row", models.PositiveIntegerField()),
                ("is_new", models.BooleanField(default=False)),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                ("is_written", models.BooleanField(default=False)),
                ("undone_at", models.DateTimeField(null=True)),
                ("kept", models.JSONField(default=list)),
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("begun", "record"), name="importchange_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="Record",
            name="current_version",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="library.version",
            ),
        ),
        migrations.RunPython(tune, migrations.RunPython.noop),
    ]
