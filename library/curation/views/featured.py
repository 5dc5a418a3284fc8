"""The page on which editors choose the featured record."""

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.forms.answering import save, show
from core.permissions import require
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from core.web.telling import Undo, linked, told
from library.catalogue.actions.featured import end_feature, feature_record
from library.catalogue.featured_record import featured_on
from library.catalogue.models import Featured
from library.curation.forms.featured import FeatureForm
from library.finding.record_picker import find_records, record_from_address

_DAYS = 28


@reads_and_writes
def featured(request: MemberRequest) -> HttpResponse:
    """See what is featured now, next and before, find a record and feature it."""
    require(request.user, "library.edit")

    today = timezone.localdate()
    form = FeatureForm(posted(request))
    if answer := save(
        request,
        form,
        lambda: feature_record(by=request.user, key=form.key, **form.words),
        to="library:featured",
        said=_told_of_plan,
    ):
        return answer
    asked = request.POST.get("record") or request.GET.get("record")
    record = record_from_address(asked, user=request.user)
    if record and not form.is_bound:
        end = today + dt.timedelta(days=_DAYS)
        form = FeatureForm(initial={"record": record.pk, "starts_on": today, "ends_on": end})
    plans = Featured.objects.select_related("record")
    shown = featured_on(today)
    text = request.GET.get("q", "")
    context: dict[str, Any] = {
        "today": today,
        "shown": shown,
        "running": plans.filter(starts_on__lte=today, ends_on__gte=today).order_by(
            "-starts_on", "-pk"
        ),
        "next": plans.filter(starts_on__gt=today).order_by("starts_on", "pk"),
        "ended": plans.filter(ends_on__lt=today).order_by("-ends_on", "-pk")[:10],
        "record": record,
        "form": form if record or form.is_bound else None,
        "text": text,
        "found": find_records(text, user=request.user),
    }
    return show(request, "library/curation/featured.html", form, context)


@require_POST
def featured_end(request: MemberRequest, pk: int) -> HttpResponse:
    """Stop featuring a record, or drop a plan that has not begun; one that is gone stays gone."""
    require(request.user, "library.edit")
    plan = Featured.objects.filter(pk=pk).select_related("record").first()
    if plan is not None:
        end_feature(featured=plan, on=timezone.localdate())
        work = linked(f"“{plan.record}”", plan.record)
        messages.success(
            request, told(_("%(work)s is no longer featured."), _feature_again(plan), work=work)
        )
    return redirect("library:featured")


def _told_of_plan(plan: Featured) -> str:
    undo = Undo(reverse("library:featured_end", args=[plan.pk]))
    work = linked(f"“{plan.record}”", plan.record)
    return told(_("%(work)s will be featured."), undo, work=work)


def _feature_again(plan: Featured) -> Undo | None:
    """Return the button that plans the rest of the days again, where there are any."""
    today = timezone.localdate()
    if plan.ends_on < today:
        return None
    fields = {
        "record": plan.record_id,
        "starts_on": max(plan.starts_on, today),
        "ends_on": plan.ends_on,
        "reason": plan.reason,
        "form_key": uuid.uuid4(),
    }
    return Undo(reverse("library:featured"), fields)
