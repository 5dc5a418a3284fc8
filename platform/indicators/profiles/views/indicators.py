"""The pages of indicators for readers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Exists, OuterRef
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.files.spreadsheets import csv_answer
from core.files.uploads import answer_whole
from core.permissions import require
from core.types import MemberRequest
from core.web.querystrings import chip
from core.web.requests import paginate
from core.web.telling import Undo, told
from indicators.catalogue.actions.following import follow, unfollow
from indicators.catalogue.files import current_figures, json_of, table_of
from indicators.catalogue.models import Follow, Indicator
from indicators.catalogue.models.observations import ObservationQuerySet
from indicators.profiles.forms import IndicatorFilterForm
from indicators.profiles.indicator_page import read_indicator_page
from indicators.profiles.narrowing import narrowed
from indicators.profiles.parts import parts_of_indicator

_ON_A_PAGE = 30


@login_not_required
@require_safe
def indicator_list(request: HttpRequest) -> HttpResponse:
    """List the indicators, by words, topic and place."""
    form = IndicatorFilterForm(request.GET)
    chosen = form.chosen
    seen = narrowed(
        Indicator.objects.listed(),
        words=chosen["q"] or "",
        topic=getattr(chosen["topic"], "code", ""),
        place=getattr(chosen["place"], "code", ""),
    ).select_related("topic__parent")
    labels = {"q": f"“{chosen['q']}”", "topic": chosen["topic"], "place": chosen["place"]}
    chips = [chip(str(labels[name]), request.GET, name) for name in labels if chosen[name]]
    context = {
        "form": form,
        "page": paginate(request, seen.by_name(), per_page=_ON_A_PAGE),
        "chips": chips,
    }
    return render(request, "indicators/indicator_list.html", context)


@login_not_required
@require_safe
def indicator_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show the groups, the trend and the measures of an indicator in a place."""
    indicator = _find(request, code)
    page = read_indicator_page(indicator, request.GET.dict())
    context = {
        "indicator": indicator,
        "shown": page,
        "records": indicator.records.published().order_by("title", "pk"),
        "parts": parts_of_indicator(request.user, indicator),
        "is_followed": indicator.is_followed,  # type: ignore[attr-defined]
    }
    return render(request, "indicators/indicator_detail.html", context)


@login_not_required
@require_safe
def indicator_csv(request: HttpRequest, code: str) -> FileResponse:
    """Answer with the figures of an indicator as CSV, of one place if the address names it."""
    indicator = _find(request, code)
    return csv_answer(table_of(_figures(request, indicator)), name=indicator.code)


@login_not_required
@require_safe
def indicator_json(request: HttpRequest, code: str) -> FileResponse:
    """Answer with the figures of an indicator as JSON, of one place if the address names it."""
    indicator = _find(request, code)
    about = {
        "indicator": indicator.code,
        "name": indicator.name,
        "definition": indicator.definition,
        "unit": indicator.unit,
        "polarity": indicator.polarity,
    }
    return answer_whole(
        json_of(_figures(request, indicator), about),
        name=f"{indicator.code}.json",
        media_type="application/json",
    )


def _figures(request: HttpRequest, indicator: Indicator) -> ObservationQuerySet:
    figures = current_figures().filter(indicator=indicator)
    place = request.GET.get("place", "")[:60].replace("\0", "")
    return figures.filter(place__code=place) if place else figures


def _find(request: HttpRequest, code: str) -> Indicator:
    mine = Follow.objects.visible_to(request.user).filter(indicator=OuterRef("pk"))
    seen = Indicator.objects.visible_to(request.user).select_related("topic")
    return get_object_or_404(seen.annotate(is_followed=Exists(mine)), code=code)


@require_POST
def indicator_follow(request: MemberRequest, code: str) -> HttpResponse:
    """Follow an indicator, or stop following it; the message takes it back."""
    require(request.user, "indicators.follow")
    indicator = _find(request, code)
    address = reverse("indicators:indicator_follow", args=[indicator.code])
    if request.POST.get("follow") == "no":
        unfollow(user=request.user, indicator=indicator)
        said = told(_("You no longer follow this indicator."), Undo(address, {"follow": "yes"}))
    else:
        follow(user=request.user, indicator=indicator, at=timezone.now())
        said = told(
            _("You follow this indicator. We tell you when new figures are published."),
            Undo(address, {"follow": "no"}),
        )
    messages.success(request, said)
    return redirect(indicator)
