"""Files of posts: checked, attached, removed, and deleted when their time is over."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from core.files.uploads import FileKind, checksum, inspect_upload, safe_name
from networks.actions.conduct import accept_conduct
from networks.actions.gates import refuse_unless_may_write
from networks.models import MOST_FILES, Case, Discussion, Post, PostFile
from networks.refusals import DiscussionClosed, TooManyFiles
from workflow.flows import TransitionNotAllowed

# How long moderators can still look at a file that its author removed, in case of a complaint.
KEPT = dt.timedelta(days=30)


@dataclass(frozen=True)
class CheckedFile:
    """An upload whose content was looked at: what it really is, and the name that readers see."""

    upload: File[Any]
    kind: FileKind
    sha256: str
    name: str


def checked_file(upload: File[Any] | None, *, name: str = "") -> CheckedFile | None:
    """Look at the content of an upload before anything is locked; ``name`` replaces its own.

    Nothing for no upload. Raises ``core.files.uploads.UploadRefused`` for what cannot be taken.
    """
    if upload is None:
        return None
    kind = inspect_upload(upload)
    # An ending that was not typed would be looked for in the name, and cut off.
    shown = f"{name.strip()}.{kind.ending}" if name.strip() else upload.name or ""
    return CheckedFile(upload, kind, checksum(upload), safe_name(shown, kind))


def attach_file(
    *, post: Post, file: CheckedFile, at: dt.datetime, conduct: int | None = None
) -> PostFile:
    """Attach a file to a post that is shown or waits; the post is marked as changed.

    ``conduct`` is the version of the code of conduct that the author accepts with it. The same content again gives the same file (repeats safely). Raises ``TooManyFiles``, ``TransitionNotAllowed`` for
    a post that was hidden or removed, ``DiscussionClosed``, and what ``refuse_unless_may_write`` does.
    """
    with transaction.atomic():
        post = _locked(post)
        if not (post.is_shown or post.is_held):
            raise TransitionNotAllowed("edit", post)
        if conduct is not None:
            accept_conduct(number=conduct, user=post.author, at=at)
        refuse_unless_may_write(post.discussion.network, post.author, at=at)
        if not (post.discussion.is_open or post.discussion.is_held):
            raise DiscussionClosed
        known = post.files.attached().filter(sha256=file.sha256).first()
        if known is not None:
            return known
        attached = put_file(post, file, at=at)
        post.edited_at = at
        post.save(update_fields=["edited_at"])
        return attached


def put_file(post: Post, file: CheckedFile, *, at: dt.datetime) -> PostFile:
    """Write the file in the first free place of a post whose row the caller holds. Raises ``TooManyFiles``."""
    taken = set(post.files.attached().values_list("position", flat=True))
    free = next((n for n in range(1, MOST_FILES + 1) if n not in taken), None)
    if free is None:
        raise TooManyFiles
    attached = PostFile(
        post=post,
        position=free,
        name=file.name,
        media_type=file.kind.media_type,
        size=file.upload.size,
        sha256=file.sha256,
        added_at=at,
    )
    attached.content.save(f"{file.sha256[:16]}.{file.kind.ending}", file.upload, save=False)
    attached.save()
    return attached


@transaction.atomic
def remove_file(*, file: PostFile, at: dt.datetime) -> None:
    """Take one's file out of the post; moderators can look at it for 30 days. Repeats safely."""
    post = _locked(file.post)
    if post.files.attached().filter(pk=file.pk).update(removed_at=at):
        post.edited_at = at
        post.save(update_fields=["edited_at"])


def remove_files_of(post: Post, *, at: dt.datetime) -> None:
    """Take all files out of a post that its author removes. Repeats safely."""
    post.files.attached().update(removed_at=at)


def forget_files(*, at: dt.datetime) -> None:
    """Delete files 30 days after they were removed, unless a flag about their post is undecided. Repeats safely."""
    undecided = Case.objects.undecided().filter(discussion=OuterRef("post__discussion"))
    in_question = undecided.filter(Q(post=OuterRef("post")) | Q(post=None))
    old = PostFile.objects.filter(~Exists(in_question), removed_at__lt=at - KEPT)
    for file in old.order_by("pk"):
        delete_file(file)


@transaction.atomic
def delete_file(file: PostFile) -> None:
    """Delete a file, and its bytes once that is certain. Repeats safely."""
    PostFile.objects.filter(pk=file.pk).delete()
    transaction.on_commit(lambda: file.content.delete(save=False))


def _locked(post: Post) -> Post:
    """Lock the discussion first and then the post, in the order in which replies do."""
    Discussion.objects.select_for_update().get(pk=post.discussion_id)
    rows = Post.objects.select_for_update(of=("self",))
    return rows.select_related("discussion__network", "author").get(pk=post.pk)
