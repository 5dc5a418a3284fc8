"""Mentor profiles: offered, decided on, changed, closed."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.profiles.languages import language_named
from core.refusals import Conflict
from core.text import render_markdown
from library.vocabularies.models import Topic
from mentoring import kinds
from mentoring.actions.unanswerable_requests import decline_all_of
from mentoring.models import MentorProfile
from mentoring.models.mentors import STAFF_ROLES
from mentoring.states import MENTOR_FLOW, MentorState
from notifications.actions import notify


class TooFewPlaces(Conflict):
    """The number of places would fall below the number of mentees."""

    def __init__(self, taken: int) -> None:
        self.taken = taken
        super().__init__(
            _("You have %(taken)d mentees. Enter that number or more.") % {"taken": taken}
        )


@transaction.atomic
def offer_mentoring(
    *,
    user: User,
    headline: str,
    about: str,
    topics: Iterable[Topic],
    languages: Iterable[str],
    capacity: int,
    at: dt.datetime,
) -> MentorProfile:
    """Offer to be a mentor; a coordinator is told and decides.

    A second offer while the first waits changes it; a mentor's own profile is changed likewise. After a
    refusal, or after closing, it asks the coordinator again.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    profile = MentorProfile.objects.filter(user=user).first()
    is_new = profile is None or profile.state in {MentorState.DECLINED, MentorState.CLOSED}
    if profile is None:
        profile = MentorProfile.objects.create(
            user=user, headline=headline, capacity=capacity, offered_at=at
        )
    elif is_new:
        MENTOR_FLOW.make("offer_again", profile, actor=user, at=at)
        profile.offered_at = at
        profile.save(update_fields=["offered_at"])
    profile = update_mentor_profile(
        profile=profile,
        headline=headline,
        about=about,
        topics=topics,
        languages=languages,
        capacity=capacity,
    )
    if is_new:
        notify(
            recipients=User.objects.open().filter(groups__name__in=STAFF_ROLES).distinct(),
            kind=kinds.OFFERED,
            key=f"mentoring.offered:{user.pk}:{at.isoformat()}",
            target=profile,
            at=at,
            text=headline,
            who=user.full_name,
        )
    return profile


@transaction.atomic
def update_mentor_profile(
    *,
    profile: MentorProfile,
    headline: str,
    about: str,
    topics: Iterable[Topic],
    languages: Iterable[str],
    capacity: int,
) -> MentorProfile:
    """Change what a mentor offers. Raises ``TooFewPlaces`` below the number of places taken.

    Languages get the names under which people's own profiles keep them, as the two are compared.
    """
    profile = MentorProfile.objects.select_for_update().get(pk=profile.pk)
    if capacity < profile.places_taken:
        raise TooFewPlaces(profile.places_taken)
    profile.headline = headline
    profile.about = about
    profile.about_html = render_markdown(about, top_heading=3)
    profile.languages = list(dict.fromkeys(map(language_named, languages)))
    profile.capacity = capacity
    profile.save(update_fields=["headline", "about", "about_html", "languages", "capacity"])
    profile.topics.set(topics)
    return profile


def set_open(*, profile: MentorProfile, is_open: bool) -> MentorProfile:
    """Take requests, or pause taking them. Present mentees are not touched. Repeats safely."""
    MentorProfile.objects.filter(pk=profile.pk).update(is_open=is_open)
    profile.is_open = is_open
    return profile


@transaction.atomic
def approve_mentor(*, profile: MentorProfile, by: User, at: dt.datetime) -> MentorProfile:
    """Make the person a mentor whom learners can ask. Raises ``TransitionNotAllowed``."""
    transition = MENTOR_FLOW.make("approve", profile, actor=by, at=at)
    notify(
        recipients=[profile.user],
        kind=kinds.APPROVED,
        key=f"mentoring.approved:{transition.pk}",
        target=profile,
        at=at,
    )
    return profile


@transaction.atomic
def decline_mentor(
    *, profile: MentorProfile, by: User, note: str, at: dt.datetime
) -> MentorProfile:
    """Decline the offer, with a note for the person. Raises ``TransitionNotAllowed``."""
    transition = MENTOR_FLOW.make("decline", profile, actor=by, note=note, at=at)
    notify(
        recipients=[profile.user],
        kind=kinds.NOT_APPROVED,
        key=f"mentoring.not-approved:{transition.pk}",
        target=profile,
        at=at,
        text=note,
    )
    return profile


@transaction.atomic
def close_mentor_profile(
    *, profile: MentorProfile, by: User | None, at: dt.datetime, note: str = ""
) -> MentorProfile:
    """Stop being a mentor for new people; matches go on. Raises ``TransitionNotAllowed``.

    Whoever waits for an answer is told at once, and whom they could ask.
    """
    MENTOR_FLOW.make("close", profile, actor=by, note=note, at=at)
    reason = note or _("This mentor takes no new mentees.")
    decline_all_of(mentor=profile.user, by=by, reason=reason, at=at)
    return profile
