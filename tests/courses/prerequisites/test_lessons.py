"""Optional lessons, and what has to be done first: closed until then, never lowered, never a dead end."""

import uuid

import pytest
from django.urls import reverse

from courses.actions.authoring.prerequisites import (
    set_conditions,
)
from courses.actions.cohorts.facilitating import tick_lesson
from courses.actions.completion import LessonClosed
from courses.actions.content import move_lesson
from courses.actions.learning import complete_lesson
from courses.actions.moving import move_to_newest_release
from courses.actions.plans import start_plan
from courses.actions.releases import begin_draft
from courses.actions.requirements import change_requirement
from courses.models import (
    Lesson,
    LessonPrerequisite,
)
from courses.progress.outline import outline_of
from courses.refusals import ReleaseFrozen
from courses.states import EnrolmentState, LessonKind
from demo.factories.courses import LessonFactory
from tests.courses.prerequisites.drafts import (
    DAY,
    NOW,
    a_draft,
    learner_in,
    publish,
    reloaded,
    said_missing,
)


@pytest.mark.django_db
def test_a_lesson_opens_with_what_comes_before_it(sign_in):
    course, (one, two, _three, four) = a_draft()
    set_conditions(lesson=two, is_required=True, needed_lessons=[one.pk])
    set_conditions(lesson=four, is_required=True, needed_modules=[one.module_id])
    one, two, _three, four = publish(course)
    place = learner_in(course)
    client = sign_in(place.user)

    closed = client.get(four.get_absolute_url()).content.decode()
    with pytest.raises(LessonClosed):
        complete_lesson(enrolment=place, lesson=four, at=NOW)
    refused = client.post(reverse("courses:lesson_complete", args=four.address_words))
    complete_lesson(enrolment=place, lesson=one, at=NOW)
    complete_lesson(enrolment=place, lesson=two, at=NOW)
    opened = client.get(four.get_absolute_url()).content.decode()

    assert "Module 1: 2 lessons left" in closed
    assert f'href="{one.get_absolute_url()}">Go to: 1.1' in closed
    assert four.body[:20] not in closed
    assert refused.status_code == 409
    assert "Do this first" not in opened
    assert outline_of(place.release, reloaded(place)).closed_keys == frozenset()


@pytest.mark.django_db
def test_optional_lessons_count_neither_for_progress_nor_for_the_certificate():
    course, (one, two, three, four) = a_draft()
    set_conditions(lesson=two, is_required=False)
    one, two, three, four = publish(course)
    place = learner_in(course)

    complete_lesson(enrolment=place, lesson=two, at=NOW)
    assert (place.progress.done, place.progress.total) == (0, 3)
    for lesson in (one, three, four):
        complete_lesson(enrolment=place, lesson=lesson, at=NOW)

    place = reloaded(place)
    assert (place.progress.done, place.progress.total) == (3, 3)
    assert place.state == EnrolmentState.COMPLETED


@pytest.mark.django_db
def test_after_a_lesson_one_goes_on_with_the_next_that_is_open(sign_in):
    course, (one, two, three, four) = a_draft()
    set_conditions(lesson=two, is_required=False, needed_modules=[])
    set_conditions(lesson=three, is_required=False, needed_lessons=[two.pk])
    one, two, three, four = publish(course)
    place = learner_in(course)

    client = sign_in(place.user)
    complete_lesson(enrolment=place, lesson=one, at=NOW)
    page = client.get(one.get_absolute_url()).content.decode()
    skipped = outline_of(place.release, reloaded(place)).after(two)

    assert "Next: 1.2" in page
    assert skipped == four


@pytest.mark.django_db
def test_staff_pass_and_a_published_lesson_keeps_its_conditions():
    course, (one, two, *_rest) = a_draft()
    set_conditions(lesson=two, is_required=True, needed_lessons=[one.pk])
    one, two, *_rest = publish(course)
    place = learner_in(course)

    with pytest.raises(ReleaseFrozen):
        set_conditions(lesson=two, is_required=True)
    tick_lesson(enrolment=place, lesson=two, reason="Seen.", by=course.facilitators.get(), at=NOW)

    assert place.completions.get().lesson == two


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ties", "said"),
    [
        ({0: [3]}, ["“1.1” needs “2.2”, which comes later in the course."]),
        (
            {0: [1], 1: [0]},
            [
                "“1.1” and “1.2” need each other, so neither would open.",
                "“1.2” and “1.1” need each other, so neither would open.",
            ],
        ),
        ({1: [0]}, []),
    ],
)
def test_what_cannot_be_met_is_said_before_publishing(ties, said):
    course, lessons = a_draft()
    for key, needed in ties.items():
        set_conditions(
            lesson=lessons[key],
            is_required=True,
            needed_lessons=[lessons[each].pk for each in needed],
        )

    assert said_missing(course) == said


@pytest.mark.django_db
def test_modules_and_optional_lessons_that_close_a_course_are_said_before_publishing():
    course, (one, two, three, four) = a_draft()
    set_conditions(lesson=one, is_required=False)
    set_conditions(lesson=two, is_required=False, needed_modules=[two.module_id, four.module_id])
    set_conditions(lesson=three, is_required=True, needed_lessons=[one.pk])
    set_conditions(lesson=four, is_required=True, needed_modules=[one.module_id])

    assert said_missing(course) == [
        "“1.2” needs the module it is in, “Module 1”.",
        "“1.2” needs the module “Module 2”, which comes later.",
        "“2.1” is required and needs “1.1”, which is optional. Make both required, or both optional.",
        "“2.2” needs the module “Module 1”, in which every lesson is optional.",
    ]
    for lesson in (three, four):
        set_conditions(lesson=lesson, is_required=False)
    assert said_missing(course)[0] == (
        "Every lesson is optional. Make at least one of them required."
    )


@pytest.mark.django_db
def test_moving_a_lesson_before_what_it_needs_is_found():
    course, (one, two, *_rest) = a_draft()
    set_conditions(lesson=two, is_required=True, needed_lessons=[one.pk])

    move_lesson(lesson=two, step=-1)

    assert said_missing(course) == ["“1.2” needs “1.1”, which comes later in the course."]


@pytest.mark.django_db
def test_what_was_taken_out_of_the_requirements_closes_nothing_and_comes_back_in_the_next_draft():
    course, (one, two, three, _four) = a_draft()
    set_conditions(lesson=two, is_required=True, needed_lessons=[one.pk])
    set_conditions(lesson=three, is_required=False)
    one, two, three, _four = publish(course)
    place = learner_in(course)
    by = course.facilitators.get()

    change_requirement(lesson=one, is_required=False, reason="Broken.", by=by, at=NOW)
    place = reloaded(place)
    complete_lesson(enrolment=place, lesson=two, at=NOW)
    draft = begin_draft(course=course, at=NOW)

    copies = Lesson.objects.of(draft).in_order()
    assert [lesson.is_required for lesson in copies] == [True, True, False, True]
    tie = LessonPrerequisite.objects.get(lesson__module__release=draft)
    assert (tie.lesson.title, tie.needed_lesson.title) == ("1.2", "1.1")


@pytest.mark.django_db
def test_a_move_lowers_nobody_whatever_the_newer_release_asks_for():
    course, (*_rest, four) = a_draft()
    _one, _two, _three, four = publish(course)
    place = learner_in(course)
    complete_lesson(enrolment=place, lesson=four, at=NOW)
    draft = begin_draft(course=course, at=NOW)
    first, *_rest, last = Lesson.objects.of(draft).in_order()
    set_conditions(lesson=last, is_required=True, needed_lessons=[first.pk])
    publish(course, at=NOW + DAY)

    moved = move_to_newest_release(enrolment=place, at=NOW + DAY)

    outline = outline_of(moved.release, reloaded(moved))
    assert outline.done_keys == {last.pk}
    assert outline.closed_keys == frozenset()


@pytest.mark.django_db
def test_a_plan_is_not_begun_before_its_lesson_opens():
    course, (one, *_rest) = a_draft(modules=1)
    plan = LessonFactory(module=one.module, title="Your plan", kind=LessonKind.PLAN)
    set_conditions(lesson=plan, is_required=True, needed_lessons=[one.pk])
    one, *_rest = publish(course)
    place = learner_in(course)

    with pytest.raises(LessonClosed):
        start_plan(owner=place.user, key=uuid.uuid4(), enrolment=place, at=NOW)
    complete_lesson(enrolment=place, lesson=one, at=NOW)

    assert start_plan(owner=place.user, key=uuid.uuid4(), enrolment=place, at=NOW).pk


@pytest.mark.django_db
def test_an_author_sets_conditions_in_the_editor(client):
    course, (one, two, *_rest) = a_draft()
    client.force_login(course.facilitators.get())
    address = reverse("courses:lesson_conditions", args=[course.slug, two.pk])

    page = client.get(address).content.decode()
    answer = client.post(address, {"is_optional": "on", "lessons": [one.pk]})
    outline = client.get(reverse("courses:teach_course", args=[course.slug])).content.decode()
    wrong = client.post(address, {"lessons": ["999999"]})

    assert "1.1 (Module 1)" in page
    assert "2.1 (Module 2)" not in page
    assert answer.status_code == 302
    two.refresh_from_db()
    assert not two.is_required
    assert two.prerequisites.get().needed_lesson == one
    assert "Has prerequisites" in outline
    assert wrong.status_code == 422 or b"no longer in the draft" in wrong.content
