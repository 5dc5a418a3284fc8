"""Files of posts: adding and removing one's own, and downloading them."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.files.uploads import download
from core.forms.answering import save, show
from core.permissions import require
from core.types import MemberRequest
from core.web.requests import reads_and_writes
from networks.actions.files import attach_file, checked_file, remove_file
from networks.actions.gates import why_not_to_write
from networks.forms.posts import FileForm
from networks.models import MOST_FILES, Post, PostFile, conduct_to_accept
from networks.views.common import find_post


@reads_and_writes
def post_files(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Let authors add files to their post, one at a time, and remove them."""
    post = find_post(request.user, slug, pk)
    require(request.user, "networks.edit_post", post)

    # A form sent without a file may hold no data at all, so the method tells whether it was sent.
    is_sent = request.method == "POST"
    conduct = conduct_to_accept(request.user)
    form = (
        FileForm(request.POST, request.FILES, conduct=conduct)
        if is_sent
        else FileForm(conduct=conduct)
    )
    if answer := save(
        request,
        form,
        lambda: _attach(post, form),
        to=("networks:post_files", slug, pk),
        said=lambda file: _("%(name)s added.") % {"name": file.name},
    ):
        return answer
    attached = list(post.files.attached().in_order())
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
            discussion=None if post.discussion.is_held else post.discussion,
        ),
        "files": attached,
        "has_room": len(attached) < MOST_FILES,
        "most": MOST_FILES,
    }
    return show(request, "networks/post_files.html", form, context)


def _attach(post: Post, form: FileForm) -> PostFile:
    words = form.cleaned_data
    file = checked_file(words["upload"], name=words["file_name"])
    assert file is not None  # noqa: S101  (the field is required)
    return attach_file(post=post, file=file, at=timezone.now(), conduct=form.conduct)


@require_POST
def file_remove(request: MemberRequest, slug: str, pk: int, file_pk: int) -> HttpResponse:
    """Take a file out of one's own post."""
    post = find_post(request.user, slug, pk)
    require(request.user, "networks.edit_post", post)

    file = post.files.attached().filter(pk=file_pk).first()
    if file is not None:
        remove_file(file=file, at=timezone.now())
        messages.success(request, _("%(name)s removed.") % {"name": file.name})
    return redirect("networks:post_files", slug, pk)


@require_safe
def file_download(request: MemberRequest, slug: str, pk: int, file_pk: int) -> FileResponse:
    """Send a file to those who may see its post now."""
    files = PostFile.objects.visible_to(request.user)
    file = get_object_or_404(files, post__discussion__network__slug=slug, post=pk, pk=file_pk)
    return download(file.content, name=file.name, media_type=file.media_type)
