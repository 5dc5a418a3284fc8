"""What was learnt is placed under recommendations, gaps and lessons, and every page concerned shows it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.actions.citations import cite_in_lesson
from courses.actions.content import edit_lesson
from courses.actions.releases import begin_draft, publish_release
from courses.models import LessonCitation
from demo.factories.accounts import UserFactory
from demo.factories.courses import EnrolmentFactory
from demo.factories.gaps import EvidenceGapFactory
from demo.factories.library import RecordFactory
from library.catalogue.actions.records import withdraw_record
from library.catalogue.models import Citation
from library.gaps.actions.register import merge_gaps
from library.gaps.states import GapState
from library.recommendations.actions.recommendations import withdraw_recommendation
from submissions.actions.placing import place_learning, take_back
from submissions.models import Placement
from submissions.placing.targets import Chosen

pytestmark = pytest.mark.django_db
NOTE = "Take the form away before you advertise: it works for those who never applied."


def place(work, by, *, recommendations=(), gaps=(), lessons=(), note=NOTE):
    chosen = Chosen(recommendations, gaps, lessons)
    return place_learning(submission=work, chosen=chosen, note=note, by=by, at=timezone.now())


@pytest.fixture
def placed(work, editor, recommendation, gap, lesson):
    return place(work, editor, recommendations=[recommendation], gaps=[gap], lessons=[lesson])


@pytest.fixture
def pages(signed_in, work, recommendation, gap, lesson, course):
    """Tell on which pages what was learnt can be read now."""
    learner = signed_in(EnrolmentFactory(course=course).user)
    author = signed_in(work.author)

    def read():
        addresses = {
            "recommendation": (learner, recommendation.get_absolute_url()),
            "gap": (learner, gap.get_absolute_url()),
            "lesson": (learner, lesson.get_absolute_url()),
            "author": (author, work.get_absolute_url()),
        }
        shown = {}
        for name, (client, address) in addresses.items():
            answer = client.get(address)
            assert answer.status_code in {200, 410}
            shown[name] = NOTE in answer.text
        return shown

    return read


def test_the_pages_of_all_that_it_is_placed_under_show_it_and_where_it_is_used(
    client, signed_in, work, placed, pages, recommendation, gap, lesson
):
    assert set(pages().values()) == {True}

    record = client.get(work.record.get_absolute_url())
    assert {(use.label, use.address) for use in record.context["used_by"]} == {
        ("Recommendation: COLD-2020-A1 Warm homes for all", recommendation.get_absolute_url()),
        (f"Evidence gap: {gap.title}", gap.get_absolute_url()),
        (
            f"Lesson “{lesson.title}” in the course “Homes and health”",
            f"{lesson.module.release.course.get_absolute_url()}#{lesson.anchor}",
        ),
    }
    own = signed_in(work.author).get(reverse("submissions:submission_list")).text
    assert "What you learnt is shown in 3 places" in own
    reader = signed_in(EnrolmentFactory(course=lesson.module.release.course).user)
    assert "Ask the school kitchen first" in reader.get(lesson.get_absolute_url()).text


def test_it_vanishes_from_all_pages_with_its_record(work, editor, placed, pages, signed_in):
    withdraw_record(record=work.record, reason="Figures are wrong", by=editor, at=timezone.now())

    assert set(pages().values()) == {False}
    own = signed_in(work.author).get(reverse("submissions:submission_list")).text
    assert "What you learnt" not in own


def test_what_is_withdrawn_or_hidden_is_no_longer_named_as_a_use(
    client, work, editor, placed, recommendation, course
):
    now = timezone.now()
    withdraw_recommendation(recommendation=recommendation, reason="An error", by=editor, at=now)
    course.state = "draft"
    course.save(update_fields=["state"])

    assert {each.kind for each in work.placements.readable().with_targets()} == {"Evidence gap"}
    uses = client.get(work.record.get_absolute_url()).context["used_by"]
    assert not any(use.label.startswith("Recommendation") for use in uses)


def test_what_is_under_a_merged_gap_goes_along(client, work, editor, placed, gap):
    whole = EvidenceGapFactory(title="Whether help reaches tenants", state=GapState.OPEN)
    merge_gaps(keys=[gap.pk], into=whole, by=editor, at=timezone.now())

    assert NOTE in client.get(whole.get_absolute_url()).text
    [row] = work.placements.filter(gap=gap).readable().with_targets()
    assert (row.title, row.get_absolute_url()) == (whole.title, whole.get_absolute_url())


def test_placing_twice_places_once(work, editor, placed, recommendation, lesson, gap):
    again = place(
        work, editor, recommendations=[recommendation], gaps=[gap], lessons=[lesson], note="Other"
    )

    assert again == []
    assert [each.note for each in Placement.objects.all()] == [NOTE] * 3
    assert LessonCitation.objects.filter(lesson=lesson).count() == 1


def test_taking_it_back_takes_it_off_the_lesson_and_out_of_the_next_draft(
    work, editor, course, lesson, newest_lesson, pages
):
    begin_draft(course=course, at=timezone.now())
    [row] = place(work, editor, lessons=[lesson])
    assert LessonCitation.objects.count() == 2

    for _click in range(2):
        take_back(submission=work, keys=[row.pk], by=editor)

    assert not LessonCitation.objects.exists()
    assert not Citation.objects.exists()
    assert set(pages().values()) == {False}


def test_a_draft_whose_text_refers_to_it_keeps_it(work, editor, course, lesson, newest_lesson):
    begin_draft(course=course, at=timezone.now())
    [row] = place(work, editor, lessons=[lesson])
    draft = newest_lesson(course)
    words = {"title": draft.title, "body": "See [[cite:1]].", "minutes": 5}
    edit_lesson(lesson=draft, edit_number=None, **words)

    take_back(submission=work, keys=[row.pk], by=editor)

    assert [each.lesson for each in LessonCitation.objects.all()] == [draft]


def test_a_lesson_that_cites_it_already_keeps_its_own_citation(work, editor, lesson):
    version = work.record.current_version
    own = cite_in_lesson(lesson=lesson, version=version, by=editor, note="Our own")

    [row] = place(work, editor, lessons=[lesson])
    take_back(submission=work, keys=[row.pk], by=editor)

    assert row.citation is None
    assert LessonCitation.objects.get() == own


def test_the_next_version_of_the_course_keeps_it(work, editor, course, placed, newest_lesson):
    draft = begin_draft(course=course, at=timezone.now())
    publish_release(release=draft, by=editor, at=timezone.now())

    assert work.placements.readable().count() == 3
    assert place(work, editor, lessons=[newest_lesson(course)]) == []


def test_whoever_facilitates_the_course_is_told_and_can_take_it_out(
    signed_in, work, editor, course, placed
):
    facilitator = course.facilitators.get()
    told = facilitator.notifications.open_to_recipient().get()
    assert "Warmth without a form" in told.title
    client = signed_in(facilitator)

    assert NOTE in client.get(told.address).text
    client.post(told.address)

    assert not facilitator.notifications.open_to_recipient().exists()
    assert {each.kind for each in work.placements.readable().with_targets()} == {
        "Recommendation",
        "Evidence gap",
    }


def test_the_search_offers_what_its_words_find_and_the_work_itself_suggests(
    desk, work, recommendation, gap, lesson
):
    source = RecordFactory()
    work.draws_on.add(source)
    cite_in_lesson(lesson=lesson, version=source.current_version, by=UserFactory())
    work.recommendations.add(recommendation)
    address = reverse("submissions:learnt_detail", args=[work.pk])

    def offered(**query):
        groups = desk.get(address, query).context["groups"]
        return {str(heading): [each.title for each, _ticked in rows] for heading, rows in groups}

    assert offered() == {
        "Recommendations": ["COLD-2020-A1 Warm homes for all"],
        "Lessons of courses": [lesson.title],
    }
    work.gap = gap
    work.save(update_fields=["gap"])
    assert offered()["Evidence gaps"] == [gap.title]
    assert offered(q="grants tenants") == {"Evidence gaps": [gap.title]}
    assert offered(q="homes health") == {"Lessons of courses": [lesson.title]}
    assert offered(q="nothing like it") == {}
    for bad in ("\x00", "9" * 400, "مرحبا", "%"):
        assert desk.get(address, {"q": bad}).status_code == 200
