"""How far each learner is, in one row."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.models.content import Lesson
from courses.models.learning import Enrolment


class Progress(models.Model):
    """What the completions of one enrolment add up to, so that no page counts them.

    It is written in the transaction that writes a completion, and says nothing that they do not say: it can be
    thrown away and made again at any time.
    """

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done__lte=F("total")), name="progress_done_is_part_of_total"
            ),
            models.CheckConstraint(
                condition=Q(next_lesson=None) | Q(done__lt=F("total")),
                name="progress_next_is_not_done",
            ),
        ]

    enrolment = models.OneToOneField(
        Enrolment, primary_key=True, on_delete=models.CASCADE, related_name="progress"
    )
    # The keys of the lessons done, in their order in the course.
    done_lessons = models.JSONField(_("lessons done"), default=list)
    # Only required lessons are counted.
    done = models.PositiveSmallIntegerField(_("number of lessons done"), default=0)
    total = models.PositiveSmallIntegerField(_("number of lessons"), default=0)
    # The first required lesson that is not done.
    next_lesson = models.ForeignKey(
        Lesson, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    last_done_at = models.DateTimeField(_("last lesson done"), null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.done}/{self.total}"
