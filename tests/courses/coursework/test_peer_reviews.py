"""Learners review each other's work: by turn, without names, and nobody waits for ever."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from courses.actions.coursework.grading import Mark
from courses.actions.coursework.handing_in import hand_in
from courses.actions.coursework.peer_reviews import (
    HandInFirst,
    NothingToReview,
    ReviewIsOver,
    pass_on_reviewed_work,
    report_review,
    send_review,
    set_aside,
    take_review,
)
from courses.actions.coursework.rubrics import RubricTooLong, add_criterion
from courses.actions.importing import import_course
from courses.actions.learning import leave_course
from courses.importing import CourseDataError
from courses.models import (
    Assignment,
    AssignmentDraft,
    Criterion,
    Enrolment,
    HandIn,
    HandInFile,
    PeerReview,
)
from courses.models.assignments import MOST_CRITERIA
from courses.states import EnrolmentState
from demo.factories.accounts import UserFactory
from demo.factories.courses import CourseFactory, EnrolmentFactory, LessonFactory
from demo.factories.coursework import AssignmentCourseFactory, assignment_lesson
from notifications.models import Notification
from tests.courses.coursework.work import NOW, accept, grader_of
from tests.shared import shared

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@shared
def learners():
    """Five people in a course with an assignment."""
    return EnrolmentFactory.create_batch(5, course=AssignmentCourseFactory())


@pytest.fixture
def reviewed(learners):
    """Let so many of them review each other in this way, and the others be gone; return the course and its assignment too."""

    def change(number, give=2, get=2, points_needed=0):
        course = learners[0].release.course
        Assignment.objects.filter(lesson=assignment_lesson(course)).update(
            reviews_given=give, reviews_needed=get, points_needed=points_needed
        )
        gone = [place.pk for place in learners[number:]]
        Enrolment.objects.filter(pk__in=gone).update(state=EnrolmentState.LEFT)
        return course, assignment_lesson(course), learners[:number]

    return change


def give_in(place, lesson, at=NOW, text="We asked the drivers."):
    return hand_in(enrolment=place, lesson=lesson, text=text, key=uuid.uuid4(), at=at)


def review(place, lesson, points=4, at=NOW):
    taken = take_review(enrolment=place, lesson=lesson, at=at)
    marks = {each.pk: Mark(points, "") for each in Criterion.objects.filter(lesson=lesson)}
    return send_review(review=taken, marks=marks, feedback="Ask one more.", at=at)


def test_everybody_reviews_everybody_and_the_middle_of_the_points_decides(reviewed):
    _course, lesson, places = reviewed(3, points_needed=5)
    works = [
        give_in(place, lesson, NOW + dt.timedelta(minutes=n)) for n, place in enumerate(places)
    ]

    for place in places:
        for _number in range(2):
            assert review(place, lesson).hand_in.enrolment != place

    for work in works:
        work.refresh_from_db()
        assert (work.state, work.points, work.graded_by) == ("accepted", 8, None)
        assert work.enrolment.completions.filter(lesson=lesson).exists()
    with pytest.raises(NothingToReview):
        take_review(enrolment=places[0], lesson=lesson, at=NOW)


def test_works_are_shared_out_by_turn_and_never_more_often_than_needed(reviewed):
    _course, lesson, places = reviewed(5, give=3, get=2)
    works = [
        give_in(place, lesson, NOW + dt.timedelta(minutes=n)) for n, place in enumerate(places)
    ]

    taken = [take_review(enrolment=place, lesson=lesson, at=NOW) for place in places]
    again = take_review(enrolment=places[0], lesson=lesson, at=NOW)

    assert again == taken[0]
    assert [works.index(one.hand_in) for one in taken] == [1, 0, 3, 2, 0]
    counts = [work.peer_reviews.count() for work in works]
    assert counts == [2, 1, 1, 1, 0]


def test_too_few_points_and_few_people_go_to_the_facilitator(reviewed):
    course, lesson, [one, other] = reviewed(2, give=1, get=1, points_needed=8)
    first, second = give_in(one, lesson), give_in(other, lesson)
    review(one, lesson, points=2)
    review(other, lesson, points=4)

    waiting = HandIn.objects.gradable_by(grader_of(course)).waiting()
    assert list(waiting) == [second]
    first.refresh_from_db()
    assert first.state == "accepted"

    small = AssignmentCourseFactory()
    lesson = assignment_lesson(small)
    Assignment.objects.filter(lesson=lesson).update(reviews_given=2, reviews_needed=2)
    alone, _other = EnrolmentFactory.create_batch(2, course=small)
    work = give_in(alone, lesson)
    assert not work.is_with_peers
    assert list(HandIn.objects.gradable_by(grader_of(small)).waiting()) == [work]


def test_after_its_time_work_goes_to_the_facilitator_and_a_slow_review_to_somebody_else(reviewed):
    _course, lesson, [one, other, third] = reviewed(3, give=1, get=1)
    work = give_in(one, lesson)
    give_in(other, lesson, NOW + DAY)
    give_in(third, lesson, NOW + DAY)
    slow = take_review(enrolment=other, lesson=lesson, at=NOW + DAY)
    assert slow.hand_in == work

    later = NOW + 9 * DAY
    fast = take_review(enrolment=third, lesson=lesson, at=later)
    assert fast.hand_in == work
    with pytest.raises(ReviewIsOver):
        send_review(
            review=slow,
            marks={each.pk: Mark(4) for each in Criterion.objects.filter(lesson=lesson)},
            feedback="Late.",
            at=later,
        )
    assert pass_on_reviewed_work(at=NOW + 14 * DAY) == 1
    assert pass_on_reviewed_work(at=NOW + 14 * DAY) == 0

    assert list(HandIn.objects.waiting()) == [work]


def test_who_has_not_handed_in_reviews_nothing_and_those_who_look_for_work_are_told_once(reviewed):
    _course, lesson, [one, other, third] = reviewed(3, give=1, get=1)

    with pytest.raises(HandInFirst):
        take_review(enrolment=one, lesson=lesson, at=NOW)
    give_in(one, lesson)
    with pytest.raises(NothingToReview):
        take_review(enrolment=one, lesson=lesson, at=NOW)
    give_in(other, lesson)
    give_in(third, lesson)

    told = Notification.objects.filter(kind="courses.work_to_review")
    assert sorted(told.values_list("recipient", flat=True)) == [one.user_id, other.user_id]


def test_who_asks_for_work_when_there_is_none_stays_in_the_lesson_and_is_told(reviewed, client):
    _course, lesson, [one] = reviewed(1, give=1, get=1)
    give_in(one, lesson)
    client.force_login(one.user)
    page = lesson.get_absolute_url()

    answer = client.post(f"{page}review/", follow=True)

    assert answer.redirect_chain == [(page, 302)]
    assert [str(message) for message in answer.context["messages"]] == [
        "There is no work for you to review now. We will tell you when there is."
    ]


def test_a_learner_reads_reviews_together_without_names_and_reports_one(reviewed, client):
    course, lesson, [one, other] = reviewed(2, give=1, get=1, points_needed=8)
    work = give_in(one, lesson)
    give_in(other, lesson)
    sent = review(other, lesson, points=2)
    client.force_login(one.user)
    before = client.get(lesson.get_absolute_url()).content.decode()
    review(one, lesson)
    after = client.get(lesson.get_absolute_url()).content.decode()

    assert "Ask one more." not in before
    assert "Ask one more." in after
    assert str(other.user) not in after
    address = reverse("courses:peer_review_report", args=[sent.pk])
    client.post(address, {"reason": "It is about somebody else’s work."})
    sent.refresh_from_db()
    assert sent.report == "It is about somebody else’s work."
    told = Notification.objects.get(kind="courses.review_reported")
    assert told.recipient == grader_of(course)

    client.force_login(grader_of(course))
    page = client.get(told.address, follow=True).content.decode()
    assert str(other.user) in page
    assert "It is about somebody else’s work." in page
    client.post(reverse("courses:peer_review_set_aside", args=[sent.pk]), {})
    sent.refresh_from_db()
    assert sent.set_aside_at
    work.refresh_from_db()
    accept(work)
    assert one.completions.filter(lesson=lesson).exists()


def test_a_reviewer_reads_the_work_without_its_name_and_strangers_find_nothing(reviewed, client):
    _course, lesson, [one, other] = reviewed(2, give=1, get=1)
    give_in(one, lesson, text="The cleaners come at five.")
    give_in(other, lesson, NOW + DAY)
    client.force_login(other.user)

    answer = client.post(reverse("courses:peer_review_take", args=lesson.address_words))
    page = client.get(answer.url).content.decode()
    empty = client.post(answer.url, {"feedback": ""}).content.decode()
    taken = PeerReview.objects.get()
    levels = {f"level_{each.pk}": 4 for each in Criterion.objects.filter(lesson=lesson)}
    client.post(answer.url, {"feedback": "Good.", **levels})
    client.force_login(UserFactory())

    assert "The cleaners come at five." in page
    assert str(one.user) not in page
    assert "Choose a level." in empty
    taken.refresh_from_db()
    assert (taken.is_done, taken.points) == (True, 8)
    assert client.get(answer.url).status_code == 404
    client.force_login(one.user)
    assert client.get(answer.url).status_code == 404


def test_the_title_of_a_criterion_is_shown_as_it_was_written(reviewed, client):
    """Its author is no author of templates: what looks like one, or like HTML, is words."""
    _course, lesson, [one, other] = reviewed(2, give=1, get=1)
    Criterion.objects.filter(lesson=lesson).update(title="{% now 'Y' %} <b>Clarity</b>")
    give_in(one, lesson)
    give_in(other, lesson, NOW + DAY)
    client.force_login(other.user)

    answer = client.post(reverse("courses:peer_review_take", args=lesson.address_words))
    page = client.get(answer.url).content.decode()

    assert "<legend>{% now &#x27;Y&#x27; %} &lt;b&gt;Clarity&lt;/b&gt;</legend>" in page


def test_facilitators_decide_before_the_reviews_and_set_aside_is_undone(reviewed):
    course, lesson, [one, other] = reviewed(2, give=1, get=1)
    work = give_in(one, lesson)
    give_in(other, lesson)
    taken = take_review(enrolment=other, lesson=lesson, at=NOW)
    grader = grader_of(course)

    assert list(HandIn.objects.gradable_by(grader).with_peers()) != []
    accept(work)
    with pytest.raises(ReviewIsOver):
        send_review(review=taken, marks={}, feedback="Late.", at=NOW)
    sent = review(one, lesson)
    set_aside(review=sent, is_aside=True, at=NOW)
    set_aside(review=sent, is_aside=False, at=NOW)

    sent.refresh_from_db()
    assert sent.set_aside_at is None
    assert not HandIn.objects.get(pk=sent.hand_in_id).is_with_peers
    assert report_review(review=sent, reason="Rude.", at=NOW).report == "Rude."
    assert one.state == EnrolmentState.ACTIVE


def test_a_rubric_has_at_most_a_hundred_criteria():
    lesson = LessonFactory(kind="assignment")
    levels = [[0, "No"], [1, "Yes"]]
    Criterion.objects.bulk_create(
        Criterion(lesson=lesson, position=n, title=f"C{n}", levels=levels)
        for n in range(1, MOST_CRITERIA + 1)
    )

    with pytest.raises(RubricTooLong):
        add_criterion(lesson=lesson, title="One more", levels=levels)


def test_files_say_how_learners_review_each_other():
    data = {
        "slug": "peer",
        "title": "Peer",
        "summary": "S",
        "outcomes": ["Do"],
        "modules": [{"title": "A", "lessons": ["one"]}],
        "lessons": {
            "one": {
                "title": "L",
                "kind": "assignment",
                "body": "Do it.",
                "peer_review": {"give": 3, "get": 2},
            }
        },
    }
    made = import_course(data=data, by=UserFactory(), at=NOW)
    stored = Assignment.objects.get(lesson__module__release__course=made)
    assert (stored.reviews_given, stored.reviews_needed, stored.review_days) == (3, 2, 14)
    data["slug"], data["lessons"]["one"]["peer_review"] = "two", {"give": 1, "get": 2}

    with pytest.raises(CourseDataError, match="at least as many"):
        import_course(data=data, by=UserFactory(), at=NOW)


def test_an_author_says_how_many_reviews(client):
    course = CourseFactory(is_published=False)
    module = course.releases.get().modules.get()
    lesson = LessonFactory(module=module, kind="assignment")
    client.force_login(course.facilitators.get())
    address = reverse("courses:assignment_edit", args=[course.slug, lesson.pk])
    words = {"takes": ["takes_text"], "points_needed": 0, "review_days": 10}

    wrong = client.post(address, {**words, "reviews_given": 1, "reviews_needed": 2})
    client.post(address, {**words, "reviews_given": 3, "reviews_needed": 2})

    assert "at least as many reviews" in wrong.content.decode()
    assert lesson.assignment.reviews_given == 3


def test_who_has_left_reads_no_work_of_others_and_sends_no_review(reviewed, client):
    _course, lesson, [one, other] = reviewed(2, give=1, get=1)
    give_in(one, lesson)
    work = give_in(other, lesson)
    draft = AssignmentDraft.objects.get(enrolment=other, lesson=lesson)
    file = HandInFile.objects.create(
        draft=draft, name="survey.pdf", content="survey.pdf", size=1, added_at=NOW
    )
    file.hand_ins.add(work)
    taken = take_review(enrolment=one, lesson=lesson, at=NOW)
    client.force_login(one.user)
    before = client.get(taken.get_absolute_url()).status_code
    saw_file = HandInFile.objects.visible_to(one.user).filter(pk=file.pk).exists()

    leave_course(enrolment=one, by=one.user, at=NOW)

    assert (before, saw_file) == (200, True)
    assert client.get(taken.get_absolute_url()).status_code == 404
    assert not HandInFile.objects.visible_to(one.user).filter(pk=file.pk).exists()
    marks = {each.pk: Mark(0, "") for each in Criterion.objects.filter(lesson=lesson)}
    with pytest.raises(ReviewIsOver):
        send_review(review=taken, marks=marks, feedback="No.", at=NOW)
