"""Evidence gaps as networks know them: questions in open networks that nobody answered."""

import datetime as dt
from collections import defaultdict

from django.utils.formats import date_format
from django.utils.translation import ngettext

from library.gaps.detection import FoundGap
from library.gaps.finders import gap_finder
from library.gaps.models import Origin, Priority
from networks.models import Discussion
from networks.models.questions import in_open_networks, key_of_question, unanswered_questions

_MOST_READ = 500


@gap_finder("networks")
def unanswered_in_open_networks(now: dt.datetime) -> list[FoundGap]:
    """Return a gap for each unanswered question of open networks; repeated ones are one. Two queries.

    Questions that only members read are never told: an editor who is a member finds them on a page of their own.
    """
    questions = in_open_networks(unanswered_questions(now)).prefetch_related("network__topics")
    alike: dict[str, list[Discussion]] = defaultdict(list)
    for question in questions[:_MOST_READ]:
        alike[key_of_question(question.title)].append(question)
    return [_gap(key, asked) for key, asked in alike.items()]


def _gap(key: str, asked: list[Discussion]) -> FoundGap:
    first = asked[0]
    topics = {topic.code for question in asked for topic in question.network.topics.all()}
    words = ngettext(
        "Somebody asked this in the network “%(network)s” on %(day)s. Nobody has answered.",
        "This was asked %(count)s times, first in the network “%(network)s” on %(day)s. Nobody has answered.",
        len(asked),
    )  # fmt: skip
    told = {
        "count": len(asked),
        "network": first.network.name,
        "day": date_format(first.created_at, "j F Y"),
    }
    return FoundGap(
        key=key,
        origin=Origin.QUESTION,
        title=first.title,
        rationale=words % told,
        priority=Priority.MEDIUM,
        facts={"questions": len(asked)},
        topic=topics.pop() if len(topics) == 1 else "",
    )
