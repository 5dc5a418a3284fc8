"""Pages on which moderators act on discussions and posts."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from core.permissions import require
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from core.web.telling import Undo, linked, told
from networks.actions.discussions import (
    approve_discussion,
    close_discussion,
    hide_discussion,
    pin_discussion,
    reopen_discussion,
    show_discussion,
)
from networks.actions.posts import approve_post, hide_post, show_post
from networks.forms.networks import ModerationReasonForm
from networks.models import Case, Discussion, Post
from networks.views.common import ask_reason, find_discussion, find_post


@require_POST
def discussion_pin(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Keep a discussion on top of the list, or let it go."""
    discussion = find_discussion(request.user, slug, pk)
    require(request.user, "networks.pin", discussion)

    pinned = request.POST.get("pinned") == "yes"
    pin_discussion(discussion=discussion, pinned=pinned, at=timezone.now())
    done = _("Discussion pinned.") if pinned else _("Discussion unpinned.")
    undo = Undo(
        reverse("networks:discussion_pin", args=[slug, pk]), {"pinned": "no" if pinned else "yes"}
    )
    messages.success(request, told(done, undo))
    return redirect(discussion)


@reads_and_writes
def discussion_close(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Let a discussion take no more replies."""
    discussion = find_discussion(request.user, slug, pk)
    require(request.user, "networks.close", discussion)

    form = ModerationReasonForm(
        posted(request),
        hint=_("Members can read this at the end of the discussion."),
        submit=_("Close the discussion"),
        danger=False,
    )
    return ask_reason(
        request,
        form,
        network=discussion.network,
        title=_("Close “%(title)s”") % {"title": discussion},
        text=_("Members can still read it, and you can reopen it."),
        back=discussion.get_absolute_url(),
        act=lambda reason: close_discussion(
            discussion=discussion, by=request.user, reason=reason, at=timezone.now()
        ),
        done=told(
            _("Discussion closed."), Undo(reverse("networks:discussion_reopen", args=[slug, pk]))
        ),
    )


@require_POST
def discussion_reopen(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Let a closed discussion take replies again."""
    discussion = find_discussion(request.user, slug, pk)
    require(request.user, "networks.close", discussion)

    reopen_discussion(discussion=discussion, by=request.user, at=timezone.now())
    messages.success(request, _("Discussion reopened."))
    return redirect(discussion)


@reads_and_writes
def discussion_hide(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Show a discussion to moderators only."""
    discussion = find_discussion(request.user, slug, pk)
    require(request.user, "networks.hide", discussion)

    form = ModerationReasonForm(
        posted(request),
        hint=_hint_for(discussion.author, request.user),
        submit=_("Hide the discussion"),
    )
    return ask_reason(
        request,
        form,
        network=discussion.network,
        title=_("Hide “%(title)s”") % {"title": discussion},
        text=_(
            "Members will no longer see the discussion. Moderators can still see it, and show it again."
        ),
        back=discussion.network.get_absolute_url(),
        act=lambda reason: hide_discussion(
            discussion=discussion, by=request.user, reason=reason, at=timezone.now()
        ),
        done=lambda case: _said_of_hiding(
            case,
            linked(f"“{discussion}”", discussion),
            Undo(reverse("networks:discussion_show", args=[slug, pk])),
        ),
    )


@require_POST
def discussion_show(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Undo the hiding of a discussion."""
    discussion = find_discussion(request.user, slug, pk)
    require(request.user, "networks.hide", discussion)

    show_discussion(discussion=discussion, by=request.user, at=timezone.now())
    messages.success(request, _said_of_showing(discussion, _("Discussion shown to members.")))
    return redirect(discussion)


@reads_and_writes
def post_hide(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Hide the words of a post from members."""
    post = find_post(request.user, slug, pk)
    require(request.user, "networks.hide_post", post)

    form = ModerationReasonForm(
        posted(request),
        hint=_hint_for(post.author, request.user),
        submit=_("Hide the post"),
    )
    return ask_reason(
        request,
        form,
        network=post.discussion.network,
        title=_("Hide the post by %(person)s") % {"person": post.author},
        text=_(
            "Members will no longer see the text. Moderators can still see it, and show it again."
        ),
        back=post.get_absolute_url(),
        act=lambda reason: hide_post(post=post, by=request.user, reason=reason, at=timezone.now()),
        done=lambda case: _said_of_hiding(
            case, _("The post"), Undo(reverse("networks:post_show", args=[slug, pk]))
        ),
    )


@require_POST
def post_show(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Undo the hiding of a post."""
    post = find_post(request.user, slug, pk)
    require(request.user, "networks.hide_post", post)

    show_post(post=post, by=request.user, at=timezone.now())
    messages.success(request, _said_of_showing(post, _("Post shown to members.")))
    return redirect(post)


@require_POST
def discussion_approve(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Show a discussion that waited for a moderator."""
    discussion = find_discussion(request.user, slug, pk)
    require(request.user, "networks.hide", discussion)

    approve_discussion(discussion=discussion, by=request.user, at=timezone.now())
    messages.success(request, _("Discussion shown to members."))
    return redirect(discussion)


@require_POST
def post_approve(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Show a post that waited for a moderator."""
    post = find_post(request.user, slug, pk)
    require(request.user, "networks.hide_post", post)

    approve_post(post=post, by=request.user, at=timezone.now())
    messages.success(request, _("Post shown to members."))
    return redirect(post)


def _hint_for(author: User, moderator: User) -> str:
    """Say beside the reason who reads it: the author, unless these are the moderator's own words."""
    return "" if author == moderator else _("%(person)s can read this.") % {"person": author}


def _said_of_hiding(case: Case | None, what: str, undo: Undo) -> str:
    """Say what became of it, and who knows: a case that waits for a decision is undone by that decision alone."""
    if case is None:
        return told(_("%(what)s is hidden."), undo, what=what)
    if case.is_undecided:
        return told(_("%(what)s is hidden until the flag is decided."), what=what)
    words = _("%(what)s is hidden. We have told its author why, and how to appeal.")
    return told(words, undo, what=what)


def _said_of_showing(thing: Post | Discussion, shown: str) -> str:
    return _("It needs a moderator’s approval again.") if thing.is_held else shown
