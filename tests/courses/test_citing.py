"""Lessons and the library: citations in the text, and evidence added later."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from courses.actions.citations import (
    cite_in_lesson,
    move_citation,
    remove_draft_citation,
    withdraw_further_evidence,
)
from courses.actions.content import edit_lesson
from courses.actions.releases import begin_draft, publish_release
from courses.agenda import citations_to_review
from courses.models import Lesson, LessonCitation
from courses.refusals import CannotBeCited, ReleaseFrozen
from demo.factories.accounts import UserFactory
from demo.factories.courses import CourseFactory, EnrolmentFactory
from demo.factories.library import RecordFactory
from library.catalogue.actions.records import withdraw_record
from library.catalogue.actions.versions import deposit_version
from library.catalogue.models import Citation
from tests.shared import shared

pytestmark = pytest.mark.django_db


def lesson_of(course):
    release = course.releases.order_by("-number")[0]
    return Lesson.objects.of(release).in_order().select_related("module__release__course").first()


@shared
def course():
    return CourseFactory(texts=1)


@shared
def facilitator(course):
    return course.facilitators.get()


def test_the_record_offers_citing_to_whoever_facilitates_a_course(client, facilitator):
    record = RecordFactory()
    offer = f'href="{reverse("courses:cite_record")}?record={record.pk}"'

    offered = {}
    for person in (facilitator, UserFactory(roles=[Role.FACILITATOR]), UserFactory()):
        client.force_login(person)
        offered[person] = offer in client.get(record.get_absolute_url()).text

    assert list(offered.values()) == [True, True, False]


def test_two_clicks_cite_a_record_and_a_second_learner_reads_it_at_once(
    client, course, facilitator
):
    record, lesson = RecordFactory(title="Peer support works"), lesson_of(course)
    text = lesson.body_html
    learner = EnrolmentFactory(course=course).user
    address = f"{reverse('courses:cite_record')}?record={record.pk}"
    client.force_login(facilitator)

    first = client.get(address)
    second = client.post(address, {"lesson": lesson.pk, "note": "A trial in one place"})
    client.force_login(learner)
    page = client.get(lesson.get_absolute_url()).content.decode()

    lesson.refresh_from_db()
    assert [first.status_code, second.url] == [200, record.get_absolute_url()]
    assert "Peer support works" in page
    assert "Further evidence. Added on" in page
    assert lesson.body_html == text
    found = Citation.objects.get()
    assert [found.version, found.audience] == [record.current_version, "public"]
    assert found.address == f"{course.get_absolute_url()}#{lesson.anchor}"


def test_no_lesson_is_chosen_beforehand_and_quizzes_are_not_offered(client):
    course = CourseFactory(texts=1, quiz=True)
    client.force_login(course.facilitators.get())
    address = f"{reverse('courses:cite_record')}?record={RecordFactory().pk}"

    offered = client.get(address).context["form"].fields["lesson"].choices
    careless = client.post(address, {"lesson": ""})

    assert list(offered) == [
        ("", "Choose a lesson"),
        (course.title, [(lesson_of(course).pk, "Measuring › Lesson 1")]),
    ]
    assert careless.context["form"].errors == {"lesson": ["Choose a lesson."]}


def test_what_was_cited_by_mistake_is_taken_back_with_one_button(client, course, facilitator):
    record, lesson = RecordFactory(), lesson_of(course)
    client.force_login(facilitator)

    cited = client.post(
        f"{reverse('courses:cite_record')}?record={record.pk}", {"lesson": lesson.pk}, follow=True
    )
    undo = reverse("courses:citation_withdraw", args=[LessonCitation.objects.get().pk])
    asked = client.get(undo)
    before = LessonCitation.objects.count()
    back = client.post(undo)

    assert all(
        f'href="{address}"' in cited.content.decode()
        for address in (lesson.get_absolute_url(), undo)
    )
    assert [asked.status_code, before, back.url] == [200, 1, record.get_absolute_url()]
    assert [LessonCitation.objects.count(), Citation.objects.count()] == [0, 0]


def test_only_facilitators_of_the_course_take_a_citation_back(client, course, facilitator):
    citation = cite_in_lesson(
        lesson=lesson_of(course), version=RecordFactory().current_version, by=facilitator
    )
    undo = reverse("courses:citation_withdraw", args=[citation.pk])

    client.force_login(CourseFactory().facilitators.get())
    neighbour = client.post(undo)

    assert neighbour.status_code == 403
    assert LessonCitation.objects.get() == citation


def test_citing_again_changes_nothing(course, facilitator):
    record, lesson = RecordFactory(), lesson_of(course)

    for _ in range(2):
        cite_in_lesson(lesson=lesson, version=record.current_version, by=facilitator)

    assert [LessonCitation.objects.count(), Citation.objects.count()] == [1, 1]


def test_evidence_added_to_a_published_lesson_comes_into_the_next_release(course, facilitator):
    begin_draft(course=course, at=timezone.now())
    old = course.releases.get(number=1)
    lesson = Lesson.objects.of(old).get()

    cite_in_lesson(lesson=lesson, version=RecordFactory().current_version, by=facilitator)
    publish_release(release=course.releases.get(number=2), by=facilitator, at=timezone.now())

    kept = LessonCitation.objects.filter(lesson__module__release__number=2)
    assert [citation.added_on for citation in kept] == [None]
    assert Citation.objects.count() == 1


def test_what_a_new_release_no_longer_cites_leaves_the_library(course, facilitator):
    lesson = lesson_of(course)
    cite_in_lesson(lesson=lesson, version=RecordFactory().current_version, by=facilitator)
    draft = begin_draft(course=course, at=timezone.now())

    remove_draft_citation(citation=LessonCitation.objects.get(lesson__module__release=draft))
    publish_release(release=draft, by=facilitator, at=timezone.now())

    assert not Citation.objects.exists()


def test_a_draft_is_not_yet_known_to_the_library():
    course = CourseFactory(is_published=False, texts=1)
    by = course.facilitators.get()

    cite_in_lesson(lesson=lesson_of(course), version=RecordFactory().current_version, by=by)
    before = Citation.objects.count()
    publish_release(release=course.releases.get(), by=by, at=timezone.now())

    assert [before, Citation.objects.count()] == [0, 1]


def test_numbers_in_the_text_follow_the_order_of_the_citations():
    course = CourseFactory(is_published=False, texts=1)
    lesson, by = lesson_of(course), course.facilitators.get()
    first, second = RecordFactory(), RecordFactory()
    edit_lesson(lesson=lesson, body="As shown [[cite:1]], and [[cite:9]].")

    for record in (first, second):
        cite_in_lesson(lesson=lesson, version=record.current_version, by=by)
    before = Lesson.objects.get(pk=lesson.pk).body_html
    move_citation(citation=LessonCitation.objects.get(version__record=second), step=-1)
    after = Lesson.objects.get(pk=lesson.pk).body_html

    assert f'href="{first.current_version.get_absolute_url()}"' in before
    assert f'href="{second.current_version.get_absolute_url()}"' in after
    assert "[[cite:9]]" in after


def test_a_withdrawn_record_cannot_be_cited(course, facilitator):
    record = RecordFactory()
    version = record.current_version
    withdraw_record(record=record, reason="Wrong", by=UserFactory(), at=timezone.now())

    with pytest.raises(CannotBeCited):
        cite_in_lesson(lesson=lesson_of(course), version=version, by=facilitator)


def test_a_lesson_says_when_its_record_was_withdrawn_or_renewed(client, course, facilitator):
    gone, newer = RecordFactory(), RecordFactory()
    for record in (gone, newer):
        cite_in_lesson(lesson=lesson_of(course), version=record.current_version, by=facilitator)
    withdraw_record(record=gone, reason="Wrong", by=UserFactory(), at=timezone.now())
    deposit_version(record=newer, body="More", note="New figures", by=None, at=timezone.now())
    client.force_login(EnrolmentFactory(course=course).user)

    page = client.get(lesson_of(course).get_absolute_url()).content.decode()

    assert page.count("This record has since been withdrawn") == 1
    assert page.count("The library has a newer version") == 1


def test_the_texts_own_citations_stay_in_a_published_release():
    course = CourseFactory(is_published=False, texts=1)
    by = course.facilitators.get()
    own = cite_in_lesson(lesson=lesson_of(course), version=RecordFactory().current_version, by=by)
    publish_release(release=course.releases.get(), by=by, at=timezone.now())
    added = cite_in_lesson(lesson=lesson_of(course), version=RecordFactory().current_version, by=by)

    with pytest.raises(ReleaseFrozen):
        remove_draft_citation(citation=own)
    with pytest.raises(ReleaseFrozen):
        withdraw_further_evidence(citation=own)
    withdraw_further_evidence(citation=added)

    assert list(LessonCitation.objects.all()) == [own]
    assert Citation.objects.count() == 1


def test_only_facilitators_cite_and_only_in_their_courses(client, course):
    record, lesson = RecordFactory(), lesson_of(course)
    address = f"{reverse('courses:cite_record')}?record={record.pk}"
    neighbour = CourseFactory().facilitators.get()

    client.force_login(UserFactory())
    member = client.get(address).status_code
    client.force_login(neighbour)
    refused = client.post(address, {"lesson": lesson.pk})
    client.force_login(UserFactory(roles=[Role.FACILITATOR]))
    accepted = client.post(address, {"lesson": lesson.pk})

    assert member == 403
    assert refused.context["form"].errors == {"lesson": ["Choose a lesson."]}
    assert accepted.status_code == 302


@pytest.mark.parametrize("record", ["", "0", "abc", "99999999999999999999", "-1", "%"])
def test_a_record_that_does_not_exist_is_not_found(client, facilitator, record):
    client.force_login(facilitator)

    response = client.get(reverse("courses:cite_record"), {"record": record})

    assert response.status_code == 404


@pytest.mark.parametrize("count", [1, 4])
def test_the_choice_of_lessons_takes_the_same_queries(
    sign_in, django_assert_max_num_queries, count
):
    for _ in range(count):
        CourseFactory()
    client, record = sign_in(UserFactory(roles=[Role.FACILITATOR])), RecordFactory()

    with django_assert_max_num_queries(8):
        client.get(reverse("courses:cite_record"), {"record": record.pk})


def renewed(course, by):
    """A lesson of the course cites version 1 of a record that has a version 2 by now."""
    record = RecordFactory()
    citation = cite_in_lesson(lesson=lesson_of(course), version=record.current_version, by=by)
    deposit_version(record=record, body="More", note="New figures", by=None, at=timezone.now())
    record.refresh_from_db()
    return citation, record.current_version


def cited_versions(lesson):
    return [c.version.number for c in lesson.citations.order_by("pk").select_related("version")]


def decide(client, course, citation, version, button):
    address = reverse("courses:citation_review", args=[course.slug])
    return client.post(address, {"citation": citation.pk, "version": version.pk, button: "yes"})


def do_next(user):
    return [(line.title, line.why) for line in citations_to_review(user, timezone.now())]


def test_whoever_cites_an_older_version_is_asked_to_look_until_they_decide(
    client, course, facilitator
):
    citation, newest = renewed(course, facilitator)
    told = do_next(facilitator)
    client.force_login(facilitator)
    page = client.get(reverse("courses:citation_review", args=[course.slug]))

    for _click in range(2):
        decide(client, course, citation, newest, "keep")
    kept = do_next(facilitator)
    deposit_version(record=newest.record, body="Yet more", note="", by=None, at=timezone.now())

    assert told == [
        (f"Review newer evidence for “{course}”", "1 lesson cites an older version of a work.")
    ]
    assert list(page.context["page"]) == [citation]
    assert kept == []
    # A yet newer version asks anew.
    assert len(do_next(facilitator)) == 1
    assert do_next(UserFactory()) == []


def test_in_a_published_release_the_newer_version_comes_beside_the_older_one(
    client, course, facilitator
):
    citation, newest = renewed(course, facilitator)
    client.force_login(facilitator)

    for _click in range(2):
        decide(client, course, citation, newest, "cite")

    assert cited_versions(lesson_of(course)) == [1, 2]
    assert do_next(facilitator) == []


def test_in_a_draft_the_newer_version_takes_the_place_of_the_older_one(client, facilitator):
    draft = CourseFactory(is_published=False, texts=1)
    by = draft.facilitators.get()
    citation, newest = renewed(draft, by)
    client.force_login(by)

    decide(client, draft, citation, newest, "cite")

    assert cited_versions(lesson_of(draft)) == [2]
    assert do_next(by) == []


def test_others_decide_on_no_citation_of_a_course(client, course, facilitator):
    citation, newest = renewed(course, facilitator)
    elsewhere = CourseFactory()
    client.force_login(elsewhere.facilitators.get())

    there = decide(client, course, citation, newest, "keep")
    here = decide(client, elsewhere, citation, newest, "keep")

    citation.refresh_from_db()
    assert (there.status_code, here.status_code, citation.looked_at) == (403, 302, None)


@pytest.mark.parametrize("count", [1, 4])
def test_the_page_of_newer_evidence_takes_as_many_queries_whatever_its_length(
    client, course, facilitator, django_assert_max_num_queries, count
):
    for _n in range(count):
        renewed(course, facilitator)
    client.force_login(facilitator)
    address = reverse("courses:citation_review", args=[course.slug])
    client.get(address)

    with django_assert_max_num_queries(7):
        page = client.get(address)

    assert len(page.context["page"].object_list) == count
