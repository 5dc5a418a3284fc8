"""The page on which a lesson is written asks how its text looks, and cites records; call-outs are shown."""

import time

import pytest
from django.utils import timezone

from courses.actions.releases import begin_draft
from courses.lessons.lesson_text import render_body, show_body
from courses.models import Lesson, LessonCitation, Media
from demo.factories.accounts import UserFactory
from demo.factories.courses import CourseFactory
from demo.factories.library import RecordFactory
from tests.courses.authoring import address
from tests.courses.pictures import picture

pytestmark = pytest.mark.django_db
NOW = timezone.now()
JSON = {"accept": "application/json"}


@pytest.fixture
def course(author, draft):
    return draft


@pytest.fixture
def lesson(course):
    return Lesson.objects.get()


def test_a_text_is_looked_at_as_readers_get_it_and_not_saved(client, course, lesson):
    client.post(address("media_new", course.slug, "image"), {"image": picture(), "alt": "A map."})
    body = "# Heat\r\n\r\n> [!TIP]\r\n> Open <b>late</b>.\r\n\r\n{{image:heat-map}}\r\n\r\nSee {{figure:x}}"

    told = client.post(address("lesson_look", course.slug, lesson.pk), {"body": body}).json()

    assert "<h2>Heat</h2>" in told["html"]
    assert (
        '<blockquote class="callout callout-tip"><p class="callout-title">Tip</p><p>Open &lt;b&gt;late&lt;/b&gt;.'
        in told["html"]
    )
    assert 'alt="A map."' in told["html"]
    assert len(told["not_shown"]) == 1
    lesson.refresh_from_db()
    assert lesson.body == "Health follows a **gradient**, not a gap."


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (
            "> [!NOTE]\n> One\n>\n> Two",
            '<blockquote class="callout callout-note"><p class="callout-title">Note</p><p>One</p>\n<p>Two</p>\n</blockquote>',
        ),
        (
            "> [!warning] Hot",
            '<blockquote class="callout callout-warning"><p class="callout-title">Warning</p><p>Hot</p>\n</blockquote>',
        ),
        (
            "> [!EXAMPLE]\n>\n> - a",
            '<blockquote class="callout callout-example"><p class="callout-title">Example</p>\n<ul>\n<li>a</li>\n</ul>\n</blockquote>',
        ),
        ("> [!OTHER]\n> x", "<blockquote>\n<p>[!OTHER]<br>\nx</p>\n</blockquote>"),
        ("[!NOTE] x", "<p>[!NOTE] x</p>"),
    ],
)
def test_a_quotation_that_says_so_is_a_call_out(body, shown):
    assert show_body(render_body(body, [])).strip() == shown


def test_a_record_is_found_and_cited_where_one_writes(client, course, lesson):
    record = RecordFactory(title="Cold homes and health")
    page = address("record_find", course.slug, lesson.pk)

    found = client.get(page, {"q": "cold homes"}, headers=JSON).json()["records"]
    cited = [
        client.post(
            address("record_cite", course.slug, lesson.pk), {"version": found[0]["version"]}
        ).json()
        for _click in range(2)
    ]
    wrong = client.post(address("record_cite", course.slug, lesson.pk), {"version": "0"})

    assert [each["title"] for each in found] == ["Cold homes and health"]
    assert cited == [{"marker": "[[cite:1]]"}] * 2
    assert LessonCitation.objects.get().version == record.current_version
    assert (wrong.status_code, list(wrong.json())) == (422, ["message"])


def test_an_image_is_added_where_one_writes(client, course, lesson):
    page = address("media_new", course.slug, "image")

    refused = client.post(page, {"image": picture()}, headers=JSON)
    added = client.post(page, {"image": picture(), "alt": "A map."}, headers=JSON)

    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["alt"])
    assert added.json() == {"marker": "{{image:heat-map}}"}
    assert Media.objects.get().alt == "A map."


def test_neither_strangers_nor_published_lessons_are_written(client, author):
    course = CourseFactory(by=author, texts=1)
    lesson = Lesson.objects.get(module__release__course=course)
    begin_draft(course=course, at=NOW)
    names = ["record_find", "record_cite", "lesson_look"]

    mine = [client.post(address(name, course.slug, lesson.pk)).status_code for name in names[1:]]
    frozen = client.get(address("record_find", course.slug, lesson.pk)).status_code
    client.force_login(UserFactory())
    strange = [client.post(address(name, course.slug, lesson.pk)).status_code for name in names[1:]]

    assert (mine, frozen, strange) == ([409, 200], 409, [403, 403])


def test_a_long_line_that_only_begins_to_show_an_image_costs_no_more_than_its_length():
    began = time.process_time()

    for start in ("{{image:a", "{{image:a|", "{{figure:a", "{{chart: "):
        render_body(start + " " * 60_000, [])

    assert time.process_time() - began < 2
