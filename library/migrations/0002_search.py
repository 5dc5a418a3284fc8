"""The full-text index (decision 7). Migration 0001 knew another, unmanaged form of its one table."""

import django.db.models.deletion
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
    dependencies = [("library", "0001_initial")]
    operations = [
        migrations.DeleteModel("SearchRow"),
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
            ],
            options={
                "indexes": [
                    models.Index(fields=["sort_title", "record"], name="searchrow_by_title")
                ],
            },
        ),
        migrations.RunPython(tune, migrations.RunPython.noop),
    ]
