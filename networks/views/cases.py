"""Pages on which moderators decide about flags, and authors read the decision."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.forms.answering import save, show
from core.permissions import allows, require
from core.tables.work_table import WorkTable, show_table
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from core.web.telling import Undo, linked, told
from core.web.way_back import leads_back
from networks.actions.cases import (
    appeal_case,
    claim_case,
    decide_case,
    lift_pause,
    release_case,
)
from networks.models import Case, Discussion, Network, Pause, Post, PostFile, PostRevision
from networks.moderation.forms import AppealForm, DecisionForm
from networks.views.case_table import case_layout
from networks.views.common import find_network_or_group
from networks.views.networks import network_frame_context
from workflow.history import events_of
from workflow.models import Transition

_WORDS = {
    "claim": gettext_lazy("Claimed"),
    "release": gettext_lazy("Returned"),
    "escalate": gettext_lazy("Passed to the administrators"),
    "uphold": gettext_lazy("Upheld"),
    "dismiss": gettext_lazy("Dismissed"),
    "appeal": gettext_lazy("Appealed"),
    "take_back": gettext_lazy("Decision taken back"),
}


@leads_back(gettext_lazy("the flags"))
@require_safe
def case_list(request: MemberRequest, slug: str) -> HttpResponseBase:
    """List the cases of the network, and what else waits for a moderator."""
    network = find_network_or_group(request.user, slug)
    require(request.user, "networks.see_cases", network)

    shows_decided = request.GET.get("show") == "decided"
    cases = Case.objects.visible_to(request.user).filter(network=network)
    undecided = cases.undecided()
    shown = cases.exclude(pk__in=undecided.values("pk")) if shows_decided else undecided
    table = WorkTable(request.GET, case_layout(), shown.with_flags().oldest_first())
    is_moderator = allows(request.user, "networks.moderate", network)
    context = {
        **network_frame_context(request.user, network, tab="cases"),
        "shows_decided": shows_decided,
        "held": _held(network) if is_moderator else [],
        "pauses": _pauses(network) if is_moderator else [],
    }
    return show_table(request, "networks/case_list.html", table, context)


def _held(network: Network) -> list[Post]:
    """Return first posts with links that wait."""
    posts = Post.objects.held().filter(discussion__network=network)
    return list(
        posts.select_related("author", "discussion__network").order_by("created_at", "pk")[:50]
    )


def _pauses(network: Network) -> list[Pause]:
    pauses = Pause.objects.filter(network=network).in_force(timezone.now())
    return list(pauses.select_related("user").order_by("ends_at", "pk")[:50])


@reads_and_writes
def case_detail(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Show a case to those who decide, or the decision to the author of the words."""
    of_network = Case.objects.filter(network__slug=slug, pk=pk).with_flags()
    case = of_network.visible_to(request.user).select_related("decided_by", "reviewed_by").first()
    if case is not None:
        return _for_moderators(request, case)
    case = of_network.told_to_author(request.user).first()
    if case is None:
        raise Http404
    return _for_author(request, case)


def _for_moderators(request: MemberRequest, case: Case) -> HttpResponse:
    may_decide = case.is_undecided and allows(request.user, "networks.decide", case)
    has_it = may_decide and case.is_claimed and case.claimed_by_id == request.user.pk
    form = DecisionForm(
        posted(request),
        is_escalated=case.escalated_at is not None,
        is_appeal=case.appealed_at is not None,
    )
    if request.method == "POST":
        require(request.user, "networks.decide", case)
        if answer := save(
            request,
            form,
            lambda: decide_case(case=case, by=request.user, **form.words, at=timezone.now()),
            to=("networks:case_list", case.network.slug),
            said=lambda decided: told(_done(decided), case=linked(f"“{case}”", case)),
        ):
            return answer
    context = {
        "case": case,
        "network": case.network,
        **_words_of(case),
        "files": _files_of(case),
        "flags": case.flags.select_related("person").order_by("created_at", "pk"),
        "may_decide": may_decide,
        "has_it": has_it,
        "events": events_of(Transition.objects.of(case), _WORDS),
        "pauses": case.pauses.order_by("pk"),
    }
    return show(request, "networks/case_detail.html", form, context)


def _done(case: Case) -> str:
    """Say what was decided, and who is told."""
    if case.is_undecided:
        return _("The administrators now have %(case)s.")
    if case.appealed_at:
        return _("%(case)s decided. We have told the author.")
    if case.is_upheld:
        return _("%(case)s decided. We have told the author why, and how to appeal.")
    return _("%(case)s decided. We have told those who flagged it.")


def _for_author(request: MemberRequest, case: Case) -> HttpResponse:
    form = AppealForm(posted(request))
    if request.method == "POST" and (
        answer := save(
            request,
            form,
            lambda: appeal_case(case=case, words=form.cleaned_data["appeal"], at=timezone.now()),
            to=case,
            said=_(
                "We have asked someone else to look at it again, and will tell you what they decide."
            ),
        )
    ):
        return answer
    is_in_sight = Discussion.objects.visible_to(request.user).filter(pk=case.discussion_id)
    context: dict[str, Any] = {
        "case": case,
        # A title of somebody else is not told to those who may not open the discussion any more.
        "place": case.discussion if case.post_id is None or is_in_sight.exists() else case.network,
        "network": case.network,
        **_words_of(case),
        "files": _files_of(case),
        "can_appeal": case.can_be_appealed(timezone.now()),
    }
    return show(request, "networks/case_for_author.html", form, context)


def _words_of(case: Case) -> dict[str, str]:
    """Return the words as they were when somebody flagged or hid them, and as they are now if they were edited since."""
    post = case.post or case.discussion.posts.in_order().first()
    if post is None:
        return {"words": "", "words_now": ""}
    later = PostRevision.objects.filter(post=post, until__gt=case.opened_at)
    then = later.order_by("until", "pk").first()
    return {
        "words": then.body_html if then else post.body_html,
        "words_now": post.body_html if then else "",
    }


def _files_of(case: Case) -> list[PostFile]:
    """Return the files in question, also those that their author removed meanwhile."""
    posts = Post.objects.filter(discussion=case.discussion)
    post = posts.filter(pk=case.post_id) if case.post_id else posts.filter(number=1)
    return list(PostFile.objects.filter(post__in=post).order_by("position", "pk"))


@require_POST
def case_claim(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Take a case on."""
    case = _find(request, slug, pk)
    claim_case(case=case, by=request.user, at=timezone.now())
    return redirect(case)


@require_POST
def case_release(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Give a case back."""
    case = _find(request, slug, pk)
    release_case(case=case, by=request.user, at=timezone.now())
    undo = Undo(reverse("networks:case_claim", args=[slug, pk]))
    sentence = _("%(case)s is free for another moderator.")
    messages.success(request, told(sentence, undo, case=linked(f"“{case}”", case)))
    return redirect("networks:case_list", case.network.slug)


def _find(request: MemberRequest, slug: str, pk: int) -> Case:
    """Find a case that this person may decide; 404 for those who do not see it, 403 for those who only look."""
    seen = Case.objects.visible_to(request.user).select_related("network", "discussion")
    case = get_object_or_404(seen, network__slug=slug, pk=pk)
    require(request.user, "networks.decide", case)
    return case


@require_POST
def pause_lift(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Let a member post again before the time."""
    network = find_network_or_group(request.user, slug)
    require(request.user, "networks.moderate", network)
    pause = get_object_or_404(
        Pause.objects.select_related("user", "network"), network=network, pk=pk
    )

    lift_pause(pause=pause, by=request.user, at=timezone.now())
    person = linked(pause.user, pause.user)
    messages.success(request, told(_("%(person)s can post again."), person=person))
    return redirect("networks:case_list", network.slug)
