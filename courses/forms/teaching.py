"""Writing a course: its page, modules, lessons, and what a lesson rests on."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.forms.people import PeopleField
from accounts.models import User
from core.forms.bases import EditForm, FingerprintForm, Helper, KeyedForm, ModelForm
from core.forms.layouts import ButtonHolder, Div, Field, Fieldset, Layout, Submit
from core.forms.lines import MAX_LINE, MAX_LINES, LinesField
from courses.forms.editor import LessonTextWidget
from courses.models import Course, Lesson, Module
from courses.states import NEED_A_TEXT, CourseLevel, LessonKind
from library.catalogue.actions.checks import MAX_TOPICS
from library.vocabularies import languages
from library.vocabularies.forms.topics import TOPICS_TEMPLATE, TopicsField


def look_with(form: ModelForm, lesson: Lesson) -> None:
    """Let the text of the form be looked at while it is written; load ``module__release__course`` with the lesson."""
    widget = form.fields["body"].widget
    assert isinstance(widget, LessonTextWidget)  # noqa: S101  (each form with a text of a lesson has it)
    course = lesson.module.release.course
    widget.looks_at = reverse("courses:lesson_look", args=[course.slug, lesson.pk])


def with_key(helper: Helper, name: str = "form_key") -> Helper:
    """Add the hidden form key to the layout."""
    helper.layout.insert(0, name)
    return helper


class CourseForm(ModelForm):
    """The description of a course."""

    class Meta:
        model = Course
        fields = ("title", "summary", "effort_hours", "effort_minutes", "level", "language")
        labels = {
            "title": _("Title"),
            "summary": _("Summary"),
            "effort_hours": _("Hours of learning"),
        }
        help_texts = {
            "summary": _("Two or three sentences: what it is about and for whom."),
            "effort_hours": _("For all lessons and the plan together. 0 for a course of minutes."),
        }
        error_messages = {
            "title": {"required": _("Enter a title.")},
            "summary": {"required": _("Say in two or three sentences what it is about.")},
            "effort_hours": {"required": _("Enter how many hours it takes, or 0.")},
        }
        widgets = {"summary": forms.Textarea(attrs={"rows": 4})}

    effort_minutes = forms.IntegerField(
        label=_("and minutes"),
        help_text=_("Leave empty for whole hours."),
        required=False,
        min_value=0,
        max_value=59,
    )
    language = forms.ChoiceField(
        label=_("Language of the course"), choices=languages.LanguageChoices(), required=False
    )
    outcomes = LinesField(
        label=_("After the course, learners can"),
        help_text=_("One on each line. They appear on the certificate."),
        required=False,
        max_length=MAX_LINES * MAX_LINE,
    )
    facilitators = PeopleField(
        label=_("Facilitators"),
        help_text=_("One email address on each line. Facilitators look after the learners."),
        required=False,
        max_length=2_000,
    )
    topics = TopicsField(label=_("Topics"), most=MAX_TOPICS, required=False)

    def __init__(self, *args: Any, author: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["facilitators"] = [author]
        self.initial.setdefault("language", self.instance.language)
        self.fields["level"] = forms.ChoiceField(
            label=_("Level"),
            choices=[("", _("Not stated")), *CourseLevel.choices],
            required=False,
        )
        if self.instance.pk:
            self.initial.update(
                facilitators=list(self.instance.facilitators.order_by("email")),
                topics=list(self.instance.topics.all()),
                outcomes=self.instance.outcomes,
            )

    def clean_effort_minutes(self) -> int:
        return self.cleaned_data["effort_minutes"] or 0

    def clean_language(self) -> str:
        """Keep the language where a program that knows no such field sends the form."""
        return self.cleaned_data["language"] or self.instance.language

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("effort_hours") == 0 and cleaned.get("effort_minutes") == 0:
            self.add_error("effort_minutes", _("Enter how long the course takes."))
        return cleaned

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"]
        if not slugify(title, allow_unicode=True):
            raise forms.ValidationError(_("Use at least one letter or digit in the title."))
        return title

    @property
    def words(self) -> dict[str, Any]:
        """All that ``create_course`` and ``edit_course`` take."""
        names = (*self.Meta.fields, "outcomes", "facilitators", "topics")
        return {name: self.cleaned_data[name] for name in names if name in self.fields}

    def leave_facilitators(self) -> None:
        """Take away the field of who looks after the learners, which is for facilitators themselves."""
        del self.fields["facilitators"]

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "title",
            "summary",
            "outcomes",
            Div("effort_hours", "effort_minutes", css_class="field-row"),
            "level",
            "language",
            *(["facilitators"] if "facilitators" in self.fields else []),
            Field("topics", template=TOPICS_TEMPLATE),
            Submit("save", _("Save the course")),
        )
        return helper


class EditCourseForm(FingerprintForm, CourseForm):
    """The description of an existing course; changes made meanwhile in another tab are noticed."""

    @property
    def helper(self) -> Helper:
        return with_key(super().helper, "seen")


class NewCourseForm(KeyedForm, CourseForm):
    """A new course; the form key tells a second click from a second course."""

    @property
    def helper(self) -> Helper:
        return with_key(super().helper)


class AddressForm(ModelForm):
    """A form over something that has an address: it stays, unless its author wants one that matches the title."""

    new_address = forms.BooleanField(
        label=_("Change the address to match the title"),
        required=False,
        help_text=_("The old address redirects to the new one."),
    )

    def written(self) -> list[tuple[str, forms.Field]]:
        """Leave out the wish for a new address, which is stored nowhere."""
        return [(name, field) for name, field in super().written() if name != "new_address"]


class ModuleForm(ModelForm):
    """A chapter of the course."""

    class Meta:
        model = Module
        fields = ("title", "summary")
        labels = {"title": _("Title of the module"), "summary": _("What it is about")}
        error_messages = {
            "title": {"required": _("Enter a title.")},
        }
        widgets = {"summary": forms.Textarea(attrs={"rows": 2})}

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("title", "summary", Submit("save", _("Save the module")))
        return helper


class EditModuleForm(AddressForm, FingerprintForm, ModuleForm):
    """An existing module; changes made meanwhile in another tab are noticed."""

    @property
    def helper(self) -> Helper:
        helper = with_key(super().helper, "seen")
        helper.layout.insert(2, "new_address")
        return helper


class NewModuleForm(KeyedForm, ModuleForm):
    """A new module."""

    @property
    def helper(self) -> Helper:
        return with_key(super().helper)


class NewLessonForm(KeyedForm):
    """The kind and the title of a new lesson."""

    title = forms.CharField(
        label=_("Title of the lesson"),
        max_length=150,
        error_messages={"required": _("Enter a title.")},
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=LessonKind.choices,
        widget=forms.RadioSelect,
        initial=LessonKind.TEXT,
    )

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("form_key", "title", "kind", Submit("save", _("Add the lesson")))
        return helper


class LessonForm(AddressForm, EditForm):
    """The text of a lesson, and for a quiz when it is passed."""

    class Meta:
        model = Lesson
        fields = ("title", "minutes", "body", "pass_mark", "max_attempts")
        labels = {
            "title": _("Title"),
            "minutes": _("Time needed (minutes)"),
            "body": _("Text"),
            "pass_mark": _("Pass mark (per cent of the points)"),
            "max_attempts": _("Maximum attempts"),
        }
        help_texts = {
            "body": _(
                "# begins a heading, **two stars** make bold, *one star* italic, - begins a line of a list, > [!NOTE] a "
                "call-out, [words](address) is a link, $`a^2`$ a formula. {{figure:NAME}} or {{image:NAME}} on its own line shows it; "
                "[[cite:1]] links to the first cited record."
            ),
            "max_attempts": _("Leave empty for no limit."),
        }
        error_messages = {
            "title": {"required": _("Enter a title.")},
            "minutes": {"required": _("Enter how many minutes it takes.")},
            "pass_mark": {"required": _("Enter a pass mark.")},
        }
        widgets = {"body": LessonTextWidget}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.is_quiz:
            del self.fields["pass_mark"], self.fields["max_attempts"]
        if self.instance.kind not in NEED_A_TEXT and not self.instance.body:
            # What such a lesson is made of comes below.
            self.fields["body"].widget.attrs["rows"] = 6
        look_with(self, self.instance)

    @property
    def words(self) -> dict[str, Any]:
        names = (name for name in (*self.Meta.fields, "new_address") if name in self.fields)
        return {name: self.cleaned_data[name] for name in names}

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        rest = [name for name in self.fields if name in {"pass_mark", "max_attempts"}]
        helper.layout = Layout(
            "edit_number",
            "title",
            "new_address",
            "minutes",
            "body",
            *([Fieldset(_("The quiz"), *rest)] if rest else []),
            ButtonHolder(
                Submit("save", _("Save the lesson")),
                Submit("preview", _("Preview without saving"), css_class="button-secondary"),
            ),
        )
        return helper
