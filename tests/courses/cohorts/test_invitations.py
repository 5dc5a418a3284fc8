"""Invitations to a cohort: one use, two weeks, and only for the address they were sent to."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from accounts.actions.mail_limits import TooManyMails
from accounts.models import Organisation
from accounts.personal_data.registry import personal_data_of
from accounts.refusals import InvitationExpired, InvitationForSomeoneElse
from courses.actions.cohorts.inviting import (
    accept_cohort_invitation,
    forget_cohort_invitations,
    invite_to_cohort,
)
from courses.actions.cohorts.joining import leave_cohort
from courses.actions.cohorts.organisations import hand_out_place, set_places_aside
from courses.mail import write_cohort_invitation
from courses.models import CohortInvitation, Enrolment, WaitingPlace
from demo.factories.accounts import UserFactory
from demo.factories.cohorts import CohortFactory, CohortPlaceFactory
from demo.factories.courses import CourseFactory
from notifications.models import Delivery
from tests.shared import shared
from workflow.flows import TransitionNotAllowed

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)
DAY = dt.timedelta(days=1)


@shared
def cohort():
    return CohortFactory(entry="invitation", name="Leeds")


def invite(cohort, email, at=NOW):
    return invite_to_cohort(cohort=cohort, email=email, by=cohort.facilitators.get(), at=at)


def test_the_mailed_link_lets_the_person_in_once(cohort, client):
    user = UserFactory()
    facilitator = cohort.facilitators.get()
    client.force_login(facilitator)
    page = reverse("courses:cohort_invitations", args=[cohort.release.course.slug, cohort.pk])
    client.post(page, {"email": user.email, "message": "Come."})
    client.logout()
    delivery = Delivery.objects.get(mail="courses.cohort_invitation", address=user.email)
    mail = write_cohort_invitation(delivery.about)
    link = next(word for word in str(mail.body).split() if "/invitations/" in word)
    address = link[link.index("/courses/") :]
    stranger = client.get(address)
    client.force_login(user)

    answers = [client.post(address, {"accept": "yes"}) for _ in range(2)]

    assert "Sign in to accept" in stranger.content.decode()
    there = cohort.get_absolute_url()
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, there)] * 2
    assert Enrolment.objects.get(user=user).cohort == cohort
    assert CohortInvitation.objects.get().state == "accepted"
    client.force_login(facilitator)
    assert "Accepted" in client.get(page).content.decode()


def test_a_link_that_was_used_lets_nobody_back_in_who_has_left(cohort):
    user = UserFactory()
    invitation = invite(cohort, user.email)
    accept_cohort_invitation(invitation=invitation, user=user, at=NOW)
    leave_cohort(cohort=cohort, user=user, at=NOW)

    with pytest.raises(TransitionNotAllowed):
        accept_cohort_invitation(invitation=invitation, user=user, at=NOW)


def test_the_second_click_onto_a_waiting_list_keeps_the_place_on_it(client):
    cohort = CohortFactory(capacity=1)
    CohortPlaceFactory(cohort=cohort)
    user = UserFactory()
    invitation = invite(cohort, user.email)
    client.force_login(user)

    answers = [
        client.post(invitation.get_absolute_url(), {"accept": "yes"}, follow=True) for _ in range(2)
    ]

    said = "You are on the waiting list. We will email you when you get a place."
    assert [[str(one) for one in answer.context["messages"]] for answer in answers] == [[said]] * 2
    assert WaitingPlace.objects.get().user == user


@pytest.mark.parametrize("by", ["facilitator", "representative"])
def test_the_mail_says_who_entered_the_address(cohort, by):
    """Whoever hands out places of an organisation is no facilitator."""
    email = "nia@example.org"
    if by == "facilitator":
        invitation = invite(cohort, email)
    else:
        places = set_places_aside(
            cohort=cohort,
            organisation=Organisation.objects.create(name="Harbour Council"),
            representative=UserFactory(),
            number=1,
            at=NOW,
        )
        invitation = hand_out_place(places=places, email=email, by=places.representative, at=NOW)

    mail = write_cohort_invitation(invitation.pk)

    said = f"You get this email because {invitation.invited_by} entered your address."
    page, _kind = mail.alternatives[0]
    assert (said in mail.body, escape(said) in page) == (True, True)


def test_it_is_for_one_address_and_two_weeks(cohort):
    invitation = invite(cohort, "nia@example.org")
    other, nia = UserFactory(), UserFactory(email="nia@example.org")

    with pytest.raises(InvitationForSomeoneElse):
        accept_cohort_invitation(invitation=invitation, user=other, at=NOW)
    with pytest.raises(InvitationExpired):
        accept_cohort_invitation(invitation=invitation, user=nia, at=NOW + 14 * DAY)


def test_one_that_was_declined_or_withdrawn_lets_nobody_in(cohort, client):
    user = UserFactory()
    invitation = invite(cohort, user.email)
    client.post(invitation.get_absolute_url(), {"decline": "yes"})

    with pytest.raises(TransitionNotAllowed):
        accept_cohort_invitation(invitation=invitation, user=user, at=NOW)

    renewed = invite(cohort, user.email)
    assert renewed != invitation
    client.force_login(cohort.facilitators.get())
    client.post(
        reverse(
            "courses:cohort_invitation_withdraw",
            args=[cohort.release.course.slug, cohort.pk, renewed.pk],
        )
    )
    with pytest.raises(TransitionNotAllowed):
        accept_cohort_invitation(invitation=renewed, user=user, at=NOW)


def test_one_address_gets_three_mails_a_day(cohort):
    for _ in range(3):
        invite(cohort, "nia@example.org")

    with pytest.raises(TooManyMails):
        invite(cohort, "nia@example.org")

    assert CohortInvitation.objects.count() == 1


def test_old_ones_are_forgotten_and_people_take_theirs_along(cohort):
    user = UserFactory()
    invite(cohort, user.email, at=NOW - 110 * DAY)
    invite(cohort, "new@example.org")
    exported = personal_data_of(user)["courses"].data["invitations_to_cohorts"]

    forgotten = forget_cohort_invitations(at=NOW)

    assert [row["cohort__name"] for row in exported] == ["Leeds"]
    assert forgotten == 1
    assert CohortInvitation.objects.get().email == "new@example.org"


def test_what_would_keep_somebody_from_accepting_is_said_at_sending(client):
    course = CourseFactory()
    there = CohortPlaceFactory(cohort=CohortFactory(course=course))
    cohort = CohortFactory(course=course)
    client.force_login(course.facilitators.get())

    page = client.post(
        reverse("courses:cohort_invitations", args=[course.slug, cohort.pk]),
        {"email": there.user.email},
    ).content.decode()

    assert "Already in another cohort of this course" in page
    assert not CohortInvitation.objects.exists()
