"""What is missing from profiles by which mentors are suggested: of learners and of mentors."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from accounts.models import User
from courses.models import ActionPlan
from library.vocabularies.models import TopicInterest
from mentoring.models import MentorProfile, ProfileAsk

ASKED_AGAIN_AFTER = dt.timedelta(days=14)
# Whoever did not follow three times within a year does not want to.
MOST_ASKS = 3
MOST_ASKS_WITHIN = dt.timedelta(days=365)


def with_gaps(people: QuerySet[User]) -> QuerySet[User]:
    """Annotate what each lacks, as a mentor or else as a learner, and when they were last asked to add it:
    ``asked_at``, and ``asked_often_at`` for the third time from the last.
    """
    mentors = MentorProfile.objects.approved().filter(user=OuterRef("pk"))
    follows = TopicInterest.objects.filter(user=OuterRef("pk"))
    plans = ActionPlan.objects.filter(owner=OuterRef("pk"), topics__isnull=False)
    asked = ProfileAsk.objects.latest_of(OuterRef("pk")).values("asked_at")
    learner = Q(is_mentor=False)
    return people.annotate(
        is_mentor=Exists(mentors),
        asked_at=Subquery(asked[:1]),
        asked_often_at=Subquery(asked[MOST_ASKS - 1 : MOST_ASKS]),
    ).annotate(
        lacks_topics=Q(Exists(mentors.filter(topics=None)))
        | (learner & ~Exists(follows) & ~Exists(plans)),
        lacks_place=Q(profile__place=""),
        lacks_languages=Q(Exists(mentors.filter(languages=[])))
        | (learner & Q(profile__languages=[])),
    )


def lacking(people: QuerySet[User]) -> QuerySet[User]:
    """Keep those, of people ``with_gaps``, from whose profile something is missing."""
    return people.filter(Q(lacks_topics=True) | Q(lacks_place=True) | Q(lacks_languages=True))


def can_be_asked(person: User, at: dt.datetime) -> bool:
    """Tell whether somebody ``with_gaps`` can be asked now: not within 14 days, and three times a year at most."""
    last: dt.datetime | None = person.asked_at  # type: ignore[attr-defined]
    often: dt.datetime | None = person.asked_often_at  # type: ignore[attr-defined]
    return not was_asked_lately(last, at) and not was_asked_often(often, at)


def was_asked_lately(last: dt.datetime | None, at: dt.datetime) -> bool:
    """Tell whether the last ask was less than 14 days ago."""
    return last is not None and last > at - ASKED_AGAIN_AFTER


def was_asked_often(third_last: dt.datetime | None, at: dt.datetime) -> bool:
    """Tell whether the third ask from the last was less than a year ago."""
    return third_last is not None and third_last > at - MOST_ASKS_WITHIN


def gaps_in_words(person: User) -> str:
    """Say what is missing from the profile of somebody ``with_gaps``: “topics, place”."""
    missing = {
        _("topics"): person.lacks_topics,  # type: ignore[attr-defined]
        _("place"): person.lacks_place,  # type: ignore[attr-defined]
        _("languages"): person.lacks_languages,  # type: ignore[attr-defined]
    }
    return ", ".join(name for name, lacks in missing.items() if lacks)
