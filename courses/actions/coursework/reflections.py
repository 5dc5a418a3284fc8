"""Writing a reflection."""

import datetime as dt

from django.db import transaction

from core.forms.edit_conflicts import check_edit_number
from courses.actions.completion import complete_if_done, lock_enrolment, record_completion
from courses.models import Enrolment, Lesson, Reflection
from courses.models.reflections import is_enough


@transaction.atomic
def save_reflection(
    *,
    enrolment: Enrolment,
    lesson: Lesson,
    words: str,
    is_shared: bool,
    edit_number: int | None = None,
    at: dt.datetime,
) -> Reflection:
    """Keep what the learner wrote; with a few sentences the lesson is done, and stays so whatever is written later.

    Repeats safely. ``edit_number`` is the one this copy was opened with: other words raise ``EditedElsewhere`` when
    the reflection was saved since. Raises ``NotLearning``.
    """
    enrolment = lock_enrolment(enrolment, lesson)
    reflection = Reflection.objects.filter(enrolment=enrolment, lesson=lesson).first()
    reflection = reflection or Reflection(enrolment=enrolment, lesson=lesson)
    reflection.lesson = lesson
    if (reflection.words, reflection.is_shared) != (words, is_shared) or not reflection.pk:
        check_edit_number(reflection, edit_number)
        reflection.words, reflection.is_shared, reflection.saved_at = words, is_shared, at
        reflection.save()
    if is_enough(words):
        record_completion(enrolment, lesson, at=at)
        complete_if_done(enrolment, at=at)
    return reflection
