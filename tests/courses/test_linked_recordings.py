"""Recordings on other sites: allowed ones alone, loaded by nobody who did not press play."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.actions.authoring.recordings import link_recording
from courses.actions.content import edit_lesson
from courses.actions.course_states import copy_course
from courses.actions.releases import publish_release
from courses.media.linked import AddressRefused, playable
from courses.models import Lesson, LinkedRecording
from demo.factories.accounts import UserFactory
from demo.factories.courses import EnrolmentFactory
from tests.courses.authoring import address

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture(autouse=True)
def allowed(settings):
    settings.RECORDING_HOSTS = ["www.youtube-nocookie.com", "media.example.org"]


@pytest.fixture
def course(author, draft):
    return draft


def linked(course, where="https://media.example.org/talk.mp4"):
    words = {"title": "A talk", "transcript": "Hello.", "has_captions": False}
    return link_recording(release=course.releases.get(), address=where, **words)


@pytest.mark.parametrize(
    ("typed", "plays"),
    [
        ("https://youtu.be/abc_DEF-123", "https://www.youtube-nocookie.com/embed/abc_DEF-123"),
        (
            "https://www.youtube.com/watch?v=abc_DEF-123&t=4",
            "https://www.youtube-nocookie.com/embed/abc_DEF-123",
        ),
        (" https://media.example.org/a.mp3 ", "https://media.example.org/a.mp3"),
        ("https://media.example.org/w/x1y2z3", "https://media.example.org/videos/embed/x1y2z3"),
    ],
)
def test_an_allowed_address_plays(typed, plays):
    assert playable(typed) == plays


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "media.example.org/a.mp4",
        "http://media.example.org/a.mp4",
        "javascript:alert(1)",
        "https://evil.example.org/a.mp4",
        "https://media.example.org.evil.example/a.mp4",
        "https://media.example.org@evil.example/a.mp4",
        "https://media.example.org:8443/a.mp4",
        "https://media.example.org/a b.mp4",
        'https://media.example.org/"onload="x',
        "https://[",
        "https://vimeo.com/123456",
    ],
)
def test_no_other_address_plays(typed):
    with pytest.raises(AddressRefused):
        playable(typed)


def test_an_author_adds_one_and_is_told_what_is_wrong(client, course, settings):
    page = address("recording_new", course.slug)
    words = {"form_key": uuid.uuid4(), "title": "A talk", "transcript": "", "has_captions": ""}

    wrong = client.post(page, {**words, "address": "https://evil.example.org/a.mp4"})
    right = {**words, "address": "https://youtu.be/abcdefghijk", "has_captions": "on"}
    twice = [client.post(page, right).status_code for _ in range(2)]
    settings.RECORDING_HOSTS = []

    assert wrong.context["form"].errors == {
        "address": [
            "Recordings can be played from these sites: www.youtube-nocookie.com, media.example.org. "
            "evil.example.org is not one of them."
        ],
        "transcript": ["Write what is said, or say that it has captions or that nobody speaks."],
    }
    assert (twice, LinkedRecording.objects.count()) == ([302, 302], 1)
    assert client.get(page).status_code == 404


def test_nothing_of_the_site_is_in_the_lesson_and_only_the_page_that_plays_may_load_it(
    client, course, author, settings
):
    recording = linked(course)
    lesson = Lesson.objects.get()
    edit_lesson(lesson=lesson, body="{{recording:a-talk|The whole talk}}")
    publish_release(release=course.releases.get(), by=author, at=NOW)
    place = EnrolmentFactory(course=course)
    play = reverse("courses:recording_play", args=[recording.pk])
    client.force_login(place.user)

    shown = client.get(
        Lesson.objects.select_related("module__release__course").get().get_absolute_url()
    )
    played = client.get(play)
    client.force_login(UserFactory())
    stranger = client.get(play).status_code
    client.force_login(place.user)
    settings.RECORDING_HOSTS = []
    after = client.get(play).status_code

    html = shown.content.decode()
    assert play in html
    assert "that site can see that you are watching" in html
    assert 'src="https://media.example.org' not in html
    assert "media.example.org" not in shown["Content-Security-Policy"]
    # The order of the rules differs from process to process.
    policy = played["Content-Security-Policy"]
    assert "media-src 'self' https://media.example.org" in policy.split("; ")
    assert "frame-src" not in policy
    assert '<video class="recording"' in played.content.decode()
    assert (stranger, after) == (404, 404)


def test_a_page_with_a_player_is_framed_and_copies_keep_it(client, course, author):
    linked(course, "https://www.youtube-nocookie.com/embed/abcdefghijk")
    copy = copy_course(course=course, by=author, key=uuid.uuid4(), at=NOW)
    recording = LinkedRecording.objects.get(release__course=copy)

    page = client.get(reverse("courses:recording_play", args=[recording.pk]))

    assert "frame-src https://www.youtube-nocookie.com" in page["Content-Security-Policy"]
    assert b'src="https://www.youtube-nocookie.com/embed/abcdefghijk"' in page.content


def test_the_site_of_an_address_is_known_however_it_is_written(course):
    written = linked(course, playable("HTTPS://Media.Example.org?talk=3"))

    assert written.host == "media.example.org"


def test_an_author_adds_a_recording_where_they_write(client, course):
    client.force_login(course.facilitators.get())
    lesson = Lesson.objects.get(module__release__course=course)
    page = address("lesson_edit", course.slug, lesson.pk)
    add = f"{address('recording_new', course.slug)}?lesson={lesson.pk}"
    key = str(client.get(page).context["recording_key"])
    words = {"form_key": key, "address": "https://youtu.be/abc_DEF-123", "title": "Heat"}
    script = {"HTTP_ACCEPT": "application/json"}

    wrong = client.post(add, {**words, "address": "https://evil.example.org/a.mp4"}, **script)
    silent = client.post(add, words, **script)
    first, second = (client.post(add, {**words, "has_captions": "on"}, **script) for _n in range(2))
    shown = client.get(page).content.decode()

    assert (wrong.status_code, silent.status_code) == (422, 422)
    assert "www.youtube-nocookie.com" in wrong.json()["errors"]["address"][0]
    assert list(silent.json()["errors"]) == ["transcript"]
    recording = LinkedRecording.objects.get()
    assert first.json()["marker"] == second.json()["marker"] == recording.marker
    assert first.json()["form_key"] != key
    assert f'data-insert="{recording.marker}"' in shown
    assert "Allowed sites: YouTube (www.youtube-nocookie.com), media.example.org" in " ".join(
        shown.replace("</span>", " ").split()
    )


def test_without_a_script_one_comes_back_to_the_lesson(client, course):
    client.force_login(course.facilitators.get())
    lesson = Lesson.objects.get(module__release__course=course)
    add = f"{address('recording_new', course.slug)}?lesson={lesson.pk}"

    answer = client.post(
        add, {"address": "https://media.example.org/a.mp4", "title": "Heat", "has_captions": "on"}
    )

    assert answer.url == address("lesson_edit", course.slug, lesson.pk)


def test_where_no_site_is_allowed_the_editor_says_what_to_do(client, course, settings):
    settings.RECORDING_HOSTS = []
    client.force_login(course.facilitators.get())
    lesson = Lesson.objects.get(module__release__course=course)

    shown = client.get(address("lesson_edit", course.slug, lesson.pk)).content.decode()

    assert "No site is allowed here yet" in shown
    assert address("media_new", course.slug, "video") in shown
