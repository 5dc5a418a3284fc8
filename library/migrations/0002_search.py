"""The full-text index, in the words of each database."""

from django.db import migrations

SQLITE = [
    """CREATE VIRTUAL TABLE library_searchrow USING fts5(
        title, topics, creators, summary, body,
        tokenize = 'porter unicode61 remove_diacritics 2'
    )""",
    # How much a word counts in the title, the topics, the creators, the summary and the body.
    "INSERT INTO library_searchrow(library_searchrow, rank) VALUES ('rank', 'bm25(10.0, 5.0, 4.0, 3.0, 1.0)')",
]
POSTGRESQL = [
    "CREATE TEXT SEARCH DICTIONARY praxis_stem (TEMPLATE = snowball, LANGUAGE = english)",
    "CREATE TEXT SEARCH CONFIGURATION praxis (COPY = pg_catalog.english)",
    """ALTER TEXT SEARCH CONFIGURATION praxis
        ALTER MAPPING FOR asciiword, word, numword, asciihword, hword, numhword,
            hword_asciipart, hword_part, hword_numpart WITH praxis_stem""",
    """CREATE TABLE library_searchrow (
        rowid bigint PRIMARY KEY,
        title text NOT NULL, topics text NOT NULL, creators text NOT NULL,
        summary text NOT NULL, body text NOT NULL,
        library_searchrow tsvector NOT NULL,
        length integer NOT NULL
    )""",
    "CREATE INDEX library_searchrow_words ON library_searchrow USING gin (library_searchrow)",
]
POSTGRESQL_BACK = [
    "DROP TABLE library_searchrow",
    "DROP TEXT SEARCH CONFIGURATION praxis",
    "DROP TEXT SEARCH DICTIONARY praxis_stem",
]


def create(apps, schema_editor):
    statements = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for statement in statements:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in POSTGRESQL_BACK if is_postgresql else ["DROP TABLE library_searchrow"]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("library", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
