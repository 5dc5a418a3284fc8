"""What safeguarding knows of mentoring: whom its pages are about, and how a mentoring is suspended."""

import datetime as dt

from django.db.models import QuerySet
from django.urls import ResolverMatch
from django.utils.translation import gettext as _

from accounts.models import User
from mentoring.actions.suspending import lift_suspension, suspend_match
from mentoring.models import Match, MentoringRequest, MentorProfile, Session
from mentoring.participants import partner_of
from mentoring.states import MatchState
from safeguarding.places import PEOPLE_ON_PAGE, SUSPENDERS, Suspendable, Suspender

_PART = "mentoring"
_OF_MENTOR = {"mentor_detail", "request_new"}
_OF_REQUEST = {"request_detail"}
_OF_SESSION = {"session_detail", "session_move", "session_cancel", "session_record"}


@PEOPLE_ON_PAGE.register(_PART)
def people_on_page(page: ResolverMatch, reader: User) -> list[User]:
    """Return the mentor of a mentor's page, and the other person of a request, a match or a session."""
    pk = page.kwargs.get("pk")
    if page.namespace != _PART or pk is None:
        return []
    if page.url_name in _OF_MENTOR:
        mentors = MentorProfile.objects.visible_to(reader).filter(pk=pk).select_related("user")
        return [profile.user for profile in mentors]
    if page.url_name in _OF_REQUEST:
        requests = MentoringRequest.objects.visible_to(reader).filter(pk=pk)
        return [
            person
            for request in requests.select_related("mentor", "mentee")
            for person in (request.mentor, request.mentee)
        ]
    return [partner_of(match, reader) for match in _matches(page, pk, reader)]


def _matches(page: ResolverMatch, pk: int, reader: User) -> QuerySet[Match]:
    matches = Match.objects.visible_to(reader).select_related("mentor", "mentee")
    if page.url_name == "series_detail":
        return matches.filter(session_series=pk)
    if page.url_name in _OF_SESSION:
        return matches.filter(pk__in=Session.objects.filter(pk=pk).values("match"))
    return matches.filter(pk=pk) if page.route.startswith("mentoring/matches/") else matches.none()


def _found(person: User) -> list[Suspendable]:
    matches = Match.objects.visible_to(person).live().select_related("mentor", "mentee")
    return [
        Suspendable(
            part=_PART,
            key=match.pk,
            label=_("Mentoring with %(who)s") % {"who": partner_of(match, person).full_name},
            is_suspended=match.state == MatchState.SUSPENDED,
        )
        for match in matches.order_by("pk")
    ]


def _suspend(key: int, person: User, at: dt.datetime) -> None:
    suspend_match(match=Match.objects.visible_to(person).get(pk=key), at=at)


def _lift(key: int, person: User, at: dt.datetime) -> None:
    lift_suspension(match=Match.objects.visible_to(person).get(pk=key), at=at)


SUSPENDERS.add(_PART, Suspender(found=_found, suspend=_suspend, lift=_lift))
