"""One post: its permanent address, changing it, taking it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.forms.answering import save, show
from core.permissions import require
from core.text import render_markdown
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from networks.actions.gates import why_not_to_write
from networks.actions.posts import edit_post, remove_post, stop_sharing_plan
from networks.forms.posts import EditPostForm
from networks.models import conduct_to_accept
from networks.states import POST_FLOW
from networks.views.common import find_post


@require_safe
def post_detail(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Redirect from the permanent address of a post to its place in the discussion."""
    return redirect(find_post(request.user, slug, pk))


@reads_and_writes
def post_edit(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Let authors change their words; the earlier ones are kept."""
    post = find_post(request.user, slug, pk)
    require(request.user, "networks.edit_post", post)

    form = EditPostForm(
        posted(request),
        initial={"body": post.body},
        conduct=conduct_to_accept(request.user),
    ).offer_names(post.discussion.network)
    preview = None
    if form.wants_preview:
        if form.is_valid():
            preview = render_markdown(form.cleaned_data["body"], top_heading=3)
    elif answer := save(
        request,
        form,
        lambda: edit_post(
            post=post,
            body=form.cleaned_data["body"],
            at=timezone.now(),
            conduct=form.conduct,
        ),
        to=post,
        said=_("Post saved."),
    ):
        return answer
    context = {
        "post": post,
        "discussion": post.discussion,
        "network": post.discussion.network,
        "refusal": None
        if form.is_bound
        else why_not_to_write(
            post.discussion.network,
            request.user,
            at=timezone.now(),
            discussion=post.discussion,
        ),
        "preview": preview,
    }
    return show(request, "networks/post_edit.html", form, context)


@require_POST
def post_remove(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Let authors take their words back."""
    post = find_post(request.user, slug, pk)
    require(request.user, "networks.remove_post", post)
    if POST_FLOW.leads_here("remove", post):
        return redirect(post)

    post = remove_post(post=post, at=timezone.now())
    if post.discussion.post_count == 1:
        messages.success(request, _("Post and discussion removed."))
        return redirect(post.discussion.network)
    messages.success(request, _("Post removed."))
    return redirect(post)


@require_POST
def post_stop_sharing(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Let authors take their action plan out of a post."""
    post = find_post(request.user, slug, pk)
    require(request.user, "networks.stop_sharing", post)

    stop_sharing_plan(post=post, at=timezone.now())
    messages.success(request, _("Your action plan is no longer shared here."))
    return redirect(post)


@require_safe
def post_history(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Show earlier wordings of a post to its author and to moderators."""
    post = find_post(request.user, slug, pk)
    require(request.user, "networks.read_history", post)

    context = {
        "post": post,
        "discussion": post.discussion,
        "network": post.discussion.network,
        "removed_files": post.files.filter(removed_at__isnull=False).order_by("-removed_at", "-pk"),
        "revisions": post.revisions.order_by("-until", "-pk")[:50],
    }
    return render(request, "networks/post_history.html", context)
