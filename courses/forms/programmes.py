"""Writing a programme."""

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.forms.people import PeopleField
from accounts.models import User
from core.forms.bases import FingerprintForm, Form, Helper, KeyedForm, ModelForm
from core.forms.layouts import Layout, Submit
from core.forms.lines import MAX_LINE, MAX_LINES, LinesField
from courses.models import Course, Programme


class ProgrammeForm(ModelForm):
    """What a programme says of itself."""

    class Meta:
        model = Programme
        fields = ("title", "summary")
        labels = {"title": _("Title"), "summary": _("Summary")}
        help_texts = {
            "summary": _("Two or three sentences: what the courses lead to together, and for whom.")
        }
        error_messages = {
            "title": {"required": _("Enter a title.")},
            "summary": {"required": _("Say in two or three sentences what it is about.")},
        }
        widgets = {"summary": forms.Textarea(attrs={"rows": 4})}

    aims = LinesField(
        label=_("After the programme, learners can"),
        help_text=_("One on each line. They appear on the certificate."),
        required=False,
        max_length=MAX_LINES * MAX_LINE,
    )
    authors = PeopleField(
        label=_("Authors"),
        help_text=_("One email address on each line. They can change the programme."),
        required=False,
        max_length=2_000,
    )

    def __init__(self, *args: Any, author: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["authors"] = [author]
        if self.instance.pk:
            self.initial.update(
                authors=list(self.instance.authors.order_by("email")), aims=self.instance.aims
            )

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"]
        if not slugify(title, allow_unicode=True):
            raise forms.ValidationError(_("Use at least one letter or digit in the title."))
        return title

    @property
    def words(self) -> dict[str, Any]:
        """All that ``create_programme`` and ``edit_programme`` take."""
        names = (*self.Meta.fields, "aims", "authors")
        return {name: self.cleaned_data[name] for name in names}

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "title", "summary", "aims", "authors", Submit("save", _("Save the programme"))
        )
        return helper


class EditProgrammeForm(FingerprintForm, ProgrammeForm):
    """An existing programme; changes made meanwhile in another tab are noticed."""

    @property
    def helper(self) -> Helper:
        helper = super().helper
        helper.layout.insert(0, "seen")
        return helper


class NewProgrammeForm(KeyedForm, ProgrammeForm):
    """A new programme; the form key tells a second click from a second programme."""

    @property
    def helper(self) -> Helper:
        helper = super().helper
        helper.layout.insert(0, "form_key")
        return helper


class AddCourseForm(Form):
    """A published course that is not in the programme yet."""

    course = forms.ModelChoiceField(
        label=_("Course"),
        queryset=Course.objects.none(),
        empty_label=_("Choose a course"),
        error_messages={
            "required": _("Choose a course."),
            "invalid_choice": _("Choose a course from the list."),
        },
    )
    is_optional = forms.BooleanField(
        label=_("Optional: the programme is complete without it"), required=False
    )

    def __init__(self, *args: Any, programme: Programme, address: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["course"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (declared above)
        courses = Course.objects.published().exclude(in_programmes__programme=programme)
        field.queryset = courses.order_by("title", "pk")
        self.address = address

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.form_action = self.address
        helper.layout = Layout("course", "is_optional", Submit("add", _("Add the course")))
        return helper
