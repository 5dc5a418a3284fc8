"""Answering a recommendation, and asking to answer for somebody."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms.bases import Form, Helper, KeyedForm
from core.forms.layouts import Layout, Submit
from core.permissions import allows
from core.validators import plausible_day
from library.recommendations.actions.responses import Said
from library.recommendations.models import Respondent, Response
from library.recommendations.states import Stance
from library.vocabularies.models import Place

_SAID = ("stance", "statement", "document", "given_on")


class PlaceField(forms.ModelChoiceField):
    """A place of the tree; what is no code is refused before a query sees it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Place"))
        kwargs.setdefault("empty_label", _("No place"))
        super().__init__(Place.objects.in_order(), required=False, to_field_name="code", **kwargs)

    def to_python(self, value: Any) -> Any:
        text = str(value or "")
        is_code = text.replace("-", "").replace("_", "").isalnum() and len(text) <= 60
        if text and not is_code:
            raise forms.ValidationError(
                self.error_messages["invalid_choice"], "invalid_choice", {"value": ""}
            )
        return super().to_python(value)

    def label_from_instance(self, obj: Any) -> str:
        return "\u2003" * obj.level + obj.name


def _organisation_field() -> forms.CharField:
    return forms.CharField(
        label=_("Organisation"),
        required=False,
        max_length=200,
        help_text=_("Its full name. Leave it empty if the place itself answers."),
    )


class RepresentForm(KeyedForm):
    """For whom somebody answers, and how an editor can check it."""

    organisation = _organisation_field()
    place = PlaceField(help_text=_("The place that it answers for, if there is one."))
    grounds = forms.CharField(
        label=_("How can we check it?"),
        max_length=1_000,
        validators=[MaxLengthValidator(1_000)],
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For example your role, your work address, or a colleague we can ask."),
        error_messages={"required": _("Tell us how we can check it.")},
    )

    names_of_fields = {}

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "form_key", "organisation", "place", "grounds", Submit("ask", _("Send request"))
        )
        return helper


class RepresentationDecisionForm(Form):
    """An editor's answer to a request to answer for somebody."""

    answer = forms.CharField(
        label=_("Message to the person"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed if you do not confirm it."),
    )
    names_of_fields = {}

    @property
    def is_declined(self) -> bool:
        return "decline" in self.data

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "answer",
            Submit("confirm", _("Confirm")),
            Submit("decline", _("Do not confirm"), css_class="button-secondary"),
        )
        return helper


class RespondForm(KeyedForm):
    """What somebody answers: by a representative, or by an editor from a public source."""

    respondent = forms.ModelChoiceField(
        Respondent.objects.none(),
        label=_("You answer for"),
        error_messages={
            "required": _("Choose who you answer for."),
            "invalid_choice": _("Choose who you answer for."),
        },
    )
    organisation = _organisation_field()
    place = PlaceField(help_text=_("The place that it answers for, if there is one."))
    stance = forms.ChoiceField(
        label=_("Answer"),
        choices=Stance.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the answer.")},
    )
    statement = forms.CharField(
        label=_("In their words"),
        required=False,
        max_length=4_000,
        validators=[MaxLengthValidator(4_000)],
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("A summary, or a short quotation."),
    )
    document = forms.URLField(
        label=_("Address of the document"), required=False, max_length=500, assume_scheme="https"
    )
    given_on = forms.DateField(
        label=_("Answered on"),
        validators=[plausible_day],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Enter the day."), "invalid": _("Enter a day.")},
    )

    names_of_fields = {"words": "statement"}

    def __init__(
        self, *args: Any, user: User, response: Response | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.is_editor = allows(user, "library.edit")
        self.response = response
        own = Respondent.objects.represented_by(user).by_name()
        if response is not None:
            for name in ("respondent", "organisation", "place"):
                del self.fields[name]
        elif self.is_editor:
            del self.fields["respondent"]
        else:
            del self.fields["organisation"], self.fields["place"]
            self.fields["respondent"].queryset = own  # type: ignore[attr-defined]
            if len(own) == 1:
                self.fields["respondent"].initial = own[0].pk
                self.fields["respondent"].empty_label = None  # type: ignore[attr-defined]
        self.fields["given_on"].initial = timezone.localdate
        if self.is_editor:
            self.fields["document"].help_text = _("Where the answer was published.")

    @property
    def said(self) -> Said:
        """Return what is said, for the actions."""
        stance, words, document, given_on = (self.cleaned_data[name] for name in _SAID)
        return Said(stance, words, document, given_on)

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        who = [name for name in ("respondent", "organisation", "place") if name in self.fields]
        helper.layout = Layout("form_key", *who, *_SAID, Submit("record", _("Publish answer")))
        return helper


class WithdrawResponseForm(Form):
    """Why an answer is hidden."""

    reason = forms.CharField(
        label=_("Why?"), max_length=500, error_messages={"required": _("Enter the reason.")}
    )

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("reason", Submit("withdraw", _("Withdraw answer")))
        return helper
