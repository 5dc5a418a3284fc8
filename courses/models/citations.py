"""Citations of library records in lessons."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.models.content import Lesson
from library.catalogue.models import Version
from library.catalogue.states import RecordState


class LessonCitationQuerySet(models.QuerySet["LessonCitation"]):
    def in_order(self) -> Self:
        """Order citations as the text numbers them; further evidence comes last."""
        return self.order_by("position", "pk")

    def with_newer_version(self) -> Self:
        """Return citations in current texts whose record has a newer version that nobody decided on."""
        newest = F("version__record__current_version")
        return (
            self.filter(
                lesson__module__release__superseded_at=None,
                version__record__state=RecordState.PUBLISHED,
            )
            .exclude(version=newest)
            .exclude(looked_at=newest)
        )


class LessonCitation(models.Model):
    """A lesson rests on this fixed version of a library record.

    The text of a published release is frozen, yet evidence goes on. So a facilitator may add a
    record to a published lesson; ``added_on`` says when, and the page shows it apart from the text
    as further evidence. What the text itself cites has no such date and cannot change.
    """

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lesson", "version"], name="lesson_cites_once"),
        ]

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="citations")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=1)
    note = models.CharField(_("why it is cited"), max_length=500, blank=True)
    # The newer version that a facilitator looked at, and left the citation as it is.
    looked_at = models.ForeignKey(
        Version,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    added_on = models.DateField(null=True, blank=True, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = LessonCitationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.lesson_id} cites {self.version_id}"

    def get_absolute_url(self) -> str:
        """Return the page on which those who facilitate the course decide about further evidence."""
        return reverse("courses:citation_withdraw", args=[self.pk])
