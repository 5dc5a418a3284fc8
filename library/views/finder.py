"""The content finder."""

from dataclasses import replace
from typing import Any, NamedTuple

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.ratelimit import limit_rate
from library.finder import Results, Sort, filters_from, search
from library.forms import FinderForm
from library.models import Featured, RecordType

_SHOWN_ORGANISATIONS = 8
_MOST_ORGANISATIONS = 100


class Chip(NamedTuple):
    """A filter that is on, and the address of the search without it."""

    label: str
    address: str


@login_not_required
@require_safe
@limit_rate("finder", "600/m")
def finder(request: HttpRequest) -> HttpResponse:
    """Find works in the library, by words and by filters; all of the search stands in the address."""
    form = FinderForm(request.GET)
    form.full_clean()
    filters = replace(
        filters_from(request.GET),
        year_from=form.cleaned_data.get("year_from"),
        year_to=form.cleaned_data.get("year_to"),
    )
    text = request.GET.get("q", "")
    # It names the words that it is for, so that other words typed into the same form are repaired again.
    is_exact = bool(text) and request.GET.get("exact") == text
    results = search(
        text=text,
        filters=filters,
        user=request.user,
        sort=form.chosen_sort,
        repairs=not is_exact,
    )
    page = results.page(request.GET.get("page"))
    facets = results.facets
    context: dict[str, Any] = {
        "form": form,
        "results": results,
        "page": page,
        "found": results.shown(list(page.object_list)),
        "facets": facets,
        "organisations": facets.organisations[:_SHOWN_ORGANISATIONS],
        "more_organisations": facets.organisations[_SHOWN_ORGANISATIONS:_MOST_ORGANISATIONS],
        "chosen_organisations": {str(pk) for pk in filters.organisations},
        "chips": _chips(request.GET, results),
        "clear": _cleared(request.GET),
        "as_typed": _as_typed(request.GET),
        "exact": text if is_exact else "",
        "sorts": Sort.choices if results.query else Sort.choices[1:],
        "featured": None,
    }
    if not (results.query or filters):
        context["featured"] = Featured.objects.on(timezone.localdate()).first()
    return render(request, "library/finder.html", context)


def _chips(query: QueryDict, results: Results) -> list[Chip]:
    filters = results.filters
    chips = [Chip(t.label, _without(query, "topic", t.code)) for t in results.chosen_topics]
    chips += [
        Chip(str(RecordType(value).label), _without(query, "type", value))
        for value in filters.types
    ]
    names = {row.value: row.label for row in results.facets.organisations}
    chips += [
        Chip(names[str(pk)], _without(query, "organisation", str(pk)))
        for pk in filters.organisations
        if str(pk) in names
    ]
    if filters.year_from:
        label = _("From %(year)s") % {"year": filters.year_from}
        chips.append(Chip(label, _without(query, "year_from")))
    if filters.year_to:
        label = _("To %(year)s") % {"year": filters.year_to}
        chips.append(Chip(label, _without(query, "year_to")))
    return chips


def _without(query: QueryDict, key: str, value: str | None = None) -> str:
    """The same search without one filter, from its first page."""
    rest = query.copy()
    rest.pop("page", None)
    if value is None:
        rest.pop(key, None)
    else:
        rest.setlist(key, [other for other in rest.getlist(key) if other != value])
    return f"?{rest.urlencode()}"


def _as_typed(query: QueryDict) -> str:
    """The same search with its words as they were typed, from its first page."""
    rest = query.copy()
    rest.pop("page", None)
    rest["exact"] = query.get("q", "")
    return f"?{rest.urlencode()}"


def _cleared(query: QueryDict) -> str:
    """The same words in the same order without any filter."""
    rest = QueryDict(mutable=True)
    for key in ("q", "sort", "exact"):
        if query.get(key):
            rest[key] = query.get(key, "")
    return f"?{rest.urlencode()}"
