"""Surveys: what learners are asked, and what they answered, which nobody can lead back to them."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from core.constraints import not_blank, only_choices
from core.small_numbers import SMALLEST_SHOWN
from courses.models.content import Lesson
from courses.states import SurveyQuestionKind


class SurveyQuestionQuerySet(models.QuerySet["SurveyQuestion"]):
    def in_order(self) -> Self:
        return self.order_by("position", "pk")


class SurveyQuestion(models.Model):
    """A question without a right answer."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["lesson", "form_key"], name="survey_question_added_once"
            ),
            not_blank("prompt", name="survey_question_has_a_prompt"),
            only_choices("kind", SurveyQuestionKind.values, name="survey_question_kind_known"),
        ]

    Kind = SurveyQuestionKind

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="survey_questions")
    position = models.PositiveSmallIntegerField(default=1)
    # Of the form that added it; a copy and what no form added has none that is asked after.
    form_key = models.UUIDField(null=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=SurveyQuestionKind)
    prompt = models.CharField(_("question"), max_length=500)
    options = models.JSONField(_("answers to choose from"), default=list, blank=True)
    # Counts the saves, so that a second tab cannot write over the first without knowing.
    edit_number = models.PositiveIntegerField(default=0, editable=False)

    objects = SurveyQuestionQuerySet.as_manager()

    def __str__(self) -> str:
        return self.prompt

    @property
    def choices(self) -> list[str]:
        """Return what can be chosen; nothing for a question that is answered in words."""
        if self.kind == SurveyQuestionKind.SCALE:
            return [str(number) for number in range(1, 6)]
        return list(self.options)


class SurveyResponseQuerySet(models.QuerySet["SurveyResponse"]):
    def shown(self) -> Self:
        """Return the responses of whole groups of five: a single further one would tell who it is from."""
        whole = (
            SurveyResponse.objects.order_by()
            .values("lesson", "group")
            .annotate(count=Count("pk"))
            .filter(count__gte=SMALLEST_SHOWN)
        )
        return self.filter(
            models.Exists(
                whole.filter(lesson=models.OuterRef("lesson"), group=models.OuterRef("group"))
            )
        )


class SurveyResponse(models.Model):
    """What one learner answered: no person, no moment, and a key that tells no order.

    ``answers`` are by the keys of the questions. Responses are shown in groups of five, by their ``group``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="+")
    group = models.PositiveIntegerField()
    answers = models.JSONField()

    objects = SurveyResponseQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.lesson_id}: {len(self.answers)}"
