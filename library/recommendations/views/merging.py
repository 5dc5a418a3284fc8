"""Making one respondent of two, and parting them again."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.forms.answering import save, show
from core.permissions import require
from core.types import MemberRequest
from core.web.requests import key_of, posted, reads_and_writes
from core.web.telling import Undo, linked, told
from library.recommendations.actions.merging import (
    MergePlan,
    merge_respondents,
    part_respondents,
    plan_of,
)
from library.recommendations.forms.merging import MergeRespondentsForm
from library.recommendations.models import Respondent, RespondentMerge

_MOST_FOUND = 20
_LONGEST_WORDS = 100


@reads_and_writes
def respondent_merge(request: MemberRequest, pk: int) -> HttpResponse:
    """Find the other name of a respondent, see what would move, choose and merge."""
    require(request.user, "library.edit")
    gone = get_object_or_404(Respondent.objects.with_names(), pk=pk)
    if gone.replaced_by_id and request.method != "POST":
        return redirect("recommendations:respondent_detail", gone.replaced_by_id)

    asked = key_of(request.POST.get("into") or request.GET.get("into") or "")
    others = Respondent.objects.present().exclude(pk=pk).with_names()
    into = others.filter(pk=asked).first() if asked else None
    plan = plan_of(gone=gone, into=into) if into else MergePlan([], [], 0)
    form = MergeRespondentsForm(
        posted(request), gone=gone, conflicts=plan.conflicts, initial={"into": asked}
    )
    answer = save(
        request,
        form,
        lambda: merge_respondents(
            gone=gone,
            into=form.cleaned_data["into"],
            choices=form.choices,
            by=request.user,
            at=timezone.now(),
        ),
        to=lambda merge: merge.kept,
        said=_said,
    )
    if answer:
        return answer
    text = request.GET.get("q", "")[:_LONGEST_WORDS].replace("\0", "")
    context = {
        "gone": gone,
        "into": into,
        "plan": plan,
        "leaves_place": into is not None and gone.place_id not in (None, into.place_id),
        "text": text,
        "found": others.filter(_named(text)).by_name()[:_MOST_FOUND] if text else [],
        "shown_form": form if into else None,
    }
    return show(request, "library/recommendations/respondent_merge.html", form, context)


@require_POST
def respondent_part(request: MemberRequest, pk: int, merge_pk: int) -> HttpResponse:
    """Part two respondents that were merged; a second click changes nothing."""
    require(request.user, "library.edit")
    merge = get_object_or_404(
        RespondentMerge.objects.select_related("gone", "kept"), pk=merge_pk, kept=pk
    )
    part_respondents(merge=merge, by=request.user, at=timezone.now())
    messages.success(request, _("Separated. Each has its own answers and commitments again."))
    return redirect(merge.gone)


def _said(merge: RespondentMerge) -> str:
    undo = Undo(reverse("recommendations:respondent_part", args=[merge.kept_id, merge.pk]))
    sentence = _("%(name)s is merged. The old address leads here.")
    return told(sentence, undo, name=linked(str(merge.gone), merge.kept))


def _named(text: str) -> Q:
    return Q(organisation__name__icontains=text) | Q(place__name__icontains=text)
