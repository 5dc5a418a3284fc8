"""The coordinator's desk: what is found, reminders one by one and together, and for whom its pages are."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.library import TopicFactory
from demo.factories.mentoring import (
    MatchFactory,
    MentoringRequestFactory,
    MentorProfileFactory,
)
from library.vocabularies.models import TopicInterest
from mentoring.models import MentorProfile
from mentoring.pages.coordinator_desk import coordinator_overview
from mentoring.states import MatchState, MentorState, RequestState
from notifications.models import Notification

pytestmark = pytest.mark.django_db


DAY, WEEK = dt.timedelta(days=1), dt.timedelta(weeks=1)


def test_coordination_finds_offers_slow_requests_and_people_left_alone(now):
    offer = MentorProfileFactory(state=MentorState.OFFERED)
    slow = MentoringRequestFactory(created_at=now - 8 * DAY)
    MentoringRequestFactory(created_at=now - 6 * DAY)
    declined = MentoringRequestFactory(created_at=now - 30 * DAY, state=RequestState.DECLINED)
    asks_again = MentoringRequestFactory(created_at=now - 30 * DAY, state=RequestState.DECLINED)
    MentoringRequestFactory(mentee=asks_again.mentee, created_at=now)
    matched = MentoringRequestFactory(created_at=now - 30 * DAY, state=RequestState.EXPIRED)
    match = MatchFactory(mentee=matched.mentee)
    left = MatchFactory(state=MatchState.ENDED, made_at=now - 30 * DAY)
    MentorProfile.objects.filter(pk=left.mentor_id).update(state=MentorState.CLOSED)
    MentoringRequestFactory(created_at=now - 100 * DAY, state=RequestState.DECLINED)

    found = coordinator_overview(now=now)

    with_gaps = found.lists["profiles"]
    assert {name: list(found.lists[name]) for name in found.lists if name != "profiles"} == {
        "offers": [offer],
        "slow": [slow],
        "alone": [declined.mentee, left.mentee],
        "nobody": [],
        "matches": [match, left],
    }
    assert {slow.mentor, slow.mentee, declined.mentee, left.mentee} <= set(with_gaps)
    assert {matched.mentee, offer.user, left.mentor}.isdisjoint(with_gaps)
    counts = {"offers": 1, "slow": 1, "alone": 2, "nobody": 0, "matches": 2}
    assert found.counts == {**counts, "profiles": len(with_gaps)}


def test_the_coordinators_desk_opens_on_the_first_list_with_work_in_it(client, now):
    client.force_login(UserFactory(roles=[Role.COORDINATOR]))
    address = reverse("mentoring:coordinator_desk")
    nothing = client.get(address).context["shown"]
    MentoringRequestFactory(created_at=now - 8 * DAY)

    shown = {asked: client.get(address, {"show": asked}) for asked in ("", "alone", "x")}

    assert nothing == "offers"
    assert {asked: answer.context["shown"] for asked, answer in shown.items()} == {
        "": "slow",
        "alone": "alone",
        "x": "slow",
    }
    assert len(shown["x"].context["table"].lines) == 1


def test_a_coordinator_reminds_and_suggests(client):
    coordinator = UserFactory(roles=[Role.COORDINATOR])
    topic = TopicFactory()
    request = MentoringRequestFactory()
    TopicInterest.objects.create(user=request.mentee, topic=topic)
    profile = MentorProfileFactory(topics=[topic], user__full_name="Good Fit")
    client.force_login(coordinator)
    nudge = reverse("mentoring:request_nudge", args=[request.pk])
    suggest = reverse("mentoring:mentor_suggest", args=[request.mentee_id])

    for _ in range(2):
        assert client.post(nudge).url == reverse("mentoring:coordinator_desk")
        client.post(suggest, {"mentor": profile.pk, "text": "Try her."})
    bad = client.post(suggest, {"mentor": coordinator.pk})

    assert list(bad.context["form"].errors) == ["mentor"]
    titles = list(
        Notification.objects.filter(kind__in=["mentoring.nudged", "mentoring.suggested"])
        .order_by("pk")
        .values_list("recipient", "title")
    )
    assert titles == [
        (request.mentor_id, f"{request.mentee} is still waiting for your answer"),
        (request.mentee_id, "The mentoring coordinator suggests Good Fit as your mentor"),
    ]


def test_a_coordinator_reminds_several_mentors_after_a_preview(client):
    late, later, reminded = MentoringRequestFactory.create_batch(3)
    answered = MentoringRequestFactory(state=RequestState.DECLINED)
    chosen = [late.pk, later.pk, reminded.pk, answered.pk]
    client.force_login(UserFactory(roles=[Role.COORDINATOR]))
    client.post(reverse("mentoring:request_nudge", args=[reminded.pk]))
    address = reverse("mentoring:requests_nudge")

    preview = client.get(address, {"request": chosen})
    told_by_looking = Notification.objects.filter(kind="mentoring.nudged").count()
    for _ in range(2):
        done = client.post(address, {"requests": ",".join(map(str, chosen))})
    forged = client.post(address, {"requests": "1,x"})

    assert (preview.context["due"], preview.context["reminded"]) == ([late, later], [reminded])
    assert told_by_looking == 1
    assert done.url == reverse("mentoring:coordinator_desk")
    assert list(forged.context["form"].errors) == ["requests"]
    told = Notification.objects.filter(kind="mentoring.nudged").values_list("recipient", flat=True)
    assert sorted(told) == sorted(each.mentor_id for each in (late, later, reminded))


@pytest.mark.parametrize("count", [1, 5])
def test_the_preview_of_reminders_takes_the_same_queries_whatever_its_length(
    client, django_assert_num_queries, count
):
    chosen = [each.pk for each in MentoringRequestFactory.create_batch(count)]
    client.force_login(UserFactory(roles=[Role.COORDINATOR]))

    with django_assert_num_queries(4):
        client.get(reverse("mentoring:requests_nudge"), {"request": chosen})


def test_the_coordinators_pages_are_for_coordinators(client):
    request = MentoringRequestFactory()
    client.force_login(request.mentor)

    codes = [
        client.get(reverse("mentoring:coordinator_desk")).status_code,
        client.get(reverse("mentoring:mentor_suggest", args=[request.mentee_id])).status_code,
        client.post(reverse("mentoring:request_nudge", args=[request.pk])).status_code,
        client.get(reverse("mentoring:requests_nudge")).status_code,
    ]

    assert codes == [403, 403, 403, 403]
