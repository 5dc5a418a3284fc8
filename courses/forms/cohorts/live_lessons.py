"""What counts for a live session besides coming to one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.bases import FingerprintForm, Helper
from core.forms.layouts import Layout, Submit
from courses.models import LiveLesson


class LiveLessonForm(FingerprintForm):
    """Whether watching the recording counts, and what people do who cannot come."""

    instead = forms.CharField(
        label=_("For learners who learn alone or cannot attend"),
        help_text=_(
            "What they do instead, so that nobody is stuck: what to read, and what to ask themselves. They confirm it with a button."
        ),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        error_messages={"required": _("Say what learners who cannot attend should do.")},
    )
    counts_recording = forms.BooleanField(
        label=_("Watching the recording of a session counts as attending it"), required=False
    )

    def __init__(self, *args: Any, live: LiveLesson, **kwargs: Any) -> None:
        initial = {"instead": live.instead, "counts_recording": live.counts_recording}
        super().__init__(*args, initial=initial, **kwargs)

    @property
    def words(self) -> dict[str, Any]:
        """Return what ``edit_live_lesson`` takes."""
        return {name: self.cleaned_data[name] for name in ("instead", "counts_recording")}

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("seen", "instead", "counts_recording", Submit("save", _("Save")))
        return helper
