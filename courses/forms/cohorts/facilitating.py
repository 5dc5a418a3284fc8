"""Narrowing the learners of a cohort, writing to them, ticking a lesson."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.bases import Form, Helper, KeyedForm
from core.forms.layouts import ButtonHolder, Layout, Submit
from courses.cohorts.stuck import Learner, Stuck
from courses.models import Lesson
from courses.states import EnrolmentState


class LearnerFilterForm(Form):
    """Which learners of a cohort are shown."""

    q = forms.CharField(label=_("Name"), max_length=100, required=False)
    stuck = forms.ChoiceField(
        label=_("Stuck"),
        required=False,
        choices=[("", _("Everyone")), ("any", _("Everyone who is stuck")), *Stuck.choices],
    )
    state = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[
            ("", _("Any")),
            (EnrolmentState.ACTIVE.value, EnrolmentState.ACTIVE.label),
            (EnrolmentState.COMPLETED.value, EnrolmentState.COMPLETED.label),
        ],
    )

    def narrowed(self, learners: Sequence[Learner]) -> list[Learner]:
        """Return the learners that are asked for; none where the form is wrong."""
        if not self.is_valid():
            return []
        words = self.cleaned_data["q"].casefold().split()
        stuck, state = self.cleaned_data["stuck"], self.cleaned_data["state"]
        return [
            learner
            for learner in learners
            if all(word in learner.place.user.full_name.casefold() for word in words)
            and (not stuck or (learner.is_stuck if stuck == "any" else stuck in learner.reasons))
            and (not state or learner.place.state == state)
        ]


class WriteForm(KeyedForm):
    """What a facilitator writes to learners; it is shown once more before it is sent."""

    message = forms.CharField(
        label=_("Message"),
        help_text=_("They get it by email and read it on the page of the cohort."),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write the message.")},
    )

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("form_key", "message", Submit("preview", _("Preview")))
        return helper

    @property
    def previewed_helper(self) -> Helper:
        """Lay the form out below its preview: the button that sends comes first."""
        helper = self.helper
        helper.layout = Layout(
            "form_key",
            "message",
            ButtonHolder(
                Submit("send", _("Send the message")),
                Submit("preview", _("Preview again"), css_class="button-secondary"),
            ),
        )
        return helper


class TickForm(Form):
    """A lesson that counts as done for one learner, and why."""

    lesson = forms.TypedChoiceField(
        label=_("Lesson"), coerce=int, error_messages={"required": _("Choose a lesson.")}
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The learner reads it. Ticking cannot be undone."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Enter the reason.")},
    )

    def __init__(self, *args: Any, lessons: Sequence[Lesson], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lessons = {lesson.pk: lesson for lesson in lessons}
        choices = [(pk, lesson.title) for pk, lesson in self.lessons.items()]
        self.fields["lesson"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Lesson:
        """Return the lesson that was chosen."""
        return self.lessons[self.cleaned_data["lesson"]]

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("lesson", "reason", Submit("tick", _("Count as done")))
        return helper
