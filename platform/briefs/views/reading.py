"""What readers see: the public list, a brief, each of its versions, and the PDF."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from briefs.composing import Composed, citation_of, pdf_of
from briefs.forms.publishing import FilterForm
from briefs.models import Brief, Edition
from briefs.register import briefs_for, labels_of
from core.files.uploads import answer_whole
from core.permissions import allows
from core.web.querystrings import chip
from core.web.ratelimit import limit_rate
from core.web.requests import paginate

_ON_A_PAGE = 25


@login_not_required
@require_safe
def brief_list(request: HttpRequest) -> HttpResponse:
    """List the published briefs, by words, topic and place."""
    form = FilterForm(request.GET)
    chosen = form.chosen
    context = {
        "form": form,
        "page": paginate(request, briefs_for(chosen), per_page=_ON_A_PAGE),
        "chips": [chip(label, request.GET, name) for name, label in labels_of(chosen).items()],
    }
    return render(request, "briefs/brief_list.html", context)


def find_brief(request: HttpRequest, pk: int) -> Brief:
    """Return a brief that this reader may see. Raises ``Http404`` for others."""
    seen = Brief.objects.visible_to(request.user).select_related(
        "place", "author", "replaced_by", "record__replaced_by"
    )
    return get_object_or_404(seen, pk=pk)


@login_not_required
@require_safe
def brief_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the current version; a withdrawn brief leaves its reason (410), a private one leads to its draft."""
    brief = find_brief(request, pk)
    if brief.is_withdrawn:
        return _withdrawn(request, brief)
    if not brief.is_published:
        return redirect("briefs:brief_draft", brief.pk)
    return _show(request, brief, Edition.objects.published().get(brief=brief, superseded_at=None))


@login_not_required
@require_safe
def edition_detail(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show one version at its permanent address, also after newer ones were published."""
    brief = find_brief(request, pk)
    if brief.is_withdrawn:
        return _withdrawn(request, brief)
    return _show(request, brief, _find_edition(brief, number))


@login_not_required
@require_safe
@limit_rate("briefs", "30/m")
def edition_pdf(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """Send one version as a PDF to print."""
    brief = find_brief(request, pk)
    if brief.is_withdrawn:
        return _withdrawn(request, brief)
    edition = _find_edition(brief, number)
    name = f"brief-{brief.pk}-v{edition.number}.pdf"
    return answer_whole([pdf_of(edition)], name=name, media_type="application/pdf")


def _find_edition(brief: Brief, number: int) -> Edition:
    published = Edition.objects.published().filter(brief=brief)
    edition = get_object_or_404(published, number=number)
    edition.brief = brief
    return edition


def _show(request: HttpRequest, brief: Brief, edition: Edition) -> HttpResponse:
    versions = Edition.objects.published().filter(brief=brief).order_by("-number")
    context: dict[str, Any] = {
        "brief": brief,
        "edition": edition,
        "composed": Composed(edition),
        "versions": list(versions),
        "citation": citation_of(edition),
        "canonical": settings.SITE_URL + brief.get_absolute_url(),
        "permanent": settings.SITE_URL + edition.get_absolute_url(),
        "may_edit": allows(request.user, "briefs.edit", brief),
        "may_add_to_library": allows(request.user, "briefs.add_to_library", brief),
        "topics": list(brief.topics.order_by("label", "pk")),
    }
    return render(request, "briefs/brief_detail.html", context)


def _withdrawn(request: HttpRequest, brief: Brief) -> HttpResponse:
    successor = brief.replaced_by if brief.replaced_by and brief.replaced_by.is_published else None
    context = {"brief": brief, "successor": successor, "title": _("This brief was withdrawn")}
    return render(request, "briefs/brief_withdrawn.html", context, status=410)
