"""The register of recommendations and the page of each, for everyone."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from core.files.spreadsheets import csv_answer
from core.types import Person
from core.web.querystrings import chip, with_query
from core.web.ratelimit import limit_rate
from core.web.requests import paginate
from library.recommendations.chain import parts_of
from library.recommendations.forms.register import RegisterForm
from library.recommendations.models import Commitment, Recommendation, Response
from library.recommendations.models.recommendations import RecommendationQuerySet
from library.recommendations.references import LONGEST
from library.recommendations.register import chosen_from, labels_of, with_answers
from library.recommendations.standing import counts_of, lines_of
from library.recommendations.tables import register_table
from library.vocabularies.models import Topic

_ON_A_PAGE = 30
_MOST_ENTRIES = 50
_MOST_COMMITMENTS = 30


@login_not_required
@require_safe
def recommendation_list(request: HttpRequest) -> HttpResponse:
    """List the recommendations of all reports, by words, principle, addressee and report."""
    form = RegisterForm(request.GET)
    chosen = form.chosen
    found = with_answers(chosen_from(Recommendation.objects.published(), chosen).for_list())
    chips = [chip(label, request.GET, name) for name, label in labels_of(chosen).items()]
    context = {
        "form": form,
        "page": paginate(request, found.in_order(), per_page=_ON_A_PAGE),
        "chips": chips,
        "export": reverse("recommendations:recommendation_export")
        + with_query(request.GET, page=None),
        "feed": reverse("recommendations:recommendation_feed") + with_query(request.GET, page=None),
    }
    return render(request, "library/recommendations/recommendation_list.html", context)


@login_not_required
@require_safe
@limit_rate("recommendations", "30/m")
def recommendation_export(request: HttpRequest) -> HttpResponseBase:
    """Send the recommendations of a search as a table."""
    found = chosen_from(Recommendation.objects.published(), RegisterForm(request.GET).chosen)
    rows = register_table(_whole(found).in_order())
    return csv_answer(rows, name="recommendations")


@login_not_required
@require_safe
@limit_rate("feed", "60/m")
@conditional_page
def recommendation_feed(request: HttpRequest) -> HttpResponse:
    """Send the newest recommendations of a search as Atom. The same for every reader."""
    form = RegisterForm(request.GET)
    found = chosen_from(Recommendation.objects.published(), form.chosen)
    register = reverse("recommendations:recommendation_list") + with_query(request.GET)
    feed = Atom1Feed(
        title=_("New recommendations"),
        link=settings.SITE_URL + register,
        description="",
        language="en-gb",
        feed_url=f"{settings.SITE_URL}{request.get_full_path()}",
        author_name=settings.INSTITUTE_NAME,
    )
    newest = found.select_related("record__replaced_by").order_by("-published_at", "-pk")
    for each in newest[:_MOST_ENTRIES]:
        address = settings.SITE_URL + each.get_absolute_url()
        feed.add_item(
            title=str(each),
            link=address,
            description=linebreaks(each.text, autoescape=True),
            unique_id=address,
            pubdate=each.published_at,
            updateddate=each.changed_at,
            author_name=str(each.report),
        )
    return HttpResponse(
        feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )


@login_not_required
@require_safe
def recommendation_detail(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a recommendation; a withdrawn one leaves its reason (410)."""
    found = _find(request.user, reference)
    if found.reference != reference:
        return redirect(found, permanent=True)
    if not found.is_readable:
        gone = "library/recommendations/recommendation_withdrawn.html"
        return render(request, gone, {"recommendation": found}, status=410)
    now = timezone.now()
    given = Response.objects.given().filter(recommendation=found)
    counts = counts_of(given, now)
    page = paginate(request, given.for_list().newest_first(), count=counts.answer_count)
    promised = Commitment.objects.filter(response__in=given.values("pk"))
    commitments = promised.for_list().in_order()[:_MOST_COMMITMENTS] if counts.has_any else []
    context: dict[str, Any] = {
        "recommendation": found,
        "earlier": found.earlier.order_by("-changed_at", "-pk"),
        "replaced": found.replaced.published().in_order(),
        "page": page,
        "responses": page.object_list,
        "commitments": lines_of(commitments, now),
        "counts": counts,
        "parts": parts_of(request.user, found),
        "canonical": settings.SITE_URL + found.get_absolute_url(),
    }
    return render(request, "library/recommendations/recommendation_detail.html", context)


def _find(user: Person, reference: str) -> Recommendation:
    wanted = reference[: LONGEST + 1].upper()
    return get_object_or_404(_whole(Recommendation.objects.all()), reference=wanted)


def _whole(recommendations: RecommendationQuerySet) -> RecommendationQuerySet:
    topics = Prefetch("topics", Topic.objects.order_by("label", "pk"))
    return recommendations.for_list().prefetch_related(topics)
