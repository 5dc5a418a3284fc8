"""Covers that people upload: for courses, networks and collections, by whoever may change the thing itself."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.roles import Role
from core.covers.actions import make_cover_sizes, set_cover
from core.covers.models import Covered
from core.covers.uploaded import all_names, cover_picture
from core.tasks import make_missing_sizes_of_covers
from courses.models import Course
from courses.states import CourseState
from demo.factories.accounts import UserFactory
from demo.factories.courses import CourseFactory
from demo.factories.networks import NetworkFactory
from library.lists.actions import create_list, delete_list
from library.lists.models import ReadingList, Sharing
from networks.models import Network, NetworkAccess

pytestmark = pytest.mark.django_db
ALT = "Six people plant a hedge in front of a row of flats."


@dataclass(frozen=True)
class Kind:
    """A kind of things with covers: how one is made, who edits it, and which near neighbour does not."""

    make: Callable[[], Covered]
    editor: Callable[[Any], Any]
    page: Callable[[Any], str]
    closed: dict[str, Any]


def collection():
    editor = UserFactory(roles=[Role.EDITOR])
    return create_list(
        user=editor, name="Begin here", about="", sharing=Sharing.CURATED, at=timezone.now()
    )


KINDS = {
    "course": Kind(
        CourseFactory,
        lambda course: UserFactory(roles=[Role.FACILITATOR]),
        lambda course: reverse("courses:teach_cover", args=[course.slug]),
        {"state": CourseState.DRAFT},
    ),
    "network": Kind(
        NetworkFactory,
        lambda network: network.memberships.get().user,
        lambda network: reverse("networks:network_cover_edit", args=[network.slug]),
        {"access": NetworkAccess.INVITED},
    ),
    "collection": Kind(
        collection,
        lambda reading_list: reading_list.user,
        lambda reading_list: reverse("library:collection_cover_edit", args=[reading_list.pk]),
        {"sharing": Sharing.PRIVATE},
    ),
}
MODELS = {"course": Course, "network": Network, "collection": ReadingList}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


def upload(size=(1600, 1000), **options):
    buffer = io.BytesIO()
    Image.new("RGB", size, "teal").save(buffer, "JPEG", **options)
    return SimpleUploadedFile("hedge.jpg", buffer.getvalue(), "image/jpeg")


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def stored(thing):
    """The thing as pages load it."""
    return type(thing).objects.with_cover().get(pk=thing.pk)


def covered(thing):
    set_cover(thing=thing, picture=cover_picture(upload()), alt=ALT)
    make_cover_sizes(thing=type(thing).objects.get(pk=thing.pk))
    return stored(thing)


def files(media):
    return sorted(path.name for path in (media / "covers").glob("*"))


def test_an_upload_becomes_a_clean_picture_with_sizes_and_words(
    kind, media, django_capture_on_commit_callbacks
):
    thing = KINDS[kind].make()
    client = signed_in(KINDS[kind].editor(thing))
    exif = Image.Exif()
    exif[0x010F] = "Spycam"

    with django_capture_on_commit_callbacks(execute=True):
        sent = client.post(KINDS[kind].page(thing), {"picture": upload(exif=exif), "alt": ALT})

    cover = stored(thing).cover
    names = [name.split()[0].rpartition("/")[2] for name in cover.widths.split(", ")]
    sizes = [Image.open(media / "covers" / name).size for name in names]
    assert sent.status_code == 302
    assert (cover.alt, sizes) == (ALT, [(288, 162), (640, 360), (1280, 720)])
    assert Image.open(media / "covers" / cover.social.rpartition("/")[2]).size == (1200, 630)
    assert not any(b"Spycam" in path.read_bytes() for path in (media / "covers").iterdir())


def test_every_size_is_sent_to_those_who_may_see_the_thing(kind, client):
    thing = covered(KINDS[kind].make())
    names = [name.removeprefix("covers/") for name in all_names(thing.cover_file.name)]

    answers = [client.get(thing.cover_address(name)) for name in names]
    type(thing).objects.filter(pk=thing.pk).update(**KINDS[kind].closed)
    closed = client.get(thing.cover_address(names[0]))
    editor = signed_in(KINDS[kind].editor(thing)).get(thing.cover_address(names[0]))

    assert [answer["Content-Type"] for answer in answers] == ["image/webp"] * 3 + ["image/jpeg"]
    assert {answer["Cache-Control"] for answer in answers} == {
        "private, max-age=31536000, immutable"
    }
    assert closed.status_code == 404
    assert (editor.status_code, editor["Cache-Control"]) == (200, "private, no-store")


def test_only_who_may_change_the_thing_changes_its_cover(kind):
    thing = KINDS[kind].make()
    page = KINDS[kind].page(thing)
    neighbour, reviewer = signed_in(UserFactory()), signed_in(UserFactory(roles=[Role.REVIEWER]))

    answers = [each.post(page, {"picture": upload(), "alt": ALT}) for each in (neighbour, reviewer)]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert Client().get(page).status_code == 302
    assert not stored(thing).cover_file


@pytest.mark.parametrize(
    ("sent", "fields"),
    [
        (lambda: {"alt": ALT}, {"picture"}),
        (lambda: {"picture": upload(), "alt": " "}, {"alt"}),
        (lambda: {"picture": upload(), "alt": "a" * 201}, {"alt"}),
        (lambda: {"picture": SimpleUploadedFile("a.jpg", b"<svg/>"), "alt": ALT}, {"picture"}),
        (lambda: {"picture": SimpleUploadedFile("a.jpg", b""), "alt": ALT}, {"picture"}),
        (
            lambda: {"picture": upload(size=(4_000, 3_100), progressive=True), "alt": ALT},
            {"picture"},
        ),
        (dict, {"picture", "alt"}),
    ],
    ids=["no picture", "no words", "many words", "svg", "empty", "large", "nothing"],
)
def test_what_cannot_be_a_cover_is_refused_beside_its_field(sent, fields):
    course = CourseFactory()
    client = signed_in(UserFactory(roles=[Role.FACILITATOR]))
    words = sent()

    answer = client.post(KINDS["course"].page(course), words)

    assert set(answer.context["form"].errors) == fields
    assert answer.context["form"]["alt"].value() == words.get("alt", None if not words else "")
    assert not stored(course).cover_file


def test_the_words_alone_can_be_changed(kind):
    thing = covered(KINDS[kind].make())
    client = signed_in(KINDS[kind].editor(thing))

    client.post(KINDS[kind].page(thing), {"alt": "A hedge."})

    changed = stored(thing)
    assert (changed.cover_alt, changed.cover_file) == ("A hedge.", thing.cover_file)


def test_a_new_cover_and_a_removed_one_leave_no_files(
    kind, media, django_capture_on_commit_callbacks
):
    thing = covered(KINDS[kind].make())
    client = signed_in(KINDS[kind].editor(thing))

    with django_capture_on_commit_callbacks(execute=True):
        client.post(KINDS[kind].page(thing), {"picture": upload(), "alt": ALT})
    second = stored(thing)
    left = files(media)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(KINDS[kind].page(thing), {"remove": "on"})

    assert left == sorted(n.removeprefix("covers/") for n in all_names(second.cover_file.name))
    assert second.cover_file != thing.cover_file
    assert (stored(thing).cover.alt, files(media)) == ("", [])


def test_a_deleted_collection_leaves_no_files(media, django_capture_on_commit_callbacks):
    thing = covered(collection())

    with django_capture_on_commit_callbacks(execute=True):
        delete_list(reading_list=thing)

    assert files(media) == []


def test_an_upload_whose_worker_was_stopped_is_shown_whole_and_found_by_the_sweep(kind):
    thing = KINDS[kind].make()
    set_cover(thing=thing, picture=cover_picture(upload()), alt=ALT)
    whole = stored(thing)

    make_missing_sizes_of_covers()

    swept = stored(thing)
    assert (whole.cover.widths, whole.cover.social) == ("", whole.made_cover.social)
    assert (whole.has_cover_sizes, swept.has_cover_sizes) == (False, True)


def test_sizes_of_a_cover_that_was_replaced_meanwhile_are_dropped(
    media, django_capture_on_commit_callbacks
):
    course = CourseFactory()
    first = set_cover(thing=course, picture=cover_picture(upload()), alt=ALT)
    second = set_cover(thing=course, picture=cover_picture(upload()), alt=ALT)

    make_cover_sizes(thing=first)

    assert stored(course).has_cover_sizes is False
    assert files(media) == [second.cover_file.name.removeprefix("covers/")]


def test_a_lost_file_stops_no_other_cover(media, caplog):
    lost, kept = CourseFactory(), CourseFactory()
    for course in (lost, kept):
        set_cover(thing=course, picture=cover_picture(upload()), alt=ALT)
    (media / stored(lost).cover_file.name).unlink()

    make_missing_sizes_of_covers()

    assert [stored(course).has_cover_sizes for course in (lost, kept)] == [False, True]
    assert "were not made" in caplog.text


def test_nothing_but_the_pictures_of_the_cover_is_sent(kind, client):
    thing = covered(KINDS[kind].make())
    other = covered(KINDS[kind].make())
    names = ["x.webp", "..", other.cover_file.name.removeprefix("covers/"), "a-288.webp"]

    assert {client.get(thing.cover_address(name)).status_code for name in names} == {404}


def test_a_cover_always_has_words(kind):
    thing = KINDS[kind].make()

    with pytest.raises(IntegrityError), transaction.atomic():
        MODELS[kind].objects.filter(pk=thing.pk).update(cover_file="covers/a.webp")


def test_a_list_of_ones_own_has_no_cover_page():
    person = UserFactory()
    mine = create_list(
        user=person, name="Mine", about="", sharing=Sharing.PRIVATE, at=timezone.now()
    )

    page = signed_in(person).get(reverse("library:collection_cover_edit", args=[mine.pk]))

    assert page.status_code == 404
