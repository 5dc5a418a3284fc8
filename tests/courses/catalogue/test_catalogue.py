"""The catalogue: found by words in any script, narrowed, counted, sorted; its address holds all of it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.actions.catalogue.words import store_words_of_all
from courses.actions.content import add_lesson
from courses.actions.corrections import correct_lesson
from courses.actions.programmes.writing import add_course, create_programme, publish_programme
from courses.actions.releases import edit_course, publish_release
from courses.catalogue.words import folded_text, patterns_of
from courses.models import Course, CourseWords, Lesson, Release
from demo.factories.accounts import UserFactory
from demo.factories.cohorts import CohortFactory
from demo.factories.courses import CourseFactory
from demo.factories.library import TopicFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LIST = reverse("courses:course_list")


def course_with(body, **fields):
    """A published course with one lesson of this text."""
    author = UserFactory()
    course = CourseFactory(is_published=False, texts=0, by=author, **fields)
    release = Release.objects.get(course=course)
    module = release.modules.get()
    add_lesson(module=module, kind=Lesson.Kind.TEXT, title="Only lesson", body=body)
    publish_release(release=release, by=author, at=NOW)
    return course


def found(client, **query):
    """The titles that the catalogue shows, in order."""
    answer = client.get(LIST, query)
    assert answer.status_code == 200
    return [str(entry.thing) for entry in answer.context["page"]]


def counts(client, name, **query):
    """The values of a filter, and how many each would leave."""
    filters = client.get(LIST, query).context["catalogue"].filters
    counted = next(each for each in filters if each.filter.name == name)
    return {choice.value: choice.count for choice in counted.choices}


@pytest.mark.parametrize(
    ("body", "query"),
    [
        ("Ungleichheit heißt: größere Not.", "GROSSERE"),
        ("Les inégalités sociales de santé", "inegalite"),
        ("健康不平等是可以避免的。", "不平等"),
        ("عدم المساواة في الصحة", "المساواة"),
        ("Неравенство в здоровье", "НЕРАВЕНСТВО здоровье"),
        ("ความเหลื่อมล้ำทางสุขภาพ", "สุขภาพ"),
        ("Inequalities persist in every place.", "inequality place"),
    ],
)
def test_a_word_in_a_lesson_finds_its_course_in_any_script(client, body, query):
    course_with(body, title="Found")
    course_with("Something else entirely.", title="Not found")

    assert found(client, q=query) == ["Found"]


def test_words_begin_a_word_and_titles_come_before_lessons(client):
    course_with("One look at heat.", title="Homes")
    course_with("One look at homes.", title="Heat")
    course_with("A field of wheat.", title="Farms")

    assert found(client, q="heat") == ["Heat", "Homes"]


def test_what_is_corrected_renamed_or_published_anew_is_found_by_its_new_words(client, author):
    course = course_with("The deciles are tenths of people.", title="Old title")
    lesson = Lesson.objects.get(module__release__course=course)

    correct_lesson(
        lesson=lesson, title=lesson.title, body="The quintiles are fifths.", note="Fifths.",
        by=author, at=NOW,
    )  # fmt: skip
    edit_course(course=course, title="New title")

    assert [found(client, q=words) for words in ("deciles", "quintile", "old", "new")] == [
        [], ["New title"], [], ["New title"],
    ]  # fmt: skip


def test_drafts_are_not_found_and_words_that_are_missing_are_written_at_night(client):
    course = course_with("Something rare: xylophone.")
    CourseFactory(is_published=False, title="Xylophone drafts")
    CourseWords.objects.all().delete()

    before = found(client, q="xylophone")
    store_words_of_all()

    assert (before, found(client, q="xylophone")) == ([], [course.title])


def test_markers_and_addresses_of_a_text_are_no_words():
    text = "Look [here](https://example.org/secret) at {{figure:life}} [[cite:1]]"

    assert folded_text(text) == " look here at"
    assert patterns_of("the") == [" the"]
    assert patterns_of("the gradient of it") == [" gradient"]


def test_filters_narrow_and_each_tells_what_its_values_would_leave(client):
    parent = TopicFactory(code="places", label="Places")
    housing = TopicFactory(code="housing", label="Housing", parent=parent)
    transport = TopicFactory(code="transport", label="Transport", parent=parent)
    CourseFactory(
        title="A", topics=[housing], level="introductory", effort_hours=0, effort_minutes=45
    )
    CourseFactory(title="B", topics=[transport], level="advanced", effort_hours=3, language="cy")
    CourseFactory(title="C", topics=[housing, transport], effort_hours=12)

    assert found(client, topic="places") == ["A", "B", "C"]
    assert found(client, topic="housing", level="introductory") == ["A"]
    assert found(client, length=["hour", "longer"]) == ["A", "C"]
    assert found(client, language="cy") == ["B"]
    assert counts(client, "topic", length="longer") == {"places": 1, "housing": 1, "transport": 1}
    assert counts(client, "length", language="cy", length="hour") == {"hour": 0, "morning": 1}
    assert counts(client, "level") == {"introductory": 1, "advanced": 1}


def test_a_card_tells_when_groups_start_and_how_many_places_are_left(client):
    grouped, alone = CourseFactory(title="In a group"), CourseFactory(title="Alone")
    day = timezone.localdate() + dt.timedelta(days=20)
    CohortFactory(course=grouped, starts_on=day, capacity=8)
    CohortFactory(course=alone, starts_on=day, entry="staff")

    page = client.get(LIST).content.decode()

    assert page.count(f"Starts {day.day} {day:%B %Y}, 8 places left") == 1
    assert page.count("On your own: start any day") == 2
    assert found(client, start="soon") == ["In a group"]
    assert counts(client, "start") == {"alone": 2, "group": 1, "soon": 1, "later": 1}
    assert found(client, sort="soonest") == ["In a group", "Alone"]


def test_a_full_group_is_not_one_with_places(client):
    course = CourseFactory()
    day = timezone.localdate() + dt.timedelta(days=20)
    cohort = CohortFactory(course=course, starts_on=day, capacity=1)
    type(cohort).objects.filter(pk=cohort.pk).update(taken=1)

    assert counts(client, "start") == {"alone": 1}
    assert "Full, with a waiting list" in client.get(LIST).content.decode()


def test_orders_differ_and_unknown_ones_do_no_harm(client):
    CourseFactory(title="Long", effort_hours=9, at=NOW - dt.timedelta(days=2))
    CourseFactory(title="Short", effort_hours=1, at=NOW - dt.timedelta(days=9))

    assert found(client, sort="shortest") == ["Short", "Long"]
    assert found(client, sort="newest") == ["Long", "Short"]
    assert found(client, sort="\0", topic="'; drop", page="x", q="\0") == ["Long", "Short"]


def test_programmes_stand_among_the_courses_and_are_found_by_them(client, author):
    first, second = course_with("On damp."), course_with("On noise.")
    programme = create_programme(title="Homes and health", summary="Both.", by=author, at=NOW)
    for course in (first, second):
        add_course(programme=programme, course=course)
    publish_programme(programme=programme, by=author, at=NOW)

    assert found(client, kind="programme") == ["Homes and health"]
    assert found(client, q="noise", kind="programme") == ["Homes and health"]
    assert counts(client, "kind") == {"course": 2, "programme": 1}


def test_nothing_found_offers_what_to_do(client):
    course_with("A text.", title="Housing and health", level="advanced")

    misspelt = client.get(LIST, {"q": "houzing"})
    narrowed = client.get(LIST, {"q": "housing", "level": "introductory"}).content.decode()

    assert misspelt.context["meant"] == "housing"
    assert "Show 1 without filters" in narrowed


def test_an_empty_catalogue_says_so(client):
    assert "Courses appear here when they are published." in client.get(LIST).content.decode()


def test_suggestions_name_what_was_typed(client):
    course = course_with("On damp.", title="Damp homes")

    answer = client.get(reverse("courses:suggestions"), {"q": "dam"})
    nothing = client.get(reverse("courses:suggestions"))

    assert answer.json() == {
        "suggestions": [
            {"label": "Damp homes", "kind": "Course", "address": course.get_absolute_url()}
        ]
    }
    assert nothing.json() == {"suggestions": []}


@pytest.mark.parametrize("count", [1, 6])
def test_the_catalogue_takes_the_same_queries_however_much_is_in_it(
    client, django_assert_num_queries, author, count
):
    client.logout()
    programme = create_programme(title="Together", summary="All.", by=author, at=NOW)
    for number in range(count + 1):
        course = course_with("Words.", topics=[TopicFactory()], title=f"Course {number}")
        CohortFactory(course=course, starts_on=timezone.localdate() + dt.timedelta(days=9))
        add_course(programme=programme, course=course)
    publish_programme(programme=programme, by=author, at=NOW)

    with django_assert_num_queries(6):
        page = client.get(LIST, {"q": "words", "level": ""})

    assert page.context["page"].paginator.count == count + 2


def test_course_fields_are_read_in_the_form(client, author):
    data = {
        "title": "Minutes", "summary": "Short.", "effort_hours": "0", "effort_minutes": "45",
        "level": "introductory", "language": "cy", "outcomes": "One\r\nTwo",
        "facilitators": author.email,
        "form_key": "1d9a5ea0-6a52-4e0e-9a83-3ed7b2b0a0c1",
    }  # fmt: skip
    client.post(reverse("courses:teach_new"), data)
    empty = client.post(
        reverse("courses:teach_new"),
        {**data, "effort_minutes": "", "form_key": "1d9a5ea0-6a52-4e0e-9a83-3ed7b2b0a0c2"},
    )

    course = Course.objects.get()
    assert (course.minutes, course.length) == (45, "45 minutes")
    assert (course.level, course.language_name) == ("introductory", "Welsh")
    assert empty.status_code == 200
    assert "Enter how long the course takes." in empty.content.decode()
