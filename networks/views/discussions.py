"""Starting, reading and answering discussions."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from core.files.uploads import UploadRefused
from core.forms.answering import save, show
from core.permissions import require
from core.text import render_markdown
from core.types import MemberRequest
from core.web.requests import key_of, moment_of, paginate, posted, reads_and_writes
from core.web.telling import Undo, linked, told
from courses.models import ActionPlan, Lesson, parts_of_plans
from indicators.catalogue.addresses import find_by_codes
from library.catalogue.models import Record
from library.finding.search.query import clean
from library.gaps.came_from import gaps_from
from networks.actions.discussions import FollowChoice, follow_discussion, reply, start_discussion
from networks.actions.files import checked_file
from networks.actions.gates import why_not_to_write
from networks.actions.kept_files import keep_file
from networks.actions.read_marks import (
    mark_all_read,
    mark_read,
    undo_mark_all_read,
    undo_mark_read,
)
from networks.forms.posts import DiscussionForm, PostForm, ReplyForm
from networks.models import (
    POSTS_PER_PAGE,
    Discussion,
    Network,
    Post,
    conduct_to_accept,
    pause_of,
)
from networks.rules import membership_of
from networks.states import PostState
from networks.views.common import (
    find_discussion,
    find_network_or_group,
    lesson_of,
    networks_to_write_in,
)
from networks.views.threads import last_reason, mark_of, show_posts
from networks.words.quotations import quotation

WAITS = gettext_lazy(
    "Thank you. A moderator checks first posts with links. Until then, only you and the moderators can see yours."
)
_WISH_KEPT = {
    FollowChoice.FOLLOW: gettext_lazy("We will notify you of replies."),
    FollowChoice.ORDINARY: gettext_lazy("You will see the number of unread posts."),
    FollowChoice.MUTE: gettext_lazy("Discussion muted."),
}


@require_safe
def discussion_choose(request: MemberRequest) -> HttpResponse:
    """Choose the network in which to share a record or one's own action plan."""
    things = _shared_things(request)
    networks = networks_to_write_in(request.user).with_size().by_name()
    page = paginate(request, networks, per_page=30)
    context = {"page": page, "asked": _asked_for(request), **things}
    return render(request, "networks/discussion_choose.html", context)


@reads_and_writes
def discussion_start(request: MemberRequest, slug: str) -> HttpResponse:
    """Begin a discussion, with a record or a plan if it came with one."""
    network = find_network_or_group(request.user, slug)
    require(request.user, "networks.read", network)
    things = _shared_things(request)
    lesson = lesson_of(network, request.GET.get("lesson"))

    form = DiscussionForm(
        posted(request),
        request.FILES or None,
        initial={
            **things,
            "indicator": things["shared"].address if things["shared"] else "",
            **_question(_asked_for(request)),
        },
        network=network,
        plans=ActionPlan.objects.visible_to(request.user),
        brings_record=things["record"] is not None,
        brings_plan=things["plan"] is not None,
        brings_indicator=things["shared"] is not None,
        user=request.user,
        conduct=conduct_to_accept(request.user),
    ).offer_names(network)
    if not form.wants_preview and (
        answer := save(
            request,
            form,
            lambda: _start(network, request.user, form, lesson),
            to=lambda discussion: discussion,
            said=lambda discussion: str(WAITS) if discussion.is_held else _("Discussion started."),
        )
    ):
        return answer
    _keep_chosen_file(form, request.user)
    context = {
        "network": network,
        "lesson": lesson,
        **things,
        **_preview(form),
        "refusal": None
        if form.is_bound
        else why_not_to_write(network, request.user, at=timezone.now()),
    }
    return show(request, "networks/discussion_start.html", form, context)


def _asked_for(request: MemberRequest) -> str:
    """Return the words that were searched for in the library and not found, for readers who come from there."""
    return clean(request.GET.get("asked", ""))[:100]


def _question(words: str) -> dict[str, str]:
    if not words:
        return {}
    return {"title": _("Does anyone know of evidence on “%(words)s”?") % {"words": words}}


def _shared_things(request: MemberRequest) -> dict[str, Any]:
    """Return record, plan and indicator named in the address; raise 404 for what the reader cannot see."""
    record, plan = request.GET.get("record"), request.GET.get("plan")
    code, shared = request.GET.get("indicator"), None
    if code:
        shared = find_by_codes(request.user, code, request.GET.get("place", ""))
        if shared is None:
            raise Http404
    plans = ActionPlan.objects.visible_to(request.user).prefetch_related(*parts_of_plans())
    return {
        "record": get_object_or_404(Record.objects.published(), pk=key_of(record))
        if record
        else None,
        "plan": get_object_or_404(plans, pk=key_of(plan)) if plan else None,
        "shared": shared,
    }


def _start(
    network: Network, author: User, form: DiscussionForm, lesson: Lesson | None
) -> Discussion:
    words = form.cleaned_data
    return start_discussion(
        network=network,
        author=author,
        title=words["title"],
        body=words["body"],
        key=words["form_key"],
        at=timezone.now(),
        record=words["record"],
        plan=words["plan"],
        shared=words["indicator"],
        lesson=lesson,
        file=checked_file(words["upload"], name=words["file_name"]),
        conduct=form.conduct,
    )


def _keep_chosen_file(form: ReplyForm, user: User) -> None:
    """Keep the file that came with a post that is not sent yet, as the page cannot choose it again."""
    upload = form.files.get("upload")
    if upload is None or "upload" in form.errors:
        return
    try:
        kept = keep_file(owner=user, upload=upload, at=timezone.now())
    except UploadRefused as refusal:
        form.refuse(refusal)
    else:
        form.show_kept(kept)


def _preview(form: PostForm) -> dict[str, Any]:
    """Return the preview of the text, when the reader asked for it."""
    if not form.is_bound or not form.is_valid() or not form.wants_preview:
        return {}
    return {"preview": render_markdown(form.cleaned_data["body"], top_heading=3)}


@require_safe
def discussion_detail(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Show thirty posts. Showing them marks nothing as read: a button or the page's script does."""
    discussion = find_discussion(request.user, slug, pk)
    page = paginate(request, _posts(discussion), per_page=POSTS_PER_PAGE)
    mark = mark_of(discussion, request.user)
    show_posts(list(page), discussion.network, request.user, mark)
    context = {
        "discussion": discussion,
        "network": discussion.network,
        "page": page,
        "wish": _wish(discussion),
        "wishes": FollowChoice,
        "has_unread": not mark.covers_all(discussion),
        "last_unread": max((post.number for post in page if post.is_unread), default=0),
        "last_reason": last_reason(discussion),
        "form": PostForm(
            address=_reply_address(discussion), conduct=conduct_to_accept(request.user)
        ).offer_names(discussion.network),
        "gaps": list(gaps_from("question", discussion.pk, user=request.user)),
        "pause": pause_of(request.user, discussion.network, timezone.now()),
    }
    return render(request, "networks/discussion_detail.html", context)


def _posts(discussion: Discussion) -> QuerySet[Post]:
    return discussion.posts.with_everything().in_order()


def _wish(discussion: Discussion) -> FollowChoice:
    if discussion.wants_no_news is None:
        return FollowChoice.ORDINARY
    return FollowChoice.MUTE if discussion.wants_no_news else FollowChoice.FOLLOW


def _reply_address(discussion: Discussion) -> str:
    return f"{discussion.get_absolute_url()}reply/"


@reads_and_writes
def discussion_reply(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Reply, after a preview if wished; ``?quote=`` names a post that the reply begins with."""
    discussion = find_discussion(request.user, slug, pk)

    form = ReplyForm(
        posted(request),
        request.FILES or None,
        network=discussion.network,
        plans=ActionPlan.objects.visible_to(request.user),
        user=request.user,
        initial={"body": _quotation(request, discussion)},
        address=_reply_address(discussion),
        conduct=conduct_to_accept(request.user),
    ).offer_names(discussion.network)
    if not form.wants_preview and (
        answer := save(
            request,
            form,
            lambda: reply(
                discussion=discussion,
                author=request.user,
                body=form.cleaned_data["body"],
                key=form.key,
                at=timezone.now(),
                record=form.cleaned_data["record"],
                plan=form.cleaned_data["plan"],
                shared=form.cleaned_data["indicator"],
                file=checked_file(form.cleaned_data["upload"], name=form.cleaned_data["file_name"]),
                conduct=form.conduct,
            ),
            to=lambda post: post,
            said=lambda post: str(WAITS) if post.is_held else "",
        )
    ):
        return answer
    _keep_chosen_file(form, request.user)
    last = discussion.posts.with_everything().order_by("-number").first()
    context = {
        "discussion": discussion,
        "network": discussion.network,
        "last": last,
        **_preview(form),
        "refusal": None
        if form.is_bound
        else why_not_to_write(
            discussion.network, request.user, at=timezone.now(), discussion=discussion
        ),
    }
    return show(request, "networks/discussion_reply.html", form, context)


def _quotation(request: MemberRequest, discussion: Discussion) -> str:
    """Return the post that the address names as a quotation; nothing for one that is not shown here."""
    posts = discussion.posts.filter(state=PostState.SHOWN).select_related("author", "discussion")
    post = posts.filter(pk=key_of(request.GET.get("quote"))).first()
    if post is None:
        return ""
    post.discussion = discussion
    return quotation(post)


@require_safe
def discussion_unread(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Redirect to the first post that the reader has not read, or to the last one."""
    discussion = find_discussion(request.user, slug, pk)
    posts = discussion.posts.in_order()
    post = posts.unread_by(request.user).first() or posts.last()
    return redirect(post or discussion)


@require_POST
def discussion_read(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Note how far the reader has read: up to the post whose number comes with it, or to the end."""
    discussion = find_discussion(request.user, slug, pk)

    number, now = key_of(request.POST.get("number", "")), timezone.now()
    before = mark_of(discussion, request.user).number
    mark_read(discussion=discussion, user=request.user, at=now, number=number or None)
    if request.headers.get("Accept") == "application/json":
        return HttpResponse(status=204)
    undo = Undo(
        reverse("networks:discussion_read_undo", args=[slug, pk]),
        {"number": before, "read_at": now.isoformat()},
    )
    words = linked(f"“{discussion}”", discussion)
    messages.success(request, told(_("%(discussion)s marked as read."), undo, discussion=words))
    return redirect(discussion.network)


@require_POST
def discussion_read_undo(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Count posts as unread again that were marked as read at the moment ``read_at``."""
    discussion = find_discussion(request.user, slug, pk)
    read_at = moment_of(request.POST.get("read_at"))
    if read_at is None:
        raise Http404

    number = key_of(request.POST.get("number"))
    undo_mark_read(discussion=discussion, user=request.user, number=number, read_at=read_at)
    words = linked(f"“{discussion}”", discussion)
    messages.success(request, told(_("%(discussion)s marked as unread."), discussion=words))
    return redirect(discussion.network)


@require_POST
def network_read(request: MemberRequest, slug: str) -> HttpResponse:
    """Count everything in the network as read."""
    network = find_network_or_group(request.user, slug)
    require(request.user, "networks.read", network)

    now = timezone.now()
    membership = membership_of(request.user, network)
    mark_all_read(network=network, user=request.user, at=now)
    before = membership.read_until if membership else None
    undo = None
    if before:
        fields = {"read_until": now.isoformat(), "before": before.isoformat()}
        undo = Undo(reverse("networks:network_read_undo", args=[slug]), fields)
    messages.success(request, told(_("All discussions marked as read."), undo))
    return redirect(network)


@require_POST
def network_read_undo(request: MemberRequest, slug: str) -> HttpResponse:
    """Count as unread again what was read until ``read_until``, back to ``before``."""
    network = find_network_or_group(request.user, slug)
    require(request.user, "networks.read", network)
    until, before = (moment_of(request.POST.get(name)) for name in ("read_until", "before"))
    if until is None or before is None:
        raise Http404

    undo_mark_all_read(network=network, user=request.user, read_until=until, before=before)
    messages.success(request, _("Discussions marked as unread."))
    return redirect(network)


@require_POST
def discussion_follow(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Follow the discussion, only count its posts, or mute it."""
    discussion = find_discussion(request.user, slug, pk)

    wish = request.POST.get("wish", "")
    if wish not in FollowChoice.values:
        messages.error(request, _("Choose your notifications for this discussion."))
        return redirect(discussion)
    before = _wish(discussion)
    follow_discussion(discussion=discussion, user=request.user, wish=wish)
    follow = reverse("networks:discussion_follow", args=[slug, pk])
    undo = Undo(follow, {"wish": before.value}) if before != wish else None
    messages.success(request, told(_WISH_KEPT[FollowChoice(wish)], undo))
    return redirect(discussion)
