"""Weights that authors set on a draft: every cohort of the release begins with them, and may change them with a reason."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from courses.actions.cohorts.planning import delete_cohort
from courses.actions.grades import set_release_weights, set_weights
from courses.actions.releases import begin_draft, publish_release
from courses.grades.items import ATTENDANCE, items_of
from courses.lessons.draft_text import text_of
from courses.models import Lesson, WeightChange
from courses.models.grades import GradeWeight
from courses.refusals import ReleaseFrozen
from demo.factories.accounts import UserFactory
from demo.factories.cohorts import CohortFactory
from demo.factories.courses import CourseFactory, EnrolmentFactory
from tests.shared import shared

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@shared
def author():
    return UserFactory(full_name="Olive Owner")


@shared
def course(author):
    return CourseFactory(is_published=False, by=author, quiz=True)


@shared
def quiz(course):
    return Lesson.objects.get(kind="quiz")


def weights(release, cohort=None):
    return {item.key: item.weight for item in items_of(release, cohort, has_sessions=True)}


def test_an_author_weighs_a_draft_and_learners_and_cohorts_begin_with_that(
    client, author, course, quiz
):
    client.force_login(author)
    address = reverse("courses:release_weights", args=[course.slug])
    words = {f"weight_{quiz.pk}": "3", f"weight_{ATTENDANCE}": "1"}

    wrong = client.post(address, {**words, f"weight_{quiz.pk}": "drei"})
    answer = client.post(address, words)
    publish_release(release=course.releases.get(), by=author, at=NOW)
    course.refresh_from_db()
    cohort = CohortFactory(course=course)
    place = EnrolmentFactory(course=course)

    assert "Enter a whole number from 0 to 100." in wrong.content.decode()
    assert "drei" in wrong.content.decode()
    assert answer.url == reverse("courses:teach_course", args=[course.slug])
    expected = {str(quiz.pk): 3, ATTENDANCE: 1}
    assert weights(place.release) == weights(cohort.release, cohort) == expected


def test_a_cohort_changes_them_with_a_reason_and_can_follow_the_course_again(author, course, quiz):
    set_release_weights(release=course.releases.get(), weights={str(quiz.pk): 3})
    publish_release(release=course.releases.get(), by=author, at=NOW)
    course.refresh_from_db()
    cohort, other = CohortFactory(course=course), CohortFactory(course=course)
    facts = {"cohort": cohort, "by": author, "at": NOW}

    set_weights(weights={str(quiz.pk): 5}, reason="It asks more.", **facts)
    changed = (weights(cohort.release, cohort), weights(cohort.release, other))
    again = set_weights(weights={str(quiz.pk): 5}, reason="It asks more.", **facts)
    set_weights(weights={str(quiz.pk): 3}, reason="Back.", **facts)

    assert changed == ({str(quiz.pk): 5, ATTENDANCE: 0}, {str(quiz.pk): 3, ATTENDANCE: 0})
    assert again is None
    assert weights(cohort.release, cohort) == {str(quiz.pk): 3, ATTENDANCE: 0}
    assert not GradeWeight.objects.filter(cohort=cohort).exists()
    told = WeightChange.objects.order_by("pk").values_list("reason", "weights")
    assert list(told) == [
        ("It asks more.", [{"title": "Quiz", "before": 3, "after": 5}]),
        ("Back.", [{"title": "Quiz", "before": 5, "after": 3}]),
    ]
    delete_cohort(cohort=cohort)
    assert not WeightChange.objects.exists()


def test_what_is_published_is_frozen_and_the_next_draft_begins_with_it(author, course, quiz):
    release = course.releases.get()
    before = text_of(release)
    set_release_weights(release=release, weights={str(quiz.pk): 3, ATTENDANCE: 2})
    after = text_of(release)
    publish_release(release=release, by=author, at=NOW)

    draft = begin_draft(course=course, at=NOW)
    with pytest.raises(ReleaseFrozen):
        set_release_weights(release=release, weights={str(quiz.pk): 1})

    copy = Lesson.objects.get(module__release=draft, kind="quiz")
    assert before != after
    assert weights(draft) == {str(copy.pk): 3, ATTENDANCE: 2}


@pytest.mark.parametrize(("who", "status"), [("learner", 403), ("reviewer", 404)])
def test_only_who_writes_the_course_weighs_it(client, author, course, who, status):
    people = {"learner": UserFactory, "reviewer": lambda: UserFactory(roles=[Role.REVIEWER])}
    user = people[who]()
    if who == "learner":
        publish_release(release=course.releases.get(), by=author, at=NOW)
        course.refresh_from_db()
        EnrolmentFactory(course=course, user=user)
        begin_draft(course=course, at=NOW)
    client.force_login(user)

    answer = client.post(
        reverse("courses:release_weights", args=[course.slug]), {"form_key": uuid.uuid4()}
    )

    assert answer.status_code == status


@pytest.mark.parametrize("page", ["release_weights", "grade_weights"])
def test_two_who_weigh_at_once_see_what_the_other_did(client, author, course, quiz, page):
    """The mark was taken before there were weights in the form: whoever saved last never saw what they wrote over."""
    client.force_login(author)
    args = [course.slug]
    if page == "grade_weights":
        publish_release(release=course.releases.get(), by=author, at=NOW)
        course.refresh_from_db()
        args.append(CohortFactory(course=course, facilitators=[author]).pk)
    address, field = reverse(f"courses:{page}", args=args), f"weight_{quiz.pk}"
    form = client.get(address).context["form"]
    opened = {name: form[name].value() for name in form.fields if name != "reason"}

    clicks = [client.post(address, {**opened, field: 3, "reason": "Long."}) for _click in range(2)]
    told = client.post(address, {**opened, field: 4, "reason": "Hard."})
    now = client.get(address).context["form"][field].value()
    again = {**opened, field: 4, "reason": "Hard.", "seen": told.context["form"]["seen"].value()}

    assert [answer.status_code for answer in clicks] == [302, 302]
    assert (told.status_code, told.context["conflict"], now) == (409, [(quiz.title, "3")], 3)
    assert "This was changed in another tab" in told.content.decode()
    assert client.post(address, again).status_code == 302
    assert client.get(address).context["form"][field].value() == 4
