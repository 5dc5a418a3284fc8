"""The tables of the full-text search. Only the index of ``library.finding.search`` reads and writes them.

The index is a list of segments that never change, as in Lucene: a write adds a segment, a removal adds a row
that says which document of which segment is gone, and small segments are merged into larger ones. So two
writers never wait for the same row. Decision 7 tells why.
"""

import datetime as dt
from typing import Self

from django.db import models

from library.catalogue.models.records import Record


class SearchSegmentQuerySet(models.QuerySet["SearchSegment"]):
    def current(self) -> Self:
        """Return the segments that searches use. A merged one stays a while for searches that began with it."""
        return self.filter(retired_at=None)


class SearchSegment(models.Model):
    """Some documents that were written together: at most 65,536, known by their place in it.

    Its key is random, so that a key never stands for two different contents, not even after a rollback. What a
    process caches of a segment therefore never grows stale.
    """

    id = models.BigIntegerField(primary_key=True)
    size = models.PositiveIntegerField()
    # The places of removed documents, moved here from SearchRemoval when there are many.
    gone = models.BinaryField(default=bytes)
    retired_at = models.DateTimeField(null=True)

    objects = SearchSegmentQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.pk} ({self.size})"


class SearchRemoval(models.Model):
    """One document of a segment is gone."""

    class Meta:
        indexes = [models.Index(fields=["segment_id"], name="searchremoval_segment")]

    segment_id = models.BigIntegerField()
    place = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.segment_id}: {self.place}"


class SearchColumn(models.Model):
    """One property of all documents of a segment, packed: their records, lengths, years, facets, or its words."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["segment_id", "name"], name="searchcolumn_is_one"),
        ]

    segment_id = models.BigIntegerField()
    name = models.CharField(max_length=40)
    data = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.segment_id}: {self.name}"


class SearchPosting(models.Model):
    """Where one word stands in the documents of one segment, packed (``library.finding.search.segments``)."""

    class Meta:
        indexes = [models.Index(fields=["stem", "segment_id"], name="searchposting_stem")]

    pk = models.CompositePrimaryKey("segment_id", "word")
    segment_id = models.BigIntegerField()
    word = models.CharField(max_length=60)
    stem = models.CharField(max_length=60)
    documents = models.BinaryField()
    weights = models.BinaryField()
    places = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.segment_id}: {self.word}"


class SearchRow(models.Model):
    """The texts of one record that everyone may read, for what is shown of it and for the order by title."""

    class Meta:
        indexes = [models.Index(fields=["sort_title", "record"], name="searchrow_by_title")]

    record = models.OneToOneField(
        Record,
        on_delete=models.CASCADE,
        db_constraint=False,
        primary_key=True,
        related_name="search_row",
    )
    # The day for which this was written: texts of files that were under embargo on that day are not in it.
    indexed_on = models.DateField(default=dt.date.min)
    sort_title = models.CharField(max_length=120)
    title = models.TextField()
    summary = models.TextField()
    body = models.TextField()

    def __str__(self) -> str:
        return self.title
