"""Evidence gaps as networks know them: unanswered questions, what came of them, and who works on a gap."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.types import Person
from core.web.requests import key_of
from courses.models import Cohort, Enrolment
from library.gaps.came_from import SOURCE_KINDS, SourceKind
from library.gaps.detection import FoundGap
from library.gaps.finders import gap_finder
from library.gaps.models import Origin, Priority
from library.gaps.work_sources import KnownWork
from library.gaps.workers import MOST_CHOICES, WORKER_KINDS, Worker, WorkerKind
from networks.models import Discussion, Network
from networks.models.questions import (
    in_open_networks,
    key_of_question,
    source_of,
    unanswered_questions,
)

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
        "Someone asked this in the network “%(network)s” on %(day)s. Nobody has answered.",
        "This was asked %(count)s times, first in the network “%(network)s” on %(day)s. Nobody has answered.",
        len(asked),
    )  # fmt: skip
    told = {
        "count": len(asked),
        "network": first.network.name,
        "day": date_format(timezone.localtime(first.created_at), "j F Y"),
    }
    return FoundGap(
        key=key,
        origin=Origin.QUESTION,
        title=first.title,
        rationale=words % told,
        priority=Priority.MEDIUM,
        facts={"questions": len(asked)},
        topic=topics.pop() if len(topics) == 1 else "",
        sources=tuple(map(source_of, asked)),
    )


def _asked(user: Person, key: str) -> str:
    """Return the key of a discussion that this person reads."""
    found = Discussion.objects.visible_to(user).filter(pk=key_of(key))
    return key if found.exists() else ""


def _questions(user: Person, keys: Collection[str]) -> list[KnownWork]:
    """Return the discussions that this reader may read: those of their networks and cohorts."""
    found = Discussion.objects.visible_to(user).filter(pk__in=map(key_of, keys))
    return [
        KnownWork(each.title, each.get_absolute_url(), each.network.name)
        for each in found.select_related("network").order_by("created_at", "pk")
    ]


def _own_networks(user: Person) -> list[tuple[int, str]]:
    mine = Network.objects.of_member(user).open().without_groups().by_name()
    return [(each.pk, each.name) for each in mine[:MOST_CHOICES]]


def _networks(user: Person, keys: Collection[int]) -> dict[int, Worker]:
    known = Network.objects.visible_to(user).without_groups().filter(pk__in=keys)
    return {each.pk: Worker(each.name, each.get_absolute_url()) for each in known}


def _own_cohorts(user: Person) -> list[tuple[int, str]]:
    if not user.is_authenticated:
        return []
    learning = Enrolment.objects.not_left().filter(user=user, cohort__isnull=False)
    leading = Cohort.facilitators.through.objects.filter(user=user.pk).values("cohort")
    mine = Cohort.objects.filter(pk__in=learning.values("cohort")) | Cohort.objects.filter(
        pk__in=leading
    )
    found = mine.select_related("release__course").soonest_first()
    return [(each.pk, _cohort_label(each)) for each in found[:MOST_CHOICES]]


def _cohorts(user: Person, keys: Collection[int]) -> dict[int, Worker]:
    known = Cohort.objects.visible_to(user).filter(pk__in=keys).select_related("release__course")
    return {each.pk: Worker(_cohort_label(each), each.get_absolute_url()) for each in known}


def _cohort_label(cohort: Cohort) -> str:
    return f"{cohort.name} · {cohort.release.course}"


SOURCE_KINDS.add("question", SourceKind(Origin.QUESTION, _asked, _questions))
WORKER_KINDS.add(
    "network",
    WorkerKind(_("My networks"), _("A network that is not listed"), _own_networks, _networks),
)
WORKER_KINDS.add(
    "cohort", WorkerKind(_("My cohorts"), _("A cohort of a course"), _own_cohorts, _cohorts)
)
