"""A published release is mended: words at once, keys by a regrade, and no completion is touched."""

import datetime as dt
import random
import uuid

import pytest
from django.utils import timezone

from courses.actions.attempts import submit_attempt
from courses.actions.content import edit_lesson
from courses.actions.corrections import correct_lesson
from courses.actions.learning import complete_lesson
from courses.actions.media import add_image
from courses.actions.regrades import regrade_question, undo_regrade
from courses.actions.releases import begin_draft
from courses.media.images import prepared_image
from courses.models import (
    Answer,
    Attempt,
    Correction,
    Lesson,
    LessonCompletion,
    Media,
    Question,
    Regrade,
    RequirementChange,
)
from courses.refusals import AlreadyUndone, NothingCorrected, NotPublished
from courses.states import LessonKind, QuestionKind
from demo.factories.accounts import UserFactory
from demo.factories.courses import CourseFactory, EnrolmentFactory, LessonFactory, QuestionFactory
from demo.factories.courses import publish_release as publish
from notifications.models import Notification
from tests.courses.authoring import address
from tests.courses.gradients import put_figure
from tests.courses.pictures import picture
from tests.shared import shared

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)
LATER = NOW + dt.timedelta(days=1)


@shared
def lesson():
    course = CourseFactory(texts=1, is_published=False, by=UserFactory())
    put_figure(course.releases.get())
    publish(release=course.releases.get(), by=UserFactory(), at=NOW)
    return Lesson.objects.select_related("module__release__course").get(
        module__release__course=course
    )


def test_mended_words_are_seen_at_once_with_a_note_and_told(client, author, lesson):
    course = lesson.module.release.course
    enrolment = EnrolmentFactory(course=course)
    draft = begin_draft(course=course, at=NOW)
    page = address("lesson_correct", course.slug, lesson.pk)
    words = {
        "title": lesson.title,
        "body": "Health follows a gradient.\n\n{{figure:cold}}",
        "note": "The figure was missing.",
        "edit_number": lesson.edit_number,
    }

    done = [client.post(page, words).url for _click in range(2)]
    client.force_login(enrolment.user)
    shown = client.get(lesson.get_absolute_url()).content.decode()

    assert done == [address("release_detail", course.slug, 1)] * 2
    assert ("<svg" in shown, "The figure was missing." in shown) == (True, True)
    correction = Correction.objects.get()
    assert correction.body_before == "Health follows a **gradient**, not a gap."
    assert Lesson.objects.of(draft).get().body == words["body"]
    told = Notification.objects.values_list("recipient", "kind", "text")
    assert list(told) == [(enrolment.user_id, "courses.lesson_corrected", words["note"])]


@pytest.mark.parametrize(
    ("change", "field"),
    [({"note": " "}, "note"), ({"title": ""}, "title"), ({"body": "[[cite:7]]"}, "__all__"),
     ({"body": "{{figure:none}}"}, "__all__"), ({"body": " "}, "__all__")],
)  # fmt: skip
def test_what_could_not_be_published_is_no_correction(client, author, lesson, change, field):
    page = address("lesson_correct", lesson.module.release.course.slug, lesson.pk)
    words = {"title": "Other", "body": "Other.", "note": "Words.", **change}

    answer = client.post(page, words)

    assert list(answer.context["form"].errors) == [field]
    assert Lesson.objects.get().body == lesson.body
    assert not Correction.objects.exists()


def test_a_correction_beside_another_one_is_noticed(client, author, lesson):
    page = address("lesson_correct", lesson.module.release.course.slug, lesson.pk)
    words = {"title": "Other", "note": "Words.", "edit_number": lesson.edit_number}
    client.post(page, {**words, "body": "First."})

    answer = client.post(page, {**words, "body": "Second."})

    assert (answer.status_code, Lesson.objects.get().body) == (409, "First.")


def test_a_draft_is_edited_and_not_corrected():
    lesson = LessonFactory()
    words = {"title": "T", "body": "B", "note": "N", "by": None, "at": NOW}

    with pytest.raises(NotPublished):
        correct_lesson(lesson=lesson, **words)


@shared
def quiz():
    """Return two places, one with the key's answer and one with the other, and the question."""
    course = CourseFactory(is_published=False, texts=0)
    release = course.releases.get()
    lesson = LessonFactory(module=release.modules.get(), kind=LessonKind.QUIZ, title="Quiz")
    question = QuestionFactory(lesson=lesson, kind=QuestionKind.NUMERIC, answer=12, options=[])
    publish(release=release, by=course.facilitators.get(), at=NOW)
    places = [EnrolmentFactory(course=course, at=NOW) for _number in range(2)]
    for place, given in zip(places, ("12", "21"), strict=True):
        answers = {question.pk: given}
        submit_attempt(enrolment=place, lesson=lesson, answers=answers, key=uuid.uuid4(), at=NOW)
    return places, question


def key(number):
    return {"answer": f"{number}.000000", "tolerance": "0.000000"}


def regrade(question, number, **words):
    by = question.lesson.module.release.course.facilitators.get()
    words = {"may_lower": False, "form_key": uuid.uuid4(), "at": LATER, **words}
    return regrade_question(question=question, key=key(number), reason="A slip.", by=by, **words)


def marks(question):
    return list(
        Attempt.objects.filter(lesson=question.lesson_id)
        .order_by("pk")
        .values_list("points", "is_passed")
    )


def test_the_dry_run_shows_who_moves_and_writes_nothing(client, author, quiz):
    _places, question = quiz
    page = address("question_regrade", question.lesson.module.release.course.slug, question.pk)
    words = {"answer": "21", "tolerance": "0", "reason": "A slip.", "form_key": uuid.uuid4()}

    shown = [
        [(m.answer.given, m.points, m.is_passed) for m in client.post(page, sent).context["moves"]]
        for sent in ({**words, "preview": "1"}, {**words, "preview": "1", "may_lower": "on"})
    ]
    before = marks(question)
    for _click in range(2):
        client.post(page, {**words, "apply": "1"})

    assert shown == [[("21", 1, True)], [("12", 0, False), ("21", 1, True)]]
    assert (before, marks(question)) == ([(1, True), (0, False)], [(1, True), (1, True)])
    assert Regrade.objects.count() == 1


def test_nobody_is_lowered_unless_that_is_chosen_and_completions_stay(quiz):
    (right, wrong), question = quiz
    completed = list(LessonCompletion.objects.values_list("enrolment", "completed_at"))

    regrade(question, 21, may_lower=True)

    assert marks(question) == [(0, False), (1, True)]
    assert list(
        LessonCompletion.objects.order_by("pk").values_list("enrolment", "completed_at")
    ) == [
        *completed,
        (wrong.pk, LATER),
    ]
    wrong.refresh_from_db()
    told = Notification.objects.filter(kind="courses.regraded").values_list("recipient", flat=True)
    assert (wrong.state, set(told)) == ("completed", {right.user_id, wrong.user_id})


def test_a_regrade_is_undone_and_what_was_completed_stays(quiz):
    _places, question = quiz
    done = regrade(question, 21)
    facts = LessonCompletion.objects.count()

    for _click in range(2):
        undo_regrade(regrade=done, by=done.made_by, at=LATER)

    question.refresh_from_db()
    assert (question.answer, marks(question)) == (12, [(1, True), (0, False)])
    assert LessonCompletion.objects.count() == facts == 2


def test_an_older_regrade_is_undone_after_the_newer_one(quiz):
    _places, question = quiz
    first, _second = regrade(question, 21), regrade(question, 30)

    with pytest.raises(AlreadyUndone):
        undo_regrade(regrade=first, by=first.made_by, at=LATER)
    with pytest.raises(NothingCorrected):
        regrade(question, 30)


def test_learners_may_neither_correct_nor_regrade(client, quiz):
    (place, _other), question = quiz
    slug = question.lesson.module.release.course.slug
    client.force_login(place.user)
    pages = [
        address("release_detail", slug, 1),
        address("lesson_correct", slug, question.lesson_id),
        address("question_regrade", slug, question.pk),
    ]

    assert [client.get(page).status_code for page in pages] == [403, 403, 403]


@pytest.mark.parametrize("seed", range(6))
def test_no_completion_is_lost_or_dated_anew_by_corrections_and_regrades(quiz, seed):
    dice = random.Random(seed)
    places, question = quiz
    lesson = question.lesson
    by = lesson.module.release.course.facilitators.get()
    facts = {}
    given = dict(Answer.objects.values_list("pk", "given"))
    for day in range(10):
        at = LATER + dt.timedelta(days=day)
        step = dice.randrange(4)
        open_regrade = Regrade.objects.filter(undone_at=None).order_by("-pk").first()
        if step == 0:
            correct_lesson(lesson=lesson, title=f"T{day}", body="", note="N", by=by, at=at)
        elif step == 1 and open_regrade:
            undo_regrade(regrade=open_regrade, by=by, at=at)
        elif step == 2:
            place = dice.choice(places)
            answers = {question.pk: str(dice.choice([12, 21, 30]))}
            submit_attempt(enrolment=place, lesson=lesson, answers=answers, key=uuid.uuid4(), at=at)
        else:
            number = dice.choice([n for n in (12, 21, 30) if n != Question.objects.get().answer])
            regrade(question, number, may_lower=dice.random() < 0.5, at=at)
        now = dict(LessonCompletion.objects.values_list("pk", "completed_at"))
        assert now | facts == now
        facts = now
        assert dict(Answer.objects.values_list("pk", "given")) | given == dict(
            Answer.objects.values_list("pk", "given")
        )
        assert all(a.points == a.answers.get().points for a in Attempt.objects.all())


def test_a_reader_completes_what_was_corrected(lesson):
    enrolment = EnrolmentFactory(course=lesson.module.release.course, at=NOW)
    by = lesson.module.release.course.facilitators.get()
    correct_lesson(lesson=lesson, title="T", body="B", note="N", by=by, at=NOW)

    complete_lesson(enrolment=enrolment, lesson=lesson, at=LATER)

    enrolment.refresh_from_db()
    assert enrolment.completed_at == LATER


def test_a_lesson_that_is_not_required_holds_nobody_up_and_may_be_required_again(client, author):
    course = CourseFactory(texts=2)
    near, far = [EnrolmentFactory(course=course, at=NOW) for _number in range(2)]
    first, broken = Lesson.objects.of(near.release).select_related("module").in_order()
    complete_lesson(enrolment=near, lesson=first, at=NOW)
    page = address("lesson_require", course.slug, broken.pk)

    who = list(client.get(page).context["places"])
    for _click in range(2):
        client.post(page, {"reason": "It was broken.", "to": "no"})
    near.refresh_from_db()
    client.post(page, {"reason": "It is mended.", "to": "yes"})
    complete_lesson(enrolment=far, lesson=first, at=LATER)

    near.refresh_from_db()
    far.refresh_from_db()
    assert (who, near.state, far.state) == ([near], "completed", "active")
    changes = RequirementChange.objects.order_by("pk").values_list("is_required", "reason")
    assert list(changes) == [(False, "It was broken."), (True, "It is mended.")]
    told = Notification.objects.filter(kind="courses.requirement_changed")
    assert sorted(told.values_list("recipient", flat=True)) == sorted(
        [near.user_id, far.user_id, far.user_id]
    )


def test_an_ordering_is_marked_again_by_another_order_and_taken_back(client, author):
    course = CourseFactory(is_published=False, texts=0)
    release = course.releases.get()
    lesson = LessonFactory(module=release.modules.get(), kind=LessonKind.QUIZ, title="Quiz")
    items = [("Ask", False), ("Measure", False), ("Act", False)]
    question = QuestionFactory(lesson=lesson, kind=QuestionKind.ORDERING, options=items)
    publish(release=release, by=course.facilitators.get(), at=NOW)
    ask, measure, act = question.options.order_by("position")
    given = {question.pk: [measure.pk, ask.pk, act.pk]}
    submit_attempt(
        enrolment=EnrolmentFactory(course=course, at=NOW),
        lesson=lesson,
        answers=given,
        key=uuid.uuid4(),
        at=NOW,
    )
    page = address("question_regrade", course.slug, question.pk)
    words = {"order_0": "2", "order_1": "1", "order_2": "3", "reason": "Measure first."}

    wrong = client.post(page, {**words, "order_2": "2", "preview": "1"}).context["form"].errors
    client.post(page, {**words, "apply": "1"})
    after = marks(question), [option.text for option in question.options.order_by("position")]
    undo_regrade(regrade=Regrade.objects.get(), by=author, at=LATER)

    assert wrong == {"order": ["Place 2 is given more than once. Give each item its own place."]}
    assert after == ([(1, True)], ["Measure", "Ask", "Act"])
    assert marks(question) == [(0, False)]
    assert [o.text for o in question.options.order_by("position")] == ["Ask", "Measure", "Act"]


def test_the_description_of_a_published_image_is_corrected_and_told(client, author):
    course = CourseFactory(is_published=False, by=author, texts=1)
    release = course.releases.get()
    image = add_image(release=release, image=prepared_image(picture()), alt="Wrong town", at=NOW)
    lesson = Lesson.objects.of(release).get()
    edit_lesson(lesson=lesson, body=f"See.\n\n{image.marker}")
    publish(release=release, by=author, at=NOW)
    learner = EnrolmentFactory(course=course).user
    draft = begin_draft(course=course, at=NOW)
    page = address("image_correct", course.slug, image.pk)
    seen = client.get(page).context["form"]["seen"].value()
    words = {"seen": seen, "alt": "The right town", "note": ""}

    lacking = client.post(page, words)
    answers = [client.post(page, {**words, "note": "It named the wrong town."}) for _ in range(2)]

    assert lacking.context["form"].errors == {"note": ["Say what you corrected."]}
    assert [answer.status_code for answer in answers] == [302, 302]
    made = Correction.objects.get()
    assert (made.lesson_id, made.alt_before, made.alt_after) == (
        lesson.pk,
        "Wrong town",
        "The right town",
    )
    assert set(Media.objects.values_list("release", "alt")) == {
        (release.pk, "The right town"),
        (draft.pk, "The right town"),
    }
    assert Notification.objects.filter(recipient=learner, kind="courses.lesson_corrected").exists()
