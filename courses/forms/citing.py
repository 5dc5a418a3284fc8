"""Choosing the lesson that cites a record, and the record that a lesson cites."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms.bases import Form, Helper
from core.forms.layouts import Layout, Submit
from courses.models import Course, Lesson, Release
from courses.states import LessonKind
from library.catalogue.models import Record, Version


def citing_lessons(user: User) -> Any:
    """Return the lessons in which this person may cite: of current releases, or of a course's first draft.

    Quizzes are left out: their page shows no evidence.
    """
    courses = Course.objects.written_by(user).values("pk")
    drafts = Release.objects.filter(number=1, published_at=None)
    releases = Release.objects.filter(course__in=courses).filter(
        Q(published_at__isnull=False, superseded_at=None) | Q(pk__in=drafts)
    )
    return (
        Lesson.objects.filter(module__release__in=releases)
        .exclude(kind=LessonKind.QUIZ)
        .defer("body", "body_html")
        .select_related("module__release__course")
        .order_by(
            "module__release__course__title",
            "module__release",
            "module__position",
            F("module_id"),
            "position",
            "pk",
        )
    )


class CiteRecordForm(Form):
    """One lesson, and why it cites the record."""

    lesson = forms.ModelChoiceField(
        label=_("Which lesson?"),
        queryset=Lesson.objects.none(),
        error_messages={"required": _("Choose a lesson."), "invalid_choice": _("Choose a lesson.")},
    )
    note = forms.CharField(
        label=_("Why it matters here"),
        help_text=_("Learners see this next to the record."),
        max_length=500,
        required=False,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["lesson"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (declared above)
        field.queryset = citing_lessons(user)
        lessons = list(_by_course(list(field.queryset)))
        self.has_lessons = bool(lessons)
        # Nothing is chosen beforehand: a record that lands in the wrong lesson misleads its learners.
        field.choices = [("", _("Choose a lesson")), *lessons]

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("lesson", "note", Submit("cite", _("Cite in this lesson")))
        return helper


def _by_course(lessons: list[Lesson]) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    for course, group in groupby(lessons, key=lambda lesson: lesson.module.release.course):
        yield course.title, [(item.pk, f"{item.module} › {item}") for item in group]


class AddCitationForm(Form):
    """The record that was found, and why the lesson cites it."""

    version = forms.ModelChoiceField(queryset=Version.objects.none())
    note = forms.CharField(max_length=500, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["version"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (declared above)
        field.queryset = Version.objects.filter(record__in=Record.objects.visible_to(user))
