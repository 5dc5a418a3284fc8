"""The answers to a quiz that a learner has not sent in yet."""

from django.db import models

from courses.models.content import Lesson
from courses.models.learning import Enrolment


class QuizDraft(models.Model):
    """What a learner has answered so far. It goes when the quiz is sent in; no attempt is counted for it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "lesson"], name="quiz_draft_one_a_quiz"),
        ]

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="quiz_drafts")
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="+")
    # The fields of the form with everything that was sent in them.
    answers = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.enrolment_id} answers {self.lesson_id}"
