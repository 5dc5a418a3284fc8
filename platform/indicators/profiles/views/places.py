"""The pages of places: all of them, the profile of each, and several side by side."""

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.files.pdf import render_pdf
from core.files.spreadsheets import csv_answer
from core.files.uploads import answer_whole
from core.permissions import require
from core.types import MemberRequest
from core.web.ratelimit import limit_rate
from core.web.telling import Undo, told
from indicators.catalogue.actions.following import follow, unfollow
from indicators.catalogue.files import current_figures, json_of, table_of
from indicators.profiles.comparing import MOST_PLACES, compare_places, draw_places, most_shared
from indicators.profiles.parts import parts_of_place
from indicators.profiles.place_page import around, places_with_profile, read_profile
from indicators.profiles.wording import explain_inferred
from library.vocabularies.models import Place


@login_not_required
@require_safe
def place_list(request: HttpRequest) -> HttpResponse:
    """List the places with figures, each below the wider one, to open or to compare."""
    context = {"places": places_with_profile(), "most": MOST_PLACES}
    return render(request, "indicators/place_list.html", context)


@login_not_required
@require_safe
def place_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show the profile of a place, and what the reader may see in Praxis about it."""
    near = around(code, request.user)
    if near is None:
        raise Http404
    context = {
        "place": near.place,
        "profile": read_profile(near.place, near),
        "parts": parts_of_place(request.user, near.place),
        "is_followed": near.is_followed,
    }
    return render(request, "indicators/place_detail.html", context)


@login_not_required
@require_safe
def place_csv(request: HttpRequest, code: str) -> FileResponse:
    """Answer with all figures of a place as CSV."""
    place = get_object_or_404(Place, code=code)
    return csv_answer(table_of(current_figures().filter(place=place)), name=place.code)


@login_not_required
@require_safe
def place_json(request: HttpRequest, code: str) -> FileResponse:
    """Answer with all figures of a place as JSON."""
    place = get_object_or_404(Place, code=code)
    about = {"place": place.code, "name": place.name, "path": place.codes}
    return answer_whole(
        json_of(current_figures().filter(place=place), about),
        name=f"{place.code}.json",
        media_type="application/json",
    )


@login_not_required
@require_safe
@limit_rate("place-pdf", "20/m")
def place_pdf(request: HttpRequest, code: str) -> HttpResponseBase:
    """Answer with the profile of a place as PDF, to take to a meeting."""
    place = get_object_or_404(Place, code=code)
    title = _("Profile of %(place)s") % {"place": place}
    # Nothing that only its reader may see: it is handed round.
    parts = parts_of_place(AnonymousUser(), place)
    context = {
        "profile": read_profile(place),
        "parts": [
            (part, [(line, request.build_absolute_uri(line.address)) for line in part.lines])
            for part in parts
        ],
        "on": timezone.localdate(),
        "address": request.build_absolute_uri(reverse("places:place_detail", args=[place.code])),
    }
    pdf = render_pdf("indicators/place_profile_pdf.html", context, title=title)
    return answer_whole([pdf], name=f"{place.code}.pdf", media_type="application/pdf")


@login_not_required
@require_safe
def place_compare(request: HttpRequest) -> HttpResponseBase:
    """Show up to five places side by side, with a chart of the indicator that is chosen."""
    codes = [code[:60].replace("\0", "") for code in request.GET.getlist("place")]
    asked = list(dict.fromkeys(filter(None, codes)))
    known = {place.code: place for place in Place.objects.filter(code__in=asked[:50])}
    found = [known[code] for code in asked if code in known]
    places = found[:MOST_PLACES]
    rows = compare_places(places) if places else []
    if request.GET.get("as") == "csv":
        heading = [_("Indicator"), _("Period"), *(str(place) for place in places), _("Release")]
        table = [[row.name, row.period, *row.values, str(row.release)] for row in rows]
        return csv_answer([heading, *table], name="places")
    if request.GET.get("as") == "json":
        found_rows = {"places": [place.code for place in places], "rows": [r.facts for r in rows]}
        return answer_whole(
            [json.dumps(found_rows)], name="places.json", media_type="application/json"
        )
    chosen = next((row for row in rows if row.code == request.GET.get("indicator")), None)
    chosen = chosen or most_shared(rows)
    context = {
        "places": places,
        "all_places": places_with_profile(),
        "rows": rows,
        "chosen": chosen,
        "figure": draw_places(chosen, places) if chosen else None,
        "about_periods": explain_inferred(row.period for row in rows),
        "left_out": len(found) - len(places),
        "most": MOST_PLACES,
    }
    return render(request, "indicators/place_compare.html", context)


@require_POST
def place_follow(request: MemberRequest, code: str) -> HttpResponse:
    """Follow a place, or stop following it; the message takes it back."""
    require(request.user, "indicators.follow")
    place = get_object_or_404(Place, code=code)
    address = reverse("places:place_follow", args=[place.code])
    if request.POST.get("follow") == "no":
        unfollow(user=request.user, place=place)
        said = told(_("You no longer follow this place."), Undo(address, {"follow": "yes"}))
    else:
        follow(user=request.user, place=place, at=timezone.now())
        said = told(
            _("You follow this place. We tell you when new figures are published."),
            Undo(address, {"follow": "no"}),
        )
    messages.success(request, said)
    return redirect("places:place_detail", place.code)
