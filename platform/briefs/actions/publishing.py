"""Offering a brief to the editors, publishing it, and withdrawing it."""

import datetime as dt

from django.db import transaction

from accounts.models import User
from accounts.roles import Role
from briefs import kinds
from briefs.actions.depositing import deposit_edition, withdraw_from_library
from briefs.actions.parts import lock_draft
from briefs.models import Brief, Edition
from briefs.refusals import EditionFrozen, NothingToPublish
from briefs.states import BRIEF_FLOW
from core.forms.edit_conflicts import EditedElsewhere
from notifications.actions import notify
from notifications.kinds import Kind


@transaction.atomic
def offer_brief(*, brief: Brief, at: dt.datetime) -> Brief:
    """Ask the editors to publish the draft; they can read it from now on. Repeats safely.

    Raises ``NothingToPublish`` and ``EditionFrozen``.
    """
    brief = _lock(brief)
    draft = Edition.objects.drafts().filter(brief=brief).first()
    if draft is None or not _says_something(draft):
        raise NothingToPublish
    if brief.offered_at is None:
        brief.offered_at = at
        brief.save(update_fields=["offered_at"])
        notify(
            recipients=User.objects.open().with_role(Role.EDITOR).exclude(pk=brief.author_id),
            kind=kinds.OFFERED,
            key=f"briefs.offered:{brief.pk}:{draft.number}",
            target=brief,
            at=at,
            author=brief.author,
        )
    return brief


@transaction.atomic
def take_back(*, brief: Brief) -> Brief:
    """Take the draft back from the editors. Repeats safely. Raises ``EditionFrozen``."""
    brief = _lock(brief)
    brief.offered_at = None
    brief.save(update_fields=["offered_at"])
    return brief


@transaction.atomic
def publish_draft(
    *, edition: Edition, by: User, seen: int | None, note: str = "", at: dt.datetime
) -> Edition:
    """Publish a draft as the next version; what readers cited before stays at its address.

    Its record in the library, if it has one, gets the version too. Raises ``EditedElsewhere`` when it was changed since the editor read it, ``NothingToPublish``, ``EditionFrozen``.
    """
    edition = lock_draft(edition)
    if seen is not None and seen != edition.edit_number:
        raise EditedElsewhere(edition)
    if not _says_something(edition):
        raise NothingToPublish
    brief = _lock(edition.brief)
    former = Edition.objects.published().filter(brief=brief, superseded_at=None).first()
    Edition.objects.published().filter(brief=brief, superseded_at=None).update(superseded_at=at)
    edition.published_at, edition.published_by = at, by
    edition.note, edition.author_name = note, str(brief.author)
    edition.save()
    brief.title, brief.question = edition.title, edition.question
    brief.offered_at, brief.changed_at = None, at
    brief.published_at = at
    brief.save(update_fields=["title", "question", "offered_at", "changed_at", "published_at"])
    # After the moment, which a constraint asks for.
    BRIEF_FLOW.make("publish", brief, actor=by, note=note, at=at)
    deposit_edition(brief=brief, edition=edition, former=former, by=by, at=at)
    _tell_author(brief, kinds.PUBLISHED, edition.number, by=by, at=at)
    return edition


@transaction.atomic
def withdraw_brief(
    *, brief: Brief, by: User, reason: str, replaced_by: Brief | None = None, at: dt.datetime
) -> Brief:
    """Withdraw a published brief for good; its address says why, and which brief to read instead.

    Its record in the library is withdrawn with it. Raises ``TransitionNotAllowed``.
    """
    brief = Brief.objects.select_for_update(of=("self",)).select_related("record").get(pk=brief.pk)
    # The constraint asks for the reason when the state changes.
    brief.withdrawal_reason, brief.replaced_by = reason, replaced_by
    brief.offered_at = None
    brief.save(update_fields=["withdrawal_reason", "replaced_by", "offered_at"])
    BRIEF_FLOW.make("withdraw", brief, actor=by, note=reason, at=at)
    withdraw_from_library(brief=brief, reason=reason, by=by, at=at)
    _tell_author(brief, kinds.WITHDRAWN, 0, by=by, at=at, text=reason)
    return brief


def _tell_author(
    brief: Brief, kind: Kind, number: int, *, by: User, at: dt.datetime, text: str = ""
) -> None:
    notify(
        recipients=[brief.author] if brief.author_id != by.pk else [],
        kind=kind,
        key=f"{kind.name}:{brief.pk}:{number}",
        target=brief,
        at=at,
        text=text,
    )


def _lock(brief: Brief) -> Brief:
    rows = Brief.objects.select_for_update(of=("self",)).select_related("author", "record")
    locked = rows.get(pk=brief.pk)
    if locked.is_withdrawn:
        raise EditionFrozen
    return locked


def _says_something(edition: Edition) -> bool:
    return bool(edition.key_messages) or edition.parts.exists()
