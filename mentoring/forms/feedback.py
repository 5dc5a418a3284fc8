"""The questions of the coordinators about a mentoring."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core.forms.bases import Form, Helper
from core.forms.layouts import Layout, Submit
from mentoring.models.feedback import HIGHEST, LOWEST, FeedbackStage

_SCALE = [
    (LOWEST, _("1: not at all")),
    *((number, str(number)) for number in range(LOWEST + 1, HIGHEST)),
    (HIGHEST, _("5: very much")),
]
_PROGRESS = {
    FeedbackStage.FIRST: _("Is it clear what you will work towards?"),
    FeedbackStage.MIDDLE: _("Are you making progress with what you work towards?"),
    FeedbackStage.END: _("Did you achieve what you worked towards?"),
}


def _score(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=_SCALE,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a number from 1 to 5")},
    )


class FeedbackForm(Form):
    """Three questions and words, for the coordinators alone."""

    useful = _score(_("Is the mentoring useful to you?"))
    openness = _score(_("Can you speak openly with each other?"))
    progress = _score("")
    text = forms.CharField(
        label=_("What else should the coordinators know?"),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, stage: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["progress"].label = _PROGRESS[FeedbackStage(stage)]
        if stage == FeedbackStage.END:
            self.fields["useful"].label = _now("Was the mentoring useful to you?")
            self.fields["openness"].label = _now("Could you speak openly with each other?")

    @property
    def helper(self) -> Helper:
        helper = Helper()
        helper.layout = Layout(
            "useful", "openness", "progress", "text", Submit("save", _("Send to the coordinators"))
        )
        return helper
