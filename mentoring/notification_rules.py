"""Who may still open what mentoring tells people of, and when it is still news."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User, is_apart_from
from mentoring import kinds
from mentoring.models import (
    Feedback,
    Match,
    MentoringRequest,
    MentorProfile,
    MentorSearch,
    ProfileAsk,
    Session,
    SessionSeries,
)
from mentoring.models.mentors import STAFF_ROLES
from mentoring.states import (
    LIVE_STATES,
    MatchState,
    MentorState,
    RequestState,
    SearchState,
    SessionState,
)
from mentoring.suggestions.profile_gaps import lacking, with_gaps
from notifications.conditions import is_current, may_open

_READER = OuterRef("recipient")
_OF_MATCH = (
    kinds.ACCEPTED,
    *(kinds.MATCHED, kinds.MENTOR_MATCHED),
    *(kinds.AGREEMENT_CHANGED, kinds.SIGNED, kinds.STARTED),
    *(kinds.PAUSED, kinds.RESUMED, kinds.ENDED),
    *(kinds.SUSPENDED, kinds.SUSPENSION_LIFTED),
)
_SESSION_AHEAD = (
    *(kinds.BOOKED, kinds.BOOKED_BY_YOU, kinds.MOVED, kinds.MOVED_BY_YOU),
    kinds.REMINDER,
)
_SESSION_CANCELLED = (kinds.CANCELLED, kinds.CALLED_OFF)
_SERIES_AHEAD = (
    *(kinds.SERIES_BOOKED, kinds.SERIES_BOOKED_BY_YOU),
    *(kinds.SERIES_MOVED, kinds.SERIES_MOVED_BY_YOU),
)
_SERIES_CANCELLED = (kinds.SERIES_CANCELLED, kinds.SERIES_CALLED_OFF)


@may_open(kinds.OFFERED)
def offers_to_decide_on() -> QuerySet[MentorProfile]:
    """Describe all offers, where the reader coordinates mentoring."""
    return MentorProfile.objects.filter(_coordinates())


def _coordinates() -> Exists:
    staff = User.objects.filter(pk=OuterRef(_READER)).filter(
        Q(groups__name__in=STAFF_ROLES) | Q(is_superuser=True)
    )
    return Exists(staff)


@is_current(kinds.OFFERED)
def open_offers(moment: dt.datetime) -> QuerySet[MentorProfile]:
    """Describe offers that nobody has decided on."""
    return MentorProfile.objects.filter(state=MentorState.OFFERED)


@may_open(kinds.APPROVED, kinds.NOT_APPROVED, kinds.PLACE_WANTED)
def own_offers() -> QuerySet[MentorProfile]:
    """Describe the reader's own offer to be a mentor."""
    return MentorProfile.objects.filter(user=_READER)


@is_current(kinds.APPROVED)
def approved_mentors(moment: dt.datetime) -> QuerySet[MentorProfile]:
    """Describe people who are mentors."""
    return MentorProfile.objects.approved()


@is_current(kinds.NOT_APPROVED)
def declined_offers(moment: dt.datetime) -> QuerySet[MentorProfile]:
    """Describe offers that were not accepted."""
    return MentorProfile.objects.filter(state=MentorState.DECLINED)


@may_open(kinds.SUGGESTED, kinds.MENTOR_FOUND)
def mentors_on_view() -> QuerySet[MentorProfile]:
    """Describe the mentors whom every member sees."""
    return MentorProfile.objects.approved()


@is_current(kinds.SUGGESTED, kinds.MENTOR_FOUND)
def mentors_with_room(moment: dt.datetime) -> QuerySet[MentorProfile]:
    """Describe mentors who can take one more mentee, neither of whom has blocked the other."""
    return MentorProfile.objects.with_free_place().exclude(is_apart_from(OuterRef(_READER), "user"))


@is_current(kinds.PLACE_WANTED)
def mentors_without_room(moment: dt.datetime) -> QuerySet[MentorProfile]:
    """Describe mentors all of whose places are taken."""
    return MentorProfile.objects.full()


@may_open(kinds.SEARCHING)
def own_searches() -> QuerySet[MentorSearch]:
    """Describe searches for a mentor for the reader."""
    return MentorSearch.objects.filter(mentee=_READER)


@is_current(kinds.SEARCHING)
def open_searches(moment: dt.datetime) -> QuerySet[MentorSearch]:
    """Describe searches that have found nobody."""
    return MentorSearch.objects.filter(state=SearchState.OPEN)


@may_open(kinds.SEARCH_FOUND)
def every_search() -> QuerySet[MentorSearch]:
    """Describe all searches, where the reader coordinates mentoring."""
    return MentorSearch.objects.filter(_coordinates())


@is_current(kinds.SEARCH_FOUND)
def searches_with_a_mentor(moment: dt.datetime) -> QuerySet[MentorSearch]:
    """Describe searches for which a mentor fits."""
    return MentorSearch.objects.filter(state=SearchState.FOUND)


@may_open(kinds.PROFILE_WANTED, kinds.MENTOR_PROFILE_WANTED)
def own_profile_asks() -> QuerySet[ProfileAsk]:
    """Describe what the reader was asked to add to their profile."""
    return ProfileAsk.objects.filter(person=_READER)


@is_current(kinds.PROFILE_WANTED, kinds.MENTOR_PROFILE_WANTED)
def asks_of_people_with_gaps(moment: dt.datetime) -> QuerySet[ProfileAsk]:
    """Describe what people were asked from whose profile something is still missing."""
    people = lacking(with_gaps(User.objects.open()))
    return ProfileAsk.objects.filter(person__in=people.values("pk"))


@may_open(
    *(kinds.ASKED, kinds.NUDGED, kinds.WITHDRAWN, kinds.LAPSED),
    *(kinds.DECLINED, kinds.EXPIRED),
)
def own_requests() -> QuerySet[MentoringRequest]:
    """Describe requests that the reader sent or received."""
    return MentoringRequest.objects.filter(Q(mentor=_READER) | Q(mentee=_READER))


@is_current(kinds.ASKED, kinds.NUDGED)
def requests_to_answer(moment: dt.datetime) -> QuerySet[MentoringRequest]:
    """Describe requests that wait for their mentor's answer, from nobody who is blocked."""
    return MentoringRequest.objects.open().exclude(is_apart_from(OuterRef(_READER), "mentee"))


@is_current(kinds.WITHDRAWN)
def withdrawn_requests(moment: dt.datetime) -> QuerySet[MentoringRequest]:
    """Describe requests that were withdrawn."""
    return MentoringRequest.objects.filter(state=RequestState.WITHDRAWN)


@may_open(*_OF_MATCH, kinds.NOTES_ERASED_SOON)
def own_matches() -> QuerySet[Match]:
    """Describe matches of which the reader is one of the two."""
    return Match.objects.filter(Q(mentor=_READER) | Q(mentee=_READER))


@is_current(kinds.SUSPENDED)
def suspended_matches(moment: dt.datetime) -> QuerySet[Match]:
    """Describe matches that the institute has paused."""
    return Match.objects.filter(state=MatchState.SUSPENDED)


@is_current(kinds.SUSPENSION_LIFTED)
def matches_going_on(moment: dt.datetime) -> QuerySet[Match]:
    """Describe live matches that the institute has not paused."""
    return Match.objects.filter(state__in=LIVE_STATES - {MatchState.SUSPENDED})


@is_current(kinds.ACCEPTED, kinds.MATCHED, kinds.MENTOR_MATCHED, kinds.STARTED)
def live_matches(moment: dt.datetime) -> QuerySet[Match]:
    """Describe matches that have not ended."""
    return Match.objects.filter(state__in=LIVE_STATES)


@is_current(kinds.AGREEMENT_CHANGED, kinds.SIGNED)
def matches_to_sign(moment: dt.datetime) -> QuerySet[Match]:
    """Describe matches whose agreement is not signed by both."""
    return Match.objects.filter(state=MatchState.SIGNING)


@is_current(kinds.PAUSED)
def paused_matches(moment: dt.datetime) -> QuerySet[Match]:
    """Describe matches that are paused."""
    return Match.objects.filter(state=MatchState.PAUSED)


@is_current(kinds.RESUMED)
def active_matches(moment: dt.datetime) -> QuerySet[Match]:
    """Describe matches that are under way."""
    return Match.objects.filter(state=MatchState.ACTIVE)


@may_open(kinds.FEEDBACK_WANTED)
def own_feedback() -> QuerySet[Feedback]:
    """Describe the feedback that the reader was asked for."""
    return Feedback.objects.filter(author=_READER)


@is_current(kinds.FEEDBACK_WANTED)
def feedback_to_give(moment: dt.datetime) -> QuerySet[Feedback]:
    """Describe feedback that can be given and was not, where the institute has not paused the mentoring."""
    return Feedback.objects.waiting()


@may_open(*_SESSION_AHEAD, *_SESSION_CANCELLED)
def own_sessions() -> QuerySet[Session]:
    """Describe sessions of which the reader is one of the two."""
    return Session.objects.filter(Q(match__mentor=_READER) | Q(match__mentee=_READER))


@is_current(*_SESSION_AHEAD)
def sessions_ahead(moment: dt.datetime) -> QuerySet[Session]:
    """Describe sessions that are booked and not over."""
    return Session.objects.upcoming(moment)


@is_current(*_SESSION_CANCELLED)
def cancelled_sessions(moment: dt.datetime) -> QuerySet[Session]:
    """Describe sessions that were cancelled."""
    return Session.objects.filter(state=SessionState.CANCELLED)


@may_open(*_SERIES_AHEAD, *_SERIES_CANCELLED, kinds.SERIES_SHORTENED)
def own_series() -> QuerySet[SessionSeries]:
    """Describe series of sessions of which the reader is one of the two."""
    return SessionSeries.objects.filter(Q(match__mentor=_READER) | Q(match__mentee=_READER))


@is_current(*_SERIES_AHEAD)
def series_ahead(moment: dt.datetime) -> QuerySet[SessionSeries]:
    """Describe series with a session that is booked and not over."""
    coming = Session.objects.upcoming(moment).filter(series=OuterRef("pk"))
    return SessionSeries.objects.filter(Exists(coming))


@is_current(*_SERIES_CANCELLED)
def series_with_cancelled_sessions(moment: dt.datetime) -> QuerySet[SessionSeries]:
    """Describe series of which at least one session was cancelled."""
    cancelled = Session.objects.filter(series=OuterRef("pk"), state=SessionState.CANCELLED)
    return SessionSeries.objects.filter(Exists(cancelled))
