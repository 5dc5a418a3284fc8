"""Made-up briefs, made by their own actions."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from briefs.actions.publishing import publish_draft
from briefs.actions.writing import begin_brief, edit_words
from briefs.models import Brief, Edition
from briefs.sources import chosen_from
from demo.factories.accounts import UserFactory


def make_brief(
    *,
    author: User | None = None,
    title: str = "Warm homes",
    refs: Iterable[str] = (),
    messages: str = "Cold homes make people ill.",
    **fields: Any,
) -> Brief:
    """Return a private brief with one key message and what ``refs`` name."""
    author = author or UserFactory()
    at = fields.pop("at", None) or timezone.now()
    place, topics = fields.get("place"), fields.pop("topics", [])
    brief = begin_brief(
        author=author,
        key=uuid.uuid4(),
        title=title,
        at=at,
        chosen=chosen_from(refs, author),
        topics=topics,
        **fields,
    )
    draft = draft_of(brief)
    edit_words(
        edition=draft,
        opened_at=None,
        at=at,
        title=title,
        question=draft.question,
        messages=messages,
        place=place,
        topics=topics,
    )
    brief.refresh_from_db()
    return brief


def draft_of(brief: Brief) -> Edition:
    """Return the draft of a brief."""
    return Edition.objects.drafts().get(brief=brief)


def publish(brief: Brief, *, at: dt.datetime | None = None, note: str = "") -> Edition:
    """Publish the draft of a brief by an editor."""
    editor = UserFactory(roles=[Role.EDITOR])
    edition = publish_draft(
        edition=draft_of(brief), by=editor, seen=None, note=note, at=at or timezone.now()
    )
    brief.refresh_from_db()
    return edition
