"""The networks' part of the personal data export."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.personal_data.registry import DataPart, export_part
from networks.models import (
    Case,
    ConductAcceptance,
    Discussion,
    Flag,
    Follow,
    Invitation,
    KeptFile,
    Membership,
    Pause,
    Post,
    PostFile,
    PostRevision,
    ReadMark,
)


@export_part("networks")
def networks_of(user: User) -> DataPart:
    """Return memberships, posts in every wording with their files, follows and read marks.

    What the person began is listed with the title they gave it. Elsewhere a discussion is named only while they can see it.
    """
    files = PostFile.objects.filter(post__author=user).order_by("pk")
    return DataPart(
        data={
            "memberships": _rows(
                Membership.objects.filter(user=user),
                "network__name", "role", "state", "news", "message", "asked_at", "joined_at", "read_until",
            ),
            "discussions": _rows(
                Discussion.objects.filter(author=user), "network__name", "title", "state", "created_at"
            ),
            "posts": _rows_in(
                user, "discussion", Post.objects.filter(author=user),
                "discussion__title", "number", "body", "state", "record__title", "plan__title", "indicator__name",
                "created_at", "edited_at",
            ),
            "files": _rows_in(
                user, "post__discussion", files, "post__discussion__title", "post__number", "position", "name", "size", "added_at", "removed_at"
            ),
            "files_chosen_and_not_sent": _rows(KeptFile.objects.of(user), "name", "kept_at"),
            "earlier_wordings": _rows_in(
                user, "post__discussion", PostRevision.objects.filter(post__author=user),
                "post__discussion__title", "post__number", "body", "until",
            ),
            "flags": _rows(
                Flag.objects.filter(person=user), "case__network__name", "reason", "words", "created_at"
            ),
            "decisions_about_your_words": _rows_in(
                user, "discussion", Case.objects.told_to_author(user),
                "network__name", "discussion__title", "state", "decided_at", "decision", "appealed_at", "appeal",
            ),
            "pauses": _rows(
                Pause.objects.filter(user=user), "network__name", "reason", "begins_at", "ends_at", "lifted_at"
            ),
            "code_of_conduct": _rows(
                ConductAcceptance.objects.filter(user=user), "version__number", "accepted_at"
            ),
            "follows": _rows_in(
                user, "discussion", Follow.objects.filter(user=user), "discussion__title", "is_muted"
            ),
            "read": _rows_in(
                user, "discussion", ReadMark.objects.filter(user=user), "discussion__title", "number", "read_at"
            ),
            "invitations_sent": _rows(
                Invitation.objects.filter(invited_by=user),
                "network__name", "email", "message", "state", "invited_at",
            ),
            "invitations_received": _rows(
                Invitation.objects.filter(email__iexact=user.email),
                "network__name", "message", "state", "invited_at",
            ),
        },
        files=[
            *((f"{file.post_id}/{file.pk}-{file.name}", file.content) for file in files),
            *((f"not-sent/{kept.pk}-{kept.name}", kept.content) for kept in KeptFile.objects.of(user)),
        ],
    )  # fmt: skip


def _rows(things: Any, *fields: str) -> list[dict[str, Any]]:
    return list(things.order_by("pk").values(*fields))


def _rows_in(user: User, path: str, things: Any, *fields: str) -> list[dict[str, Any]]:
    """Return rows with the title of their discussion, at this path, if the person can see it."""
    rows = _rows(things, *fields, path)
    seen = _seen_by(user, {row[path] for row in rows})
    for row in rows:
        if row.pop(path) not in seen:
            row[f"{path}__title"] = _("A discussion that you can no longer see")
    return rows


def _seen_by(user: User, discussions: Collection[int]) -> set[int]:
    visible = Discussion.objects.visible_to(user).filter(pk__in=discussions)
    return set(visible.values_list("pk", flat=True))
