"""Images and files of a course: added, shown, sent to who may read, frozen with their release, erased when unused."""

import re

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from courses.actions.content import edit_lesson
from courses.actions.corrections import correct_lesson
from courses.actions.course_states import copy_course, delete_draft
from courses.actions.learning import leave_course
from courses.actions.media import (
    MOST_MEDIA,
    TooManyMedia,
    add_image,
    erase_unused_media,
    remove_media,
)
from courses.actions.releases import begin_draft
from courses.lessons.lesson_text import render_body, show_body
from courses.lessons.publishing_checks import missing_in
from courses.media.images import prepared_image
from courses.models import Course, Lesson, Media, MediaContent
from courses.refusals import ReleaseFrozen
from courses.tasks import erase_unused_media as sweep
from demo.factories.accounts import UserFactory
from demo.factories.courses import EnrolmentFactory
from demo.factories.courses import publish_release as publish
from tests.courses.authoring import address
from tests.courses.pictures import picture

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def course(author, draft):
    return draft


@pytest.fixture
def lesson(course):
    return Lesson.objects.select_related("module__release__course").get()


def image_in(course, **words):
    words = {"alt": "A map of heat.", "at": NOW, **words}
    upload = words.pop("image", None) or picture()
    return add_image(release=course.releases.get(), image=prepared_image(upload), **words)


def published(lesson, body):
    """Publish the lesson with this text and return a learner's place."""
    edit_lesson(lesson=lesson, body=body)
    course = lesson.module.release.course
    publish(release=lesson.module.release, by=course.facilitators.get(), at=NOW)
    return EnrolmentFactory(course=course)


def test_an_author_adds_an_image_once_and_it_is_written_anew(client, course, lesson):
    page = f"{address('media_new', course.slug, 'image')}?lesson={lesson.pk}"
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    sent = {"image": picture((2400, 1600), "Our map.JPG", kind="JPEG", exif=exif)}

    refused = client.post(page, sent).context["form"].errors
    sent["image"].seek(0)
    done = []
    for _click in range(2):
        sent["image"].seek(0)
        done.append(client.post(page, {**sent, "alt": "A map."}).url)

    media = Media.objects.select_related("content").get()
    assert refused == {"alt": ["Say what the image shows, or that it is decorative."]}
    assert done == [address("lesson_edit", course.slug, lesson.pk)] * 2
    assert (media.slug, media.alt, media.marker) == ("our-map", "A map.", "{{image:our-map}}")
    assert (media.content.width, media.content.height) == (1600, 1067)
    assert media.content.widths == [480, 960]
    with default_storage.open(media.content.file.name) as stored, Image.open(stored) as kept:
        assert (kept.format, kept.size, dict(kept.getexif())) == ("WEBP", (1600, 1067), {})


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (SimpleUploadedFile("a.png", b"no image"), "not a JPEG, PNG or WebP"),
        (SimpleUploadedFile("a.png", b""), "empty"),
        (picture((4000, 4000)), "million pixels"),
    ],
    ids=["text", "empty", "huge"],
)
def test_what_is_no_image_is_refused_in_words(client, course, upload, words):
    upload.seek(0)

    answer = client.post(
        address("media_new", course.slug, "image"), {"image": upload, "alt": "A map."}
    )

    assert words in str(answer.context["form"].errors["image"])
    assert not MediaContent.objects.exists()


def test_learners_see_image_caption_and_file_and_nobody_else_gets_them(client, course, lesson):
    image = image_in(course, alt="A map <of> heat.")
    sheet = SimpleUploadedFile("Work sheet.csv", b"place,rate\nA,1\nB,2\n")
    client.post(address("media_new", course.slug, "file"), {"upload": sheet})
    file = Media.objects.get(kind="file")
    place = published(
        lesson,
        "See:\r\n\r\n{{image:heat-map|Where it is --> hot & <dry>}}\r\n\r\n{{file:work-sheet}}",
    )
    client.force_login(place.user)

    page = client.get(lesson.get_absolute_url()).content.decode()

    shown = re.search(r"<figure class=\"figure figure-image\">.*?</figure>", page, re.DOTALL)[0]
    assert 'alt="A map &lt;of&gt; heat."' in shown
    assert 'loading="lazy"' in shown
    assert "Where it is --&gt; hot &amp; &lt;dry&gt;" in shown
    assert f"{image.get_absolute_url().removesuffix('.webp')}-480.webp 480w" in shown
    assert "Work sheet.csv" in page
    addresses = [
        image.get_absolute_url(),
        image.get_absolute_url().removesuffix(".webp") + "-960.webp",
        Media.objects.select_related("content").get(pk=file.pk).get_absolute_url(),
    ]
    readers = [place.user, course.facilitators.get(), UserFactory()]
    answers = []
    for user in readers:
        client.force_login(user)
        answers.append([client.get(each).status_code for each in addresses])
    client.logout()
    answers.append([client.get(each).status_code for each in addresses])
    assert answers == [[200] * 3, [200] * 3, [404] * 3, [302] * 3]


def test_who_left_the_course_reads_its_images_no_more(client, course, lesson):
    image = image_in(course)
    place = published(lesson, "{{image:heat-map}}")
    client.force_login(place.user)
    before = client.get(image.get_absolute_url())
    again = client.get(image.get_absolute_url(), headers={"if-none-match": before["ETag"]})

    leave_course(enrolment=place, by=place.user, at=NOW)

    assert [before.status_code, again.status_code] == [200, 304]
    assert before["Cache-Control"] == "private, max-age=0, must-revalidate"
    assert client.get(image.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("name", ["x.webp", "..", "%2e%2e%2fsecret", "a" * 300])
def test_an_address_names_the_files_of_its_image_alone(client, course, name):
    image = image_in(course)

    assert client.get(f"/courses/media/{image.pk}/{name}").status_code == 404


def test_a_file_is_a_download_that_no_browser_interprets(client, course):
    sheet = SimpleUploadedFile("Sheet.csv", b"a,b\n1,2\n2,3\n")
    client.post(address("media_new", course.slug, "file"), {"upload": sheet})
    file = Media.objects.select_related("content").get()

    answer = client.get(file.get_absolute_url())

    assert answer["Content-Disposition"] == 'attachment; filename="Sheet.csv"'
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("body", "alt", "words"),
    [
        ("{{image:gone}}", "A map.", "shows the image gone, which does not exist."),
        ("{{file:heat-map}}", "A map.", "offers the file heat-map, which does not exist."),
        ("{{image:heat-map}}", "", "shows the image heat-map, which has no description."),
    ],
)
def test_missing_images_are_named_before_publishing(client, course, lesson, body, alt, words):
    image_in(course, alt=alt)
    edit_lesson(lesson=lesson, body=f"Text.\n\n{body}")

    assert [lack.text for lack in missing_in(course.releases.get())] == [
        f"“{lesson.title}” {words}"
    ]
    page = client.get(address("teach_course", course.slug)).content.decode()
    assert words in page


def test_an_image_shows_nothing_where_it_is_not_known():
    html = render_body("Look.\n\n{{image:gone|Words}}\n\n{{image:no space here}}", [])

    assert show_body(html) == "<p>Look.</p>\n\n\n<p>{{image:no space here}}</p>\n"


def test_nobody_writes_the_place_of_an_image_by_hand(course):
    image = image_in(course)
    html = render_body("<!--image:heat-map|x-->", [])

    assert "<img" not in show_body(html, {image.slug: image})


def test_a_published_version_keeps_what_the_next_draft_takes_out(client, course, lesson):
    image = image_in(course)
    place = published(lesson, "{{image:heat-map}}")
    draft = begin_draft(course=course, at=NOW)
    copied = Media.objects.get(release=draft)

    with pytest.raises(ReleaseFrozen):
        remove_media(media=image)
    for _click in range(2):
        client.post(address("media_remove", course.slug, copied.pk))

    client.force_login(place.user)
    assert copied.content_id == image.content_id
    assert not Media.objects.filter(release=draft).exists()
    assert client.get(image.get_absolute_url()).status_code == 200


def test_what_is_stored_goes_with_the_last_course_that_shows_it(
    author, course, lesson, django_capture_on_commit_callbacks
):
    image = image_in(course)
    names = [image.content.file.name, image.content.file.name.replace(".webp", "-480.webp")]
    copy = copy_course(course=course, by=author, key=lesson.lineage, at=NOW)

    there = []
    for gone in (course, copy):
        with django_capture_on_commit_callbacks(execute=True):
            delete_draft(release=gone.releases.get())
        there.append([default_storage.exists(name) for name in names])

    assert there == [[True, True], [False, False]]
    assert not Course.objects.exists()
    assert not MediaContent.objects.exists()


def test_the_sweep_erases_what_no_release_shows(course, django_capture_on_commit_callbacks):
    image = image_in(course)
    kept = image_in(course, image=picture(colour="red", name="Kept.png"))
    Media.objects.filter(pk=image.pk).delete()

    with django_capture_on_commit_callbacks(execute=True):
        sweep()

    assert list(MediaContent.objects.all()) == [kept.content]
    assert not default_storage.exists(image.content.file.name)
    assert erase_unused_media() == 0


def test_a_correction_shows_an_image_that_its_version_has_and_no_other(course, lesson):
    image_in(course)
    place = published(lesson, "Words.")
    words = {"lesson": lesson, "title": lesson.title, "note": "Map.", "at": NOW}

    correct_lesson(body="{{image:heat-map}}", by=course.facilitators.get(), **words)
    lesson.refresh_from_db()
    with pytest.raises(Exception, match="does not exist"):
        correct_lesson(body="{{image:gone}}", by=course.facilitators.get(), **words)

    assert "<!--image:heat-map|-->" in lesson.body_html
    assert place.release.media.count() == 1


def test_an_image_is_described_later(client, course):
    media = image_in(course, alt="")
    page = address("media_edit", course.slug, media.pk)

    refused = client.post(page, {"alt": " "}).context["form"].errors
    client.post(page, {"alt": "A map.", "is_decoration": "on"})
    media.refresh_from_db()

    assert list(refused) == ["alt"]
    assert (media.alt, media.is_decoration) == ("", True)


def test_a_course_has_room_for_so_many(course, monkeypatch):
    monkeypatch.setattr("courses.actions.media.MOST_MEDIA", 1)
    assert MOST_MEDIA == 300
    image_in(course)

    image_in(course)
    with pytest.raises(TooManyMedia):
        image_in(course, image=picture(colour="red"))


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_takes_the_same_queries_whatever_its_length(
    sign_in, author, course, django_assert_num_queries, count
):
    for number in range(count):
        image_in(course, image=picture((600, 10 + number)))
    client = sign_in(author)

    with django_assert_num_queries(9):
        answer = client.get(address("media_list", course.slug))

    assert answer.content.decode().count('<li class="row">') == count


def test_only_authors_reach_the_images_of_a_draft(client, course):
    media = image_in(course)
    pages = [
        address("media_list", course.slug),
        address("media_new", course.slug, "image"),
        address("media_edit", course.slug, media.pk),
    ]
    client.force_login(UserFactory())

    assert [client.get(page).status_code for page in pages] == [404] * 3
    assert client.get(address("media_new", course.slug, "odd")).status_code == 404


def test_an_image_stays_when_its_words_are_refused(client, course):
    page = address("media_new", course.slug, "image")

    asked = client.post(page, {"image": picture(), "alt": "", "is_decoration": ""})
    media = Media.objects.get()
    form = asked.context["form"]
    done = client.post(
        address("media_edit", course.slug, media.pk),
        {"seen": form["seen"].value(), "alt": "A map of heat."},
    )

    assert form.errors == {"alt": ["Say what the image shows, or that it is decorative."]}
    assert address("media_edit", course.slug, media.pk) in asked.content.decode()
    assert done.status_code == 302
    assert Media.objects.get().alt == "A map of heat."
