"""Beginning a brief, writing its words, and beginning a new version of what was published."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from accounts.models import User
from briefs.actions.parts import add_chosen, lock_draft
from briefs.models import Brief, Edition, Part
from briefs.refusals import EditionFrozen
from briefs.sources import Chosen
from briefs.states import BriefState
from core.forms.edit_conflicts import check_edit_number
from core.forms.form_keys import first_result
from library.vocabularies.models import Place, Topic


@transaction.atomic
def begin_brief(
    *,
    author: User,
    key: uuid.UUID,
    at: dt.datetime,
    title: str,
    question: str = "",
    place: Place | None = None,
    topics: Iterable[Topic] = (),
    chosen: Iterable[Chosen] = (),
) -> Brief:
    """Begin a private brief with what was chosen. The same key and words return the first one.

    Raises ``AlreadySubmitted`` for other words, and ``TooManyParts``.
    """
    mine = Brief.objects.filter(author=author)
    if begun := first_result(mine, key, title=title, question=question):
        return begun
    brief = Brief.objects.create(
        author=author,
        place=place,
        title=title,
        question=question,
        created_at=at,
        changed_at=at,
        form_key=key,
    )
    brief.topics.set(topics)
    edition = Edition.objects.create(brief=brief, title=title, question=question)
    add_chosen(edition=edition, chosen=chosen, at=at)
    return brief


@transaction.atomic
def edit_words(
    *,
    edition: Edition,
    opened_at: int | None,
    place: Place | None,
    topics: Iterable[Topic],
    at: dt.datetime,
    **words: Any,
) -> Edition:
    """Change title, question, messages, place and topics of a draft.

    Raises ``EditedElsewhere`` when it was saved since it was opened, and ``EditionFrozen``.
    """
    edition = lock_draft(edition)
    check_edit_number(edition, opened_at)
    for name, value in words.items():
        setattr(edition, name, value)
    edition.save()
    brief = edition.brief
    brief.place, brief.changed_at = place, at
    if brief.state == BriefState.PRIVATE:
        # Until it is published, lists know it by its draft.
        brief.title, brief.question = edition.title, edition.question
    brief.save(update_fields=["place", "changed_at", "title", "question"])
    brief.topics.set(topics)
    return edition


@transaction.atomic
def begin_version(*, brief: Brief, at: dt.datetime) -> Edition:
    """Begin the next version as a copy of the published one. Repeats safely. Raises ``EditionFrozen``."""
    brief = Brief.objects.select_for_update().get(pk=brief.pk)
    if brief.is_withdrawn:
        raise EditionFrozen
    if draft := Edition.objects.drafts().filter(brief=brief).first():
        return draft
    last = Edition.objects.published().get(brief=brief, superseded_at=None)
    draft = Edition.objects.create(
        brief=brief,
        number=last.number + 1,
        title=last.title,
        question=last.question,
        messages=last.messages,
    )
    parts = list(Part.objects.filter(edition=last).in_order())
    for part in parts:
        part.pk, part.edition, part.form_key = None, draft, uuid.uuid4()
    Part.objects.bulk_create(parts)
    brief.changed_at = at
    brief.save(update_fields=["changed_at"])
    return draft


@transaction.atomic
def delete_draft(*, brief: Brief) -> bool:
    """Delete what was not published: the draft, and the brief where no version was. Return whether the brief is gone.

    Repeats safely.
    """
    locked = Brief.objects.select_for_update().filter(pk=brief.pk).first()
    if locked is None:
        return True
    if locked.state == BriefState.PRIVATE:
        locked.delete()
        return True
    Edition.objects.drafts().filter(brief=locked).delete()
    locked.offered_at = None
    locked.save(update_fields=["offered_at"])
    return False


@transaction.atomic
def delete_private_briefs(*, author_id: int) -> None:
    """Delete the briefs that somebody never published, when their account is closed. Repeats safely."""
    Brief.objects.filter(author=author_id, state=BriefState.PRIVATE).delete()


@transaction.atomic
def delete_briefs_of_closed_accounts() -> None:
    """Delete what people with closed accounts never published. Repeats safely."""
    Brief.objects.filter(author__in=User.objects.closed(), state=BriefState.PRIVATE).delete()
