"""Whether a lesson is required, what comes before it, and which courses come before a course."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms.bases import FingerprintForm, Helper
from core.forms.layouts import Layout, Submit
from courses.models import Course, CoursePrerequisite, Lesson, LessonPrerequisite, Module


class ConditionsForm(FingerprintForm):
    """A tick for an optional lesson, and ticks for what comes before it."""

    is_optional = forms.BooleanField(
        label=gettext_lazy("This lesson is optional"),
        help_text=gettext_lazy("The course is complete, and the certificate given, without it."),
        required=False,
    )

    def __init__(
        self, *args: Any, lesson: Lesson, modules: Sequence[Module], **kwargs: Any
    ) -> None:
        rows = LessonPrerequisite.objects.filter(lesson=lesson)
        lessons = {str(row.needed_lesson_id) for row in rows if row.needed_lesson_id}
        parts = {str(row.needed_module_id) for row in rows if row.needed_module_id}
        initial = {
            "is_optional": not lesson.is_required,
            "lessons": sorted(lessons),
            "modules": sorted(parts),
        }
        super().__init__(*args, initial=initial, **kwargs)
        before, parts_before = _before(lesson, modules)
        offered = [
            (str(one.pk), f"{one.title} ({module.title})")
            for module in modules
            for one in module.lessons.all()
            if one in before or str(one.pk) in lessons
        ]
        offered_parts = [
            (str(module.pk), module.title)
            for module in modules
            if module in parts_before or str(module.pk) in parts
        ]
        for name, label, choices in (
            ("modules", _("Modules before it"), offered_parts),
            ("lessons", _("Lessons before it"), offered),
        ):
            if choices:
                self.fields[name] = forms.MultipleChoiceField(
                    label=label,
                    choices=choices,
                    widget=forms.CheckboxSelectMultiple,
                    required=False,
                    error_messages={
                        "invalid_choice": _("One of these is no longer in the draft. Choose again.")
                    },
                )

    @property
    def words(self) -> dict[str, Any]:
        """Return what ``set_conditions`` takes."""
        cleaned = self.cleaned_data
        return {
            "is_required": not cleaned["is_optional"],
            "needed_lessons": [int(key) for key in cleaned.get("lessons", [])],
            "needed_modules": [int(key) for key in cleaned.get("modules", [])],
        }

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        names = [name for name in ("modules", "lessons") if name in self.fields]
        helper.layout = Layout("seen", "is_optional", *names, Submit("save", _("Save")))
        return helper


def _before(lesson: Lesson, modules: Sequence[Module]) -> tuple[list[Lesson], list[Module]]:
    """Return the lessons and the whole modules that come before a lesson."""
    lessons: list[Lesson] = []
    parts: list[Module] = []
    for module in modules:
        for one in module.lessons.all():
            if one == lesson:
                return lessons, parts
            lessons.append(one)
        parts.append(module)
    return lessons, parts


class CoursesBeforeForm(FingerprintForm):
    """Courses that have to be completed before one can enrol, and those that are advised."""

    field_of_refusals = "required"

    def __init__(
        self, *args: Any, course: Course, courses: Sequence[Course], **kwargs: Any
    ) -> None:
        rows = list(CoursePrerequisite.objects.filter(course=course).in_order())
        initial = {
            "required": [str(row.needed_id) for row in rows if row.is_required],
            "advised": [str(row.needed_id) for row in rows if not row.is_required],
        }
        super().__init__(*args, initial=initial, **kwargs)
        choices = [(str(one.pk), one.title) for one in courses]
        for name, label, help_text in (
            (
                "required",
                _("Must be completed first"),
                _("Learners cannot enrol without it, unless a facilitator adds or invites them."),
            ),
            (
                "advised",
                _("Recommended first"),
                _("The page of the course names it. Everyone can enrol."),
            ),
        ):
            self.fields[name] = forms.MultipleChoiceField(
                label=label,
                help_text=help_text,
                choices=choices,
                widget=forms.CheckboxSelectMultiple,
                required=False,
                error_messages={
                    "invalid_choice": _("One of these courses can no longer be chosen. Try again.")
                },
            )

    @property
    def words(self) -> dict[str, Any]:
        """Return what ``set_courses_before`` takes."""
        return {
            name: [int(key) for key in self.cleaned_data[name]] for name in ("required", "advised")
        }

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("seen", "required", "advised", Submit("save", _("Save")))
        return helper
