"""Which mentors are suggested to whom, and with which words."""

import datetime as dt

import pytest

from accounts.models import OrganisationKind, Visibility
from demo.factories.accounts import OrganisationFactory, UserFactory
from demo.factories.library import TopicFactory
from demo.factories.mentoring import MatchFactory, MentoringRequestFactory, MentorProfileFactory
from library.vocabularies.models import TopicInterest
from mentoring.states import MatchState, RequestState
from mentoring.suggestions.mentor_ranking import Mentee, MentorCandidate, rank
from mentoring.suggestions.mentor_suggestions import suggest_for

COLD, EARLY, WORK = {1: "Fuel poverty"}, {2: "Early years"}, {3: "Good work"}
FAR = dt.timedelta(hours=9)


def mentor(key, **changes):
    data = {"name": f"Mentor {key}", "topics": {}, "free_places": 1, "utc_offset": FAR, **changes}
    return MentorCandidate(key=key, **data)


def keys(suggestions):
    return [suggestion.key for suggestion in suggestions]


def test_a_topic_of_the_plan_weighs_more_than_one_of_interest():
    mentee = Mentee(key=0, plan_topics=COLD, interests=EARLY)

    ranked = rank(mentee, [mentor(1, topics=EARLY), mentor(2, topics=COLD), mentor(3, topics=WORK)])

    assert [(one.key, one.score, one.reasons) for one in ranked] == [
        (2, 15, ("Works on Fuel poverty, like your plan", "Has one free place")),
        (1, 11, ("Works on Early years, which you follow", "Has one free place")),
    ]


def test_at_most_three_topics_count_and_they_are_read_aloud():
    topics = {1: "A", 2: "B", 3: "C", 4: "D"}
    mentee = Mentee(key=0, plan_topics=topics, interests=topics)

    (suggestion,) = rank(mentee, [mentor(1, topics=topics)])

    assert (suggestion.score, suggestion.reasons[0]) == (
        43,
        "Works on A, B and C, like your plan",
    )


def test_place_organisation_language_and_hours_add_up():
    mentee = Mentee(
        key=0,
        place="  leeds ",
        organisation_kind="charity",
        languages=("english",),
        utc_offset=dt.timedelta(hours=1),
    )
    candidate = mentor(
        1,
        place="Leeds",
        organisation_kind="charity",
        organisation_kind_label="Charity",
        languages=("English", "Bangla"),
        utc_offset=dt.timedelta(hours=0),
        free_places=7,
    )

    (suggestion,) = rank(mentee, [candidate])

    assert suggestion.score == 8 + 6 + 6 + 6 + 3
    assert suggestion.reasons == (
        "Works in Leeds, like you",
        "Works in the same type of organisation: Charity",
        "Speaks English",
        "Similar working hours",
        "Has 7 free places",
    )


def test_no_common_language_puts_a_mentor_last():
    mentee = Mentee(key=0, plan_topics=COLD | EARLY, languages=("Urdu",))
    strange = mentor(1, topics=COLD | EARLY, languages=("English",))
    fitting = mentor(2, topics=COLD, languages=("urdu",))

    assert keys(rank(mentee, [strange, fitting])) == [2, 1]


def test_who_has_many_open_requests_comes_later():
    mentee = Mentee(key=0, plan_topics=COLD)
    busy, free = mentor(1, topics=COLD, open_requests=2), mentor(2, topics=COLD)

    assert keys(rank(mentee, [busy, free])) == [2, 1]


def test_equal_mentors_come_by_name_and_then_by_key_in_any_order_of_input():
    mentee = Mentee(key=0, plan_topics=COLD)
    same = [mentor(3, topics=COLD, name="Ann"), mentor(2, topics=COLD, name="ann")]
    later = [mentor(1, topics=COLD, name="Bea")]

    assert keys(rank(mentee, same + later)) == keys(rank(mentee, later + same[::-1])) == [2, 3, 1]


def test_oneself_the_full_and_those_not_again_are_never_suggested():
    mentee = Mentee(key=1, plan_topics=COLD, not_again=frozenset({2}))
    candidates = [mentor(n, topics=COLD) for n in (1, 2)] + [mentor(3, topics=COLD, free_places=0)]

    assert rank(mentee, candidates) == []


def test_places_language_and_hours_alone_are_no_reason():
    mentee = Mentee(key=0, languages=("English",), utc_offset=FAR)

    assert rank(mentee, [mentor(1, free_places=5, languages=("English",))]) == []


# Loaded from the database


@pytest.mark.django_db
def test_suggestions_come_from_plan_interests_and_profile(make_plan, now):
    cold, early = TopicFactory(label="Fuel poverty"), TopicFactory(label="Early years")
    mentee = UserFactory()
    make_plan(mentee, topics=[cold])
    TopicInterest.objects.create(user=mentee, topic=early)
    second = MentorProfileFactory(topics=[early], user__time_zone="Asia/Tokyo")
    first = MentorProfileFactory(topics=[cold], user__time_zone="Asia/Tokyo")

    suggested = suggest_for(mentee, now=now)

    assert [one.profile for one in suggested] == [first, second]
    assert suggested[0].reasons[0] == "Works on Fuel poverty, like your plan"
    assert suggested[1].reasons[0] == "Works on Early years, which you follow"


@pytest.mark.django_db
def test_present_former_asked_declining_closed_and_paused_mentors_are_not_suggested(now):
    mentee = UserFactory()
    topic = TopicFactory()
    TopicInterest.objects.create(user=mentee, topic=topic)

    def fitting(**changes):
        return MentorProfileFactory(topics=[topic], **changes).user

    MatchFactory(mentee=mentee, mentor=fitting())
    MentoringRequestFactory(mentee=mentee, mentor=fitting())
    MentoringRequestFactory(mentee=mentee, mentor=fitting(), state=RequestState.DECLINED)
    fitting(is_open=False)
    fitting(state="offered")
    fitting(user=mentee)
    MatchFactory(mentee=mentee, mentor=fitting(), state=MatchState.ENDED)
    new = fitting()

    assert [one.profile.user for one in suggest_for(mentee, now=now)] == [new]


@pytest.mark.django_db
def test_a_reason_does_not_tell_what_a_profile_hides(now):
    council = OrganisationFactory(kind=OrganisationKind.CHARITY)
    mentee = UserFactory()
    topic = TopicFactory(label="Fuel poverty")
    TopicInterest.objects.create(user=mentee, topic=topic)
    profile = MentorProfileFactory(topics=[topic])
    for person in (mentee, profile.user):
        person.profile.place, person.profile.organisation = "Leeds", council
        person.profile.save()
    assert "Works in Leeds, like you" in suggest_for(mentee, now=now)[0].reasons

    profile.user.profile.shown_to = {
        "place": Visibility.NOBODY,
        "organisation": Visibility.NETWORKS,
    }
    profile.user.profile.save()

    assert suggest_for(mentee, now=now)[0].reasons == (
        "Works on Fuel poverty, which you follow",
        "Same working hours as you",
        "Has 5 free places",
    )


@pytest.mark.django_db
@pytest.mark.parametrize("count", [2, 200])
def test_suggestions_take_five_queries_for_2_mentors_and_for_200(
    make_plan, now, django_assert_num_queries, count
):
    topic = TopicFactory()
    mentee = UserFactory()
    make_plan(mentee, topics=[topic])
    for _ in range(count):
        MentorProfileFactory(topics=[topic])
    mentee = type(mentee).objects.get(pk=mentee.pk)

    with django_assert_num_queries(5):
        suggested = suggest_for(mentee, now=now, limit=1_000)

    assert len(suggested) == count
