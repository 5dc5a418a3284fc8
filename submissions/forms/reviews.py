"""The forms of reviewers."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from core.forms.bases import Form, Helper
from core.forms.edit_conflicts import EditedElsewhere
from core.forms.layouts import Fieldset, Layout, Submit
from core.refusals import Refusal
from submissions.actions.reviews import ANSWERS
from submissions.forms.fields import PartialForm, save_bar
from submissions.models import CRITERIA, Recommendation, Review

_SCORES = [
    (5, _("5: excellent")),
    (4, _("4: good")),
    (3, _("3: fair")),
    (2, _("2: weak")),
    (1, _("1: poor")),
]
_HINTS = {
    "relevance": _("Does it concern an avoidable, unfair difference in health?"),
    "clarity": _("Is it clear which inequality, between whom, and how large?"),
    "soundness": _("Do the results follow from what was measured? Are limits named?"),
    "usefulness": _("Could someone elsewhere learn from it or try it?"),
    "harms": _("Does it ask who might be left out or harmed?"),
}


class ReviewInvitationForm(Form):
    """The answer to a review invitation; the button carries it."""

    reason = forms.CharField(
        label=_("If you cannot, why not?"),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only the editor reads this. If you can, suggest someone else."),
    )

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            Submit("yes", _("I will review it")),
            "reason",
            Submit("no", _("I cannot review it"), css_class="button-secondary"),
        )
        return helper


def _score(name: str, label: StrOrPromise) -> forms.Field:
    return forms.TypedChoiceField(
        label=label,
        help_text=_HINTS[name],
        choices=_SCORES,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
    )


class ReviewForm(PartialForm):
    """Five scores, a recommendation, and words to the author and to the editor."""

    relevance = _score("relevance", CRITERIA["relevance"])
    clarity = _score("clarity", CRITERIA["clarity"])
    soundness = _score("soundness", CRITERIA["soundness"])
    usefulness = _score("usefulness", CRITERIA["usefulness"])
    harms = _score("harms", CRITERIA["harms"])
    comments_to_author = forms.CharField(
        label=_("Comments to the author"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("What is good, what should change, and how. The editor passes this on."),
    )
    comments_to_editor = forms.CharField(
        label=_("Confidential comments to the editor"),
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Neither the author nor other reviewers ever see this."),
    )
    recommendation = forms.ChoiceField(
        label=_("What should the editor do?"),
        choices=Recommendation.choices,
        widget=forms.RadioSelect,
    )
    is_signed = forms.BooleanField(
        label=_("Tell the author my name"),
        required=False,
        help_text=_("If you do not tick this, the author does not see your name."),
    )

    def __init__(self, *args: Any, review: Review, **kwargs: Any) -> None:
        names = [*ANSWERS, "edit_number"]
        kwargs.setdefault("initial", {name: getattr(review, name) for name in names})
        super().__init__(*args, **kwargs)
        self.review = review

    def refuse(self, refusal: Refusal | forms.ValidationError) -> None:
        """Words that were overtaken elsewhere are kept, ready to be put in place of the other text."""
        if not isinstance(refusal, EditedElsewhere):
            super().refuse(refusal)
            return
        self.status = refusal.status
        self.renew("edit_number", refusal.stored.edit_number)
        self.add_error(
            None,
            _(
                "This review was changed in another tab or on another device. Your text is kept "
                "on this page. Save again to replace the other text."
            ),
        )

    def ask_for_everything(self) -> bool:
        """Add an error beside each field that a finished review needs; true when none is missing."""
        asks: dict[str, StrOrPromise] = {
            **{
                name: str(_("Choose a score from 1 to 5 for “%(criterion)s”."))
                % {"criterion": label}
                for name, label in CRITERIA.items()
            },
            "comments_to_author": _("Write your comments to the author."),
            "recommendation": _("Choose what the editor should do."),
        }
        for name, ask in asks.items():
            if not self.cleaned_data.get(name) and not self.has_error(name):
                self.add_error(name, ask)
        return self.is_valid()

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        address = reverse("submissions:review_autosave", args=[self.review.pk])
        helper.attrs |= {"data-draft": address}
        helper.layout = Layout(
            "edit_number",
            Fieldset(_("Scores"), *CRITERIA),
            Fieldset(
                _("Comments"),
                "comments_to_author",
                "comments_to_editor",
                "recommendation",
                "is_signed",
            ),
            save_bar(
                self.review.saved_at,
                Submit("deliver", _("Submit the review")),
                Submit("save", _("Save and continue later"), css_class="button-secondary"),
            ),
        )
        return helper
