"""The forms with which advice is sent and its outcome is told."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from advice.models import AdviceCaseQuerySet
from advice.states import AdviceKind, AdviceOutcomeKind, AdviceState
from core.files.upload_limits import with_largest_size
from core.files.uploads import UploadRefused
from core.forms.bases import Form, Helper, KeyedForm
from core.forms.layouts import Layout, Submit
from core.refusals import Refusal
from library.gaps.forms import ByCode
from library.vocabularies.models import Place
from networks.models import Network

_DAY = {"invalid": _("Enter a day, such as 31/3/2027")}
_EARLIEST = dt.date(2000, 1, 1)


def past(day: dt.date) -> dt.date:
    """Return the day unless it is in the future or long ago."""
    if not _EARLIEST <= day <= timezone.localdate() + dt.timedelta(days=1):
        raise forms.ValidationError(_("Enter a day since 2000 that is not in the future"))
    return day


def day_field(label: Any) -> forms.DateField:
    """Make the field of a day, at first today."""
    return forms.DateField(
        label=label,
        initial=timezone.localdate,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": _("Enter the day"), **_DAY},
    )


class SendForm(Form):
    """When and to whom the advice was sent, and the document as it went."""

    sent_on = day_field(_("Sent on"))
    sent_to = forms.CharField(
        label=_("Sent to"),
        max_length=300,
        help_text=_("The body and its office. Leave out personal addresses: anyone can read this."),
        error_messages={"required": _("Enter who it was sent to")},
    )
    document = forms.FileField(
        label=_("Document"),
        required=False,
        allow_empty_file=True,
        max_length=200,
        help_text=with_largest_size(
            _(
                "The file that was sent, if there was one: PDF, DOCX, ODT, XLSX, CSV, PNG or JPG, at most %(most)s MB."
            )
        ),
    )

    def clean_sent_on(self) -> dt.date:
        return past(self.cleaned_data["sent_on"])

    def refuse(self, refusal: Refusal | forms.ValidationError) -> None:
        """Show beside its field why a file cannot be taken."""
        if isinstance(refusal, UploadRefused):
            self.add_error("document", refusal)
        else:
            super().refuse(refusal)

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("sent_on", "sent_to", "document", Submit("send", _("It was sent")))
        return helper


class OutcomeEntryForm(KeyedForm):
    """What became known of the outcome."""

    outcome = forms.ChoiceField(
        label=_("What happened?"),
        choices=AdviceOutcomeKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happened")},
    )
    note = forms.CharField(
        label=_("Details"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Which points were adopted, and which were not."),
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        help_text=_("Where it can be read, such as “Government response, page 12”."),
        error_messages={"required": _("Enter the source")},
    )
    link = forms.URLField(
        label=_("Link"),
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": _("Enter a web address, such as https://www.example.org/bill")},
    )
    known_on = day_field(_("Date"))

    def clean_known_on(self) -> dt.date:
        return past(self.cleaned_data["known_on"])

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            *("form_key", "outcome", "note", "source", "link", "known_on"),
            Submit("save", _("Add the outcome")),
        )
        return helper


class CallForm(KeyedForm):
    """A question to networks about a case."""

    networks = forms.ModelMultipleChoiceField(
        Network.objects.none(),
        label=_("Networks"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The networks you are a member of. Each gets its own discussion."),
        error_messages={
            "required": _("Choose at least one network"),
            "invalid_choice": _("Choose from the networks you are a member of"),
            "invalid_pk_value": _("Choose from the networks you are a member of"),
        },
    )
    question = forms.CharField(
        label=_("What do you want to know?"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("You can use Markdown. The closing date and a link to the case are added."),
        error_messages={"required": _("Write what you want to know")},
    )

    def __init__(self, *args: Any, networks: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["networks"].queryset = networks  # type: ignore[attr-defined]

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "form_key", "networks", "question", Submit("call", _("Start the discussions"))
        )
        return helper


class AdviceFilterForm(Form):
    """Which cases are shown."""

    q = forms.CharField(label=_("Words"), max_length=100, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("All kinds")), *AdviceKind.choices], required=False
    )
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("All states")), *AdviceState.choices], required=False
    )
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[("", _("All outcomes")), *AdviceOutcomeKind.choices],
        required=False,
    )
    place = ByCode(Place.objects.in_order(), label=_("Place"), empty_label=_("All places"))

    def narrow(self, cases: AdviceCaseQuerySet) -> AdviceCaseQuerySet:
        """Keep the cases that the filters name; a value that the form refuses filters nothing."""
        self.full_clean()
        asked = self.cleaned_data
        for name in ("kind", "state", "outcome", "place"):
            if value := asked.get(name):
                cases = cases.filter(**{name: value})
        if words := asked.get("q"):
            cases = cases.saying(words)
        return cases
