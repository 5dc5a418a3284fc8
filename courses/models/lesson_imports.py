"""Word documents that were read for a draft and are shown to its authors before they become lessons."""

import datetime as dt
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.constraints import not_blank
from courses.models.content import Release
from courses.models.media import MediaContent
from courses.states import MediaKind


class LessonImport(models.Model):
    """Some documents that were brought together. It goes when they are taken, discarded, or after a week."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "form_key"], name="lesson_import_made_once")
        ]

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="lesson_imports")
    form_key = models.UUIDField()
    read_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.release_id}: {self.read_at:%Y-%m-%d}"


class ImportedLessonQuerySet(models.QuerySet["ImportedLesson"]):
    def in_order(self) -> Self:
        return self.order_by("position", "pk")

    def to_read(self, now: dt.datetime) -> Self:
        """Return the documents that nobody reads, also those whose reader has been silent for five minutes."""
        free = models.Q(claimed_at=None) | models.Q(claimed_at__lt=now - dt.timedelta(minutes=5))
        return self.filter(free, is_waiting=True).order_by("pk")


class ImportedLesson(models.Model):
    """What was read of one document, or why it was refused."""

    class Meta:
        constraints = [not_blank("file_name", name="imported_lesson_has_a_file_name")]

    lesson_import = models.ForeignKey(
        LessonImport, on_delete=models.CASCADE, related_name="lessons"
    )
    position = models.PositiveSmallIntegerField()
    file_name = models.CharField(max_length=200)
    # A long document is kept until a worker has read it.
    document = models.FileField(upload_to="courses/word/", max_length=100, blank=True)
    is_waiting = models.BooleanField(default=False)
    claimed_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("title"), max_length=150, blank=True)
    body = models.TextField(blank=True)
    minutes = models.PositiveSmallIntegerField(
        default=10, validators=[MinValueValidator(1), MaxValueValidator(600)]
    )
    # Pairs of what a lesson cannot take and where it stood.
    left_out = models.JSONField(default=list, blank=True)
    # Why nothing was read, in words.
    refusal = models.CharField(max_length=300, blank=True)

    objects = ImportedLessonQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title or self.file_name


class ImportedImage(models.Model):
    """An image of a document, shown in its preview. It becomes one of the draft with the lesson."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["imported_lesson", "slug"], name="imported_image_name_in_lesson"
            )
        ]

    imported_lesson = models.ForeignKey(
        ImportedLesson, on_delete=models.CASCADE, related_name="images"
    )
    slug = models.SlugField(max_length=80)
    content = models.ForeignKey(
        MediaContent, on_delete=models.PROTECT, related_name="imported_images"
    )
    alt = models.CharField(_("what the image shows"), max_length=500, blank=True)

    kind = MediaKind.IMAGE
    is_image = True
    title = ""

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        """Return the address of the image in the preview; load ``content`` with it."""
        name = str(self.content.file.name).rpartition("/")[2]
        return reverse("courses:imported_image_send", args=[self.pk, name])
