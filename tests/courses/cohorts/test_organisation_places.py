"""Places of a cohort that are set aside for an organisation."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation
from courses.actions.cohorts.inviting import (
    accept_cohort_invitation,
    invite_to_cohort,
    withdraw_cohort_invitation,
)
from courses.actions.cohorts.joining import join_cohort, leave_cohort
from courses.actions.cohorts.organisation_places import (
    NoPlacesOfOrganisation,
    places_to_hand_out,
    take_organisation_place,
)
from courses.actions.cohorts.organisations import (
    PlacesInUse,
    give_places_back,
    hand_out_place,
    renew_key,
    set_places_aside,
)
from courses.models import Cohort, CohortInvitation, Enrolment, OrganisationPlace, WaitingPlace
from courses.refusals import CohortFull, InAnotherCohort, NotEnoughPlaces
from demo.factories.accounts import UserFactory
from demo.factories.cohorts import CohortFactory
from notifications.models import Notification
from tests.at_once import at_once

NOW = timezone.now().replace(microsecond=0) + dt.timedelta(hours=1)


def set_aside(cohort, number=2, **words):
    organisation, _is_new = Organisation.objects.get_or_create(name="Harbour Council")
    given = {"representative": UserFactory(), "at": NOW, **words}
    return set_places_aside(cohort=cohort, organisation=organisation, number=number, **given)


def counted(cohort):
    cohort = Cohort.objects.get(pk=cohort.pk)
    return cohort.taken, cohort.reserved, cohort.places_left


@pytest.mark.django_db
def test_what_is_set_aside_is_taken_by_nobody_else_and_returns_when_somebody_leaves():
    cohort = CohortFactory(capacity=3, has_waiting_list=False)
    places = set_aside(cohort)
    join_cohort(cohort=cohort, user=UserFactory(), at=NOW)

    with pytest.raises(CohortFull):
        join_cohort(cohort=cohort, user=UserFactory(), at=NOW)
    users = [UserFactory(), UserFactory()]
    for user in users:
        take_organisation_place(places=places, user=user, at=NOW)
        take_organisation_place(places=places, user=user, at=NOW)
    with pytest.raises(NoPlacesOfOrganisation):
        take_organisation_place(places=places, user=UserFactory(), at=NOW)
    assert counted(cohort) == (3, 0, 0)

    leave_cohort(cohort=cohort, user=users[0], at=NOW)
    assert counted(cohort) == (2, 1, 0)
    assert take_organisation_place(places=places, user=UserFactory(), at=NOW).cohort == cohort


@pytest.mark.django_db
def test_more_than_there_are_and_fewer_than_were_taken_are_refused():
    cohort = CohortFactory(capacity=3)
    places = set_aside(cohort, number=3)
    for _number in range(2):
        take_organisation_place(places=places, user=UserFactory(), at=NOW)

    with pytest.raises(NotEnoughPlaces):
        set_aside(cohort, number=4)
    with pytest.raises(PlacesInUse):
        set_aside(cohort, number=1)
    waiting = join_cohort(cohort=cohort, user=UserFactory(), at=NOW)
    assert isinstance(waiting, WaitingPlace)
    give_places_back(places=places, at=NOW)

    assert counted(cohort) == (3, 0, 0)
    assert Enrolment.objects.filter(cohort=cohort, user=waiting.user).exists()


@pytest.mark.django_db
def test_a_place_handed_out_by_name_is_kept_for_its_person():
    cohort = CohortFactory(capacity=5)
    places = set_aside(cohort, number=1)
    user = UserFactory()
    invitation = hand_out_place(places=places, email=user.email, by=places.representative, at=NOW)

    with pytest.raises(NoPlacesOfOrganisation):
        take_organisation_place(places=places, user=UserFactory(), at=NOW)
    with pytest.raises(NoPlacesOfOrganisation):
        hand_out_place(places=places, email="b@example.org", by=places.representative, at=NOW)
    place = accept_cohort_invitation(invitation=invitation, user=user, at=NOW)
    assert OrganisationPlace.objects.get().enrolment == place

    more = set_aside(cohort, number=2, representative=places.representative)
    open_one = hand_out_place(places=more, email="c@example.org", by=more.representative, at=NOW)
    assert places_to_hand_out(more, at=NOW) == 0
    withdraw_cohort_invitation(invitation=open_one, by=more.representative, at=NOW)
    assert places_to_hand_out(more, at=NOW) == 1


@pytest.mark.django_db
def test_an_invitation_that_has_expired_keeps_no_place_when_it_is_sent_again():
    """The one place was promised twice: to whoever was named since, and to the first one again."""
    places = set_aside(CohortFactory(capacity=5), number=1)
    by = places.representative
    later = NOW + dt.timedelta(days=15)
    hand_out_place(places=places, email="first@example.org", by=by, at=NOW)
    hand_out_place(places=places, email="second@example.org", by=by, at=later)

    with pytest.raises(NoPlacesOfOrganisation):
        hand_out_place(places=places, email="First@example.org", by=by, at=later)

    kept = hand_out_place(places=places, email="second@example.org", by=by, at=later)
    assert list(CohortInvitation.objects.waiting(now=later)) == [kept]


@pytest.mark.django_db
def test_a_representative_is_told_when_somebody_else_hands_out_the_places_or_nobody():
    cohort = CohortFactory(capacity=5)
    course = cohort.release.course
    first, second = UserFactory(full_name="First One"), UserFactory(full_name="Second One")
    set_aside(cohort, representative=first)
    places = set_aside(cohort, representative=second)
    set_aside(cohort, representative=second, number=3)
    for _click in range(2):
        set_aside(cohort, representative=first, at=NOW + dt.timedelta(days=1))
    set_aside(cohort, representative=second, at=NOW + dt.timedelta(days=2))

    for _click in range(2):
        give_places_back(places=places, at=NOW + dt.timedelta(days=3))

    ended = f"You no longer hand out places in {cohort}, {course}"
    told = Notification.objects.order_by("pk")
    given = "courses.organisation_places"
    assert [(one.recipient, one.kind) for one in told] == [
        *((first, given), (first, f"{given}_ended"), (second, given)),
        *((second, f"{given}_ended"), (first, given)),
        *((first, f"{given}_ended"), (second, given), (second, f"{given}_ended")),
    ]
    lost = told.filter(kind=f"{given}_ended")
    assert {one.title for one in lost} == {ended}
    assert len(lost) == lost.worth_mailing(NOW).count()


@pytest.mark.django_db
def test_who_no_longer_hands_out_the_places_cannot_do_so_in_the_moment_of_the_change(
    client, monkeypatch
):
    """The request had found the places just before a facilitator named somebody else."""
    cohort = CohortFactory(capacity=5)
    before = set_aside(cohort).representative
    open_one = hand_out_place(
        places=cohort.organisation_places.get(), email="a@example.org", by=before, at=NOW
    )
    places = set_aside(cohort)
    monkeypatch.setattr(
        "courses.views.cohorts.organisations._find_own", lambda _request, _pk: places
    )
    client.force_login(before)

    refused = [
        client.post(address, {"email": "b@example.org", "message": ""})
        for address in (
            places.get_absolute_url(),
            reverse("courses:organisation_link", args=[places.pk]),
            reverse("courses:place_withdraw", args=[places.pk, open_one.pk]),
        )
    ]

    assert [answer.status_code for answer in refused] == [409] * 3
    for answer in refused:
        assert "Someone else hands out these places now." in answer.content.decode()
    assert cohort.organisation_places.get().key == places.key
    [waiting] = CohortInvitation.objects.waiting(now=NOW)
    assert waiting == open_one
    assert hand_out_place(places=places, email="b@example.org", by=places.representative, at=NOW)


@pytest.mark.django_db
def test_only_what_was_handed_out_can_be_taken_back(client):
    places = set_aside(CohortFactory(capacity=5), number=1)
    client.force_login(places.representative)
    take_organisation_place(places=places, user=UserFactory(), at=NOW)
    taken = client.get(places.get_absolute_url()).content.decode()
    set_aside(places.cohort, number=2, representative=places.representative)
    hand_out_place(places=places, email="a@example.org", by=places.representative, at=NOW)

    handed_out = client.get(places.get_absolute_url()).content.decode()

    assert ["Take one back below" in page for page in (taken, handed_out)] == [False, True]


@pytest.mark.django_db
def test_a_learner_takes_a_place_by_the_link_and_agrees_who_sees_it(client):
    places = set_aside(CohortFactory())
    user = UserFactory()
    address = reverse("courses:place_take", args=[places.key])
    client.force_login(user)

    page = client.get(address).content.decode()
    without = client.post(address, {}).content.decode()
    client.post(address, {"consents": "on"})
    client.force_login(places.representative)
    seen = client.get(places.get_absolute_url()).content.decode()

    assert "They see your name and when you took the place" in page
    assert "Tick this to take the place." in without
    assert str(user) in seen
    assert client.get(reverse("courses:places_list")).status_code == 200
    renew_key(places=places, by=places.representative)
    assert client.get(address).status_code == 404
    client.force_login(UserFactory())
    assert client.get(places.get_absolute_url()).status_code == 404


@pytest.mark.django_db
def test_a_facilitator_sets_places_aside_and_a_representative_hands_them_out(client):
    cohort = CohortFactory()
    Organisation.objects.create(name="Harbour Council")
    representative = UserFactory()
    client.force_login(cohort.facilitators.get())
    address = reverse("courses:cohort_organisations", args=[cohort.release.course.slug, cohort.pk])
    words = {"representative": representative.email, "number": 2}

    wrong = client.post(address, {**words, "organisation": "Nobody"}).content.decode()
    client.post(address, {**words, "organisation": "harbour  council"})
    page = client.get(address).content.decode()
    places = cohort.organisation_places.get()
    client.force_login(representative)
    courses = client.get(reverse("courses:course_list")).content.decode()
    client.post(places.get_absolute_url(), {"email": "new@example.org", "message": ""})
    invitation = places.invitations.get()
    client.post(reverse("courses:place_withdraw", args=[places.pk, invitation.pk]))

    assert "The register has no organisation of this name." in wrong
    assert "0 of 2 taken" in page
    assert reverse("courses:places_list") in courses
    invitation.refresh_from_db()
    assert invitation.state == "withdrawn"
    assert representative.notifications.filter(kind="courses.organisation_places").count() == 1


@pytest.mark.django_db
def test_a_representative_does_not_find_out_by_an_address_who_learns_where(client):
    other = CohortFactory()
    learner = join_cohort(cohort=other, user=UserFactory(), at=NOW).user
    places = set_aside(CohortFactory(course=other.release.course))

    client.force_login(places.representative)
    answer = client.post(places.get_absolute_url(), {"email": learner.email, "message": ""})

    assert answer.status_code == 302
    invitation = places.invitations.get()
    with pytest.raises(InAnotherCohort):
        accept_cohort_invitation(invitation=invitation, user=learner, at=NOW)


@pytest.mark.django_db(transaction=True)
@pytest.mark.concurrency
def test_five_for_the_last_two_places_of_an_organisation():
    cohort = CohortFactory(capacity=4)
    places = set_aside(cohort)
    users = [UserFactory() for _number in range(5)]

    at_once(
        *(
            lambda user=user: take_organisation_place(places=places, user=user, at=NOW)
            for user in users
        )
    )

    assert OrganisationPlace.objects.count() == 2
    assert counted(cohort) == (2, 0, 2)


@pytest.mark.django_db
def test_who_had_a_place_in_a_cancelled_cohort_takes_one_in_the_next():
    first = CohortFactory(capacity=3)
    user = UserFactory()
    take_organisation_place(places=set_aside(first), user=user, at=NOW)
    Cohort.objects.filter(pk=first.pk).update(cancelled_at=NOW)
    second = CohortFactory(course=first.release.course, capacity=3)

    place = take_organisation_place(places=set_aside(second), user=user, at=NOW)

    assert place.cohort == second
    assert OrganisationPlace.objects.get().places.cohort == second


@pytest.mark.django_db
def test_an_invitation_of_a_facilitator_and_one_to_a_place_of_an_organisation_are_apart():
    cohort = CohortFactory(capacity=5, facilitators=[UserFactory(), UserFactory()])
    places, user = set_aside(cohort, number=1), UserFactory()
    first, second = cohort.facilitators.order_by("pk")
    mine = invite_to_cohort(cohort=cohort, email=user.email, by=first, at=NOW, message="One")
    hers = invite_to_cohort(cohort=cohort, email=user.email, by=second, at=NOW, message="Two")
    named = hand_out_place(
        places=places, email=user.email, by=places.representative, at=NOW, message="Three"
    )

    open_ones = CohortInvitation.objects.order_by("pk")
    written = list(open_ones.values_list("invited_by", "message", "places"))
    later = NOW + dt.timedelta(days=2)
    again = hand_out_place(places=places, email=user.email, by=places.representative, at=later)

    assert written == [
        (first.pk, "One", None),
        (second.pk, "Two", None),
        (places.representative.pk, "Three", places.pk),
    ]
    assert again == named
    assert places_to_hand_out(places, at=NOW) == 0

    accept_cohort_invitation(invitation=hers, user=user, at=NOW)

    mine.refresh_from_db()
    assert list(open_ones.values_list("state", flat=True)) == [
        "withdrawn",
        "accepted",
        "withdrawn",
    ]
    assert places_to_hand_out(places, at=NOW) == 1


@pytest.mark.django_db
def test_places_given_back_leave_one_invitation_of_each_sender():
    cohort = CohortFactory(capacity=5)
    facilitator = cohort.facilitators.get()
    places = set_aside(cohort, number=1, representative=facilitator)
    hand_out_place(places=places, email="a@example.org", by=facilitator, at=NOW)
    invite_to_cohort(cohort=cohort, email="a@example.org", by=facilitator, at=NOW)

    give_places_back(places=places, at=NOW)

    states = CohortInvitation.objects.order_by("pk").values_list("state", "places")
    assert list(states) == [("withdrawn", None), ("open", None)]
