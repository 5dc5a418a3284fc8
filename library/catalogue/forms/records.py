"""The form in which editors describe a record."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from core.forms.bases import EditForm, Helper, KeyedForm
from core.forms.given_choices import GivenChoices
from core.forms.layouts import Field, Fieldset, Layout, Row, Submit
from library.catalogue.actions.checks import CATALOGUE_FIELDS, MAX_TOPICS
from library.catalogue.completeness import (
    prompts_for_missing_fields,
    required_fields,
    summary_problem,
)
from library.catalogue.forms.subjects import PlacesField, TermsField, offered_terms
from library.catalogue.forms.type_fields import form_field, stored_value
from library.catalogue.models import Creator, Record, Version
from library.catalogue.type_fields import TypeField, type_fields_of
from library.vocabularies import languages
from library.vocabularies.choices import TermKind
from library.vocabularies.dates import Issued, parse_issued
from library.vocabularies.forms.topics import TOPICS_TEMPLATE, TopicsField
from library.vocabularies.identifiers import normalise_doi, normalise_isbn, normalise_orcid
from library.vocabularies.licences import LICENCES
from library.vocabularies.names import format_person, parse_person, split_names

_MOST_LETTERS_OF_A_NAME = 200
_DATE_PARTS = frozenset(["year", "month", "day"])
# What the form writes in its own way, or not at all.
_NOT_AS_COLUMNS = _DATE_PARTS | {"url", "language", "licence", "where_seen", "has_more_creators"}


# Where the form asks for what the record keeps under another name.
_FIELD_OF = {"year": "issued", "month": "issued", "day": "issued", "creators": "people"}


class RecordForm(EditForm):
    """The description of a record. Type fields may be added later, but required ones not taken away."""

    names_of_fields = _FIELD_OF

    class Meta:
        model = Record
        fields = ["type", "title", "summary", *sorted(CATALOGUE_FIELDS - _NOT_AS_COLUMNS)]
        widgets = {"summary": forms.Textarea(attrs={"rows": 6})}
        help_texts = {
            "summary": _("Help readers decide whether it is for them. 150 to 2,000 characters."),
            "geography": _(
                "Only for places that are not in the list, such as an estate or a ward."
            ),
            "doi": _("For example 10.1136/bmj.m693."),
            "isbn": _("Ten or thirteen digits."),
            "rights": _("Who holds the rights, if the source says so."),
            "evidence_kind": _("The one that carries its main message."),
        }

    issued = forms.CharField(
        label=_("Issued"),
        required=False,
        max_length=10,
        help_text=_("As exactly as you know: 2020, 2020-03 or 2020-03-14."),
    )
    people = forms.CharField(
        label=_("People"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "One name on each line, as on the title page, with the ORCID iD after it where there "
            "is one. "
            "Add (ed.) for an editor, (chair) for a chair."
        ),
    )
    has_more_creators = forms.BooleanField(
        label=_("The title page lists more people"), required=False
    )
    organisations = forms.CharField(
        label=_("Organisations"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "One on each line. Add (issuer) for one that issued the work of the people above."
        ),
    )
    url = forms.URLField(
        label=_("Web address of the source"), required=False, max_length=500, assume_scheme="https"
    )
    language = forms.ChoiceField(label=_("Language"), choices=languages.LanguageChoices())
    licence = forms.ChoiceField(label=_("Licence"), required=False)
    where_seen = forms.CharField(
        label=_("Where we found it"),
        required=False,
        max_length=300,
        help_text=_("For editors: where these details come from, such as a page number."),
    )
    topics = TopicsField(
        label=_("Topics"),
        most=MAX_TOPICS,
        help_text=_("Choose one to six."),
        error_messages={"required": _("Choose at least one topic.")},
    )
    places = PlacesField(
        label=_("Places"),
        help_text=_(
            "One on each line, by its name in the list of places. We add the wider places."
        ),
    )
    populations = TermsField(TermKind.POPULATION, label=_("Population groups"))
    settings = TermsField(TermKind.SETTING, label=_("Settings"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].error_messages["required"] = _("Enter the title.")
        self.fields["summary"].required = True
        self.fields["summary"].error_messages["required"] = _("Write a summary.")
        self.fields["type"].error_messages["required"] = _("Choose the type of the work.")
        self._offer_licences()
        terms = list(offered_terms())
        for name in ("populations", "settings"):
            self.fields[name].offer(terms)  # type: ignore[attr-defined]
        self.own = type_fields_of(self.instance.type)
        for field in self.own:
            self.fields[field.name] = form_field(field, is_required=False)
        self.refuse_control_characters()

    def _offer_licences(self) -> None:
        """Offer the known licences, and the record's own where it has one in words."""
        offered = [
            ("", _("Not stated")),
            *((code, name) for code, (name, _address) in LICENCES.items()),
        ]
        if self.instance.licence and self.instance.licence not in LICENCES:
            offered.append((self.instance.licence, self.instance.licence))
        self.fields["licence"].choices = GivenChoices(offered)  # type: ignore[attr-defined]

    def clean_summary(self) -> str:
        summary: str = self.cleaned_data["summary"]
        was_enough = not summary_problem(self.instance.summary)
        if self.is_new or was_enough:
            raise_if_problem(summary_problem(summary))
        return summary

    def clean_doi(self) -> str:
        return normalise_doi(self.cleaned_data["doi"])

    def clean_isbn(self) -> str:
        return normalise_isbn(self.cleaned_data["isbn"])

    def clean_issued(self) -> Issued | None:
        return parse_issued(self.cleaned_data["issued"])

    def clean_people(self) -> str:
        text: str = self.cleaned_data["people"]
        for line in split_names(text):
            name, orcid, _role = parse_person(line)
            normalise_orcid(orcid)
            _refuse_long(name)
        return text

    def clean_organisations(self) -> str:
        text: str = self.cleaned_data["organisations"]
        for line in split_names(text):
            _refuse_long(line)
        return text

    @property
    def is_new(self) -> bool:
        return self.instance.pk is None

    @property
    def changes(self) -> dict[str, Any]:
        """Return the field values for ``correct_record`` and ``publish_record``, without related rows."""
        issued = self.cleaned_data["issued"]
        parts = {part: getattr(issued, part, None) for part in _DATE_PARTS}
        columns = (CATALOGUE_FIELDS | {"type", "title", "summary"}) - _DATE_PARTS
        return {**parts, **{name: self.cleaned_data[name] for name in columns}}

    @property
    def links(self) -> dict[str, Any]:
        """Return topics, places, terms and type fields as actions take them."""
        cleaned = self.cleaned_data
        return {
            "topics": cleaned["topics"],
            "places": cleaned["places"],
            "terms": [*cleaned["populations"], *cleaned["settings"]],
            "particulars": {f.name: stored_value(cleaned[f.name]) for f in self.own},
        }

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(*self._keys(), *self._fieldsets(), self._button())
        return helper

    def stored_words(self, stored: Record) -> dict[str, Any]:
        """Return the stored values of the fields of the form, as they stand now."""
        return {
            **super().stored_words(stored),
            **creators_as_text(stored.creators.order_by("position", "pk")),
            **_shown_particulars(stored.current_version, self.own),
            "issued": stored.issued,
            "populations": stored.populations,
            "settings": stored.settings,
        }

    def _keys(self) -> list[str]:
        return ["edit_number", "type"]

    def _button(self) -> Submit:
        return Submit("save", _("Save"))

    def _fieldsets(self) -> list[Fieldset]:
        own = [field.name for field in self.own]
        fieldsets = [
            Fieldset(
                _("The work"), "title", "summary", "people", "has_more_creators", "organisations"
            ),
            Fieldset(
                _("Publication"),
                Row("issued", "publisher"),
                "container",
                Row("volume", "issue", "pages"),
                "url",
                Row("doi", "isbn"),
                Row("language", "licence"),
                "rights",
            ),
            Fieldset(
                _("What it is about"),
                Field("topics", template=TOPICS_TEMPLATE),
                "places",
                "geography",
                Field("populations", template=TOPICS_TEMPLATE),
                Field("settings", template=TOPICS_TEMPLATE),
                "evidence_kind",
            ),
        ]
        if own:
            fieldsets.append(Fieldset(self.instance.get_type_display(), *own))
        return [*fieldsets, Fieldset(_("For editors"), "where_seen")]


class NewRecordForm(KeyedForm, RecordForm):
    """A work that is new to the library, with all that its type needs."""

    def __init__(self, *args: Any, type: str, **kwargs: Any) -> None:  # noqa: A002
        super().__init__(*args, instance=Record(type=type), **kwargs)
        del self.fields["edit_number"], self.fields["type"]
        for name in _needed(type) & set(self.fields):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = prompts_for_missing_fields(type)[name]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("people") and not cleaned.get("organisations"):
            self._ask("people", "creators")
        is_placed = cleaned.get("places") or cleaned.get("geography")
        if "places" in required_fields(self.instance.type) and not is_placed:
            self._ask("places", "places")
        return cleaned

    def _ask(self, field: str, name: str) -> None:
        if field not in self.errors:
            self.add_error(field, prompts_for_missing_fields(self.instance.type)[name])

    @property
    def changes(self) -> dict[str, Any]:
        self.cleaned_data["type"] = self.instance.type
        return super().changes

    def _keys(self) -> list[str]:
        return ["form_key"]

    def _button(self) -> Submit:
        return Submit("add", _("Add to the library"))


def required_labels(type: str) -> list[StrOrPromise]:  # noqa: A002  (the word of the catalogue)
    """Return the labels of the fields that a new record of this type must fill, in form order."""
    fields = NewRecordForm(type=type).fields
    needed = _needed(type) | ({"places"} & required_fields(type))
    return [field.label or "" for name, field in fields.items() if name in needed]


def _needed(type_: str) -> set[str]:
    """Return the fields of the form that must not be empty; who made it and where it is about have two each."""
    names = {"issued" if name == "year" else name for name in required_fields(type_)}
    own = {field.name for field in type_fields_of(type_) if field.is_required}
    return (names | own | {"summary"}) - {"creators", "places"}


def initial_of(record: Record, creators: Iterable[Creator]) -> dict[str, Any]:
    """Return the initial values of the record form. Takes no query for one with its topics, places and terms."""
    return {
        **creators_as_text(creators),
        **_shown_columns(record),
        "topics": [topic.code for topic in record.topics.all()],
        "places": places_as_text(record),
        "populations": [term.code for term in record.populations],
        "settings": [term.code for term in record.settings],
        **_shown_particulars(record.current_version, type_fields_of(record.type)),
    }


def creators_as_text(creators: Iterable[Creator]) -> dict[str, str]:
    """Return the creators as the form's texts, one name on each line."""
    people, bodies = list[str](), list[str]()
    for creator in creators:
        of_its_kind = bodies if creator.is_organisation else people
        of_its_kind.append(format_person(creator.name, creator.role, creator.orcid))
    return {"people": "\n".join(people), "organisations": "\n".join(bodies)}


def places_as_text(record: Record) -> str:
    """Return the places as the form's text, one on each line."""
    return "\n".join(place.name for place in record.places.all())


def _shown_columns(record: Record) -> dict[str, Any]:
    return {
        "issued": str(record.issued or ""),
        "url": record.url,
        "language": record.language,
        "licence": record.licence,
        "where_seen": record.where_seen,
        "has_more_creators": record.has_more_creators,
    }


def _shown_particulars(version: Version | None, own: Iterable[TypeField]) -> dict[str, Any]:
    values = version.particulars if version else {}
    return {field.name: values.get(field.name) or "" for field in own}


def raise_if_problem(problem: Any) -> None:
    """Raise ``ValidationError`` unless the problem is empty."""
    if problem:
        raise forms.ValidationError(problem)


def _refuse_long(name: str) -> None:
    if len(name) > _MOST_LETTERS_OF_A_NAME:
        raise forms.ValidationError(_("A name has at most 200 characters. Put one on each line."))
