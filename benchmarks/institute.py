"""The data that is measured: the real library, and more of everything else than most institutes have."""

import datetime as dt
import re
import uuid
from dataclasses import dataclass
from io import StringIO
from itertools import cycle, islice
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from courses.actions.citations import cite_in_lesson
from courses.actions.learning import complete_lesson, enrol
from courses.actions.releases import publish_release
from courses.importing import read_course
from courses.models import Course, Lesson
from demo.factories.accounts import UserFactory
from demo.factories.courses import ActionPlanFactory, CourseFactory, LessonFactory, ModuleFactory
from demo.factories.mentoring import (
    GoalFactory,
    MatchFactory,
    MentoringRequestFactory,
    MentorProfileFactory,
    SessionFactory,
)
from demo.factories.networks import DiscussionFactory, NetworkFactory
from demo.factories.notifications import NotificationFactory
from demo.story.learning import COURSE, SHIPPED
from library.catalogue.models import Record, Version
from library.vocabularies.actions.interests import follow_topics
from library.vocabularies.models import Topic
from mentoring.states import MatchState
from networks.actions.discussions import reply
from networks.models import Network

MODULES, LESSONS = 10, 100
_FIGURE = re.compile(r"\{\{\w+:[^}]*\}\}")
NETWORKS, DISCUSSIONS, REPLIES = 3, 24, 2
MENTEES, WAITING = 20, 4


@dataclass(frozen=True)
class Institute:
    """The people who sign in, and the pages they open."""

    learner: User
    mentor: User
    editor: User
    course: Course
    lesson: Lesson
    network: Network
    record: Record


@transaction.atomic
def found_institute() -> Institute:
    """Fill the database through the product's own commands and actions."""
    now = timezone.now()
    call_command("load_library", stdout=StringIO())
    topics = list(Topic.objects.in_order()[:6])
    learner: User = UserFactory.create(full_name="Lena Learner")
    mentor: User = UserFactory.create(full_name="Mary Mentor")
    follow_topics(user=learner, topics=topics)
    NotificationFactory.create_batch(3, recipient=learner)
    course = _course(now)
    lesson = _learn(learner, course, now)
    networks = [_network(learner, topics, now) for _ in range(NETWORKS)]
    _mentor(mentor, learner, topics, now)
    return Institute(
        learner=learner,
        mentor=mentor,
        editor=UserFactory.create(full_name="Edna Editor", roles=list(Role)),
        course=course,
        lesson=lesson,
        network=networks[0],
        record=Record.objects.published().newest_first()[0],
    )


def gather_statistics() -> None:
    """Let PostgreSQL learn what the tables hold, as it does by itself in a night."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _course(now: dt.datetime) -> Course:
    """Make a course of a hundred lessons in ten modules; each module opens with a text of the real course."""
    texts = [
        text for text in read_course(SHIPPED / COURSE)["lessons"].values() if text["kind"] == "text"
    ]
    versions = list(Version.objects.order_by("pk")[:5])
    author = UserFactory.create()
    course: Course = CourseFactory.create(title="A hundred lessons", texts=0, is_published=False)
    release = course.releases.get()
    release.modules.all().delete()
    for text in texts[:MODULES]:
        module = ModuleFactory(release=release)
        # The figures of the real course are not in this one.
        body = _FIGURE.sub("", text["body"])
        opening = LessonFactory.create(module=module, title=text["title"], body=body)
        for version, _ in zip(versions, text["cites"], strict=False):
            cite_in_lesson(lesson=opening, version=version, by=author, at=now)
        LessonFactory.create_batch(LESSONS // MODULES - 1, module=module)
    publish_release(release=release, by=author, at=now)
    return Course.objects.get(pk=course.pk)


def _learn(learner: User, course: Course, now: dt.datetime) -> Lesson:
    """Enrol, do the first half, and return the lesson that comes then."""
    enrolment = enrol(user=learner, course=course, at=now)
    lessons = list(Lesson.objects.of(enrolment.release).in_order())
    half = LESSONS // 2
    for lesson in lessons[:half]:
        complete_lesson(enrolment=enrolment, lesson=lesson, at=now)
    return lessons[half]


def _network(learner: User, topics: list[Topic], now: dt.datetime) -> Network:
    network: Network = NetworkFactory.create(
        topics=topics[:3], members=[learner], at=now - dt.timedelta(60)
    )
    founder: User = network.memberships.exclude(user=learner).get().user
    for day in range(DISCUSSIONS):
        at = now - dt.timedelta(days=DISCUSSIONS - day)
        discussion = DiscussionFactory.create(network=network, author=founder, at=at)
        for number in range(REPLIES):
            reply(
                discussion=discussion,
                author=founder,
                body=f"We tried it with {number + 8} families. *Three* came back.",
                key=uuid.uuid4(),
                at=at,
            )
    return network


def _mentor(mentor: User, learner: User, topics: list[Topic], now: dt.datetime) -> None:
    """Add mentees in every state that the desk knows; one of them is the learner."""
    MentorProfileFactory(user=mentor, topics=topics, capacity=MENTEES)
    plan = ActionPlanFactory(owner=learner, topics=topics[:2], at=now - dt.timedelta(weeks=2))
    SessionFactory(match=MatchFactory(mentor=mentor, mentee=learner, plan=plan))
    long_ago = now - dt.timedelta(weeks=9)
    conditions: list[dict[str, Any]] = [
        {"state": MatchState.SIGNING},
        {"state": MatchState.PAUSED},
        {"made_at": long_ago},
        {},
        {"plan": True},
    ]
    for number, condition in enumerate(islice(cycle(conditions), MENTEES - WAITING - 1)):
        mentee = UserFactory()
        wishes = dict(condition)
        if wishes.pop("plan", False):
            wishes["plan"] = ActionPlanFactory(owner=mentee, topics=topics[:1], at=long_ago)
        match = MatchFactory(mentor=mentor, mentee=mentee, **wishes)
        if number % 2:
            GoalFactory(match=match, due_on=(now - dt.timedelta(days=3)).date())
        elif match.state == MatchState.ACTIVE:
            SessionFactory(match=match)
    MentoringRequestFactory.create_batch(WAITING, mentor=mentor)
