"""Filters of the library's pages."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.design import icons
from core.forms.markup import escape
from library.catalogue.models import Creator
from library.finding.facets import Value
from library.vocabularies import languages
from library.vocabularies.choices import RecordType
from library.vocabularies.licences import LICENCES

register = template.Library()
_ICONS_OF_TYPES = {
    RecordType.REPORT: "document-text",
    RecordType.EVIDENCE_REVIEW: "scale",
    RecordType.POLICY_BRIEF: "megaphone",
    RecordType.GUIDANCE: "map",
    RecordType.CASE_STUDY: "light-bulb",
    RecordType.PROJECT: "flag",
    RecordType.DATASET: "table-cells",
    RecordType.ARTICLE: "newspaper",
    RecordType.TEACHING_RESOURCE: "presentation-chart-bar",
}


@register.simple_tag
def type_icon(type: str) -> SafeString:  # noqa: A002
    """Draw the icon of a type of records, before its name."""
    return icons.icon(_ICONS_OF_TYPES[RecordType(type)])


@register.filter
def filter_choice(value: Value, facet: str) -> SafeString:
    """Write the check box of a filter. A template for each of two hundred takes a third of the finder."""
    code = escape(value.value)
    return mark_safe(  # noqa: S308  (what comes from the catalogue is escaped)
        f'<div class="choice"><input type="checkbox" id="{facet}-{code}" name="{facet}" value="{code}"'
        f'{" checked" if value.is_chosen else ""}><label for="{facet}-{code}">{escape(value.label)} '
        f'<span class="meta">({value.records}<span class="visually-hidden"> {escape(value.noun)}</span>)</span>'
        f"</label></div>"
    )


@register.filter
def names(creators: Iterable[Creator | str], most: int = 4) -> str:
    """Return the first names of a list: "Ada Byron, Grace Hopper and 3 more"."""
    every = list(map(str, creators))
    if len(every) > most + 1:
        shown = ", ".join(every[:most])
        return _("%(names)s and %(count)s more") % {"names": shown, "count": len(every) - most}
    return ", ".join(every)


@register.simple_tag
def licence(code: str) -> str:
    """Write the licence by its name as a link to its text; a code we do not know stays as it is."""
    name, address = LICENCES.get(code, (code, ""))
    if not address:
        return str(name)
    return format_html('<a href="{}" rel="license">{}</a>', address, name)


@register.filter
def language(code: str) -> str:
    """Return the language in words: "Welsh"."""
    return languages.name_of(code)


@register.filter
def file_type(name: str) -> str:
    """Return the ending of a file's name as readers know it: "PDF"."""
    return name.rpartition(".")[2].upper()
