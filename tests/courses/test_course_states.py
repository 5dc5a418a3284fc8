"""Whole courses: copied, archived, taken back, deleted before they are published."""

import uuid

import pytest
from django.utils import timezone

from courses.actions.course_states import archive_course, delete_draft, unpublish_course
from courses.actions.learning import enrol, leave_course
from courses.actions.releases import begin_draft
from courses.models import Course, Enrolment, Lesson, Release
from courses.refusals import EnrolmentClosed, HasLearners, ReleaseFrozen
from courses.states import CourseState
from demo.factories.accounts import UserFactory
from demo.factories.courses import CourseFactory, EnrolmentFactory
from tests.courses.authoring import address

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def test_a_copy_is_a_draft_with_lessons_of_its_own(client, author):
    course = CourseFactory(texts=2, quiz=True)
    page, key = address("course_copy", course.slug), {"form_key": str(uuid.uuid4())}

    made = [client.post(page, key).url for _click in range(2)]

    copy = Course.objects.exclude(pk=course.pk).get()
    assert made == [address("teach_course", copy.slug)] * 2
    assert (copy.title, copy.state) == (f"Copy of {course.title}", CourseState.DRAFT)
    texts, lineages = [
        [set(Lesson.objects.filter(module__release__course=c).values_list(name, flat=True))
         for c in (course, copy)]
        for name in ("title", "lineage")
    ]  # fmt: skip
    assert texts[0] == texts[1]
    assert not lineages[0] & lineages[1]


def test_an_archived_course_is_closed_and_its_learners_go_on(client, author):
    course = CourseFactory()
    learner, left = EnrolmentFactory(course=course), EnrolmentFactory(course=course)
    leave_course(enrolment=left, by=left.user, at=NOW)

    for _click in range(2):
        client.post(address("course_archive", course.slug))

    for user in (UserFactory(), left.user):
        with pytest.raises(EnrolmentClosed):
            enrol(user=user, course=course, at=NOW)
    assert enrol(user=learner.user, course=course, at=NOW) == learner
    lesson = Lesson.objects.of(learner.release).select_related("module__release__course")[0]
    seen = []
    for user in (learner.user, UserFactory()):
        client.force_login(user)
        listed = course.title in client.get("/courses/").context["page"].object_list
        seen.append((client.get(course.get_absolute_url()).status_code, listed))
    client.force_login(learner.user)
    assert client.get(lesson.get_absolute_url()).status_code == 200
    assert seen == [(200, False), (404, False)]
    client.force_login(author)
    client.post(address("course_reopen", course.slug))
    assert enrol(user=left.user, course=course, at=NOW).state == "active"


def test_a_course_is_taken_back_only_while_nobody_has_enrolled(client, author):
    course = CourseFactory()

    client.post(address("course_unpublish", course.slug))
    taken_back = Course.objects.get().state
    client.post(address("course_publish_again", course.slug))
    EnrolmentFactory(course=course)
    refused = client.post(address("course_unpublish", course.slug))

    assert (taken_back, Course.objects.get().state) == ("draft", "published")
    assert refused.status_code == 409
    with pytest.raises(HasLearners):
        unpublish_course(course=course, by=author, at=NOW)


def test_a_draft_is_deleted_and_with_it_a_course_that_was_never_published(client, author):
    full, published = CourseFactory(is_published=False, quiz=True), CourseFactory()
    begin_draft(course=published, at=NOW)
    page = address("draft_delete", full.slug)

    asked = client.get(address("teach_course", full.slug)).content.decode()
    gone = client.post(page).url
    again = client.post(page).status_code
    for _click in range(2):
        client.post(address("draft_delete", published.slug))
    with pytest.raises(ReleaseFrozen):
        delete_draft(release=published.releases.get())

    assert "was never published. The course and its" in asked
    assert (gone, again) == (address("teach_list"), 404)
    assert set(Course.objects.all()) == {published}
    assert list(Release.objects.filter(course=published).values_list("number", flat=True)) == [1]
    assert not Enrolment.objects.exists()


@pytest.mark.parametrize(
    "name", ["course_copy", "course_archive", "course_unpublish", "course_reopen", "draft_delete"]
)
def test_only_authors_press_the_buttons(client, name):
    course = EnrolmentFactory().release.course
    archive_course(course=course, by=course.facilitators.get(), at=NOW)
    client.force_login(Enrolment.objects.get().user)

    assert client.post(address(name, course.slug)).status_code == 403
