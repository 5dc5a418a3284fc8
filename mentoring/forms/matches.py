"""The agreement of a match, and its ending."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from core.forms.bases import FingerprintForm, Form, Helper
from core.forms.layouts import Fieldset, Layout, Submit
from mentoring.models.agreements import LONGEST, MOST_MONTHS, SHORTEST, MeetingWay, Rhythm
from mentoring.models.matches import CHOSEN_ENDS

_LIMITS = ("limit_harm", "limit_protection", "limit_law")


def _paragraph(
    label: StrOrPromise, *, longest: int, rows: int, required: StrOrPromise
) -> forms.CharField:
    """Make a field of the agreement that takes a few lines."""
    return forms.CharField(
        label=label,
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": required},
    )


class AgreementForm(FingerprintForm):
    """The text of the agreement."""

    agreement = forms.CharField(
        label=_("Agreement"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 24}),
        help_text=_(
            "You can use Markdown. If you change the text, both of you need to sign again."
        ),
        error_messages={"required": _("Enter the text of the agreement")},
    )

    @property
    def helper(self) -> Helper:
        helper = Helper()
        helper.layout = Layout("seen", "agreement", Submit("save", _("Save the agreement")))
        return helper


class TermsForm(FingerprintForm):
    """The fields of the agreement, from which its text is made."""

    rhythm = forms.ChoiceField(label=_("How often you meet"), choices=Rhythm.choices)
    minutes = forms.IntegerField(
        label=_("Minutes of a session"),
        min_value=SHORTEST,
        max_value=LONGEST,
        error_messages={"required": _("Enter how many minutes a session takes")},
    )
    months = forms.IntegerField(
        label=_("For how many months"),
        min_value=1,
        max_value=MOST_MONTHS,
        help_text=_("At half of this time we ask both of you how it is going."),
        error_messages={"required": _("Enter a number of months")},
    )
    way = forms.ChoiceField(label=_("How you meet"), choices=MeetingWay.choices)
    boundaries = _paragraph(
        _("What each of you does, and does not do"),
        longest=1_000,
        rows=5,
        required=_("Say what each of you does"),
    )
    limit_harm = _paragraph(
        _("Risk of serious harm"),
        longest=300,
        rows=2,
        required=_("Say what you do when someone is at risk of serious harm"),
    )
    limit_protection = _paragraph(
        _("A child or an adult at risk"),
        longest=300,
        rows=2,
        required=_("Say what you do when a child or an adult is at risk"),
    )
    limit_law = _paragraph(
        _("What the law requires"),
        longest=300,
        rows=2,
        required=_("Say what you do when the law requires you to tell someone"),
    )
    ending = _paragraph(_("How you end"), longest=600, rows=3, required=_("Say how you end"))
    also = forms.CharField(
        label=_("What else you agree"),
        max_length=1_200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("You can use Markdown."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in _LIMITS:
            if name in cleaned:
                # Each limit is one item of a list.
                cleaned[name] = " ".join(cleaned[name].split())
        return cleaned

    @property
    def helper(self) -> Helper:
        helper = Helper()
        helper.layout = Layout(
            "seen",
            *("rhythm", "minutes", "way", "months", "boundaries"),
            Fieldset(
                _("The three limits of confidentiality"),
                *_LIMITS,
            ),
            *("ending", "also"),
            Submit("save", _("Save the agreement")),
        )
        return helper


class CancellingReasonForm(Form):
    """The reason why a session is cancelled; the other person reads it."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The other person reads it."),
        error_messages={"required": _("Enter the reason")},
    )

    def __init__(self, *args: Any, label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label = label

    @property
    def helper(self) -> Helper:
        helper = Helper()
        helper.layout = Layout("reason", Submit("save", self.label, css_class="button-danger"))
        return helper


class EndingReasonForm(CancellingReasonForm):
    """How and why a mentoring ends; the coordinator alone reads it."""

    kind = forms.ChoiceField(
        label=_("How does it end?"),
        choices=[(kind.value, kind.label) for kind in CHOSEN_ENDS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what fits best")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _(
            "Only the mentoring coordinator reads it. We tell the other person that it ended."
        )

    @property
    def helper(self) -> Helper:
        helper = super().helper
        helper.layout.insert(0, "kind")
        return helper
