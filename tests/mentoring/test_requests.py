"""Asking a mentor, and the mentor's answer."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from demo.factories.accounts import OrganisationFactory, UserFactory
from demo.factories.library import TopicFactory
from demo.factories.mentoring import MatchFactory, MentoringRequestFactory, MentorProfileFactory
from library.vocabularies.models import TopicInterest
from mentoring.actions.mentors import close_mentor_profile
from mentoring.actions.reminders import remind_mentor
from mentoring.actions.requests import (
    AlreadyRequested,
    MentorNotAvailable,
    NoPlaceLeft,
    NotYourOrganisation,
    NotYourPlan,
    RequestRefused,
    TooManyOpenRequests,
    accept_request,
    decline_request,
    expire_requests,
    request_mentor,
    withdraw_request,
)
from mentoring.models import Match, MentoringRequest, MentorProfile
from mentoring.states import REQUEST_FLOW, MatchState, RequestState
from notifications.models import Notification
from workflow.flows import TransitionNotAllowed
from workflow.models import Transition

pytestmark = pytest.mark.django_db


def ask(mentor, mentee, now, **changes):
    data = {"plan": None, "message": "Please.", "key": uuid.uuid4(), **changes}
    return request_mentor(mentor=mentor, mentee=mentee, at=now, **data)


def told(user):
    rows = Notification.objects.filter(recipient=user).order_by("pk")
    return list(rows.values_list("kind", flat=True))


def test_a_request_waits_21_days_and_its_mentor_is_told(mentor, mentee, make_plan, now):
    plan = make_plan(mentee)

    request = ask(mentor, mentee, now, plan=plan)

    assert request.state == RequestState.OPEN
    assert request.plan == plan
    assert request.expires_at == now + dt.timedelta(days=21)
    notification = Notification.objects.get(recipient=mentor)
    assert notification.title == "Eva Mentee has asked you to be their mentor"
    assert notification.delivery


def test_the_same_key_asks_once(mentor, mentee, now):
    key = uuid.uuid4()

    assert ask(mentor, mentee, now, key=key) == ask(mentor, mentee, now, key=key)

    assert MentoringRequest.objects.count() == 1
    assert told(mentor) == ["mentoring.asked"]


def test_one_open_request_for_each_pair(mentor, mentee, now):
    first = ask(mentor, mentee, now)

    with pytest.raises(AlreadyRequested):
        ask(mentor, mentee, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        MentoringRequestFactory(mentor=mentor, mentee=mentee)

    withdraw_request(request=first, by=mentee, at=now)
    assert ask(mentor, mentee, now).state == RequestState.OPEN


def test_five_open_requests_are_the_most(mentor, mentee, now):
    for _ in range(5):
        MentoringRequestFactory(mentee=mentee)

    with pytest.raises(TooManyOpenRequests, match="waiting for 5 mentors"):
        ask(mentor, mentee, now)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"state": "offered"}, MentorNotAvailable),
        ({"state": "closed"}, MentorNotAvailable),
        ({"is_open": False}, MentorNotAvailable),
        ({"capacity": 1, "places_taken": 1}, NoPlaceLeft),
    ],
)
def test_only_an_open_mentor_with_a_place_is_asked(mentee, now, changes, refusal):
    mentor = MentorProfileFactory(**changes).user

    with pytest.raises(refusal):
        ask(mentor, mentee, now)

    assert not MentoringRequest.objects.exists()


def test_nobody_asks_themself_or_their_present_mentor(mentor, now):
    match = MatchFactory(mentor=mentor)

    with pytest.raises(RequestRefused, match="your own mentor"):
        ask(mentor, mentor, now)
    with pytest.raises(AlreadyRequested):
        ask(mentor, match.mentee, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        MentoringRequestFactory(mentor=mentor, mentee=mentor)


def test_only_ones_own_plan_and_organisation_can_be_named(mentor, mentee, make_plan, now):
    council = OrganisationFactory()

    with pytest.raises(NotYourPlan):
        ask(mentor, mentee, now, plan=make_plan(UserFactory()))
    with pytest.raises(NotYourOrganisation):
        ask(mentor, mentee, now, organisation=council)

    mentee.profile.organisation = council
    mentee.profile.save()
    assert ask(mentor, mentee, now, organisation=council).organisation == council


def test_accepting_takes_a_place_and_makes_a_match_to_be_signed(mentor, mentee, now):
    council = OrganisationFactory(name="Leeds City Council")
    mentee.profile.organisation = council
    mentee.profile.save()
    request = ask(mentor, mentee, now, organisation=council)

    match = accept_request(request=request, by=mentor, at=now, note="Gladly!")

    request.refresh_from_db()
    assert (match.mentor, match.mentee, match.request) == (mentor, mentee, request)
    assert (match.state, match.organisation) == (MatchState.SIGNING, council)
    assert "Eva Mentee asks on behalf of Leeds City Council." in match.agreement
    assert (request.state, request.answer, request.answered_at) == ("accepted", "Gladly!", now)
    assert MentorProfile.objects.get(pk=mentor.pk).places_taken == 1
    assert told(mentee) == ["mentoring.accepted"]


def test_accepting_without_a_place_is_refused_and_writes_nothing(mentee, now):
    mentor = MentorProfileFactory(capacity=1).user
    first, second = ask(mentor, mentee, now), ask(mentor, UserFactory(), now)
    accept_request(request=first, by=mentor, at=now)

    with pytest.raises(NoPlaceLeft):
        accept_request(request=second, by=mentor, at=now)

    second.refresh_from_db()
    assert second.state == RequestState.OPEN
    assert Match.objects.count() == 1


MOVES = {
    "accept": lambda r, at: accept_request(request=r, by=r.mentor, at=at),
    "decline": lambda r, at: decline_request(request=r, by=r.mentor, at=at, note="Sorry."),
    "withdraw": lambda r, at: withdraw_request(request=r, by=r.mentee, at=at),
    "expire": lambda r, at: REQUEST_FLOW.make("expire", r, actor=None, at=at),
}


@pytest.mark.parametrize("move", sorted(REQUEST_FLOW.moves))
@pytest.mark.parametrize("state", RequestState.values)
def test_a_request_moves_only_as_the_flow_says(move, state, now):
    request = MentoringRequestFactory(state=state)
    allowed = state in REQUEST_FLOW.moves[move].sources

    if allowed:
        MOVES[move](request, now)
    else:
        with pytest.raises(TransitionNotAllowed):
            MOVES[move](request, now)

    request = MentoringRequest.objects.get(pk=request.pk)
    assert request.state == (REQUEST_FLOW.moves[move].target if allowed else state)
    assert Transition.objects.of(request).count() == allowed
    assert Match.objects.count() == (allowed and move == "accept")


def test_the_sweep_expires_what_is_21_days_old_and_tells_both(now):
    old = MentoringRequestFactory(created_at=now - dt.timedelta(days=21))
    young = MentoringRequestFactory(created_at=now - dt.timedelta(days=20))

    assert (expire_requests(at=now), expire_requests(at=now)) == (1, 0)

    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.state, young.state) == (RequestState.EXPIRED, RequestState.OPEN)
    assert (told(old.mentee), told(old.mentor)) == (["mentoring.expired"], ["mentoring.lapsed"])


def test_a_mentor_is_reminded_at_most_once_a_day(now):
    request = MentoringRequestFactory()

    assert remind_mentor(request=request, at=now) == 1
    assert remind_mentor(request=request, at=now) == 0
    assert remind_mentor(request=request, at=now + dt.timedelta(days=1)) == 1


# Pages


def test_a_learner_asks_on_the_page_and_the_double_click_asks_once(
    client, mentor, mentee, make_plan
):
    plan = make_plan(mentee)
    client.force_login(mentee)
    address = reverse("mentoring:request_new", args=[mentor.pk])
    data = {"message": "Please help.", "plan": plan.pk, "form_key": str(uuid.uuid4())}

    first, second = client.post(address, data), client.post(address, data)

    request = MentoringRequest.objects.get()
    assert first.url == second.url == request.get_absolute_url()
    assert request.plan == plan
    assert b"Warm homes" not in client.get(first.url).content or request.plan == plan


def test_request_new_offers_ones_own_plans_only(client, mentor, mentee, make_plan):
    mine, theirs = make_plan(mentee), make_plan(UserFactory())
    client.force_login(mentee)
    address = reverse("mentoring:request_new", args=[mentor.pk])

    page = client.get(address, {"plan": mine.pk})
    response = client.post(address, {"message": "Please help me.", "plan": theirs.pk})

    assert list(page.context["form"].fields["plan"].queryset) == [mine]
    assert page.context["form"]["plan"].value() == mine.pk
    assert list(response.context["form"].errors) == ["plan"]


def test_request_new_says_why_a_mentor_cannot_be_asked(client, mentor, mentee):
    for _ in range(5):
        MentoringRequestFactory(mentee=mentee)
    client.force_login(mentee)

    response = client.post(
        reverse("mentoring:request_new", args=[mentor.pk]), {"message": "Please <b>help</b>."}
    )

    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["__all__"]
    assert b"Please &lt;b&gt;help&lt;/b&gt;." in response.content


@pytest.mark.parametrize("message", ["", " \u200b . ", "Hi!", "x" * 2_001, "a\x07b"])
def test_request_new_keeps_bad_input(client, mentor, mentee, message):
    client.force_login(mentee)

    response = client.post(
        reverse("mentoring:request_new", args=[mentor.pk]),
        {"message": message, "form_key": "nonsense", "plan": "x"},
    )

    assert response.status_code == 200
    assert "message" in response.context["form"].errors
    assert not MentoringRequest.objects.exists()


def test_nobody_can_open_the_form_to_ask_themself(client, mentor):
    client.force_login(mentor)

    assert client.get(reverse("mentoring:request_new", args=[mentor.pk])).status_code == 403


def test_the_mentor_accepts_on_the_page_and_is_led_to_the_agreement(client, mentor, mentee):
    request = MentoringRequestFactory(mentor=mentor, mentee=mentee)
    client.force_login(mentor)

    response = client.post(request.get_absolute_url(), {"accept": "1", "answer": "Yes!"})
    again = client.post(request.get_absolute_url(), {"accept": "1", "answer": "Yes!"})

    match = Match.objects.get()
    assert response.url == reverse("mentoring:agreement", args=[match.pk])
    assert again.url == response.url


def test_the_mentor_declines_on_the_page_with_a_note(client, mentor, mentee):
    request = MentoringRequestFactory(mentor=mentor, mentee=mentee)
    client.force_login(mentor)

    client.post(request.get_absolute_url(), {"decline": "1", "answer": "Ask me in May."})

    request.refresh_from_db()
    assert (request.state, request.answer) == (RequestState.DECLINED, "Ask me in May.")
    assert told(mentee) == ["mentoring.declined"]


def test_request_detail_is_for_its_two_people(client, mentor, mentee):
    request = MentoringRequestFactory(mentor=mentor, mentee=mentee)
    withdraw = reverse("mentoring:request_withdraw", args=[request.pk])
    codes = {}
    for name, user in {
        "mentor": mentor,
        "stranger": UserFactory(),
        "coordinator": UserFactory(roles=[Role.COORDINATOR]),
        "superuser": UserFactory(is_superuser=True),
    }.items():
        client.force_login(user)
        seen = client.get(request.get_absolute_url()).status_code
        codes[name] = (seen, client.post(withdraw).status_code)
    client.force_login(mentee)
    codes["mentee"] = (client.get(request.get_absolute_url()).status_code,)
    codes["mentee answers"] = (client.post(request.get_absolute_url(), {}).status_code,)
    codes["mentee withdraws"] = (client.post(withdraw).status_code,)
    codes["twice"] = (client.post(withdraw).status_code,)

    assert codes == {
        "mentor": (200, 403),
        "stranger": (404, 404),
        "coordinator": (404, 404),
        "superuser": (404, 404),
        "mentee": (200,),
        "mentee answers": (403,),
        "mentee withdraws": (302,),
        "twice": (302,),
    }


def test_the_plan_is_read_by_the_mentor_until_the_request_is_declined(
    client, mentor, mentee, make_plan, now
):
    request = ask(mentor, mentee, now, plan=make_plan(mentee))
    client.force_login(mentor)

    before = client.get(request.get_absolute_url())
    decline_request(request=request, by=mentor, at=now)
    after = client.get(request.get_absolute_url())

    assert b"Visit two hundred homes" in before.content
    assert b"Visit two hundred homes" not in after.content


def test_the_other_requests_of_whoever_found_a_mentor_are_withdrawn(mentor, mentee, now):
    asked = ask(mentor, mentee, now)
    other = ask(MentorProfileFactory().user, mentee, now)
    of_somebody_else = MentoringRequestFactory(mentor=other.mentor)

    accept_request(request=asked, by=mentor, at=now)

    other.refresh_from_db()
    of_somebody_else.refresh_from_db()
    assert (other.state, of_somebody_else.state) == (RequestState.WITHDRAWN, RequestState.OPEN)
    notification = Notification.objects.get(recipient=other.mentor, kind="mentoring.withdrawn")
    assert notification.text == "Eva Mentee has found a mentor."
    assert told(mentor) == ["mentoring.asked"]


def test_whoever_waits_for_a_mentor_who_stops_is_told_at_once_whom_to_ask(mentor, mentee, now):
    topic = TopicFactory()
    TopicInterest.objects.create(user=mentee, topic=topic)
    MentorProfileFactory(topics=[topic], user__full_name="Fay Fitting")
    asked = ask(mentor, mentee, now)

    close_mentor_profile(profile=mentor.mentor_profile, by=mentor, at=now)

    asked.refresh_from_db()
    assert (asked.state, asked.answer) == (
        RequestState.DECLINED,
        "This mentor takes no new mentees.",
    )
    assert Notification.objects.get(recipient=mentee).text == (
        "This mentor takes no new mentees. "
        "These mentors work on your topics or in your place: Fay Fitting."
    )


# Only an accepted request has a match.
PAIRS = [
    *((state, "") for state in RequestState.values if state != RequestState.ACCEPTED),
    *((RequestState.ACCEPTED, state) for state in MatchState.values),
]


@pytest.mark.parametrize(("state", "match_state"), PAIRS)
def test_one_request_and_many_say_alike_whether_the_mentor_may_read_the_plan(state, match_state):
    if match_state:
        request = MatchFactory(state=match_state).request
    else:
        request = MentoringRequestFactory(state=state)
    request = MentoringRequest.objects.select_related("match").get(pk=request.pk)

    assert request.shares_plan is MentoringRequest.objects.sharing_plan().contains(request)


@pytest.mark.parametrize("who", ["mentor", "mentee"])
def test_nobody_begins_with_somebody_whose_account_was_suspended_meanwhile(who, now):
    request = MentoringRequestFactory()
    User.objects.filter(pk=getattr(request, who).pk).update(is_active=False)

    with pytest.raises(RequestRefused, match="You can no longer accept this request"):
        accept_request(request=request, by=request.mentor, at=now)

    assert not Match.objects.exists()
