"""What a course says of itself to those who choose: how long it takes, for whom it is, and in which language."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.times.lengths import in_hours_and_minutes
from courses.states import CourseLevel
from library.vocabularies import languages


class Described(models.Model):
    """Length, level and language."""

    class Meta:
        abstract = True

    effort_hours = models.PositiveSmallIntegerField(
        _("hours of learning"), default=1, validators=[MaxValueValidator(500)]
    )
    effort_minutes = models.PositiveSmallIntegerField(
        _("and minutes"), default=0, db_default=0, validators=[MaxValueValidator(59)]
    )
    # Empty where its authors have not said.
    level = models.CharField(
        _("level"), max_length=15, choices=CourseLevel, blank=True, default="", db_default=""
    )
    language = models.CharField(_("language"), max_length=10, default="en", db_default="en")

    @property
    def minutes(self) -> int:
        """Return the length of the course in minutes."""
        return self.effort_hours * 60 + self.effort_minutes

    @property
    def length(self) -> str:
        """Return the length in words: “6 hours”, “45 minutes”, “1 hour 30 minutes”."""
        return in_hours_and_minutes(self.minutes)

    @property
    def language_name(self) -> str:
        """Return the name of the language in which the course is written."""
        return languages.name_of(self.language)
