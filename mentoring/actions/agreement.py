"""The agreement of a match: its text, and the two signatures under it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.refusals import Conflict
from mentoring import kinds
from mentoring.agreement_text import agreement_of, render_agreement
from mentoring.models import AgreementTerms, Match, MentoringRequest, Signature
from mentoring.participants import partner_of
from mentoring.states import MATCH_FLOW, MatchState
from notifications.actions import notify
from workflow.flows import TransitionNotAllowed


class AgreementChanged(Conflict):
    """The agreement was changed after the reader opened it."""

    def __init__(self) -> None:
        super().__init__(
            _("The agreement was changed while you read it. Read the new text, then sign.")
        )


@transaction.atomic
def change_agreement(*, match: Match, by: User, text: str, at: dt.datetime) -> Match:
    """Replace the text. Signatures under the old text become void and the other one is told.

    The same text changes nothing. Raises ``TransitionNotAllowed`` for a paused or ended match.
    """
    return _replace(Match.objects.locked().get(pk=match.pk), by=by, text=text, at=at)


@transaction.atomic
def change_terms(*, match: Match, by: User, terms: Mapping[str, Any], at: dt.datetime) -> Match:
    """Change the fields, from which the text is made anew; what follows is the same as for ``change_agreement``."""
    match = Match.objects.locked().get(pk=match.pk)
    stored = AgreementTerms.objects.get(match=match)
    for name, value in terms.items():
        setattr(stored, name, value)
    request = MentoringRequest.objects.with_people().get(pk=match.request_id)
    match = _replace(match, by=by, text=agreement_of(request, stored), at=at)
    stored.save(update_fields=list(terms))
    return match


def _replace(match: Match, *, by: User, text: str, at: dt.datetime) -> Match:
    if text == match.agreement:
        return match
    transition = MATCH_FLOW.make("revise", match, actor=by, at=at)
    match.agreement = text
    match.agreement_html = render_agreement(text)
    match.save(update_fields=["agreement", "agreement_html"])
    Signature.objects.filter(match=match).standing().update(voided_at=at)
    notify(
        recipients=[partner_of(match, by)],
        kind=kinds.AGREEMENT_CHANGED,
        key=f"mentoring.agreement-changed:{transition.pk}",
        target=match,
        at=at,
        who=by.full_name,
    )
    return match


@transaction.atomic
def sign_agreement(
    *, match: Match, by: User, at: dt.datetime, seen: str | None = None
) -> Signature:
    """Sign the present text; with both signatures the mentoring begins.

    ``seen`` is the fingerprint of the text that the reader saw: another text raises ``AgreementChanged``.
    Signing the same text again returns the first signature. Raises ``TransitionNotAllowed`` once ended.
    """
    match = Match.objects.locked().get(pk=match.pk)
    if seen is not None and seen != match.agreement_hash:
        raise AgreementChanged
    standing = {s.user_id: s for s in Signature.objects.filter(match=match).standing()}
    if by.pk in standing:
        return standing[by.pk]
    if match.state != MatchState.SIGNING:
        raise TransitionNotAllowed("sign", match)
    signature = Signature.objects.create(
        match=match, user=by, text=match.agreement, text_hash=match.agreement_hash, signed_at=at
    )
    other = partner_of(match, by)
    if other.pk in standing:
        _start(match, by, at)
    else:
        notify(
            recipients=[other],
            kind=kinds.SIGNED,
            key=f"mentoring.signed:{signature.pk}",
            target=match,
            at=at,
            who=by.full_name,
        )
    return signature


def _start(match: Match, by: User, at: dt.datetime) -> None:
    transition = MATCH_FLOW.make("activate", match, actor=by, at=at)
    if match.started_at is None:
        match.started_at = at
        match.save(update_fields=["started_at"])
    for reader, other in ((match.mentor, match.mentee), (match.mentee, match.mentor)):
        notify(
            recipients=[reader],
            kind=kinds.STARTED,
            key=f"mentoring.started:{transition.pk}",
            target=match,
            at=at,
            who=other.full_name,
        )
