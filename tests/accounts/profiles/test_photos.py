"""Photos: made small and clean, and shown to those who may see them."""

import io
import time

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageFile

from accounts import shared_networks
from accounts.actions.profiles import remove_photo, save_photo
from accounts.models import Profile, Visibility
from accounts.profiles import photos
from accounts.profiles.photos import portrait
from core.files import pictures
from demo.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def picture(kind="JPEG", size=(640, 480), mode="RGB", **options) -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new(mode, size, 90).save(buffer, kind, **options)
    return SimpleUploadedFile("holiday.jpg", buffer.getvalue(), "image/jpeg")


def moving(kind: str) -> SimpleUploadedFile:
    buffer = io.BytesIO()
    frames = [Image.new("RGB", (50, 50), shade) for shade in ("red", "blue")]
    frames[0].save(buffer, kind, save_all=True, append_images=frames[1:], duration=100)
    return SimpleUploadedFile("dance.png", buffer.getvalue(), "image/png")


def with_place() -> SimpleUploadedFile:
    exif = Image.Exif()
    exif[0x010F] = "Spycam"
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    return picture(exif=exif)


def bomb() -> SimpleUploadedFile:
    """A small file that would unpack to a hundred million pixels."""
    return picture("PNG", size=(10_000, 10_000), mode="1")


def test_a_portrait_is_a_small_square_without_what_the_camera_hid():
    upload = with_place()
    assert b"Spycam" in upload.read()
    upload.seek(0)

    data = portrait(upload).read()

    with Image.open(io.BytesIO(data)) as image:
        assert (image.format, image.size, dict(image.getexif())) == ("WEBP", (400, 400), {})
        assert "icc_profile" not in image.info
    assert b"Spycam" not in data
    assert b"EXIF" not in data


def test_a_portrait_stands_upright():
    sideways = Image.new("RGB", (400, 200), "red")
    sideways.paste("blue", (0, 0, 200, 200))
    exif = Image.Exif()
    exif[0x0112] = 6
    buffer = io.BytesIO()
    sideways.save(buffer, "JPEG", exif=exif)

    data = portrait(SimpleUploadedFile("a.jpg", buffer.getvalue())).read()

    with Image.open(io.BytesIO(data)) as image:
        red, _green, blue = image.convert("RGB").getpixel((200, 20))
        assert blue > red


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("JPEG", "CMYK"),
        ("JPEG", "L"),
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "LA"),
        ("PNG", "I;16"),
        ("PNG", "1"),
        ("WEBP", "RGBA"),
        ("GIF", "P"),
    ],
)
@pytest.mark.parametrize("size", [(640, 480), (2_600, 1_700), (30, 4_000)])
def test_every_kind_of_still_picture_is_taken(kind, mode, size):
    data = portrait(picture(kind, mode=mode, size=size)).read()

    with Image.open(io.BytesIO(data)) as image:
        assert (image.format, image.mode, image.size) == ("WEBP", "RGB", (400, 400))


@pytest.mark.parametrize("is_lenient", [False, True])
@pytest.mark.parametrize(
    ("upload", "code"),
    [
        (lambda: SimpleUploadedFile("me.jpg", b"MZ\x90\x00" + b"\x00" * 200), "not_a_photo"),
        (lambda: SimpleUploadedFile("me.jpg", b"<svg onload='alert(1)'/>"), "not_a_photo"),
        (lambda: SimpleUploadedFile("me.png", b"%PDF-1.7"), "not_a_photo"),
        (lambda: picture("BMP"), "not_a_photo"),
        (lambda: picture("TIFF"), "not_a_photo"),
        (lambda: SimpleUploadedFile("me.jpg", picture().read()[:700]), "damaged"),
        (lambda: SimpleUploadedFile("me.png", picture("PNG").read()[:60]), "damaged"),
        (lambda: moving("GIF"), "moves"),
        (lambda: moving("WEBP"), "moves"),
        (lambda: moving("PNG"), "moves"),
        (bomb, "too_many_pixels"),
        (lambda: picture("PNG", size=(4_000, 3_100), mode="1"), "too_many_pixels"),
        (lambda: picture(size=(4_000, 3_100), progressive=True), "too_many_pixels"),
        (lambda: SimpleUploadedFile("me.jpg", b"\xff" * (60 * 1024 * 1024)), "too_big"),
    ],
    ids=[
        "program", "svg", "pdf", "bmp", "tiff", "half a jpeg", "half a png", "gif", "webp", "apng", "bomb",
        "large png", "large progressive jpeg", "60 MB",
    ],
)  # fmt: skip
def test_what_is_no_still_picture_of_a_fair_size_is_refused_with_its_reason(
    monkeypatch, upload, code, is_lenient
):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", is_lenient)

    with pytest.raises(ValidationError) as refusal:
        portrait(upload())

    assert refusal.value.code == code


def test_a_plain_jpeg_may_be_as_large_as_cameras_make_them():
    assert portrait(picture(size=(8_000, 6_000), mode="L")).size


def test_a_bomb_of_a_few_kilobytes_is_refused_without_unpacking_it():
    upload = picture("PNG", size=(7_700, 7_700), mode="RGBA")
    before = time.process_time()

    with pytest.raises(ValidationError, match="more than 12 million pixels"):
        portrait(upload)

    assert time.process_time() - before < 0.5


def test_a_bomb_beyond_pillows_own_limit_is_refused_too(monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1_000)

    with pytest.raises(ValidationError) as refusal:
        portrait(picture())

    assert refusal.value.code == "too_many_pixels"


def test_a_new_photo_replaces_the_file_of_the_old_one(media, django_capture_on_commit_callbacks):
    user = UserFactory()
    with django_capture_on_commit_callbacks(execute=True):
        save_photo(user=user, photo=portrait(picture()))
    first = Profile.objects.get(user=user).photo.name

    with django_capture_on_commit_callbacks(execute=True):
        save_photo(user=user, photo=portrait(picture()))

    second = Profile.objects.get(user=user).photo.name
    assert first != second
    assert [file.name for file in (media / "photos").iterdir()] == [second.removeprefix("photos/")]


def test_a_removed_photo_is_gone_from_the_disk(media, django_capture_on_commit_callbacks):
    user = UserFactory()
    save_photo(user=user, photo=portrait(picture()))

    with django_capture_on_commit_callbacks(execute=True):
        remove_photo(user=user)
        remove_photo(user=user)

    assert not Profile.objects.get(user=user).photo
    assert list((media / "photos").iterdir()) == []


@pytest.mark.parametrize(
    ("shown_to", "may"),
    [
        (Visibility.EVERYONE, {"owner", "network", "member", "visitor"}),
        (Visibility.MEMBERS, {"owner", "network", "member"}),
        (Visibility.NETWORKS, {"owner", "network"}),
        (Visibility.NOBODY, {"owner"}),
    ],
)
@pytest.mark.parametrize("viewer", ["owner", "network", "member", "visitor"])
def test_a_photo_is_sent_to_those_it_is_shown_to_and_hidden_from_others(
    client, monkeypatch, shown_to, may, viewer
):
    owner, friend = UserFactory(), UserFactory()
    save_photo(user=owner, photo=portrait(picture()))
    Profile.objects.filter(user=owner).update(shown_to={"photo": shown_to})
    near = {owner.pk, friend.pk}
    monkeypatch.setattr(
        shared_networks,
        "_finders",
        {"test": lambda person, others: near & set(others) if person.pk in near else set()},
    )
    if viewer != "visitor":
        people = {"owner": owner, "network": friend}
        client.force_login(people.get(viewer) or UserFactory())

    answer = client.get(reverse("accounts:photo", args=[owner.pk]))

    assert answer.status_code == (200 if viewer in may else 404)


@pytest.mark.parametrize(
    ("shown_to", "cached"),
    [(Visibility.EVERYONE, "private, max-age=300"), (Visibility.MEMBERS, "private, no-store")],
)
def test_a_photo_comes_with_headers_that_keep_it_a_picture(client, shown_to, cached):
    owner = UserFactory()
    save_photo(user=owner, photo=portrait(picture()))
    Profile.objects.filter(user=owner).update(shown_to={"photo": shown_to})
    client.force_login(owner)
    address = reverse("accounts:photo", args=[owner.pk])

    answer = client.get(address)
    again = client.get(address, headers={"If-None-Match": answer["ETag"]})

    assert b"".join(answer.streaming_content)[8:12] == b"WEBP"
    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == f'inline; filename="photo-{owner.pk}.webp"'
    assert answer["Cache-Control"] == cached
    assert again.status_code == 304


def test_a_photo_whose_file_is_lost_is_not_found(client, media):
    owner = UserFactory()
    save_photo(user=owner, photo=portrait(picture()))
    for file in (media / "photos").iterdir():
        file.unlink()
    client.force_login(owner)

    assert client.get(reverse("accounts:photo", args=[owner.pk])).status_code == 404


def test_nobody_without_a_photo_has_one(client):
    assert client.get(reverse("accounts:photo", args=[UserFactory().pk])).status_code == 404


def test_the_limits_are_those_that_the_page_tells():
    assert (photos.SIDE, pictures.MAX_BYTES) == (400, 10_485_760)
    assert (pictures.MAX_PIXELS, pictures.MAX_PIXELS_UNFOLDED) == (60_000_000, 12_000_000)
