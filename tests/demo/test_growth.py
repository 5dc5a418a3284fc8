"""No page asks more of the database because there is more to show: every page that a reader can reach by its
links, with one more of everything and then with four more.
"""

import re
import uuid

import pytest
from django.core.cache import cache
from django.urls import Resolver404, resolve
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from courses.models import Cohort, Course
from demo.factories.accounts import OrganisationFactory, UserFactory
from demo.factories.courses import ActionPlanFactory, CourseFactory, EnrolmentFactory
from demo.factories.events import EventFactory, RegistrationFactory
from demo.factories.library import RecordFactory
from demo.factories.mentoring import (
    GoalFactory,
    MatchFactory,
    MentoringRequestFactory,
    MentorProfileFactory,
    NoteFactory,
    SessionFactory,
)
from demo.factories.networks import DiscussionFactory, MembershipFactory, NetworkFactory
from demo.factories.notifications import NotificationFactory
from demo.factories.submissions import ReviewFactory, SubmissionFactory
from library.catalogue.actions.citations import cite_version
from library.catalogue.models import Record
from library.vocabularies.models import Topic
from mentoring.models import Match, MentorProfile
from mentoring.models.mentors import MAX_PLACES
from networks.actions.discussions import reply
from networks.models import Discussion, Network, conduct_to_accept
from submissions.states import SubmissionState
from tests.demo.conftest import readers
from tests.demo.crawl import HREF, Crawl, counted_queries

pytestmark = [pytest.mark.django_db, pytest.mark.crawl]

# They change what the walk stands on, or lead to files.
LEFT_OUT = re.compile(
    r"^/(accounts/(logout|2fa)|static|outbox|design|health)|\.(ics|csv|pdf|xml)|/pdf/"
)


def pages_of(client, seen: Crawl) -> dict[str, str]:
    """The first address of each view that this reader reaches by following links from home."""
    found: dict[str, str] = {}
    waiting, met = ["/home/", "/", "/library/"], set()
    while waiting:
        path = waiting.pop(0)
        try:
            view = resolve(path.split("?")[0]).view_name
        except Resolver404:
            continue
        if view in found or path in met or LEFT_OUT.search(path):
            continue
        met.add(path)
        links = links_of(client, path) if path[1:] not in seen.statuses else seen.links.get(path)
        if links is not None:
            found[view] = path
            waiting += links
    return found


def links_of(client, path: str) -> list[str] | None:
    """Return the addresses to which this page leads; nothing if there is no page for this reader."""
    answer = client.get(path)
    if answer.status_code != 200 or "html" not in answer.get("Content-Type", ""):
        return None
    return HREF.findall(answer.getvalue().decode())


def grow(person: User, pages: dict[str, str], count: int) -> None:
    """Add several of everything that pages list, for this person and around their pages."""
    now = timezone.now()
    topics = list(Topic.objects.exclude(parent=None)[:2])
    MentorProfile.objects.filter(user=person).update(capacity=MAX_PLACES)
    matches = list(Match.objects.visible_to(person)[:4])
    looked_at = {
        view: re.findall(r"\d+", path)
        for view, path in pages.items()
        if view
        in {
            *("library:record_detail", "networks:discussion_detail"),
            *("submissions:desk_detail", "events:event_people"),
        }
    }
    for _ in range(count):
        SubmissionFactory(author=person, topics=topics)
        SubmissionFactory(state=SubmissionState.SUBMITTED)
        ReviewFactory(reviewer=person)
        ReviewFactory(
            submission=SubmissionFactory(state=SubmissionState.IN_REVIEW, editor=_editor(person))
        )
        EnrolmentFactory(user=person)
        for course in Course.objects.published()[:2]:
            EnrolmentFactory(course=course)
        CourseFactory(by=person, topics=topics)
        EventFactory(hosts=[person, UserFactory()], topics=topics)
        RegistrationFactory(user=person)
        for pk in looked_at.get("events:event_people", [])[:1]:
            RegistrationFactory(event_id=int(pk))
        plan = ActionPlanFactory(owner=person, topics=topics)
        MentorProfileFactory(topics=topics)
        MentoringRequestFactory(mentor=person, plan=None)
        MentoringRequestFactory(mentee=person)
        MatchFactory(mentor=person)
        MatchFactory(mentee=person, plan=plan)
        for match in matches:
            GoalFactory(match=match)
            SessionFactory(match=match, starts_at=now + timezone.timedelta(days=2))
            NoteFactory(match=match, author=person)
        for network in Network.objects.filter(cohort=None)[:3]:
            member = MembershipFactory(network=network).user
            DiscussionFactory(network=network, author=member)
        NetworkFactory(members=[person], topics=topics)
        for pk in looked_at.get("networks:discussion_detail", [])[-1:]:
            discussion = Discussion.objects.get(pk=pk)
            # In the group of a cohort that is over nobody writes.
            Cohort.objects.filter(group=discussion.network).update(ends_on=None)
            discussion.refresh_from_db()
            author = MembershipFactory(network=discussion.network).user
            reply(
                discussion=discussion,
                author=author,
                body="More",
                key=uuid.uuid4(),
                at=now,
                conduct=conduct_to_accept(author).number,
            )
        RecordFactory(topics=topics)
        for pk in looked_at.get("library:record_detail", []):
            cite_version(
                version=Record.objects.get(pk=pk).current_version,
                source_key=f"test:{uuid.uuid4()}",
                label="A lesson",
                address="/",
                audience="public",
                at=now,
            )
        NotificationFactory(recipient=person)
        OrganisationFactory()
        UserFactory(roles=[Role.FACILITATOR])


def _editor(person: User) -> User | None:
    return person if person.has_role(Role.EDITOR) else None


def counted(client, pages: dict[str, str]) -> dict[str, int]:
    """Count the queries of each page, once the search index is in memory."""
    client.get("/library/")
    counts = {}
    for view, path in pages.items():
        cache.clear()
        with counted_queries() as counted:
            client.get(path)
        counts[view] = counted.queries
    return counts


@readers("mentee", "mentor", "facilitator", "editor", "admin")
def test_no_page_asks_more_because_there_is_more(story, client, crawl_of, reader):
    seen = crawl_of(reader)
    person = story.people[reader]
    client.force_login(person)
    pages = pages_of(client, seen)
    grow(person, pages, 1)
    before = counted(client, pages)

    grow(person, pages, 3)

    after = counted(client, pages)
    grown = {view: path for view, path in pages.items() if after[view] > before[view]}
    # What was read into memory for the first time, such as a new segment of the index, is not asked again.
    after = counted(client, grown)
    assert len(pages) > 30
    assert {view: (before[view], n) for view, n in after.items() if n > before[view]} == {}
