"""The discussions of a cohort: who is in them, who sees, writes and hears what, and when."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from courses.actions.cohorts.joining import leave_cohort
from courses.actions.cohorts.planning import cancel_cohort, change_cohort, delete_cohort
from courses.models import Cohort, Enrolment, Lesson
from demo.factories.accounts import UserFactory
from demo.factories.cohorts import CohortFactory, CohortPlaceFactory
from demo.factories.courses import EnrolmentFactory, LessonFactory
from networks.actions.answers import mark_answer
from networks.actions.cohort_groups import follow_all
from networks.actions.discussions import reply, start_discussion
from networks.actions.memberships import lift_suspension, suspend_member
from networks.agenda import do_next_of
from networks.models import Discussion, Membership, Network, Post
from networks.reading.activity import unread_discussions
from networks.reading.activity_of_many import NewsOfNetworks
from networks.refusals import CohortHasDiscussions, CohortIsOver, NoSuchAnswer
from networks.searchers import find_discussions, find_networks
from notifications.models import Notification
from tests.shared import shared

pytestmark = pytest.mark.django_db

PEOPLE = ("learner", "facilitator", "of another", "left", "suspended", "alone", "anonymous")
INSIDE = {"learner", "facilitator"}


@dataclass
class Group:
    """A cohort with its group, a question in it, and people who stand with it in every way."""

    cohort: Cohort
    network: Network
    question: Discussion
    people: dict[str, User]


def asked(group: Network, author: User, *, body: str = "What does it mean?", **words) -> Discussion:
    return start_discussion(
        network=group,
        author=author,
        title="What is a slope?",
        body=body,
        key=uuid.uuid4(),
        at=words.pop("at", timezone.now()),
        **words,
    )


def answered(discussion: Discussion, author: User, body: str = "It is a rate.") -> Post:
    return reply(
        discussion=discussion, author=author, body=body, key=uuid.uuid4(), at=timezone.now()
    )


def group_of(cohort: Cohort) -> Network:
    return Network.objects.get(cohort=cohort)


@shared
def evening() -> Group:
    long_ago = timezone.now() - dt.timedelta(days=2)
    cohort = CohortFactory(at=long_ago)
    course = cohort.release.course
    other = CohortFactory(course=course, facilitators=[UserFactory()])
    places = {
        key: CohortPlaceFactory(cohort=cohort, at=long_ago).user
        for key in ("learner", "left", "suspended", "asks")
    }
    network = group_of(cohort)
    question = asked(network, places["asks"])
    leave_cohort(cohort=cohort, user=places["left"], at=timezone.now())
    suspend_member(
        membership=Membership.objects.get(network=network, user=places["suspended"]),
        at=timezone.now(),
    )
    people = {
        **places,
        "facilitator": cohort.facilitators.get(),
        "of another": other.facilitators.get(),
        "alone": EnrolmentFactory(course=course).user,
    }
    return Group(cohort, network, question, people)


@pytest.fixture
def page_for(client: Client) -> Callable[[User | None, str], int]:
    def status(user: User | None, address: str) -> int:
        client.logout()
        if user is not None:
            client.force_login(user)
        return client.get(address).status_code

    return status


@pytest.mark.parametrize("who", PEOPLE)
def test_only_people_of_the_cohort_read_find_and_hear(evening, page_for, who):
    user = evening.people.get(who)
    pages = {
        page_for(user, evening.network.get_absolute_url()),
        page_for(user, evening.question.get_absolute_url()),
        page_for(user, reverse("networks:discussion_start", args=[evening.network.slug])),
    }
    seen = [] if user is None else list(Discussion.objects.visible_to(user))
    found = [] if user is None else list(find_discussions("slope", user))
    feed = [] if user is None else list(unread_discussions(user))

    mailed = [] if user is None else in_summary(user)

    inside = who in INSIDE
    # The front page of a network is public; that of a group is not there for anybody else.
    closed = {302, 404} if who == "anonymous" else {404}
    one = [evening.question] if inside else []
    assert pages == ({200} if inside else closed)
    assert (seen, found, feed, mailed) == (one, one, one, one)


def in_summary(user: User) -> list[Discussion]:
    """Return the discussions in the next summary mail of this person."""
    now = timezone.now() + dt.timedelta(minutes=1)
    news = NewsOfNetworks([user.pk], since=now - dt.timedelta(days=7), until=now)
    return news.unread_discussions(user.pk, is_wanted=lambda _at: True, most=9)


@pytest.mark.parametrize("who", PEOPLE)
def test_only_people_of_the_cohort_post(evening, client, who):
    user = evening.people.get(who)
    if user is not None:
        client.force_login(user)
    key = str(uuid.uuid4())
    sent = client.post(
        f"{evening.question.get_absolute_url()}reply/",
        {"body": "A rate\r\nof change.", "form_key": key},
    )

    assert evening.question.posts.count() == (2 if who in INSIDE else 1)
    assert sent.status_code == (302 if who in INSIDE or user is None else 404)


def test_a_question_tells_the_facilitators_and_answers_tell_nobody_who_left(evening):
    left = CohortPlaceFactory(cohort=evening.cohort).user
    answered(evening.question, left, "I do not know either, sorry.")
    leave_cohort(cohort=evening.cohort, user=left, at=timezone.now())
    Notification.objects.all().delete()

    answered(evening.question, evening.people["facilitator"])
    asked(evening.network, evening.people["learner"], body="And what does it not mean?")

    told = set(Notification.objects.values_list("recipient", "kind"))
    assert told == {
        (evening.people["asks"].pk, "networks.replied"),
        (evening.people["facilitator"].pk, "networks.asked"),
    }


def test_what_was_told_before_somebody_left_is_out_of_their_sight(evening):
    learner = evening.people["learner"]
    answered(evening.question, learner, "I follow this one from now on.")
    answered(evening.question, evening.people["facilitator"])
    mine = Notification.objects.filter(recipient=learner).open_to_recipient()
    before = mine.count()

    leave_cohort(cohort=evening.cohort, user=learner, at=timezone.now())

    assert (before, mine.count()) == (1, 0)


def test_facilitators_are_marked_and_their_answer_ends_the_wait(evening, client):
    facilitator = evening.people["facilitator"]
    waits = list(Discussion.objects.unanswered())
    titles = [thing.title for thing in do_next_of(facilitator, timezone.now())]

    post = answered(evening.question, facilitator)

    client.force_login(evening.people["learner"])
    page = client.get(evening.question.get_absolute_url()).content.decode()
    assert waits == [evening.question]
    assert f"Answer 1 question in {evening.network}" in titles
    assert post.is_by_staff
    assert page.count('<span class="badge badge-info">Facilitator</span>') == 1
    assert not Discussion.objects.unanswered().exists()
    assert not any("question" in thing.title for thing in do_next_of(facilitator, timezone.now()))


def test_who_asked_and_facilitators_mark_the_answer_and_take_it_back(evening, client):
    post = answered(evening.question, evening.people["learner"])
    address = reverse("networks:post_answer", args=[evening.network.slug, post.pk])

    client.force_login(evening.people["learner"])
    refused = client.post(address)
    client.force_login(evening.people["asks"])
    page = client.get(evening.question.get_absolute_url()).content.decode()
    marked = client.post(address, follow=True).content.decode()
    twice = client.post(address)
    is_answered = not Discussion.objects.unanswered().exists()
    client.post(f"{address}undo/")

    assert refused.status_code == 403
    assert "Mark as the answer" in page
    assert '<span class="badge badge-ok">Answer</span>' in marked
    assert (twice.status_code, is_answered) == (302, True)
    assert list(Discussion.objects.unanswered()) == [evening.question]


def test_the_question_itself_is_no_answer(evening):
    first = evening.question.posts.get()

    with pytest.raises(NoSuchAnswer):
        mark_answer(post=first, at=timezone.now())

    evening.question.refresh_from_db()
    assert evening.question.answer is None


def test_a_cohort_that_is_over_is_read_only(evening, client):
    post = answered(evening.question, evening.people["learner"])
    cancel_cohort(
        cohort=evening.cohort,
        by=evening.people["facilitator"],
        reason="Too few people.",
        at=timezone.now(),
    )

    client.force_login(evening.people["learner"])
    page = client.get(evening.question.get_absolute_url())
    sent = client.post(
        f"{evening.question.get_absolute_url()}reply/",
        {"body": "One more thing, please.", "form_key": str(uuid.uuid4())},
    )

    assert page.status_code == 200
    assert "This cohort is over." in page.content.decode()
    assert "Quote" not in page.content.decode()
    assert "This cohort is over." in sent.content.decode()
    assert evening.question.posts.count() == 2
    with pytest.raises(CohortIsOver):
        mark_answer(post=post, at=timezone.now())


def test_a_lesson_shows_its_questions_and_leads_to_asking(evening, client):
    lesson = Lesson.objects.of(evening.cohort.release).first() or LessonFactory(
        module__release=evening.cohort.release
    )
    asked(evening.network, evening.people["learner"], body="About this lesson.", lesson=lesson)
    learner = evening.people["learner"]
    client.force_login(learner)

    page = client.get(lesson.get_absolute_url()).content.decode()
    listed = client.get(f"{evening.network.get_absolute_url()}?lesson={lesson.pk}")
    client.force_login(evening.people["alone"])
    alone = client.get(lesson.get_absolute_url()).content.decode()

    assert "Questions and discussion (1)" in page
    assert f"discussions/new/?lesson={lesson.pk}" in page
    assert [row.lesson for row in listed.context["page"]] == [lesson]
    assert "Questions and discussion" not in alone
    assert "You learn alone" in alone


def test_facilitators_read_all_their_cohorts_with_unanswered_questions_first(evening, client):
    facilitator = evening.people["facilitator"]
    second = CohortFactory(course=evening.cohort.release.course, facilitators=[facilitator])
    answered_one = asked(group_of(second), CohortPlaceFactory(cohort=second).user)
    answered(answered_one, facilitator)

    client.force_login(facilitator)
    page = client.get(reverse("networks:cohort_questions"))
    client.force_login(evening.people["learner"])
    of_learner = client.get(reverse("networks:cohort_questions"))

    assert list(page.context["page"]) == [evening.question, answered_one]
    assert list(of_learner.context["page"]) == []


def test_things_are_shared_with_a_cohort_until_it_is_over(evening, client):
    client.force_login(evening.people["learner"])
    choose = reverse("networks:discussion_choose")
    start = reverse("networks:discussion_start", args=[evening.network.slug])

    under_way = client.get(choose).content.decode()
    cancel_cohort(
        cohort=evening.cohort,
        by=evening.people["facilitator"],
        reason="Too few people.",
        at=timezone.now(),
    )
    after = client.get(choose).content.decode()

    assert start in under_way
    assert start not in after


@pytest.mark.parametrize("count", [1, 6])
def test_the_list_takes_the_same_queries_whatever_its_length(
    evening, client, django_assert_num_queries, count
):
    for number in range(count - 1):
        asked(evening.network, evening.people["learner"], body=f"Question number {number}, then?")
    client.force_login(evening.people["facilitator"])
    client.get(evening.network.get_absolute_url())

    with django_assert_num_queries(12):
        page = client.get(evening.network.get_absolute_url())

    assert len(page.context["page"]) == count


def test_groups_are_in_no_list_of_networks_and_have_no_pages_of_networks(evening, client):
    learner = evening.people["learner"]
    client.force_login(learner)

    listed = client.get(reverse("networks:network_list"))
    closed = {
        client.get(reverse(f"networks:{page}", args=[evening.network.slug])).status_code
        for page in ("network_about", "network_members", "network_join", "network_leave")
    }

    assert listed.context["mine"] == []
    assert list(find_networks(evening.cohort.name, learner)) == []
    assert closed == {404}


def test_members_follow_the_people_of_the_cohort_after_any_change(evening):
    cohort, second = evening.cohort, UserFactory()
    first = cohort.facilitators.get()
    course = cohort.release.course
    words = {"name": "Renamed", "capacity": None}
    change_cohort(cohort=cohort, facilitators=[second], by=first, at=timezone.now(), **words)
    course.facilitators.clear()
    reached = roles_in(cohort)
    Enrolment.objects.filter(user=evening.people["learner"]).update(state="left")
    stale = roles_in(cohort)
    follow_all(at=timezone.now())

    assert group_of(cohort).name.startswith("Renamed")
    assert reached == {
        evening.people["learner"].pk: "member",
        evening.people["asks"].pk: "member",
        second.pk: "moderator",
    }
    assert first.pk not in reached
    assert evening.people["learner"].pk in stale
    assert evening.people["learner"].pk not in roles_in(cohort)


def roles_in(cohort: Cohort) -> dict[int, str]:
    members = Membership.objects.active().filter(network__cohort=cohort)
    return dict(members.values_list("user", "role"))


def test_who_left_while_suspended_is_not_back_when_the_suspension_ends(evening):
    suspended = evening.people["suspended"]
    membership = Membership.objects.get(network=evening.network, user=suspended)
    lift_suspension(membership=membership, at=timezone.now())
    back = suspended.pk in roles_in(evening.cohort)

    assert back


def test_a_cohort_goes_with_its_empty_group_but_not_with_one_that_holds_words():
    empty, used = CohortFactory(), CohortFactory()
    both = [empty.pk, used.pk]
    asked(group_of(used), used.facilitators.get())

    delete_cohort(cohort=empty)
    with pytest.raises(CohortHasDiscussions):
        delete_cohort(cohort=used)

    assert list(Network.objects.filter(cohort__in=both)) == [group_of(used)]
