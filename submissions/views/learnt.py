"""The desk at which editors place what was learnt in published case studies."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe
from django_stubs_ext import StrOrPromise

from core.forms.answering import save, show
from core.permissions import require
from core.refusals import Conflict
from core.tables.filters import Filters
from core.tables.work_table import WorkTable, show_table
from core.types import MemberRequest
from core.web.requests import key_of, posted, reads_and_writes
from core.web.telling import Undo, linked, told
from core.web.way_back import leads_back
from submissions.actions.placing import (
    finish_triage,
    leave_out,
    place_learning,
    reopen_triage,
    set_aside,
    take_back,
)
from submissions.forms.learnt import (
    FindTargetForm,
    LearntFilterForm,
    PlaceForm,
    TriageReasonForm,
)
from submissions.models import Placement, Submission, Triage
from submissions.placing.queue import LABELS, published_studies, queues_of, studies_in
from submissions.placing.reading import read_learnt
from submissions.placing.targets import chosen_from, found_for
from submissions.states import TRIAGE_FLOW, WITH_REASON, TriageState
from submissions.views.learnt_table import learnt_layout
from workflow.flows import TransitionNotAllowed


@leads_back(gettext_lazy("what was learnt"))
@require_safe
def learnt_list(request: MemberRequest) -> HttpResponseBase:
    """Show the case studies in the library whose lessons are to be placed, or were."""
    require(request.user, "submissions.use_desk")
    queues = queues_of(request.user)
    name = request.GET.get("queue", "")
    if name not in LABELS:
        name = TriageState.OPEN.value
    form = LearntFilterForm(request.GET or None, initial={"queue": name})
    narrowed = form.cleaned_data if form.is_valid() else {}
    studies = studies_in(name, editor=request.user, filters=narrowed)
    context = {
        "tabs": [
            (f"{each.label} ({each.count})", f"?queue={each.name}", each.name == name)
            for each in queues
        ],
        "queue": name,
        "queue_label": LABELS[name],
        "filters": Filters(form, request.GET),
    }
    layout = learnt_layout(with_reason=name in WITH_REASON)
    table = WorkTable(request.GET, layout, studies.select_related("record__current_version"))
    return show_table(request, "submissions/learnt/learnt_list.html", table, context)


@reads_and_writes
def learnt_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """Read what was learnt in a case study, find where it belongs, and place it there."""
    work = _find(request, pk)
    triage = _triage(work)
    if request.method == "POST" and triage.state != TriageState.OPEN:
        raise TransitionNotAllowed("place", triage)
    placed = list(work.placements.with_targets())
    find = FindTargetForm(request.GET or None)
    words = find.cleaned_data["q"].strip() if find.is_valid() else ""
    groups = (
        found_for(words, submission=work, editor=request.user, placed=placed)
        if triage.state == TriageState.OPEN
        else []
    )
    form = PlaceForm(posted(request), groups=groups)
    answer = save(
        request,
        form,
        lambda: place_learning(
            submission=work,
            chosen=chosen_from(form.refs, request.user),
            note=form.cleaned_data["note"],
            by=request.user,
            at=timezone.now(),
        ),
        to=("submissions:learnt_detail", pk),
        said=lambda made: _said_placed(work, made),
    )
    ticked = set(request.POST.getlist("chosen"))
    context = {
        "work": work,
        "record": work.record,
        "learnt": read_learnt(work),
        "triage": triage,
        "label": LABELS[triage.state],
        "moves": TRIAGE_FLOW.possible(triage.state),
        "placed": placed,
        "find": find,
        "words": words,
        "groups": [
            (group.heading, [(each, each.ref in ticked) for each in group.targets])
            for group in groups
        ],
    }
    return answer or show(request, "submissions/learnt/learnt_detail.html", form, context)


@require_POST
def learnt_remove(request: MemberRequest, pk: int) -> HttpResponse:
    """Take placements back; those that are gone stay gone."""
    work = _find(request, pk)
    keys = [key_of(text) for text in request.POST.get("placements", "").split(",")[:50]]
    count = take_back(submission=work, keys=keys, by=request.user)
    words = ngettext("%(count)d placement removed.", "%(count)d placements removed.", count)
    messages.success(request, words % {"count": count})
    return redirect("submissions:learnt_detail", pk)


@require_POST
def learnt_finish(request: MemberRequest, pk: int) -> HttpResponse:
    """Say that it is placed, and tell the authors where."""
    work = _find(request, pk)
    with TRIAGE_FLOW.once("finish", _triage(work), by=request.user):
        finish_triage(submission=work, by=request.user, at=timezone.now())
    messages.success(request, _said(work, _("%(work)s is placed. We have told its authors.")))
    return redirect("submissions:learnt_list")


@require_POST
def learnt_reopen(request: MemberRequest, pk: int) -> HttpResponse:
    """Take up again what was decided."""
    work = _find(request, pk)
    with TRIAGE_FLOW.once("reopen", _triage(work), by=request.user):
        reopen_triage(submission=work, by=request.user, at=timezone.now())
    messages.success(request, _("You can place it again."))
    return redirect("submissions:learnt_detail", pk)


@reads_and_writes
def learnt_leave_out(request: MemberRequest, pk: int) -> HttpResponse:
    """Say why what was learnt is placed nowhere."""
    said = _("%(work)s is not placed.")
    return _ask_reason(request, pk, leave_out, "leave_out", _("Do not place it"), said)


@reads_and_writes
def learnt_set_aside(request: MemberRequest, pk: int) -> HttpResponse:
    """Set what was learnt aside for later, with the reason."""
    said = _("%(work)s is set aside.")
    return _ask_reason(request, pk, set_aside, "set_aside", _("Set it aside"), said)


def _ask_reason(
    request: MemberRequest,
    pk: int,
    act: Callable[..., Triage],
    move: str,
    label: StrOrPromise,
    said: str,
) -> HttpResponse:
    work = _find(request, pk)
    form = TriageReasonForm(posted(request), label=label)

    def decide() -> None:
        with TRIAGE_FLOW.once(move, _triage(work), by=request.user, note=form.words["reason"]):
            act(submission=work, by=request.user, at=timezone.now(), **form.words)

    answer = save(
        request,
        form,
        decide,
        to="submissions:learnt_list",
        said=lambda _decided: _said(work, said),
        page_for=(Conflict,),
    )
    context = {"work": work, "heading": label}
    return answer or show(request, "submissions/learnt/learnt_reason.html", form, context)


def _said(work: Submission, sentence: str) -> str:
    """Say what was decided, with the work as a link and a button that takes it back."""
    undo = Undo(reverse("submissions:learnt_reopen", args=[work.pk]))
    return told(
        sentence, undo, work=linked(f"“{work.record}”", "submissions:learnt_detail", work.pk)
    )


def _said_placed(work: Submission, made: list[Placement]) -> str:
    keys = ",".join(str(each.pk) for each in made)
    undo = Undo(reverse("submissions:learnt_remove", args=[work.pk]), {"placements": keys})
    return told(_("Placed. Everyone can see it there now."), undo if made else None)


def _triage(work: Submission) -> Triage:
    """Return the triage of the work; one that is not stored yet while nobody has begun."""
    return work.triage if hasattr(work, "triage") else Triage(submission=work)


def _find(request: MemberRequest, pk: int) -> Submission:
    work: Any = get_object_or_404(
        published_studies(request.user).select_related("record__current_version"), pk=pk
    )
    require(request.user, "submissions.triage", work)
    return work
