"""Audio and video in lessons: what is taken, captions and transcripts, and sending the part that is played."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from courses.actions.content import edit_lesson
from courses.lessons.publishing_checks import missing_in
from courses.media.captions import CaptionsRefused, checked_captions
from courses.models import Lesson, Media
from demo.factories.accounts import UserFactory
from demo.factories.courses import EnrolmentFactory
from demo.factories.courses import publish_release as publish
from tests.courses.authoring import address

pytestmark = pytest.mark.django_db
NOW = timezone.now()
MP4 = b"\x00\x00\x00\x20ftypisom" + bytes(range(256)) * 4
MP3 = b"ID3\x04" + b"\x00" * 500
VTT = b"\xef\xbb\xbfWEBVTT\r\n\r\n00:01.000 --> 00:04.000\r\nHeat kills.\r\n"


@pytest.fixture
def course(author, draft):
    return draft


def video(name="Hot rooms.mp4", content=MP4):
    return SimpleUploadedFile(name, content)


def captions(content=VTT):
    return SimpleUploadedFile("c.vtt", content)


def test_a_video_with_captions_is_played_by_learners_in_parts(client, author, course):
    page = address("media_new", course.slug, "video")
    words = {"captions_language": "en", "transcript": "# Heat\r\n\r\nHeat **kills**."}

    refused = client.post(page, {**words, "upload": video()}).context["form"].errors
    for _click in range(2):
        client.post(page, {**words, "upload": video(), "captions_file": captions()})

    media = Media.objects.select_related("content").get()
    assert refused == {"captions_file": ["Choose the captions, or say that nobody speaks."]}
    assert (media.marker, media.content.media_type) == ("{{video:hot-rooms}}", "video/mp4")
    assert media.captions == "WEBVTT\n\n00:01.000 --> 00:04.000\nHeat kills.\n"
    lesson = Lesson.objects.select_related("module__release__course").get()
    edit_lesson(lesson=lesson, body="{{video:hot-rooms|A hot room}}")
    publish(release=course.releases.get(), by=author, at=NOW)
    place = EnrolmentFactory(course=course)
    client.force_login(place.user)
    shown = client.get(lesson.get_absolute_url()).content.decode()
    where = media.get_absolute_url()
    track = address("captions_send", media.pk)
    part = client.get(where, headers={"range": "bytes=4-7"})
    rest = client.get(where, headers={"range": "bytes=1000-"})
    last = client.get(where, headers={"range": "bytes=-2"})
    beyond = client.get(where, headers={"range": "bytes=9999-"})
    whole = client.get(where)
    assert 'preload="none"' in shown
    assert f'<track kind="captions" src="{track}" srclang="en"' in shown
    assert "<h3>Heat</h3>" in shown
    assert (part.status_code, part["Content-Range"]) == (206, f"bytes 4-7/{len(MP4)}")
    assert b"".join(part) == b"ftyp"
    assert b"".join(rest) == MP4[1000:]
    assert b"".join(last) == MP4[-2:]
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{len(MP4)}")
    assert (whole.status_code, whole["Accept-Ranges"]) == (200, "bytes")
    assert client.get(track)["Content-Type"] == "text/vtt; charset=utf-8"
    client.force_login(UserFactory())
    assert [client.get(each).status_code for each in (where, track)] == [404, 404]


def test_audio_needs_a_transcript_or_nobody_speaks(client, course):
    page = address("media_new", course.slug, "audio")
    upload = {"upload": SimpleUploadedFile("Wind.mp3", MP3)}

    refused = client.post(page, upload).context["form"].errors
    upload["upload"].seek(0)
    client.post(page, {**upload, "is_silent": "on"})
    media = Media.objects.get()
    edit = address("media_edit", course.slug, media.pk)
    client.post(edit, {"transcript": "Wind in trees."})

    media.refresh_from_db()
    assert refused == {"transcript": ["Write what is said, or say that nobody speaks."]}
    assert (media.transcript, media.is_silent, media.kind) == ("Wind in trees.", False, "audio")


def test_captions_stay_when_only_the_transcript_changes(client, course):
    page = address("media_new", course.slug, "video")
    client.post(page, {"upload": video(), "captions_file": captions(), "captions_language": "en"})
    media = Media.objects.get()

    client.post(
        address("media_edit", course.slug, media.pk),
        {"transcript": "Words.", "captions_language": "en"},
    )

    media.refresh_from_db()
    assert (media.captions.startswith("WEBVTT"), media.transcript) == (True, "Words.")


@pytest.mark.parametrize(
    ("kind", "content", "words"),
    [
        ("video", b"", "empty"),
        ("video", MP3, "not an MP4 or WebM"),
        ("video", b"<html>ftyp", "not an MP4 or WebM"),
        ("audio", MP4, "not an MP3"),
        ("audio", b"MZ program", "not an MP3"),
    ],
)
def test_what_is_no_recording_is_refused_in_words(client, course, kind, content, words):
    sent = {"upload": video("a.mp4", content), "is_silent": "on"}

    answer = client.post(address("media_new", course.slug, kind), sent)

    assert words in str(answer.context["form"].errors["upload"])
    assert not Media.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not a WebVTT file"),
        (b"1\n00:00:01,000 --> 00:00:02,000\nSubRip", "not a WebVTT file"),
        (b"WEBVTT\n", "no caption"),
        (b"WEBVTT\n\n1 --> 2\nHi", "no caption"),
        (b"WEBVTT\n\n00:05.000 --> 00:02.000\nHi", "Caption 1 ends before it begins, at 00:00:05.000."),
        (b"\xff\xfe\x00", "not a WebVTT file"),
        (b"WEBVTT" + b" " * 500_001, "too large"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\nA\n\n9 --> 10\nB\n", "Some times"),
    ],
    ids=["blank", "subrip", "none", "times", "backwards", "binary", "huge", "half"],
)  # fmt: skip
def test_captions_that_a_browser_cannot_show_are_refused_with_the_place(content, words):
    with pytest.raises(CaptionsRefused, match=words):
        checked_captions(content)


def test_a_video_without_captions_is_not_published(client, course):
    client.post(address("media_new", course.slug, "video"), {"upload": video(), "is_silent": "on"})
    Media.objects.update(is_silent=False)
    lesson = Lesson.objects.get()
    edit_lesson(lesson=lesson, body="{{video:hot-rooms}}\n\n{{audio:hot-rooms}}")

    assert [lack.text for lack in missing_in(course.releases.get())] == [
        f"“{lesson.title}” plays the video hot-rooms, which has no captions.",
        f"“{lesson.title}” plays the audio hot-rooms, which does not exist.",
    ]
