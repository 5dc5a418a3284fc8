"""Asking editors to publish, publishing with a second click, withdrawing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from briefs.actions.publishing import offer_brief, publish_draft, take_back, withdraw_brief
from briefs.composing import USUAL_PAGES, Composed, pages_of
from briefs.forms.publishing import PublishForm, WithdrawForm
from briefs.models import Part
from briefs.newer import changes_among
from briefs.states import BRIEF_FLOW
from briefs.views.reading import find_brief
from briefs.views.writing import find_draft
from core.forms.answering import save, show
from core.permissions import require
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from workflow.flows import TransitionNotAllowed


@require_POST
def brief_offer(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask the editors to publish the draft."""
    brief = find_brief(request, pk)
    require(request.user, "briefs.edit", brief)
    offer_brief(brief=brief, at=timezone.now())
    messages.success(request, _("Sent to the editors. You can keep writing until they publish it."))  # fmt: skip
    return redirect("briefs:brief_draft", pk)


@require_POST
def brief_take_back(request: MemberRequest, pk: int) -> HttpResponse:
    """Take the draft back from the editors, or as one of them return it to its author."""
    brief = find_brief(request, pk)
    require(request.user, "briefs.edit", brief)
    take_back(brief=brief)
    messages.success(request, _("Editors can no longer see the draft."))
    still_seen = brief.author_id == request.user.pk or brief.is_published
    return redirect("briefs:brief_draft", pk) if still_seen else redirect("briefs:own_briefs")


@reads_and_writes
def brief_publish(request: MemberRequest, pk: int) -> HttpResponse:
    """Look at a draft once more and publish it."""
    draft = find_draft(request, pk)
    brief = draft.brief
    require(request.user, "briefs.publish", brief)
    form = PublishForm(
        posted(request), is_first=draft.number == 1, initial={"edit_number": draft.edit_number}
    )
    answer = save(
        request,
        form,
        lambda: publish_draft(
            edition=draft,
            by=request.user,
            seen=form.cleaned_data["edit_number"],
            note=form.cleaned_data.get("note", ""),
            at=timezone.now(),
        ),
        to=brief,
        said=_("Published. Everyone can read it now."),
    )
    if answer:
        return answer
    parts = list(Part.objects.filter(edition=draft).with_things().in_order())
    context = {
        "brief": brief,
        "edition": draft,
        "composed": Composed(draft, parts),
        "changed": len(changes_among(parts, request.user)),
        "pages": pages_of(draft),
        "usual_pages": USUAL_PAGES,
    }
    return show(request, "briefs/brief_publish.html", form, context)


@reads_and_writes
def brief_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    """Withdraw a published brief and say why."""
    brief = find_brief(request, pk)
    if brief.is_withdrawn:
        raise TransitionNotAllowed("withdraw", brief)
    require(request.user, "briefs.publish", brief)
    if "withdraw" not in BRIEF_FLOW.possible(brief.state):
        raise TransitionNotAllowed("withdraw", brief)
    form = WithdrawForm(posted(request), brief=brief)
    answer = save(
        request,
        form,
        lambda: withdraw_brief(brief=brief, by=request.user, at=timezone.now(), **form.words),
        to="briefs:brief_list",
        said=_("Brief withdrawn. Its address says why."),
    )
    return answer or show(request, "briefs/brief_withdraw.html", form, {"brief": brief})
