"""Offering, finding and asking mentors."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import LanguagesField
from accounts.models import User
from core.forms.bases import Form, Helper, KeyedForm
from core.forms.layouts import Field, Layout, Submit
from courses.models import ActionPlan
from library.vocabularies.forms.topics import TOPICS_TEMPLATE, TopicsField
from mentoring.models.mentors import MAX_PLACES, MAX_TOPICS

# A first message of dots or of "Hi" tells a mentor nothing.
FEWEST_LETTERS = 10


class MentorForm(Form):
    """What a mentor offers."""

    field_of_refusals = "capacity"

    headline = forms.CharField(
        label=_("Headline"),
        max_length=120,
        help_text=_("One line about what you can help with."),
        error_messages={"required": _("Enter a headline")},
    )
    about = forms.CharField(
        label=_("About you as a mentor"),
        max_length=3_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "Your experience, and how you like to work with a mentee. You can use Markdown."
        ),
        error_messages={"required": _("Tell learners about yourself")},
    )
    topics = TopicsField(
        label=_("Topics"),
        most=MAX_TOPICS,
        help_text=_("Choose one to six. Learners whose plan is about these topics see you first."),
        error_messages={"required": _("Choose at least one topic")},
    )
    languages = LanguagesField(
        label=_("Languages"),
        max_length=400,
        help_text=_("Languages you can mentor in, separated by commas: English, বাংলা, Español."),
        error_messages={"required": _("Enter at least one language")},
    )
    capacity = forms.IntegerField(
        label=_("Places"),
        min_value=1,
        max_value=MAX_PLACES,
        initial=2,
        help_text=_("How many mentees you can have at once, from 1 to 20."),
        error_messages={"required": _("Enter how many mentees you can have")},
    )

    def __init__(self, *args: Any, is_offer: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_offer = is_offer

    @property
    def helper(self) -> Helper:
        helper = Helper()
        label = _("Offer to be a mentor") if self.is_offer else _("Save changes")
        helper.layout = Layout(
            "headline",
            "about",
            Field("topics", template=TOPICS_TEMPLATE),
            "languages",
            "capacity",
            Submit("save", label),
        )
        return helper


class FindMentorForm(forms.Form):
    """The filters of the mentor list."""

    topic = forms.ChoiceField(label=_("Topic"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    free = forms.BooleanField(label=_("Only mentors with a free place"), required=False)

    def __init__(
        self, *args: Any, topics: list[tuple[str, str]], languages: list[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        every_language = [(name, name) for name in languages]
        self.fields["topic"].choices = [("", _("Any topic")), *topics]  # type: ignore[attr-defined]
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            ("", _("Any language")),
            *every_language,
        ]


class RequestForm(KeyedForm):
    """A learner's message to a mentor."""

    message = forms.CharField(
        label=_("Your message"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Your work, and what you would like a mentor to help you with."),
        error_messages={"required": _("Enter a message to the mentor")},
    )
    plan = forms.ModelChoiceField(
        label=_("Share an action plan"),
        queryset=ActionPlan.objects.none(),
        required=False,
        empty_label=_("No plan"),
        help_text=_("The mentor can read the whole plan for as long as you work together."),
    )
    for_organisation = forms.BooleanField(required=False)

    def clean_message(self) -> str:
        message: str = self.cleaned_data["message"]
        if sum(map(str.isalnum, message)) < FEWEST_LETTERS:
            raise forms.ValidationError(
                _("Write at least a sentence: your work, and what you would like help with")
            )
        return message

    def __init__(self, *args: Any, mentee: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = mentee.profile.organisation
        plans = ActionPlan.objects.filter(owner=mentee).newest_first()
        self.fields["plan"].queryset = plans  # type: ignore[attr-defined]
        if self.organisation is None:
            del self.fields["for_organisation"]
        else:
            self.fields["for_organisation"].label = _("I am asking on behalf of %(name)s") % {
                "name": self.organisation.name
            }

    @property
    def helper(self) -> Helper:
        helper = Helper()
        names = ["message", "plan", "for_organisation", "form_key"]
        fields = [name for name in names if name in self.fields]
        helper.layout = Layout(*fields, Submit("ask", _("Send the request")))
        return helper


class AnswerForm(Form):
    """The mentor's answer: accept or decline, with a word to the mentee."""

    answer = forms.CharField(
        label=_("Message to the mentee"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("They see it with your decision. If you decline, a reason helps."),
    )

    @property
    def helper(self) -> Helper:
        helper = Helper()
        helper.layout = Layout(
            "answer",
            Submit("accept", _("Accept")),
            Submit("decline", _("Decline"), css_class="button-secondary"),
        )
        return helper


class OfferDecisionForm(Form):
    """A coordinator's decision on an offer."""

    note = forms.CharField(
        label=_("Message to the person"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Needed if you do not accept the offer. Say why, and what could change your decision."
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "decline" in self.data and not cleaned.get("note") and "note" not in self.errors:
            self.add_error("note", _("Say why you do not accept the offer"))
        return cleaned

    @property
    def helper(self) -> Helper:
        helper = Helper()
        helper.layout = Layout(
            "note",
            Submit("approve", _("Accept as a mentor")),
            Submit("decline", _("Do not accept"), css_class="button-secondary"),
        )
        return helper
