"""Suspending a mentoring for the institute, and letting it go on. Neither of the two can undo it."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from mentoring import kinds
from mentoring.actions.session_news import cancel_coming_sessions
from mentoring.models import Match, Signature
from mentoring.participants import partner_of
from mentoring.states import MATCH_FLOW
from notifications.actions import notify
from notifications.kinds import Kind


@transaction.atomic
def suspend_match(*, match: Match, at: dt.datetime) -> Match:
    """Suspend the mentoring, cancel coming sessions and tell both, in the name of the institute and without a reason.

    Raises ``TransitionNotAllowed`` for one that is suspended or has ended.
    """
    match = Match.objects.locked().get(pk=match.pk)
    _move("suspend", match, kinds.SUSPENDED, at=at)
    cancel_coming_sessions(match, by=None, reason=_("Your mentoring is paused."), at=at)
    return match


@transaction.atomic
def lift_suspension(*, match: Match, at: dt.datetime) -> Match:
    """Let the two go on: where both have signed after a pause that either can end, else with their signatures.

    Raises ``TransitionNotAllowed`` for a mentoring that is not suspended.
    """
    match = Match.objects.locked().get(pk=match.pk)
    signed = Signature.objects.filter(match=match).standing().count()
    _move("lift" if signed > 1 else "lift_unsigned", match, kinds.SUSPENSION_LIFTED, at=at)
    return match


def _move(move: str, match: Match, kind: Kind, *, at: dt.datetime) -> None:
    transition = MATCH_FLOW.make(move, match, actor=None, at=at)
    for reader in (match.mentor, match.mentee):
        notify(
            recipients=[reader],
            kind=kind,
            key=f"{kind.name}:{transition.pk}",
            target=match,
            at=at,
            who=partner_of(match, reader).full_name,
        )
