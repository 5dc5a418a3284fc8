"""Which mentors fit a learner, and why: plain data in, plain data out, so that it can be read and tested.

The score is a sum of points. Each part that gives or takes points says so in words (decision 30):

==================================  ==============================================================
each topic that both name           ``PLAN_TOPIC``: 60 for one of the learner's plan, ``TOPIC``: 45
                                    for one that they follow
a topic above or below it           ``NEAR_PLAN_TOPIC``: 40, ``NEAR_TOPIC``: 35; at most three
                                    topics count, each once, the weightiest first
same place                          ``PLACE``: 8
a language that both speak          ``LANGUAGE``: 5
time zones                          ``HOURS``: 4 when at most two hours apart, 2 when at most five
same type of organisation           ``ORGANISATION_KIND``: 3
free places                         ``FREE_PLACE``: 1 for each, up to three
open requests                       ``OPEN_REQUEST``: -3 for each, up to three
==================================  ==============================================================

The subject comes first: all other points together are less than those of the least topic in common. A mentor is suggested
for a topic or a place in common only, and never when both have told their languages and share none.
Equal scores go to the mentor with fewer open requests, then by name, then by key: the same people always come in the same order.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

PLAN_TOPIC = 60
TOPIC = 45
NEAR_PLAN_TOPIC = 40
NEAR_TOPIC = 35
COUNTED_TOPICS = 3
PLACE = 8
LANGUAGE = 5
HOURS = ((dt.timedelta(hours=2), 4), (dt.timedelta(hours=5), 2))
ORGANISATION_KIND = 3
FREE_PLACE = 1
COUNTED_PLACES = 3
OPEN_REQUEST = -3
COUNTED_REQUESTS = 3

# Translated only where one is told: a hundred mentors are weighed for five that are shown.
_TOPIC_SENTENCES = {
    PLAN_TOPIC: gettext_lazy("Works on %(topics)s, like your plan"),
    TOPIC: gettext_lazy("Works on %(topics)s, which you follow"),
    NEAR_PLAN_TOPIC: gettext_lazy("Works on %(topics)s, close to your plan"),
    NEAR_TOPIC: gettext_lazy("Works on %(topics)s, close to the topics you follow"),
}


@dataclass(frozen=True)
class Mentee:
    """The learner who seeks a mentor. Topics go from their key to their label."""

    key: int
    plan_topics: dict[int, str] = field(default_factory=dict)
    interests: dict[int, str] = field(default_factory=dict)
    # From each topic of the learner to those one level above and below it.
    near: dict[int, frozenset[int]] = field(default_factory=dict)
    place: str = ""
    organisation_kind: str = ""
    languages: tuple[str, ...] = ()
    utc_offset: dt.timedelta = dt.timedelta()
    # Those who are or were their mentor, and those who were asked already or said no.
    not_again: frozenset[int] = frozenset()

    @property
    def can_be_suggested_to(self) -> bool:
        """Tell whether there is anything to suggest mentors by."""
        return bool(self.plan_topics or self.interests or self.place.strip())


@dataclass(frozen=True)
class MentorCandidate:
    """A mentor who may be suggested, with what they let learners know."""

    key: int
    name: str
    topics: dict[int, str]
    free_places: int
    place: str = ""
    organisation_kind: str = ""
    organisation_kind_label: str = ""
    languages: tuple[str, ...] = ()
    # None when the mentor does not show their time zone to this mentee.
    utc_offset: dt.timedelta | None = dt.timedelta()
    open_requests: int = 0


@dataclass(frozen=True)
class MentorSuggestion:
    """A mentor, with what speaks for and against them in words, the weightiest first."""

    key: int
    score: int
    reasons: tuple[str, ...]
    against: tuple[str, ...] = ()
    fits: bool = False


Part = tuple[int, str]


def rank(
    mentee: Mentee, candidates: Iterable[MentorCandidate], *, limit: int = 5
) -> list[MentorSuggestion]:
    """Return the mentors who fit best, the best first; never the mentee or one of ``not_again``."""
    fitting = [mentor for mentor in candidates if _fits(mentee, mentor)]
    return weigh(mentee, fitting)[:limit]


def weigh(mentee: Mentee, candidates: Iterable[MentorCandidate]) -> list[MentorSuggestion]:
    """Return all the mentors, also those who do not fit, in their order and with all that speaks against them."""
    scored = []
    for mentor in candidates:
        one = _weighed(mentee, mentor)
        order = (-one.score, mentor.open_requests, mentor.name.casefold(), mentor.key)
        scored.append((order, one))
    return [one for _order, one in sorted(scored, key=lambda row: row[0])]


def _fits(mentee: Mentee, mentor: MentorCandidate) -> bool:
    if mentor.key == mentee.key or mentor.key in mentee.not_again or mentor.free_places < 1:
        return False
    if _share_no_language(mentee, mentor):
        return False
    return any(_topics(mentee, mentor)) or any(_place(mentee, mentor))


def _weighed(mentee: Mentee, mentor: MentorCandidate) -> MentorSuggestion:
    parts = [
        *_topics(mentee, mentor),
        *_place(mentee, mentor),
        *_organisation(mentee, mentor),
        *_language(mentee, mentor),
        *_hours(mentee, mentor),
        *_room(mentor),
    ]
    held_up = _open_requests(mentor)
    total = sum(points for points, _words in (*parts, *held_up))
    reasons = sorted(parts, key=lambda part: -part[0])
    against = (*_obstacles(mentee, mentor), *(words for _points, words in held_up))
    words = tuple(words for _points, words in reasons)
    return MentorSuggestion(mentor.key, total, words, against, _fits(mentee, mentor))


def _obstacles(mentee: Mentee, mentor: MentorCandidate) -> Iterator[str]:
    """Say what keeps a mentor from being suggested."""
    if mentor.key in mentee.not_again:
        yield _("Was asked before, or has been their mentor")
    if mentor.free_places < 1:
        yield _("Has no free place")
    if _share_no_language(mentee, mentor):
        yield _("Speaks only %(languages)s") % {"languages": _list(list(mentor.languages))}
    if not any(_topics(mentee, mentor)):
        yield _("Works on other topics")


def _topics(mentee: Mentee, mentor: MentorCandidate) -> Iterator[Part]:
    """Count each topic of the learner once, the weightiest three."""
    found = sorted(_topics_in_common(mentee, mentor), key=lambda part: (-part[0], part[1]))
    counted = found[:COUNTED_TOPICS]
    for points, sentence in _TOPIC_SENTENCES.items():
        labels = [label for worth, label in counted if worth == points]
        if labels:
            yield points * len(labels), sentence % {"topics": _list(labels)}


def _topics_in_common(mentee: Mentee, mentor: MentorCandidate) -> Iterator[Part]:
    """Find the points of each of the mentor's topics: as the learner names it, or one level from that."""
    near_plan = _near(mentee, mentee.plan_topics)
    near_interests = _near(mentee, mentee.interests)
    for key, label in mentor.topics.items():
        if key in mentee.plan_topics:
            yield PLAN_TOPIC, label
        elif key in mentee.interests:
            yield TOPIC, label
        elif key in near_plan:
            yield NEAR_PLAN_TOPIC, label
        elif key in near_interests:
            yield NEAR_TOPIC, label


def _near(mentee: Mentee, topics: Iterable[int]) -> set[int]:
    return {key for topic in topics for key in mentee.near.get(topic, ())}


def _place(mentee: Mentee, mentor: MentorCandidate) -> Iterator[Part]:
    if _plain(mentee.place) and _plain(mentee.place) == _plain(mentor.place):
        yield PLACE, _("Works in %(place)s, like you") % {"place": mentor.place}


def _organisation(mentee: Mentee, mentor: MentorCandidate) -> Iterator[Part]:
    if mentee.organisation_kind and mentee.organisation_kind == mentor.organisation_kind:
        kind = mentor.organisation_kind_label or mentor.organisation_kind
        yield (
            ORGANISATION_KIND,
            _("Works in the same type of organisation as you: %(kind)s") % {"kind": kind},
        )


def _language(mentee: Mentee, mentor: MentorCandidate) -> Iterator[Part]:
    if common := _common_languages(mentee, mentor):
        yield LANGUAGE, _("Speaks %(languages)s, like you") % {"languages": _list(common)}


def _common_languages(mentee: Mentee, mentor: MentorCandidate) -> list[str]:
    mine = {_plain(language) for language in mentee.languages}
    return sorted(language for language in mentor.languages if _plain(language) in mine)


def _share_no_language(mentee: Mentee, mentor: MentorCandidate) -> bool:
    """Tell whether both have told their languages, and none is the same."""
    return bool(mentee.languages and mentor.languages and not _common_languages(mentee, mentor))


def _hours(mentee: Mentee, mentor: MentorCandidate) -> Iterator[Part]:
    if mentor.utc_offset is None:
        return
    apart = abs(mentee.utc_offset - mentor.utc_offset)
    for limit, points in HOURS:
        if apart <= limit:
            words = (
                _("Same working hours as you") if not apart else _("Similar working hours to yours")
            )
            yield points, words
            return


def _room(mentor: MentorCandidate) -> Iterator[Part]:
    places = mentor.free_places
    if places > 0:
        words = ngettext("Has one free place", "Has %(places)d free places", places)
        yield FREE_PLACE * min(places, COUNTED_PLACES), words % {"places": places}


def _open_requests(mentor: MentorCandidate) -> list[Part]:
    waiting = mentor.open_requests
    if not waiting:
        return []
    words = ngettext(
        "One person is waiting for an answer from them",
        "%(count)d people are waiting for an answer from them",
        waiting,
    )
    return [(OPEN_REQUEST * min(waiting, COUNTED_REQUESTS), words % {"count": waiting})]


def _list(words: list[str]) -> str:
    """Return the words as one reads them aloud: “a, b and c”."""
    if len(words) == 1:
        return words[0]
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
