"""Which mentors fit a learner, and why: plain data in, plain data out, so that it can be read and tested.

The score is a sum of points; each part that gives points also gives its reason in words:

==================================  ==============================================================
each topic that both name           ``TOPIC``: 10, up to three of them; a plan's topic counts as
                                    ``PLAN_TOPIC``: 14, as the plan is what the two will talk about
same place                          ``PLACE``: 8
same type of organisation           ``ORGANISATION_KIND``: 6
a language that both speak          ``LANGUAGE``: 6; without one in common, when both have told
                                    theirs, ``NO_LANGUAGE``: -20
time zones                          ``HOURS``: 6 when at most two hours apart, 3 when at most five
free places                         ``FREE_PLACE``: 1 for each, up to three
open requests                       ``OPEN_REQUEST``: -3 for each, so that not all ask the same one
==================================  ==============================================================

A mentor is suggested only for a topic, a place or a type of organisation in common: speaking one language at
the same hours is no reason to work together, it only orders those who have one. Equal scores go to the mentor with fewer open
requests, then by name, then by key: the same people always come in the same order.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

PLAN_TOPIC = 14
TOPIC = 10
COUNTED_TOPICS = 3
PLACE = 8
ORGANISATION_KIND = 6
LANGUAGE = 6
NO_LANGUAGE = -20
HOURS = ((dt.timedelta(hours=2), 6), (dt.timedelta(hours=5), 3))
FREE_PLACE = 1
COUNTED_PLACES = 3
OPEN_REQUEST = -3


@dataclass(frozen=True)
class Mentee:
    """The learner who seeks a mentor. Topics go from their key to their label."""

    key: int
    plan_topics: dict[int, str] = field(default_factory=dict)
    interests: dict[int, str] = field(default_factory=dict)
    place: str = ""
    organisation_kind: str = ""
    languages: tuple[str, ...] = ()
    utc_offset: dt.timedelta = dt.timedelta()
    # Present mentors, and those who were asked already or said no.
    not_again: frozenset[int] = frozenset()


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
    """A mentor who fits, with the reasons in words, the weightiest first."""

    key: int
    score: int
    reasons: tuple[str, ...]


Part = tuple[int, str]


def rank(
    mentee: Mentee, candidates: Iterable[MentorCandidate], *, limit: int = 5
) -> list[MentorSuggestion]:
    """Return the mentors who fit best, the best first; never the mentee or one of ``not_again``."""
    scored = []
    for candidate in candidates:
        if candidate.key == mentee.key or candidate.key in mentee.not_again:
            continue
        if candidate.free_places < 1:
            continue
        suggestion = _score(mentee, candidate)
        if suggestion is not None:
            order = (
                -suggestion.score,
                candidate.open_requests,
                candidate.name.casefold(),
                candidate.key,
            )
            scored.append((order, suggestion))
    return [suggestion for _order, suggestion in sorted(scored, key=lambda row: row[0])[:limit]]


def _score(mentee: Mentee, mentor: MentorCandidate) -> MentorSuggestion | None:
    in_common = [
        *_topics(mentee, mentor),
        *_place(mentee, mentor),
        *_organisation(mentee, mentor),
    ]
    if not in_common:
        return None
    parts = [*in_common, *_language(mentee, mentor), *_hours(mentee, mentor), *_room(mentor)]
    total = sum(points for points, _words in parts) + OPEN_REQUEST * mentor.open_requests
    reasons = sorted((part for part in parts if part[1]), key=lambda part: -part[0])
    return MentorSuggestion(mentor.key, total, tuple(words for _points, words in reasons))


def _topics(mentee: Mentee, mentor: MentorCandidate) -> Iterable[Part]:
    planned = _shared(mentee.plan_topics, mentor.topics)[:COUNTED_TOPICS]
    if planned:
        words = _("Works on %(topics)s, like your plan") % {"topics": _list(planned)}
        yield PLAN_TOPIC * len(planned), words
    room = COUNTED_TOPICS - len(planned)
    others = {
        key: label for key, label in mentee.interests.items() if key not in mentee.plan_topics
    }
    followed = _shared(others, mentor.topics)[:room]
    if followed:
        words = _("Works on %(topics)s, which you follow") % {"topics": _list(followed)}
        yield TOPIC * len(followed), words


def _place(mentee: Mentee, mentor: MentorCandidate) -> Iterable[Part]:
    if mentee.place and _plain(mentee.place) == _plain(mentor.place):
        yield PLACE, _("Works in %(place)s, like you") % {"place": mentor.place}


def _organisation(mentee: Mentee, mentor: MentorCandidate) -> Iterable[Part]:
    if mentee.organisation_kind and mentee.organisation_kind == mentor.organisation_kind:
        kind = mentor.organisation_kind_label or mentor.organisation_kind
        yield (
            ORGANISATION_KIND,
            _("Works in the same type of organisation: %(kind)s") % {"kind": kind},
        )


def _language(mentee: Mentee, mentor: MentorCandidate) -> Iterable[Part]:
    if not mentee.languages or not mentor.languages:
        return
    mine = {_plain(language) for language in mentee.languages}
    common = sorted(language for language in mentor.languages if _plain(language) in mine)
    if common:
        yield LANGUAGE, _("Speaks %(languages)s") % {"languages": _list(common)}
    else:
        yield NO_LANGUAGE, ""


def _hours(mentee: Mentee, mentor: MentorCandidate) -> Iterable[Part]:
    if mentor.utc_offset is None:
        return
    apart = abs(mentee.utc_offset - mentor.utc_offset)
    for limit, points in HOURS:
        if apart <= limit:
            words = _("Same working hours as you") if not apart else _("Similar working hours")
            yield points, words
            return


def _room(mentor: MentorCandidate) -> Iterable[Part]:
    places = mentor.free_places
    words = ngettext("Has one free place", "Has %(places)d free places", places)
    yield FREE_PLACE * min(places, COUNTED_PLACES), words % {"places": places}


def _shared(mine: dict[int, str], theirs: dict[int, str]) -> list[str]:
    return sorted(label for key, label in theirs.items() if key in mine)


def _list(words: list[str]) -> str:
    """Return the words as one reads them aloud: “a, b and c”."""
    if len(words) == 1:
        return words[0]
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
