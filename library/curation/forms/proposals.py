"""Proposing a correction, and deciding on one."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.bases import Form, Helper, KeyedForm
from core.forms.layouts import Fieldset, Layout, Row, Submit
from library.catalogue.models import Record
from library.curation.models import Proposal
from library.vocabularies.dates import parse_issued
from library.vocabularies.identifiers import normalise_doi


class ProposalForm(KeyedForm):
    """The present values of the record, ready to be corrected, and the reason."""

    title = forms.CharField(label=_("Title"), max_length=300)
    summary = forms.CharField(
        label=_("Summary"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    issued = forms.CharField(
        label=_("Issued"),
        max_length=10,
        required=False,
        help_text=_("As exactly as you know: 2020, 2020-03 or 2020-03-14."),
    )
    publisher = forms.CharField(label=_("Publisher"), max_length=300, required=False)
    container = forms.CharField(label=_("Journal, series or book"), max_length=300, required=False)
    url = forms.URLField(
        label=_("Web address of the source"), max_length=500, required=False, assume_scheme="https"
    )
    doi = forms.CharField(label=_("DOI"), max_length=250, required=False)
    reason = forms.CharField(
        label=_("What is wrong, and how do you know?"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Use this for authors, topics, places and files too."),
        error_messages={"required": _("Say what is wrong, and how you know.")},
    )

    # Each correction is refused beside its own field.
    names_of_fields: Mapping[str, str] | None = {}

    @property
    def corrections(self) -> dict[str, Any]:
        """Return the proposed values, by the fields of the record."""
        return {name: word for name, word in self.words.items() if name != "reason"}

    def clean_issued(self) -> str:
        return str(parse_issued(self.cleaned_data["issued"]) or "")

    def clean_doi(self) -> str:
        return normalise_doi(self.cleaned_data["doi"])

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "form_key",
            "reason",
            Fieldset(
                _("Your correction, if you have one"),
                "title",
                "summary",
                Row("issued", "publisher"),
                "container",
                Row("url", "doi"),
            ),
            Submit("propose", _("Send to the editors")),
        )
        return helper


class ProposalDecisionForm(Form):
    """Which of the proposed fields are taken over, and the answer to the reader."""

    fields_taken = forms.MultipleChoiceField(
        label=_("Accept these changes"), required=False, widget=forms.CheckboxSelectMultiple
    )
    answer = forms.CharField(
        label=_("Message to the reader"),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed if you do not accept it."),
    )

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(name, label_of(name)) for name in proposal.after]
        self.fields["fields_taken"].choices = choices  # type: ignore[attr-defined]
        self.fields["fields_taken"].initial = list(proposal.after)
        if not choices:
            del self.fields["fields_taken"]

    @property
    def is_declined(self) -> bool:
        """Tell whether the editor pressed the button that declines the proposal."""
        return "decline" in self.data

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.is_declined and not cleaned.get("answer") and "answer" not in self.errors:
            self.add_error("answer", _("Tell the reader why."))
        return cleaned

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        chosen = ["fields_taken"] if "fields_taken" in self.fields else []
        helper.layout = Layout(
            *chosen,
            "answer",
            Submit("accept", _("Accept")),
            Submit("decline", _("Do not accept"), css_class="button-secondary"),
        )
        return helper


def label_of(name: str) -> str:
    """Return the name of a proposed field as readers see it."""
    if name == "issued":
        return str(_("Issued"))
    label = str(Record._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return label[:1].upper() + label[1:]
