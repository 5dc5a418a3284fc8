"""Feedback for the coordinators: asked once, given once, and never shown to the other person."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.personal_data.registry import personal_data_of
from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.mentoring import FeedbackFactory, MatchFactory, SessionFactory
from mentoring.actions.feedback import (
    FeedbackTooLate,
    ask_both,
    ask_for_feedback,
    erase_words_of_feedback,
    give_feedback,
)
from mentoring.actions.matches import end_match
from mentoring.actions.suspending import lift_suspension, suspend_match
from mentoring.agenda import do_next_of
from mentoring.models import Feedback
from mentoring.models.feedback import FeedbackStage
from mentoring.states import MatchState, SessionState
from notifications.models import Notification

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
ANSWERS = {"useful": "4", "openness": "5", "progress": "2", "text": "secret words"}
SECRET = b"secret words"


@pytest.fixture
def match(mentor, mentee, now):
    return MatchFactory(mentor=mentor, mentee=mentee, made_at=now)


@pytest.fixture
def coordinator():
    return UserFactory(full_name="Cora Coordinator", roles=[Role.COORDINATOR])


def asked_at(days, match, now):
    """Ask on that day after the start; return the stages of which both were asked."""
    ask_for_feedback(at=now + days * DAY)
    rows = Feedback.objects.filter(match=match).order_by("pk")
    return [f"{row.stage} {row.author.full_name.split()[1].lower()}" for row in rows]


def test_both_are_asked_once_after_the_first_session_half_way_and_at_the_end(match, mentee, now):
    SessionFactory(match=match, starts_at=now + 3 * DAY)
    assert asked_at(5, match, now) == []
    match.sessions.update(state=SessionState.HELD)
    first = ["first mentor", "first mentee"]
    assert [asked_at(day, match, now) for day in (5, 6, 90)] == [first] * 3
    half = [*first, "middle mentor", "middle mentee"]
    assert [asked_at(day, match, now) for day in (92, 93)] == [half] * 2
    end_match(match=match, by=mentee, reason="Done.", at=now + 100 * DAY)
    assert asked_at(101, match, now) == [*half, "end mentor", "end mentee"]

    told = Notification.objects.filter(kind="mentoring.feedback-wanted", recipient=mentee)
    assert told.count() == 3


@pytest.mark.parametrize(
    ("state", "days_ago"),
    [(MatchState.ACTIVE, 40), (MatchState.SUSPENDED, 2), (MatchState.SIGNING, 2)],
)
def test_nobody_is_asked_about_long_ago_or_while_the_institute_pauses_it(now, state, days_ago):
    match = MatchFactory(state=state, made_at=now)
    SessionFactory(match=match, starts_at=now - days_ago * DAY, state=SessionState.HELD)

    assert ask_for_feedback(at=now) == 0


def test_do_next_asks_until_it_is_answered_or_a_month_is_over(match, mentee, now):
    asked = FeedbackFactory(match=match, asked_at=now, given_at=None)

    def asks(days):
        things = do_next_of(mentee, now + days * DAY)
        return [thing.title for thing in things if "/feedback/" in thing.address]

    before = [asks(day) for day in (1, 29, 31)]
    give_feedback(feedback=asked, useful=1, openness=1, progress=1, text="", at=now)

    words = ["Say how your mentoring with Mary Mentor is going"]
    assert before == [words, words, []]
    assert asks(1) == []


def test_nobody_is_reminded_while_the_institute_pauses_it_and_both_are_afterwards(
    match, mentee, now
):
    ask_both(match=match, stage=FeedbackStage.FIRST, at=now)
    told = Notification.objects.filter(kind="mentoring.feedback-wanted", recipient=mentee)

    def reminders():
        things = [thing for thing in do_next_of(mentee, now) if "/feedback/" in thing.address]
        return len(things), told.worth_mailing(now).count()

    before = reminders()
    suspend_match(match=match, at=now)
    paused = reminders()
    asked = Feedback.objects.get(author=mentee)
    can_be_given = Feedback.objects.to_give().filter(pk=asked.pk).exists()
    lift_suspension(match=match, at=now)

    assert (before, paused, can_be_given) == ((1, 1), (0, 0), True)
    assert reminders() == (1, 1)


def test_feedback_is_given_once_on_its_page_by_its_author(client, match, now):
    asked = FeedbackFactory(match=match, given_at=None)
    address = asked.get_absolute_url()
    client.force_login(match.mentor)
    hidden = client.get(address).status_code
    client.force_login(match.mentee)

    kept = client.post(address, {**ANSWERS, "useful": "6"})
    first = client.post(address, ANSWERS)
    second = client.post(address, {**ANSWERS, "useful": "1"})

    assert hidden == 404
    assert list(kept.context["form"].errors) == ["useful"]
    assert SECRET in kept.content
    assert [first.url, second.url] == [match.get_absolute_url()] * 2
    row = Feedback.objects.get()
    assert (row.useful, row.openness, row.progress, row.text) == (4, 5, 2, "secret words")


def test_after_the_end_only_the_questions_at_the_end_are_open(client, match, now):
    asked = FeedbackFactory(match=match, given_at=None)
    end_match(match=match, by=match.mentor, reason="Done.", at=now)
    client.force_login(match.mentee)

    answer = client.post(asked.get_absolute_url(), ANSWERS)
    with pytest.raises(FeedbackTooLate):
        give_feedback(feedback=asked, useful=1, openness=1, progress=1, text="", at=now)

    assert SECRET in answer.content
    assert "This mentoring has ended." in answer.content.decode()


def test_the_other_person_never_reads_it_even_as_a_coordinator(client, match, coordinator, now):
    both = MatchFactory(mentor=coordinator, mentee__full_name="Mia Mine")
    for each in (match, both):
        FeedbackFactory(match=each, text="secret words")
        each.state, each.ended_at, each.end_reason = MatchState.ENDED, now, "secret words"
        each.save()
    pages = ["match_detail", "match_feedback", "match_end", "agreement"]
    client.force_login(match.mentor)
    answers = [client.get(reverse(f"mentoring:{page}", args=[match.pk])) for page in pages]
    exported = str(personal_data_of(match.mentor)["mentoring"].data)
    client.force_login(coordinator)
    lists = {
        (name, kind): b"".join(client.get(reverse(f"mentoring:{name}") + kind))
        for name in ("feedback_list", "ending_list")
        for kind in ("", "?as=csv")
    }

    assert not any(SECRET in page.content for page in answers)
    assert SECRET.decode() not in exported
    assert SECRET.decode() in str(personal_data_of(match.mentee)["mentoring"].data)
    for page in lists.values():
        assert page.count(SECRET) == 1
        assert b"Mia Mine" not in page


def test_only_coordinators_read_feedback(client, match):
    FeedbackFactory(match=match)
    statuses = []
    for person in (match.mentor, UserFactory(roles=[Role.EDITOR])):
        client.force_login(person)
        statuses.append(client.get(reverse("mentoring:feedback_list")).status_code)

    assert statuses == [403, 403]


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_takes_the_same_queries_whatever_its_length(
    client, coordinator, django_assert_num_queries, count
):
    FeedbackFactory.create_batch(count)
    client.force_login(coordinator)

    with django_assert_num_queries(4):
        page = client.get(reverse("mentoring:feedback_list"))

    assert page.context["page"].paginator.count == count


def test_words_to_each_other_of_earlier_versions_stay_with_the_two(client, match, coordinator, now):
    FeedbackFactory(match=match, stage=FeedbackStage.SHARED, text="secret words", given_at=now)
    client.force_login(match.mentor)
    page = client.get(reverse("mentoring:match_feedback", args=[match.pk]))
    client.force_login(coordinator)
    listed = client.get(reverse("mentoring:feedback_list"))

    assert SECRET in page.content
    assert SECRET not in listed.content


def test_words_are_erased_24_months_after_the_end_and_answers_stay(match, now):
    FeedbackFactory(match=match, text="secret words")
    match.state, match.ended_at = MatchState.ENDED, now
    match.save()

    counts = [erase_words_of_feedback(at=now + days * DAY) for days in (729, 730, 731)]

    assert counts == [0, 1, 0]
    assert Feedback.objects.values_list("text", "useful").get() == ("", 4)
