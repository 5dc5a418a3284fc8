"""Suggestions while somebody types into the finder."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.web.ratelimit import limit_rate
from library.finding.search.autocomplete import Completion
from library.finding.search.autocomplete import complete as suggested


@login_not_required
@require_safe
@limit_rate("suggestions", "600/m")
def suggestions(request: HttpRequest) -> JsonResponse:
    """Return completions of the text typed so far, each with its type and address."""
    rows = [
        {"label": each.label, "kind": _kind(each), "address": _address(each)}
        for each in suggested(request.GET.get("q", ""))
    ]
    return JsonResponse({"suggestions": rows})


def _kind(suggestion: Completion) -> str:
    names = {"title": _("Title"), "topic": _("Topic"), "organisation": _("Organisation")}
    return names[suggestion.kind]


def _address(suggestion: Completion) -> str:
    if suggestion.kind == "title":
        return reverse("library:record_detail", args=[int(suggestion.key)])
    return reverse("library:finder", query={suggestion.kind: suggestion.key})
