"""The catalogue of courses and programmes, and what it suggests while somebody types."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.permissions import allows
from core.prepared import prepared
from core.types import Member
from core.web.querystrings import Chip, chip, with_query
from core.web.ratelimit import limit_rate
from core.web.way_back import leads_back
from courses.catalogue.entries import Entry
from courses.catalogue.filters import FILTERS, chosen_in
from courses.catalogue.finder import Asked, Catalogue, meant_instead
from courses.models import OrganisationPlaces
from courses.progress.outline import Learning, learning_of
from library.vocabularies.models import TopicInterest

PER_PAGE = 12
_MOST_SUGGESTED = 8
_MOST_FOR_YOU = 3


@leads_back(gettext_lazy("the catalogue"))
@login_not_required
@require_safe
@limit_rate("catalogue", "600/m")
def course_list(request: HttpRequest) -> HttpResponse:
    """Find courses and programmes, by words and by filters; all of the search stands in the address."""
    user, query = request.user, _known(request.GET)
    catalogue = _look(request)
    learning: list[Learning] = []
    for_you: list[Entry] = []
    if user.is_authenticated and not catalogue.asked:
        learning = learning_of(user, limit=6)
        for_you = _for_topics_of(user, catalogue, learning)
    page = Paginator(catalogue.found, PER_PAGE).get_page(query.get("page"))
    context = {
        "catalogue": catalogue,
        "page": page,
        "chips": _chips(query, catalogue),
        "clear": with_query(QueryDict(), q=query.get("q") or None, sort=query.get("sort") or None),
        "without_words": with_query(query, q=None, page=None),
        "learning": learning,
        "for_you": for_you,
        "hands_out_places": user.is_authenticated and _hands_out_places(user),
        "may_author": user.is_authenticated and allows(user, "courses.author"),
        **_instead(catalogue),
    }
    return render(request, "courses/course_list.html", context)


@login_not_required
@require_safe
@limit_rate("course-suggestions", "600/m")
def suggestions(request: HttpRequest) -> JsonResponse:
    """Return the first courses and programmes with the words typed so far."""
    catalogue = _look(request)
    found = catalogue.found[:_MOST_SUGGESTED] if catalogue.asked.text else []
    rows = [
        {
            "label": str(entry.thing),
            "kind": _("Programme") if entry.is_programme else _("Course"),
            "address": entry.thing.get_absolute_url(),
        }
        for entry in found
    ]
    return JsonResponse({"suggestions": rows})


def _look(request: HttpRequest) -> Catalogue:
    asked = Asked.of(request.GET, chosen_in(request.GET))
    return Catalogue(asked, reader=request.user, now=timezone.now())


def _known(data: QueryDict) -> QueryDict:
    """Return the parameters that a catalogue has, without any that are empty."""
    known = QueryDict(mutable=True)
    for name in ("q", *(each.name for each in FILTERS), "sort", "page"):
        values = [value for value in data.getlist(name) if value]
        if values:
            known.setlist(name, values)
    return known


def _chips(query: QueryDict, catalogue: Catalogue) -> list[Chip]:
    return [
        chip(str(choice.label), query, counted.filter.name, choice.value)
        for counted in catalogue.filters
        for choice in counted.chosen
    ]


def _instead(catalogue: Catalogue) -> dict[str, object]:
    """Return what to try where nothing was found: other words, or a topic."""
    if catalogue.found:
        return {}
    everything = catalogue.everything
    meant = "" if catalogue.without_filters else meant_instead(catalogue.asked.text, everything)
    topics = {topic.code: topic for entry in everything for topic in entry.topics}
    return {
        "meant": meant,
        "meant_address": reverse("courses:course_list", query={"q": meant}),
        "topics": list(topics.values())[:8],
        "has_any": bool(everything),
    }


def _for_topics_of(user: Member, catalogue: Catalogue, learning: list[Learning]) -> list[Entry]:
    """Return the newest courses on topics that the reader follows, without those they learn in."""
    followed = set(_followed(user))
    learned = {each.course.pk for each in learning}
    fitting = [
        entry
        for entry in catalogue.found
        if entry.topic_codes & followed
        and not (not entry.is_programme and entry.thing.pk in learned)
    ]
    newest = sorted(fitting, key=lambda entry: entry.is_new_at, reverse=True)
    return newest[:_MOST_FOR_YOU] if len(catalogue.found) > PER_PAGE // 2 else []


@prepared
def _places_of(user: Member) -> QuerySet[OrganisationPlaces]:
    return OrganisationPlaces.objects.filter(representative=user)[:1]


def _hands_out_places(user: Member) -> bool:
    return bool(list(_places_of(user)))


@prepared
def _followed(user: Member) -> QuerySet[TopicInterest, str]:
    return TopicInterest.objects.filter(user=user).values_list("topic__code", flat=True)
