"""Facilitators plan cohorts; what cannot be is refused in words, and nothing that was typed is lost."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.actions.cohorts.planning import cancel_cohort, change_cohort
from courses.models import Cohort, Enrolment
from courses.refusals import CapacityBelowPresent, CohortCancelled, CohortHasLearners
from demo.factories.accounts import UserFactory
from demo.factories.cohorts import CohortFactory, CohortPlaceFactory
from demo.factories.courses import CourseFactory
from notifications.models import Notification
from tests.shared import shared

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)


@shared
def course():
    return CourseFactory()


@pytest.fixture
def facilitator(course, client):
    """The facilitator of the course, signed in."""
    user = course.facilitators.get()
    client.force_login(user)
    return user


def sent(facilitator, **words):
    """Return what a browser sends with the form of a cohort."""
    usual = {
        "form_key": uuid.uuid4(),
        "name": "Spring 2030",
        "starts_on": "2030-03-04",
        "ends_on": "2030-05-31",
        "time_zone": "Europe/London",
        "capacity": "20",
        "has_waiting_list": "on",
        "entry": "open",
        "facilitators": f"{facilitator.email}\r\n",
    }
    return {**usual, **words}


def test_a_cohort_is_planned_once_and_shown_on_the_page_of_the_course(course, facilitator, client):
    words = sent(facilitator)

    pages = [
        client.post(reverse("courses:cohort_new", args=[course.slug]), words).url for _ in range(2)
    ]
    client.logout()
    page = client.get(course.get_absolute_url()).content.decode()

    cohort = Cohort.objects.select_related("release__course").get()
    assert pages == [cohort.get_absolute_url()] * 2
    assert list(cohort.facilitators.all()) == [facilitator]
    assert (cohort.release.course, cohort.capacity) == (course, 20)
    assert cohort.get_absolute_url() in page
    assert "4 March 2030" in page
    assert "20 places left" in page
    assert client.get(cohort.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("words", "errors"),
    [
        (
            {"ends_on": "2030-03-03"},
            {"ends_on": ["The last day cannot be before the first day."]},
        ),
        (
            {"opens_on": "2030-02-01", "closes_on": "2030-01-01"},
            {"closes_on": ["Enrolment cannot end before it opens."]},
        ),
        (
            {"closes_on": "2030-06-01"},
            {"closes_on": ["Enrolment cannot continue after the last day."]},
        ),
        ({"opens_on": "2030-06-01"}, {"opens_on": ["Enrolment cannot open after the last day."]}),
        ({"starts_on": "soon"}, {"starts_on": ["Enter a day, such as 31/3/2027."]}),
        ({"entry": "key"}, {"key": ["Enter the key that you give to learners."]}),
        ({"capacity": "0"}, {"capacity": ["Enter 1 place or more."]}),
        ({"time_zone": "Mars"}, {"time_zone": ["Choose a time zone from the list."]}),
        ({"facilitators": ""}, {"facilitators": ["Name at least one facilitator."]}),
        ({"name": " "}, {"name": ["Enter a name."]}),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(course, facilitator, client, words, errors):
    answer = client.post(
        reverse("courses:cohort_new", args=[course.slug]), sent(facilitator, **words)
    )

    assert answer.context["form"].errors == errors
    assert not Cohort.objects.exists()


def test_fewer_places_than_people_are_refused_beside_the_number(course, facilitator, client):
    cohort = CohortFactory(course=course, capacity=3)
    CohortPlaceFactory.create_batch(2, cohort=cohort)

    address = reverse("courses:cohort_edit", args=[course.slug, cohort.pk])
    answer = client.post(address, sent(facilitator, capacity="1", seen=""))

    assert answer.context["form"].errors == {
        "capacity": ["2 places are taken or set aside. Enter that many or more."]
    }
    assert answer.context["form"]["name"].value() == "Spring 2030"
    with pytest.raises(CapacityBelowPresent):
        change_cohort(cohort=cohort, facilitators=[facilitator], by=facilitator, capacity=1, at=NOW)


def test_learners_hear_of_new_dates_and_not_of_a_new_name(course, facilitator):
    cohort = CohortFactory(course=course, starts_on=NOW.date())
    place = CohortPlaceFactory(cohort=cohort)
    Notification.objects.all().delete()

    change_cohort(cohort=cohort, facilitators=[facilitator], by=facilitator, name="Another", at=NOW)
    change_cohort(
        cohort=cohort,
        facilitators=[facilitator],
        by=facilitator,
        starts_on=NOW.date() + dt.timedelta(days=7),
        at=NOW,
    )

    told = Notification.objects.values_list("recipient", "kind", "title")
    assert list(told) == [
        (
            place.user_id,
            "courses.cohort_changed",
            f"The dates of your cohort have changed: Another, {course}",
        )
    ]


def test_a_cancelled_cohort_tells_everyone_and_takes_nobody_their_course(
    course, facilitator, client
):
    cohort = CohortFactory(course=course, capacity=1)
    place = CohortPlaceFactory(cohort=cohort)
    waiting = CohortPlaceFactory(cohort=cohort)
    Notification.objects.all().delete()

    address = reverse("courses:cohort_cancel", args=[course.slug, cohort.pk])
    missing = client.post(address, {"reason": ""})
    client.post(address, {"reason": "The trainer is ill."})
    cancel_cohort(cohort=cohort, by=cohort.facilitators.get(), reason="Again.", at=NOW)

    assert missing.context["form"].errors == {"reason": ["Enter the reason."]}
    told = Notification.objects.order_by("recipient").values_list("recipient", "text")
    assert list(told) == [
        (place.user_id, "The trainer is ill."),
        (waiting.user_id, "The trainer is ill."),
    ]
    assert Enrolment.objects.get(pk=place.pk).is_here
    with pytest.raises(CohortCancelled):
        change_cohort(cohort=cohort, facilitators=[facilitator], by=facilitator, at=NOW)


def test_a_cohort_with_learners_is_not_deleted_and_an_empty_one_is(course, facilitator, client):
    empty, used = CohortFactory(course=course), CohortFactory(course=course)
    CohortPlaceFactory(cohort=used)

    answers = [
        client.post(reverse("courses:cohort_delete", args=[course.slug, cohort.pk]))
        for cohort in (empty, used)
    ]

    assert [answer.status_code for answer in answers] == [302, CohortHasLearners.status]
    assert "Cancel it instead." in answers[1].content.decode()
    assert list(Cohort.objects.all()) == [used]


def test_only_its_facilitators_change_a_cohort_and_strangers_do_not_find_a_hidden_one(
    course, client
):
    own = UserFactory()
    listed = CohortFactory(course=course, facilitators=[own])
    hidden = CohortFactory(course=course, entry="staff")

    answers = {}
    for name, user in {"own": own, "stranger": UserFactory()}.items():
        client.force_login(user)
        for cohort in (listed, hidden):
            address = reverse("courses:cohort_edit", args=[course.slug, cohort.pk])
            answers[name, cohort == listed] = client.get(address).status_code

    assert answers == {
        ("own", True): 200,
        ("own", False): 404,
        ("stranger", True): 403,
        ("stranger", False): 404,
    }


@pytest.mark.parametrize("count", [1, 6])
def test_the_list_of_cohorts_takes_the_same_queries_whatever_its_length(
    course, facilitator, client, django_assert_num_queries, count
):
    CohortFactory.create_batch(count, course=course)
    address = reverse("courses:cohort_list", args=[course.slug])
    client.get(address)

    with django_assert_num_queries(7):
        page = client.get(address)

    assert page.content.decode().count('class="wide-cell" dir="auto"') == count


def test_the_forms_of_a_cohort_speak_of_another_tab_only_where_there_was_one(
    course, facilitator, client
):
    cohort = CohortFactory(course=course)
    edit = reverse("courses:cohort_edit", args=[course.slug, cohort.pk])
    seen = client.get(edit).context["form"]["seen"].value()
    pages = [reverse("courses:cohort_new", args=[course.slug]), edit]

    quiet = [client.get(page).content.decode() for page in pages]
    Cohort.objects.filter(pk=cohort.pk).update(name="Theirs")
    late = client.post(edit, sent(facilitator, name="Mine", seen=seen)).content.decode()

    assert ["This was changed in another tab" in page for page in quiet] == [False, False]
    assert "This was changed in another tab" in late
    assert "Theirs" in late
    assert f'href="{edit}"' in late


def test_a_course_that_was_never_published_is_published_first(facilitator, client):
    course = CourseFactory(is_published=False, facilitators=[facilitator])

    answer = client.post(reverse("courses:cohort_new", args=[course.slug]), sent(facilitator))

    assert "This course has no published version yet." in answer.content.decode()
    assert not Cohort.objects.exists()
