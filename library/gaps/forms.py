"""The forms of evidence gaps."""

import re
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from core.forms.bases import EditForm, Form, Helper, KeyedForm
from core.forms.layouts import Layout, Row, Submit
from core.web.requests import key_of
from library.catalogue.models import Record
from library.gaps.actions.register import FIELDS, MOST_TOGETHER
from library.gaps.models import LONGEST, EvidenceGap, GapFilling, Priority
from library.gaps.states import GapState
from library.vocabularies.choices import TermKind
from library.vocabularies.models import Place, Term, Topic

_CODE = re.compile(r"[-\w]{1,60}", re.ASCII)
_OWN_PAGE = re.compile(r"/(?!/)[^\s\\]*")
_TITLE = {"required": _("Say in one line what is not known.")}
_WHY = {"required": _("Say why it matters, and for whom.")}


class ByCode(forms.ModelChoiceField):
    """A choice from a vocabulary by its code. What cannot be a code is refused before a query sees it."""

    def __init__(self, queryset: Any, **kwargs: Any) -> None:
        super().__init__(queryset, to_field_name="code", required=False, **kwargs)
        self.error_messages["invalid_choice"] = _("Choose one from the list.")

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value and not _CODE.fullmatch(value):
            raise forms.ValidationError(self.error_messages["invalid_choice"], "invalid_choice")
        return super().to_python(value)

    def label_from_instance(self, obj: Any) -> str:
        level = obj.level if isinstance(obj, Place) else int(bool(getattr(obj, "parent_id", None)))
        return "\u2003" * level + str(obj)


class _Subject(forms.Form):
    """What a gap is about."""

    topic = ByCode(Topic.objects.in_order(), label=_("Topic"), empty_label=_("No single topic"))
    population = ByCode(
        Term.objects.filter(kind=TermKind.POPULATION).in_order(),
        label=_("Population group"),
        empty_label=_("No single group"),
    )
    place = ByCode(Place.objects.in_order(), label=_("Place"), empty_label=_("No single place"))


class NewGapForm(_Subject, KeyedForm):
    """A gap that somebody knows of."""

    names_of_fields = {}

    title = forms.CharField(
        label=_("What is not known?"),
        max_length=200,
        help_text=_("In one line, such as “Whether fuel vouchers reach private tenants”."),
        error_messages=_TITLE,
    )
    rationale = forms.CharField(
        label=_("Why does it matter?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Who needs to know it, and for what decision. Anyone can read this."),
        error_messages=_WHY,
    )
    priority = forms.TypedChoiceField(
        label=_("Priority"), choices=Priority.choices, coerce=int, initial=Priority.MEDIUM
    )
    # What it came from, such as ``question:12``.
    source = forms.CharField(required=False, widget=forms.HiddenInput)

    field_order = ("title", "rationale", *FIELDS)

    def __init__(self, *args: Any, is_editor: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._is_editor = is_editor
        if not is_editor:
            del self.fields["priority"]

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        of_editors = ["priority"] if self._is_editor else []
        send = _("Add the gap") if self._is_editor else _("Send to the editors")
        helper.layout = Layout(
            "form_key", "source", "title", "rationale", *of_editors,
            Row("topic", "population"), "place", Submit("propose", send),
        )  # fmt: skip
        return helper


class GapEditForm(_Subject, EditForm):
    """What a gap says, for editors."""

    class Meta:
        model = EvidenceGap
        fields = ("title", "rationale", "priority", "words")
        labels = {"title": _("What is not known?"), "rationale": _("Why does it matter?")}
        widgets = {"rationale": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "words": _(
                "We search for them, along with topic, group and place, to see what the library has."
            )
        }
        error_messages = {"title": _TITLE, "rationale": _WHY}

    def stored_words(self, stored: EvidenceGap) -> dict[str, Any]:
        """Return the stored values of the fields of the form, as they stand now."""
        return {name: getattr(stored, name) for name in FIELDS}

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "edit_number", "title", "rationale", "priority",
            Row("topic", "population"), Row("place", "words"), Submit("save", _("Save")),
        )  # fmt: skip
        return helper


class ReasonForm(Form):
    """Why a gap is dismissed."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Anyone who can see the gap can read this."),
        error_messages={"required": _("Say why it is dismissed.")},
    )

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("reason", Submit("dismiss", _("Dismiss")))
        return helper


class FillForm(Form):
    """Which records fill a gap: of those offered, and one more by its address."""

    records = forms.TypedMultipleChoiceField(
        label=_("Records that were offered"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from the records that were offered.")},
    )
    record = forms.CharField(
        label=_("Another record"),
        required=False,
        max_length=300,
        help_text=_("Its address in this library, or its number."),
    )

    def __init__(self, *args: Any, offered: list[GapFilling], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._records = {each.record_id: each.record for each in offered}
        choices = [(pk, record.title) for pk, record in self._records.items()]
        self.fields["records"].choices = choices  # type: ignore[attr-defined]
        self.fields["records"].initial = list(self._records)
        if not choices:
            del self.fields["records"]

    def clean_record(self) -> Record | None:
        text: str = self.cleaned_data["record"].strip().rstrip("/")
        if not text:
            return None
        record = Record.objects.published().filter(pk=key_of(text.rpartition("/")[2])).first()
        if record is None:
            raise forms.ValidationError(_("There is no such record in the library."))
        return record

    @property
    def chosen(self) -> list[Record]:
        """Return all records that were chosen."""
        ticked = [self._records[pk] for pk in self.cleaned_data.get("records", [])]
        one_more = self.cleaned_data["record"]
        return [*ticked, *([one_more] if one_more and one_more not in ticked else [])]

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        offered = ["records"] if "records" in self.fields else []
        helper.layout = Layout(*offered, "record", Submit("fill", _("Mark as filled")))
        return helper


class WorkForm(Form):
    """Who works on a gap: a network, a cohort or oneself from the list, or a name that is typed."""

    names_of_fields = {}

    worker = forms.ChoiceField(
        label=_("Who works on it?"),
        required=False,
        help_text=_(
            "Readers see a network or cohort only if they can open it, and people only when signed in."
        ),
        error_messages={"invalid_choice": _("Choose one from the list.")},
    )
    name = forms.CharField(
        label=_("Name of someone else"),
        required=False,
        max_length=150,
        help_text=_("A team, an organisation or another group. Anyone can read this."),
    )
    address = forms.CharField(
        label=_("Its link"),
        required=False,
        max_length=500,
        help_text=_("A page of this site, such as /networks/…, or another web address."),
    )

    def __init__(self, *args: Any, workers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Choose, or enter a name below")), *workers]
        self.fields["worker"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("worker") and cleaned.get("name"):
            self.add_error("name", _("Choose from the list or enter a name, not both."))
        elif cleaned.get("worker"):
            cleaned |= {"name": "", "address": ""}
        elif not cleaned.get("name") and not self.errors.keys() & {"worker", "name"}:
            self.add_error("name", _("Choose from the list, or enter who works on it."))
        return cleaned

    def clean_address(self) -> str:
        text: str = self.cleaned_data["address"].strip()
        is_used = not self.cleaned_data.get("worker")
        if is_used and text and not _OWN_PAGE.fullmatch(text):
            URLValidator(
                schemes=["http", "https"],
                message=_("Enter a web address that starts with https:// or /."),
            )(text)
        return text

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("worker", "name", "address", Submit("work", _("Add")))
        return helper


class GapFilterForm(Form):
    """Which gaps of the register are shown."""

    q = forms.CharField(label=_("Words"), max_length=100, required=False)
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("All states")), *GapState.choices], required=False
    )
    priority = forms.ChoiceField(
        label=_("Priority"), choices=[("", _("All priorities")), *Priority.choices], required=False
    )
    topic = ByCode(Topic.objects.in_order(), label=_("Topic"), empty_label=_("All topics"))


class TogetherForm(Form):
    """What is done with the gaps that were chosen."""

    gaps = forms.CharField(widget=forms.HiddenInput, max_length=20 * MOST_TOGETHER)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    into = forms.TypedChoiceField(
        label=_("Which gap do you want to keep?"),
        required=False,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of these gaps.")},
    )

    def __init__(self, *args: Any, act: str, chosen: list[EvidenceGap], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._act, self._chosen = act, {gap.pk: gap for gap in chosen}
        self.fields["gaps"].initial = ",".join(map(str, self._chosen))
        if act == "merge":
            choices = [(pk, gap.title) for pk, gap in self._chosen.items()]
            self.fields["into"].choices = choices  # type: ignore[attr-defined]
            self.fields["into"].required = True
            self.fields["into"].error_messages["required"] = _("Choose the gap to keep.")
        else:
            del self.fields["into"]
        if act == "dismiss":
            self.fields["reason"].required = True
            self.fields["reason"].error_messages["required"] = _("Say why they are dismissed.")
        else:
            del self.fields["reason"]

    @property
    def target(self) -> EvidenceGap:
        """Return the gap that the others are merged into."""
        return self._chosen[self.cleaned_data["into"]]

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        labels = {"accept": _("Accept all"), "dismiss": _("Dismiss all"), "merge": _("Merge")}
        fields = [name for name in ("gaps", "reason", "into") if name in self.fields]
        helper.layout = Layout(*fields, Submit("do", labels[self._act]))
        return helper
