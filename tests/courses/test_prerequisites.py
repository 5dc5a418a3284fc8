"""Optional lessons, and what has to be done first: closed until then, never lowered, never a dead end."""

import contextlib
import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from courses.actions.authoring.prerequisites import (
    CoursesInCircle,
    set_conditions,
    set_courses_before,
)
from courses.actions.cohorts.facilitating import tick_lesson
from courses.actions.cohorts.joining import join_cohort
from courses.actions.completion import LessonClosed
from courses.actions.content import move_lesson
from courses.actions.course_states import copy_course
from courses.actions.importing import import_course
from courses.actions.learning import CourseNeeded, complete_lesson, enrol
from courses.actions.moving import move_to_newest_release
from courses.actions.plans import start_plan
from courses.actions.releases import begin_draft, publish_release
from courses.actions.requirements import change_requirement
from courses.importing import CourseDataError
from courses.models import (
    CoursePrerequisite,
    Enrolment,
    Lesson,
    LessonCompletion,
    LessonPrerequisite,
    Module,
)
from courses.progress.outline import outline_of
from courses.progress.stored import reckoned_progress, says_the_same
from courses.publishing_checks import missing_in
from courses.refusals import ReleaseFrozen
from courses.states import EnrolmentState, LessonKind
from demo.factories.accounts import UserFactory
from demo.factories.cohorts import CohortFactory
from demo.factories.courses import CourseFactory, EnrolmentFactory, LessonFactory, ModuleFactory

NOW = timezone.now().replace(microsecond=0) + dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


def a_draft(*, modules=2, texts=2):
    """Return the draft of a course with so many modules of so many texts, and its lessons in order."""
    course = CourseFactory(texts=0, is_published=False)
    release = course.releases.get()
    Module.objects.filter(release=release).delete()
    for number in range(modules):
        module = ModuleFactory(release=release, title=f"Module {number + 1}")
        for place in range(texts):
            LessonFactory(module=module, title=f"{number + 1}.{place + 1}")
    return course, list(Lesson.objects.of(release).select_related("module").in_order())


def publish(course, at=NOW):
    release = course.releases.get(published_at=None)
    publish_release(release=release, by=course.facilitators.get(), at=at)
    course.refresh_from_db()
    return list(Lesson.objects.of(release).select_related("module__release__course").in_order())


def learner_in(course):
    place = EnrolmentFactory(course=course)
    return Enrolment.objects.select_related("release__course", "user").get(pk=place.pk)


def said_missing(course):
    return [lack.text for lack in missing_in(course.releases.get(published_at=None))]


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


def reloaded(place):
    return Enrolment.objects.select_related("release__course", "progress").get(pk=place.pk)


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


@pytest.mark.django_db
def test_a_course_that_must_come_first_keeps_newcomers_out_and_nobody_else(sign_in):
    first, course = CourseFactory(texts=1), CourseFactory(texts=1)
    there = EnrolmentFactory(course=course)
    set_courses_before(course=course, required=[first.pk])
    user = UserFactory()
    cohort = CohortFactory(course=course)

    with pytest.raises(CourseNeeded):
        enrol(user=user, course=course, at=NOW)
    with pytest.raises(CourseNeeded):
        join_cohort(cohort=cohort, user=user, at=NOW)
    page = sign_in(user).get(course.get_absolute_url()).content.decode()
    assert f"First complete: {first}" in page
    assert enrol(user=there.user, course=course, at=NOW) == there

    place = enrol(user=user, course=first, at=NOW)
    lesson = Lesson.objects.of(place.release).get()
    complete_lesson(enrolment=place, lesson=lesson, at=NOW)
    assert enrol(user=user, course=course, at=NOW).release.course == course


@pytest.mark.django_db
def test_advice_keeps_nobody_out_and_circles_are_refused(client):
    first, second, third = CourseFactory.create_batch(3, texts=1)
    set_courses_before(course=second, required=[first.pk])
    set_courses_before(course=third, required=[second.pk], advised=[first.pk])

    with pytest.raises(CoursesInCircle):
        set_courses_before(course=first, required=[third.pk])
    set_courses_before(course=first, advised=[third.pk])
    enrol(user=UserFactory(), course=first, at=NOW)
    client.force_login(first.facilitators.get())
    address = reverse("courses:courses_before", args=[first.slug])
    refused = client.post(address, {"required": [third.pk]})

    assert "asks for this course itself" in refused.content.decode()
    copy = copy_course(course=third, by=third.facilitators.get(), key=uuid.uuid4(), at=NOW)
    rows = CoursePrerequisite.objects.filter(course=copy).in_order()
    assert [(row.needed, row.is_required) for row in rows] == [(second, True), (first, False)]


def in_files(**lesson):
    text = {"title": "Text", "body": "Words."}
    return {
        "slug": "from-files",
        "title": "From files",
        "summary": "S",
        "outcomes": ["Do"],
        "modules": [
            {"title": "A", "lessons": ["one"]},
            {"title": "B", "lessons": ["two", "three"]},
        ],
        "lessons": {"one": text, "two": text, "three": {**text, **lesson}},
    }


@pytest.mark.django_db
def test_files_name_optional_lessons_and_what_comes_before():
    before = CourseFactory()
    data = in_files(optional=True, needs=["two", "module 1"])
    data["before"] = [{"course": before.slug, "required": True}]

    course = import_course(data=data, by=UserFactory(), at=NOW)

    lesson = Lesson.objects.get(slug="three", module__release__course=course)
    assert not lesson.is_required
    ties = lesson.prerequisites.order_by("pk")
    assert [str(tie.needed_lesson or tie.needed_module) for tie in ties] == ["Text", "A"]
    assert course.prerequisites.get().needed == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ({"needs": ["four"]}, "three.md: needs: There is no other lesson “four”."),
        ({"needs": ["module 2"]}, "three.md: needs: Name a module that comes before"),
        ({"optional": "yes please"}, "three.md: optional: Write true or false."),
    ],
)
def test_files_with_what_cannot_be_met_are_refused(words, problem):
    with pytest.raises(CourseDataError) as refused:
        import_course(data=in_files(**words), by=UserFactory(), at=NOW)

    assert problem in str(refused.value)


class Story:
    """One course with prerequisites and optional lessons, two learners, and what can happen."""

    def __init__(self):
        self.course, lessons = a_draft(modules=2, texts=3)
        self.at = NOW
        self.author = self.course.facilitators.get()
        set_conditions(lesson=lessons[1], is_required=False, needed_lessons=[lessons[0].pk])
        set_conditions(lesson=lessons[4], is_required=True, needed_modules=[lessons[0].module_id])
        publish(self.course)
        self.users = [UserFactory(), UserFactory()]
        for user in self.users:
            enrol(user=user, course=self.course, at=self.at)

    def happen(self, what, who, which):
        self.at += dt.timedelta(minutes=1)
        place = Enrolment.objects.filter(user=self.users[who]).newest_first()[0]
        getattr(self, what)(place, which)

    def do(self, place, which):
        lessons = list(Lesson.objects.of(place.release).in_order())
        with contextlib.suppress(LessonClosed):
            complete_lesson(enrolment=place, lesson=lessons[which % len(lessons)], at=self.at)

    def publish(self, place, which):
        """Make a lesson of the next release need what comes before it, or need nothing, or optional."""
        draft = begin_draft(course=self.course, at=self.at)
        lessons = list(Lesson.objects.of(draft).select_related("module").in_order())
        place = which % len(lessons)
        needed = [one.pk for one in lessons[:place] if one.is_required][-1:]
        set_conditions(lesson=lessons[place], is_required=which % 3 > 0, needed_lessons=needed)
        if not missing_in(draft):
            publish_release(release=draft, by=self.author, at=self.at)

    def require(self, place, which):
        lessons = list(Lesson.objects.of(place.release).in_order())
        lesson = lessons[which % len(lessons)]
        change_requirement(
            lesson=lesson,
            is_required=not lesson.is_required,
            reason="Too long.",
            by=self.author,
            at=self.at,
        )

    def move(self, place, which):
        newest = self.course.releases.current().get()
        if place.state == EnrolmentState.ACTIVE and place.release != newest:
            move_to_newest_release(enrolment=place, at=self.at)


HAPPENING = st.tuples(
    st.sampled_from(["do", "do", "do", "publish", "require", "move"]),
    st.integers(0, 1),
    st.integers(0, 5),
)


def closed_by_the_slow_way(place):
    """Reckon from single rows which lessons are closed."""
    done = set(LessonCompletion.objects.filter(enrolment=place).values_list("lesson", flat=True))
    closed = set()
    for tie in LessonPrerequisite.objects.filter(lesson__module__release=place.release_id):
        if tie.lesson_id in done:
            continue
        if tie.needed_module:
            needed = tie.needed_module.lessons.filter(is_required=True)
        else:
            needed = Lesson.objects.filter(pk=tie.needed_lesson_id)
            if tie.lesson.is_required:
                needed = needed.filter(is_required=True)
        if set(needed.values_list("pk", flat=True)) - done:
            closed.add(tie.lesson_id)
    return closed


class Property(TestCase):
    @settings(max_examples=15, deadline=None)
    @given(st.lists(HAPPENING, min_size=4, max_size=12))
    def test_progress_is_what_the_slow_way_says_and_what_is_done_stays_done(self, happenings):
        story = Story()
        done = set()

        for what, who, which in happenings:
            story.happen(what, who, which)
            facts = LessonCompletion.objects.values_list("enrolment__user", "lesson__lineage")
            assert done <= set(facts)
            done = set(facts)

        for place in Enrolment.objects.select_related("progress", "release__course"):
            told = reckoned_progress(place)
            assert says_the_same(place.progress, told)
            outline = outline_of(place.release, place)
            assert [outline.done, outline.total] == [told.done, told.total]
            assert outline.next_lesson == told.next_lesson
            assert outline.closed_keys == closed_by_the_slow_way(place)
            assert told.next_lesson_id not in outline.closed_keys
