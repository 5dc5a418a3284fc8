"""The disk of the uploads, or that of the temporary files, has no room: people are told, and nothing stays by half."""

import os
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.models import Profile
from accounts.roles import Role
from core.files.uploads_folder import StorageFull, UploadsFolder
from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory
from demo.factories.submissions import SubmissionFactory
from library.catalogue.models import File, Version
from library.exchange.models import Import
from submissions.models import Attachment

pytestmark = pytest.mark.django_db
ROWS = b"place,rate\n" + b"Leeds,4\n" * 20_000
SIZE = 64 * 1024
NO_ROOM = "the storage of this site is full"


@pytest.fixture
def small_disk(tmp_path):
    """A disk of its own with little room."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(disk)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a disk for one test can only be mounted by root")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def fill(disk: Path) -> None:
    (disk / "other").write_bytes(bytes(SIZE))


@pytest.fixture
def full_storage(settings, small_disk):
    fill(small_disk)
    settings.MEDIA_ROOT = small_disk
    return small_disk


def left(disk: Path) -> list[str]:
    return [path.name for path in disk.rglob("*") if path.is_file()]


def picture() -> bytes:
    stream = BytesIO()
    Image.new("RGB", (40, 40)).save(stream, "PNG")
    return stream.getvalue()


def test_an_author_is_told_beside_the_file(client, full_storage):
    draft = SubmissionFactory.create()
    client.force_login(draft.author)

    answer = client.post(
        reverse("submissions:submission_files", args=[draft.pk]),
        {"upload": SimpleUploadedFile("rates.csv", ROWS)},
    )

    assert answer.status_code == 200
    assert NO_ROOM in answer.content.decode()
    assert not Attachment.objects.exists()
    assert left(full_storage) == ["other"]


def test_an_editor_keeps_the_words_beside_the_file(client, full_storage):
    record = RecordFactory.create()
    client.force_login(UserFactory.create(roles=[Role.EDITOR]))
    words = {"is_new_version": "on", "note": "Second year"}

    answer = client.post(
        reverse("library:file_add", args=[record.pk]),
        {**words, "file": SimpleUploadedFile("a.csv", ROWS)},
    )

    assert answer.status_code == 200
    assert NO_ROOM in answer.content.decode()
    assert answer.context["form"]["note"].value() == "Second year"
    assert Version.objects.count() == 1
    assert not File.objects.exists()
    assert left(full_storage) == ["other"]


def test_an_import_is_not_begun(client, full_storage):
    client.force_login(UserFactory.create(roles=[Role.EDITOR]))

    answer = client.post(
        reverse("library:import_list"), {"file": SimpleUploadedFile("a.csv", ROWS)}
    )

    assert answer.status_code == 200
    assert NO_ROOM in answer.content.decode()
    assert not Import.objects.exists()
    assert left(full_storage) == ["other"]


def test_a_person_keeps_what_was_typed_beside_the_photo(client, full_storage):
    person = UserFactory.create()
    client.force_login(person)
    page = reverse("accounts:profile_edit")
    words = client.get(page).context["form"].initial | {"job_title": "Nurse", "time_zone": "UTC"}

    answer = client.post(
        page,
        {
            **{name: value for name, value in words.items() if value is not None},
            "full_name": person.full_name,
            "photo": SimpleUploadedFile("me.png", picture(), "image/png"),
        },
    )

    assert answer.status_code == 200
    assert NO_ROOM in answer.content.decode()
    assert answer.context["form"]["job_title"].value() == "Nurse"
    assert not Profile.objects.get(user=person).photo
    assert left(full_storage) == ["other"]


def test_nothing_is_left_of_a_file_that_fitted_by_half(settings, small_disk):
    settings.MEDIA_ROOT = small_disk

    with pytest.raises(StorageFull):
        default_storage.save("rates.csv", ContentFile(ROWS))

    assert left(small_disk) == []


@pytest.mark.parametrize("room", ["none at all", "for the beginning"])
def test_a_large_upload_needs_room_while_it_comes(client, settings, small_disk, room):
    settings.FILE_UPLOAD_TEMP_DIR = str(small_disk)
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1
    if room == "none at all":
        fill(small_disk)
    record = RecordFactory.create()
    client.force_login(UserFactory.create(roles=[Role.EDITOR]))

    answer = client.post(
        reverse("library:file_add", args=[record.pk]),
        {
            "is_new_version": "on",
            "note": "Second year",
            "file": SimpleUploadedFile("a.csv", ROWS),
        },
    )

    assert NO_ROOM in str(answer.context["form"].errors["file"])
    assert answer.context["form"]["note"].value() == "Second year"
    assert not File.objects.exists()
    assert set(left(small_disk)) <= {"other"}


def test_a_file_keeps_its_name_unless_another_has_it(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    first = default_storage.save("a/rates.csv", ContentFile(b"first"))
    second = default_storage.save("a/rates.csv", ContentFile(b"second"))

    assert isinstance(default_storage._wrapped, UploadsFolder)
    assert first == "a/rates.csv"
    assert second != first
    assert default_storage.open(first).read() == b"first"
    assert default_storage.open(second).read() == b"second"
    assert sorted(left(tmp_path)) == sorted(Path(name).name for name in (first, second))


def test_two_who_save_under_one_name_at_once_keep_both(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    class Overtaken(UploadsFolder):
        """Somebody else takes the name while the file is still being written."""

        def _put_in_place(self, part: str, name: str) -> str:
            Path(self.path(name)).write_bytes(b"theirs")
            self._put_in_place = super()._put_in_place
            return super()._put_in_place(part, name)

    name = Overtaken().save("rates.csv", ContentFile(b"ours"))

    assert name != "rates.csv"
    assert (tmp_path / "rates.csv").read_bytes() == b"theirs"
    assert (tmp_path / name).read_bytes() == b"ours"
    assert len(left(tmp_path)) == 2
