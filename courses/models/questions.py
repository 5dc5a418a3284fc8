"""The questions of a quiz."""

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.constraints import not_blank, only_choices
from courses.models.content import Lesson
from courses.states import OPTION_KINDS, QuestionKind


class QuestionQuerySet(models.QuerySet["Question"]):
    def in_order(self) -> Self:
        return self.order_by("position", "pk")

    def with_options(self) -> Self:
        """Load the options with the questions, in their order, and the data of exercises."""
        options = Option.objects.order_by("position", "pk")
        return self.select_related("data").prefetch_related(
            models.Prefetch("options", queryset=options)
        )


class Question(models.Model):
    """One question and what counts as a right answer to it.

    Single and multiple choice mark their right options. For an ordering the options stand in the
    right order. A number is right within ``tolerance`` of ``answer``. Short text is right when it
    equals one of ``accepted`` but for case, accents and surrounding punctuation.
    """

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lesson", "form_key"], name="question_added_once"),
            not_blank("prompt", name="question_has_a_prompt"),
            only_choices("kind", QuestionKind.values, name="question_kind_known"),
            models.CheckConstraint(condition=Q(points__gte=1), name="question_is_worth_a_point"),
            models.CheckConstraint(condition=Q(tolerance__gte=0), name="question_tolerance_counts"),
        ]

    Kind = QuestionKind

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(default=1)
    # Of the form that added it; a copy and what no form added has none that is asked after.
    form_key = models.UUIDField(null=True, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=QuestionKind)
    prompt = models.TextField(_("question"), max_length=2_000)
    points = models.PositiveSmallIntegerField(
        _("points"), default=1, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    explanation = models.TextField(_("explanation"), max_length=2_000, blank=True)
    # What helps after a wrong answer, before the right one may be told.
    hint = models.CharField(_("hint"), max_length=500, blank=True)
    taught_in = models.ForeignKey(
        Lesson,
        verbose_name=_("lesson to read again"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    answer = models.DecimalField(
        _("correct answer"), max_digits=18, decimal_places=6, null=True, blank=True
    )
    tolerance = models.DecimalField(
        _("tolerance"),
        max_digits=18,
        decimal_places=6,
        default=0,
        validators=[MinValueValidator(0)],
    )
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    accepted = models.JSONField(_("accepted answers"), default=list, blank=True)
    # Counts the saves, so that a second tab cannot write over the first without knowing.
    edit_number = models.PositiveIntegerField(default=0, editable=False)

    objects = QuestionQuerySet.as_manager()

    def __str__(self) -> str:
        return self.prompt

    @property
    def has_options(self) -> bool:
        return self.kind in OPTION_KINDS


class Option(models.Model):
    """One possible answer, and what a learner who chose it is told."""

    class Meta:
        constraints = [not_blank("text", name="option_has_a_text")]

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField(default=1)
    text = models.CharField(_("answer"), max_length=500)
    is_correct = models.BooleanField(_("correct"), default=False)
    feedback = models.CharField(_("feedback"), max_length=1_000, blank=True)

    def __str__(self) -> str:
        return self.text
