"""Which mentors are suggested to whom, and with which words."""

import datetime as dt

import pytest

from accounts.models import OrganisationKind, Visibility
from demo.factories.accounts import OrganisationFactory, UserFactory
from demo.factories.library import TopicFactory
from demo.factories.mentoring import MatchFactory, MentoringRequestFactory, MentorProfileFactory
from library.vocabularies.models import TopicInterest
from mentoring.models import MentorProfile
from mentoring.states import MatchState, RequestState
from mentoring.suggestions.mentor_ranking import Mentee, MentorCandidate, rank, weigh
from mentoring.suggestions.mentor_suggestions import suggest_for, weigh_for
from mentoring.suggestions.narrowing import LOOKED_AT

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
        (2, 61, ("Works on Fuel poverty, like your plan", "Has one free place")),
        (1, 46, ("Works on Early years, which you follow", "Has one free place")),
    ]


def test_at_most_three_topics_count_and_they_are_read_aloud():
    topics = {1: "A", 2: "B", 3: "C", 4: "D"}
    mentee = Mentee(key=0, plan_topics=topics, interests=topics)

    (suggestion,) = rank(mentee, [mentor(1, topics=topics)])

    assert (suggestion.score, suggestion.reasons[0]) == (
        181,
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

    assert suggestion.score == 8 + 5 + 4 + 3 + 3
    assert suggestion.reasons == (
        "Works in Leeds, like you",
        "Speaks English, like you",
        "Similar working hours to yours",
        "Works in the same type of organisation as you: Charity",
        "Has 7 free places",
    )


def test_without_a_common_language_nobody_is_suggested():
    mentee = Mentee(key=0, plan_topics=COLD | EARLY, languages=("Urdu",))
    strange = mentor(1, topics=COLD | EARLY, languages=("English",))
    fitting = mentor(2, topics=COLD, languages=("urdu",))
    unknown = mentor(3, topics=COLD, languages=())

    assert keys(rank(mentee, [strange, fitting, unknown])) == [2, 3]
    assert weigh(mentee, [strange])[0].against == ("Speaks only English",)


def test_an_expert_far_away_comes_before_a_neighbour_with_another_subject():
    mentee = Mentee(
        key=0, plan_topics=COLD, place="Leeds", organisation_kind="council", languages=("English",)
    )
    neighbour = mentor(
        1,
        topics=WORK,
        place="Leeds",
        organisation_kind="council",
        languages=("English",),
        utc_offset=dt.timedelta(),
        free_places=9,
    )
    expert = mentor(2, topics=COLD, open_requests=3)

    assert keys(rank(mentee, [neighbour, expert])) == [2, 1]


@pytest.mark.parametrize("named", ["plan_topics", "interests"])
def test_the_least_topic_weighs_more_than_everything_else_together(named):
    mentee = Mentee(
        key=0,
        near={1: frozenset({2})},
        place="Leeds",
        organisation_kind="council",
        languages=("English",),
        **{named: COLD},
    )
    alike = {"place": "Leeds", "organisation_kind": "council", "languages": ("English",)}
    neighbour = mentor(1, utc_offset=dt.timedelta(), free_places=9, **alike)
    close = mentor(2, topics=EARLY, open_requests=50)

    assert keys(rank(mentee, [neighbour, close])) == [2, 1]


def test_a_topic_meets_those_one_level_above_and_below_it_after_itself():
    mentee = Mentee(key=0, plan_topics=COLD, interests=WORK, near={1: frozenset({2}), 3: {4}})
    same, followed = mentor(1, topics=COLD), mentor(2, topics=WORK)
    near, near_followed = mentor(3, topics=EARLY), mentor(4, topics={4: "Zero hours"})

    ranked = rank(mentee, [near_followed, near, followed, same])

    assert keys(ranked) == [1, 2, 3, 4]
    assert [one.reasons[0] for one in ranked[2:]] == [
        "Works on Early years, close to your plan",
        "Works on Zero hours, close to the topics you follow",
    ]


def test_the_type_of_organisation_alone_is_no_reason():
    mentee = Mentee(key=0, plan_topics=COLD, organisation_kind="charity")

    assert rank(mentee, [mentor(1, topics=WORK, organisation_kind="charity")]) == []


def test_whoever_does_not_fit_is_weighed_with_everything_against_them():
    mentee = Mentee(key=0, plan_topics=COLD, languages=("Urdu",), not_again=frozenset({1}))
    other = mentor(1, topics=WORK, languages=("English",), free_places=0, open_requests=1)

    (weighed,) = weigh(mentee, [other])

    assert (weighed.reasons, weighed.against) == (
        (),
        (
            "Was asked before, or has been their mentor",
            "Has no free place",
            "Speaks only English",
            "Works on other topics",
            "One person is waiting for an answer from them",
        ),
    )


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
def test_present_past_asked_declining_closed_and_paused_mentors_are_not_suggested(now):
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
    late = MentoringRequestFactory(mentee=mentee, mentor=fitting(), state=RequestState.EXPIRED)

    assert [one.profile.user for one in suggest_for(mentee, now=now)] == [late.mentor]


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
@pytest.mark.parametrize("count", [2, 130])
def test_suggestions_take_five_queries_and_at_most_a_hundred_mentors(
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

    assert len(suggested) == min(count, LOOKED_AT)


@pytest.mark.django_db
def test_the_narrowing_keeps_who_fits_best_of_more_than_it_looks_at(now):
    parent = TopicFactory(label="Housing")
    topic = TopicFactory(label="Fuel poverty", parent=parent)
    mentee = UserFactory()
    mentee.profile.place, mentee.profile.languages = "leeds", ["বাংলা", "English"]
    mentee.profile.save()
    TopicInterest.objects.create(user=mentee, topic=topic)
    for _ in range(LOOKED_AT + 5):
        MentorProfileFactory(topics=[parent], capacity=5)
    MentorProfileFactory(topics=[topic], languages=["French"])
    busy = MentorProfileFactory(topics=[topic], capacity=1)
    near = MentorProfileFactory(topics=[topic], languages=["বাংলা"], capacity=1)
    near.user.profile.place = "Leeds"
    near.user.profile.save()

    suggested = suggest_for(mentee, now=now, limit=3)

    assert [one.profile for one in suggested[:2]] == [near, busy]
    assert suggested[2].reasons[0] == "Works on Housing, close to the topics you follow"


@pytest.mark.django_db
def test_whoever_names_no_topic_and_no_place_is_suggested_nobody(now):
    MentorProfileFactory(topics=[TopicFactory()])

    assert suggest_for(UserFactory(), now=now) == []


@pytest.mark.django_db
def test_any_mentor_can_be_weighed(now):
    mentee = UserFactory()
    TopicInterest.objects.create(user=mentee, topic=TopicFactory(label="Fuel poverty"))
    past = MatchFactory(mentee=mentee, state=MatchState.ENDED).mentor.mentor_profile
    other = MentorProfileFactory()

    weighed = weigh_for(mentee, MentorProfile.objects.all(), now=now, limit=9)

    assert [(one.profile, one.against) for one in weighed] == [
        (past, ("Was asked before, or has been their mentor", "Works on other topics")),
        (other, ("Works on other topics",)),
    ]
