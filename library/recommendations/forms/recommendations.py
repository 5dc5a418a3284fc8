"""What editors write of a recommendation, and the table with which they bring many."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from core.files.tables import TableNotReadable
from core.files.upload_limits import refuse_what_did_not_arrive
from core.forms.bases import EditForm, Form, Helper, KeyedForm
from core.forms.layouts import Field, Layout, Row, Submit
from library.catalogue.actions.checks import MAX_TOPICS
from library.recommendations.models import Recommendation
from library.recommendations.references import LONGEST, normalise_reference
from library.recommendations.states import Level
from library.recommendations.tables import MOST_LETTERS, read_text
from library.recommendations.wording import PLAIN, Wording
from library.vocabularies.forms.topics import TOPICS_TEMPLATE, TopicsField

_LARGEST_FILE = 2 * 1024 * 1024


class RecommendationForm(EditForm):
    """What a recommendation says; its reference stays."""

    class Meta:
        model = Recommendation
        fields = PLAIN
        labels = {
            "title": _("Short title"),
            "text": _("Full text"),
            "page": _("Place in the report"),
            "principle": _("Marmot principle"),
            "horizon": _("By when"),
        }
        help_texts = {
            "title": _("In your own words, at most 200 characters."),
            "text": _("A short quotation or a factual summary. Do not copy long passages."),
            "page": _(
                "A page as numbered in the report, such as 94 or 94–95, or a part, such as Chapter 5. "
                "Leave it empty if you are not sure."
            ),
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}
        error_messages = {
            "title": {"required": _("Enter the short title.")},
            "text": {"required": _("Enter the text.")},
        }

    levels = forms.MultipleChoiceField(
        label=_("Addressed to"),
        choices=Level.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    topics = TopicsField(label=_("Topics"), most=MAX_TOPICS, required=False)
    successor = forms.CharField(
        label=_("Replaced by"),
        required=False,
        max_length=LONGEST + 10,
        help_text=_("The reference of the newer recommendation, if there is one."),
    )

    # The action names the field as the model does.
    names_of_fields = {"replaced_by": "successor"}

    def clean_successor(self) -> str:
        text: str = self.cleaned_data["successor"]
        return normalise_reference(text) if text else ""

    def stored_words(self, stored: Any) -> dict[str, Any]:
        """Return the stored values of the fields of the form, as they stand now."""
        return {**super().stored_words(stored), **links_of(stored)}

    @property
    def wording(self) -> Wording:
        """Return the words for the actions."""
        cleaned = self.cleaned_data
        return Wording(
            **{name: cleaned[name] for name in PLAIN},
            levels=tuple(cleaned["levels"]),
            topics=tuple(topic.code for topic in cleaned["topics"]),
            replaced_by=cleaned["successor"],
        )

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(*self._first(), *self._words(), Submit("save", self._button()))
        return helper

    def _first(self) -> list[str]:
        return ["edit_number"]

    def _words(self) -> list[Any]:
        return [
            "title",
            "text",
            Row("page", "horizon"),
            "principle",
            "levels",
            Field("topics", template=TOPICS_TEMPLATE),
            "successor",
        ]

    def _button(self) -> Any:
        return _("Save")


class NewRecommendationForm(KeyedForm, RecommendationForm):
    """A recommendation that is new, with its permanent reference."""

    reference = forms.CharField(
        label=_("Reference"),
        max_length=LONGEST + 10,
        help_text=_(
            "Letters and digits in parts with hyphens, such as FSHL-2010-A1. It is permanent: it cannot be "
            "changed later."
        ),
        error_messages={"required": _("Enter the reference.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["edit_number"]

    def clean_reference(self) -> str:
        reference = normalise_reference(self.cleaned_data["reference"])
        taken = Recommendation.objects.filter(reference=reference).exclude(
            form_key=self.data.get("form_key") or None
        )
        if taken.exists():
            raise forms.ValidationError(
                _("Another recommendation has this reference. Choose another one.")
            )
        return reference

    def _first(self) -> list[str]:
        return ["form_key", "reference"]

    def _button(self) -> Any:
        return _("Add recommendation")


def links_of(recommendation: Recommendation) -> dict[str, Any]:
    """Return the initial values of what stands in no column of the recommendation."""
    successor = recommendation.replaced_by
    return {
        "levels": [level.value for level in recommendation.levels],
        "topics": [topic.code for topic in recommendation.topics.all()],
        "successor": successor.reference if successor else "",
    }


class WithdrawRecommendationForm(Form):
    """Why a recommendation is withdrawn."""

    reason = forms.CharField(
        label=_("Why?"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everyone who opens its address reads this."),
        error_messages={"required": _("Enter the reason. Readers will see it.")},
    )

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("reason", Submit("withdraw", _("Withdraw recommendation")))
        return helper


class TableForm(Form):
    """A file of recommendations, to be checked."""

    keeps_unsent = False

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV with the columns of the export, in any usual encoding."),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("This file is empty. Choose another one."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.text = ""

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        refuse_what_did_not_arrive(file)
        if (file.size or 0) > _LARGEST_FILE:
            raise forms.ValidationError(_("This file is larger than 2 MB. Split it."))
        try:
            self.text = read_text(file.read())
        except TableNotReadable as problem:
            raise forms.ValidationError(str(problem)) from problem
        if len(self.text) > MOST_LETTERS:
            raise forms.ValidationError(_("This file contains too much text. Split it."))
        return file

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("file", Submit("check", _("Check the file")))
        return helper


class _HiddenText(forms.Textarea):
    """Text of many lines that a form carries along unseen."""

    input_type = "hidden"

    def __init__(self) -> None:
        super().__init__(attrs={"hidden": True})


class ConfirmTableForm(Form):
    """A checked table that is to be written as it was shown."""

    keeps_unsent = False

    text = forms.CharField(max_length=MOST_LETTERS, strip=False, widget=_HiddenText)
    mark = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, address: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.address = address

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.form_action = self.address
        helper.layout = Layout("text", "mark", Submit("write", _("Import these rows")))
        return helper
