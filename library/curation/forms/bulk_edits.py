"""The form of a bulk edit."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.bases import Helper, KeyedForm
from core.forms.layouts import Field, Fieldset, Layout, Row, Submit
from core.web.requests import key_of
from library.catalogue.actions.checks import MAX_TOPICS
from library.catalogue.forms.subjects import PlacesField, TermsField, offered_terms
from library.curation.bulk_changes import MOST_RECORDS, Change
from library.vocabularies import languages
from library.vocabularies.choices import EvidenceKind, TermKind
from library.vocabularies.forms.topics import TOPICS_TEMPLATE, TopicsField
from library.vocabularies.licences import LICENCES

_AS_IT_IS = ("", _("Do not change"))
_TERMS = ("add_populations", "remove_populations", "add_settings", "remove_settings")
_LONGEST = 20 * MOST_RECORDS


class BulkForm(KeyedForm):
    """The values to add, to remove and to set; empty fields stay as they are in each record."""

    records = forms.CharField(widget=forms.HiddenInput, max_length=_LONGEST)
    add_topics = TopicsField(label=_("Add topics"), most=MAX_TOPICS, required=False)
    remove_topics = TopicsField(label=_("Remove topics"), required=False)
    add_places = PlacesField(
        label=_("Add places"), help_text=_("One on each line, by its name in the list of places.")
    )
    remove_places = PlacesField(label=_("Remove places"))
    add_populations = TermsField(TermKind.POPULATION, label=_("Add population groups"))
    remove_populations = TermsField(TermKind.POPULATION, label=_("Remove population groups"))
    add_settings = TermsField(TermKind.SETTING, label=_("Add settings"))
    remove_settings = TermsField(TermKind.SETTING, label=_("Remove settings"))
    language = forms.ChoiceField(label=_("Language"), required=False)
    licence = forms.ChoiceField(label=_("Licence"), required=False)
    evidence_kind = forms.ChoiceField(label=_("Kind of evidence"), required=False)
    publisher = forms.CharField(label=_("Publisher"), required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        terms = list(offered_terms())
        for name in _TERMS:
            self.fields[name].offer(terms)  # type: ignore[attr-defined]
        licences = [(code, name) for code, (name, _address) in LICENCES.items()]
        self._offer("language", languages.LanguageChoices())
        self._offer("licence", licences)
        self._offer("evidence_kind", EvidenceKind.choices)

    def _offer(self, name: str, choices: Iterable[tuple[str, Any]]) -> None:
        self.fields[name].choices = [_AS_IT_IS, *choices]  # type: ignore[attr-defined]

    def clean_records(self) -> list[int]:
        keys = [key_of(text) for text in self.cleaned_data["records"].split(",")]
        if not all(keys):
            raise forms.ValidationError(_("These are not records of the library."))
        return list(dict.fromkeys(keys))[:MOST_RECORDS]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for what in ("topics", "places", "populations", "settings"):
            both = set(cleaned.get(f"add_{what}") or []) & set(cleaned.get(f"remove_{what}") or [])
            if both:
                names = ", ".join(sorted(str(thing) for thing in both))
                words = {"names": names}
                self.add_error(
                    f"remove_{what}", _("You chose to both add and remove: %(names)s.") % words
                )
        if not self.errors and not self.change:
            self.add_error(None, _("Choose what to change."))
        return cleaned

    @property
    def change(self) -> Change:
        """Return the change that the form describes."""
        cleaned = self.cleaned_data

        def things(verb: str) -> dict[str, list[Any]]:
            terms = [*cleaned[f"{verb}_populations"], *cleaned[f"{verb}_settings"]]
            ties = {
                "topics": list(cleaned[f"{verb}_topics"]),
                "places": cleaned[f"{verb}_places"],
                "terms": terms,
            }
            return {name: chosen for name, chosen in ties.items() if chosen}

        words = ("language", "licence", "evidence_kind", "publisher")
        sets = {name: cleaned[name] for name in words if cleaned[name]}
        return Change(things("add"), things("remove"), sets)

    @property
    def helper(self) -> Helper:
        def folded(name: str) -> Field:
            return Field(name, template=TOPICS_TEMPLATE)

        helper = Helper(self)
        helper.form_id = "bulk"
        helper.layout = Layout(
            "form_key",
            "records",
            Fieldset(_("Topics"), folded("add_topics"), folded("remove_topics")),
            Fieldset(_("Places"), "add_places", "remove_places"),
            Fieldset(
                _("Population groups and settings"),
                *(folded(name) for name in _TERMS),
            ),
            Fieldset(_("Same for all"), Row("language", "licence"), "evidence_kind", "publisher"),
            Submit("preview", _("Preview changes")),
        )
        return helper
