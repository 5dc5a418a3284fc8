"""Images and files that lessons show: their content, and the name under which a release knows it."""

from typing import Self
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.constraints import not_blank, only_choices
from core.types import Person
from courses.models.content import Course, Release
from courses.models.learning import Enrolment
from courses.states import RECORDINGS, ChartKind, MediaKind


class MediaContentQuerySet(models.QuerySet["MediaContent"]):
    def unused(self) -> Self:
        """Return what no release shows any more, and no preview of a document."""
        return self.filter(media=None, imported_images=None)


class MediaContent(models.Model):
    """The stored bytes of an image or file. Releases share them: a copy of a course points to the same ones."""

    class Meta:
        constraints = [not_blank("file", name="media_content_has_a_file")]

    file = models.FileField(upload_to="courses/", max_length=100)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    # Of an image; nought for other files.
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    # The smaller widths in which it is stored as well.
    widths = models.JSONField(default=list, blank=True)
    stored_at = models.DateTimeField()

    objects = MediaContentQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.file.name)


class MediaQuerySet(models.QuerySet["Media"]):
    def visible_to(self, user: Person) -> Self:
        """Return what stands in lessons that this person may read: learners theirs, authors and reviewers those of their courses."""
        if not user.is_authenticated:
            return self.none()
        written = Course.objects.draft_read_by(user).values("pk")
        learned = Enrolment.objects.filter(user=user).not_left().values("release")
        return self.filter(Q(release__course__in=written) | Q(release__in=learned))

    def in_order(self) -> Self:
        return self.order_by("kind", "slug", "pk")


class Media(models.Model):
    """An image or a file of a release, under the name by which its lessons show it."""

    class Meta:
        constraints = [
            not_blank("slug", name="media_has_a_name"),
            only_choices("kind", MediaKind.values, name="media_kind_known"),
            models.UniqueConstraint(fields=["release", "slug"], name="media_name_in_release"),
            models.CheckConstraint(
                condition=Q(alt="") | Q(is_decoration=False), name="media_decoration_has_no_words"
            ),
        ]

    Kind = MediaKind

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="media")
    kind = models.CharField(max_length=10, choices=MediaKind)
    slug = models.SlugField(_("name"), max_length=80)
    content = models.ForeignKey(MediaContent, on_delete=models.PROTECT, related_name="media")
    # What a file is called when it is downloaded, and the words of the link to it.
    title = models.CharField(_("title"), max_length=200, blank=True)
    # Empty while nobody has described an image, and for one that only decorates.
    alt = models.CharField(_("what the image shows"), max_length=500, blank=True)
    is_decoration = models.BooleanField(_("decorative"), default=False)
    # Of a recording: what is said in it, for those who cannot hear it or rather read.
    captions = models.TextField(_("captions"), blank=True)
    captions_language = models.CharField(max_length=10, blank=True)
    transcript = models.TextField(_("transcript"), max_length=60_000, blank=True)
    is_silent = models.BooleanField(_("nobody speaks in it"), default=False)

    objects = MediaQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title or self.slug

    def get_absolute_url(self) -> str:
        """Return the address of the stored file; load ``content`` with it."""
        name = str(self.content.file.name).rpartition("/")[2]
        return reverse("courses:media_send", args=[self.pk, name])

    @property
    def is_image(self) -> bool:
        return self.kind == MediaKind.IMAGE

    @property
    def is_recording(self) -> bool:
        return self.kind in RECORDINGS

    @property
    def is_described(self) -> bool:
        """Tell whether those who cannot see or hear it get all they need."""
        if self.kind == MediaKind.VIDEO:
            return self.is_silent or bool(self.captions)
        if self.kind == MediaKind.AUDIO:
            return self.is_silent or bool(self.transcript)
        return not self.is_image or self.is_decoration or bool(self.alt)

    @property
    def marker(self) -> str:
        """Return what an author writes on a line of its own to show it."""
        return f"{{{{{self.kind}:{self.slug}}}}}"


class Chart(models.Model):
    """A chart of a release, drawn from a table that an author pasted, under the name by which its lessons show it."""

    class Meta:
        constraints = [
            not_blank("title", name="chart_has_a_title"),
            not_blank("description", name="chart_has_a_description"),
            not_blank("source", name="chart_names_its_source"),
            only_choices("kind", ChartKind.values, name="chart_kind_known"),
            models.UniqueConstraint(fields=["release", "slug"], name="chart_name_in_release"),
            models.UniqueConstraint(fields=["release", "form_key"], name="chart_made_once"),
        ]

    Kind = ChartKind

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="charts")
    # Key of the form that made it; copies have one that does not count.
    form_key = models.UUIDField(null=True, editable=False)
    slug = models.SlugField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=10, choices=ChartKind)
    title = models.CharField(_("title"), max_length=150)
    description = models.CharField(_("what it shows"), max_length=500)
    unit = models.CharField(_("unit"), max_length=100)
    source = models.CharField(_("source"), max_length=300)
    # The names of the columns, and rows of a name and numbers, as text without separators.
    columns = models.JSONField(default=list)
    rows = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.title

    @property
    def marker(self) -> str:
        """Return what an author writes on a line of its own to show it."""
        return f"{{{{chart:{self.slug}}}}}"


class LinkedRecordingQuerySet(models.QuerySet["LinkedRecording"]):
    def visible_to(self, user: Person) -> Self:
        """Return what stands in lessons that this person may read, as ``MediaQuerySet.visible_to`` says."""
        if not user.is_authenticated:
            return self.none()
        written = Course.objects.draft_read_by(user).values("pk")
        learned = Enrolment.objects.filter(user=user).not_left().values("release")
        return self.filter(Q(release__course__in=written) | Q(release__in=learned))


class LinkedRecording(models.Model):
    """A recording on another site that the institute allows. Nothing of it is loaded before a learner plays it."""

    class Meta:
        constraints = [
            not_blank("title", name="linked_recording_has_a_title"),
            not_blank("address", name="linked_recording_has_an_address"),
            models.UniqueConstraint(
                fields=["release", "slug"], name="linked_recording_name_in_release"
            ),
            models.UniqueConstraint(
                fields=["release", "form_key"], name="linked_recording_added_once"
            ),
        ]

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="recordings")
    # Key of the form that added it; copies have one that does not count.
    form_key = models.UUIDField(null=True, editable=False)
    slug = models.SlugField(_("name"), max_length=80)
    title = models.CharField(_("title"), max_length=150)
    address = models.CharField(_("address"), max_length=500)
    transcript = models.TextField(_("transcript"), max_length=60_000, blank=True)
    has_captions = models.BooleanField(_("it has captions there"), default=False)

    objects = LinkedRecordingQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title

    @property
    def host(self) -> str:
        """Return the site that learns who plays it."""
        return urlsplit(self.address).hostname or ""

    @property
    def marker(self) -> str:
        """Return what an author writes on a line of its own to show it."""
        return f"{{{{recording:{self.slug}}}}}"
