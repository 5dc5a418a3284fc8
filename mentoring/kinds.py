"""The notification kinds of mentoring. What waits on the reader goes out by mail at once."""

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from notifications.kinds import Channel, Kind


def _kind(
    name: str,
    title: StrOrPromise,
    why: StrOrPromise,
    channel: Channel = Channel.MAIL,
    *,
    is_urgent: bool = False,
    can_be_off: bool = True,
) -> Kind:
    return Kind(
        name=f"mentoring.{name}",
        group="mentoring",
        title=title,
        why=why,
        channel=channel,
        is_urgent=is_urgent,
        can_be_off=can_be_off,
    )


_PARTY = _("you take part in this mentoring")
_MENTOR = _("you are a mentor")
_ASKED = _("you asked this mentor")

OFFERED = _kind("offered", _("%(who)s has offered to be a mentor"), _("you coordinate mentoring"))
APPROVED = _kind("approved", _("You are now a mentor"), _("you offered to be a mentor"))
NOT_APPROVED = _kind(
    "not-approved",
    _("Your offer to be a mentor was not accepted"),
    _("you offered to be a mentor"),
)

ASKED = _kind("asked", _("%(who)s has asked you to be their mentor"), _MENTOR)
NUDGED = _kind("nudged", _("%(who)s is still waiting for your answer"), _MENTOR)
WITHDRAWN = _kind(
    "withdrawn", _("%(who)s has withdrawn their mentoring request"), _MENTOR, Channel.DIGEST
)
ACCEPTED = _kind("accepted", _("%(who)s will be your mentor"), _ASKED)
DECLINED = _kind("declined", _("%(who)s cannot be your mentor"), _ASKED)
EXPIRED = _kind("expired", _("%(who)s has not answered your mentoring request"), _ASKED)
LAPSED = _kind(
    "lapsed", _("The mentoring request from %(who)s has expired"), _MENTOR, Channel.DIGEST
)
SUGGESTED = _kind(
    "suggested",
    _("The mentoring coordinator suggests %(who)s as your mentor"),
    _("you were looking for a mentor"),
)

PROFILE_WANTED = _kind(
    "profile-wanted",
    _("Add your topics, place and languages, so that we can suggest mentors to you"),
    _("you were looking for a mentor"),
)
MENTOR_PROFILE_WANTED = _kind(
    "mentor-profile-wanted",
    _("Add what is missing from your profile, so that we can suggest you to learners"),
    _MENTOR,
)
MATCHED = _kind(
    "matched", _("The mentoring coordinator has matched you with %(who)s as your mentee"), _MENTOR
)

MENTOR_MATCHED = _kind(
    "mentor-matched",
    _("The mentoring coordinator has matched you with %(who)s as your mentor"),
    _("the mentoring coordinator found a mentor for you"),
)
SEARCHING = _kind(
    "searching",
    _("We have not found a mentor for you yet. We keep looking and will tell you"),
    _("you were looking for a mentor"),
)
MENTOR_FOUND = _kind(
    "mentor-found",
    _("A suitable mentor has a free place now: %(who)s"),
    _("you were looking for a mentor"),
)
PLACE_WANTED = _kind(
    "place-wanted",
    _("Someone is looking for a mentor like you. Can you take one more mentee?"),
    _MENTOR,
)
SEARCH_FOUND = _kind(
    "search-found",
    _("There is now a suitable mentor for %(who)s"),
    _("you coordinate mentoring"),
    Channel.DIGEST,
)

AGREEMENT_CHANGED = _kind(
    "agreement-changed", _("%(who)s has changed your mentoring agreement: please read it"), _PARTY
)
SIGNED = _kind("signed", _("%(who)s has signed your agreement: now it is your turn"), _PARTY)
STARTED = _kind(
    "started", _("Your mentoring with %(who)s has started: you have both signed"), _PARTY
)
PAUSED = _kind("paused", _("%(who)s has paused your mentoring"), _PARTY)
RESUMED = _kind("resumed", _("%(who)s has continued your mentoring"), _PARTY)
SUSPENDED = _kind(
    "suspended",
    _("The institute has paused your mentoring with %(who)s"),
    _PARTY,
    can_be_off=False,
    is_urgent=True,
)
SUSPENSION_LIFTED = _kind(
    "suspension-lifted", _("Your mentoring with %(who)s can continue"), _PARTY, can_be_off=False
)
ENDED = _kind("ended", _("Your mentoring with %(who)s has ended"), _PARTY)

# Both have the session in their calendars, so whoever books, moves or cancels it gets the mail as well.
BOOKED = _kind("booked", _("%(who)s booked a mentoring session: %(when)s"), _PARTY, is_urgent=True)
BOOKED_BY_YOU = _kind(
    "booked-by-you",
    _("You booked a mentoring session with %(who)s: %(when)s"),
    _PARTY,
    is_urgent=True,
)
MOVED = _kind(
    "moved", _("%(who)s moved your mentoring session to %(when)s"), _PARTY, is_urgent=True
)
MOVED_BY_YOU = _kind(
    "moved-by-you",
    _("You moved your mentoring session with %(who)s to %(when)s"),
    _PARTY,
    is_urgent=True,
)
CANCELLED = _kind(
    "cancelled",
    _("%(who)s cancelled the mentoring session of %(when)s"),
    _PARTY,
    is_urgent=True,
    can_be_off=False,
)
CALLED_OFF = _kind(
    "called-off",
    _("Your mentoring session with %(who)s is cancelled: %(when)s"),
    _PARTY,
    is_urgent=True,
    can_be_off=False,
)
SERIES_BOOKED = _kind(
    "series-booked",
    _("%(who)s booked %(number)s mentoring sessions, %(rhythm)s: the first is on %(when)s"),
    _PARTY,
    is_urgent=True,
)
SERIES_BOOKED_BY_YOU = _kind(
    "series-booked-by-you",
    _(
        "You booked %(number)s mentoring sessions with %(who)s, %(rhythm)s: the first is on %(when)s"
    ),
    _PARTY,
    is_urgent=True,
)
SERIES_MOVED = _kind(
    "series-moved",
    _("%(who)s moved %(number)s mentoring sessions: now %(rhythm)s, the first on %(when)s"),
    _PARTY,
    is_urgent=True,
)
SERIES_MOVED_BY_YOU = _kind(
    "series-moved-by-you",
    _(
        "You moved %(number)s mentoring sessions with %(who)s: now %(rhythm)s, the first on %(when)s"
    ),
    _PARTY,
    is_urgent=True,
)
# Calendars know the sessions that were moved as a series of its own; this mail takes them out of the earlier one.
SERIES_SHORTENED = _kind(
    "series-shortened",
    _("Your earlier series of mentoring sessions with %(who)s is shorter now"),
    _PARTY,
    is_urgent=True,
    can_be_off=False,
)
SERIES_CANCELLED = _kind(
    "series-cancelled",
    _("%(who)s cancelled %(number)s mentoring sessions, from %(when)s on"),
    _PARTY,
    is_urgent=True,
    can_be_off=False,
)
SERIES_CALLED_OFF = _kind(
    "series-called-off",
    _("%(number)s mentoring sessions with %(who)s are cancelled, from %(when)s on"),
    _PARTY,
    is_urgent=True,
    can_be_off=False,
)
REMINDER = _kind("reminder", _("Mentoring session with %(who)s: %(when)s"), _PARTY, is_urgent=True)

FEEDBACK_WANTED = _kind(
    "feedback-wanted", _("How is your mentoring with %(who)s? Tell the coordinator"), _PARTY
)

NOTES_ERASED_SOON = _kind(
    "notes-erased-soon",
    _("Your notes from the mentoring with %(who)s will be erased on %(day)s"),
    _PARTY,
    can_be_off=False,
)
