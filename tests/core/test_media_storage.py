"""Uploads in a bucket: everything that works in a folder works there, and permission is asked first."""

import datetime as dt
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.actions.profiles import remove_photo, save_photo
from accounts.profiles.photos import portrait
from config.media import media_storage
from core.backups.making import make_backup
from core.backups.media import names_in, put_media_back
from core.doctor.findings import State, examine
from core.files.uploads import FileKind
from demo.factories.accounts import UserFactory
from demo.factories.library import FileFactory, RecordFactory
from library.documents.models import ExtractionState, FileText
from library.tasks import read_files
from tests.papers import pdf_of

pytestmark = pytest.mark.django_db
ROOT = site_settings.BASE_DIR
CSV = b"place,rate\nLeeds,4\n"


def test_a_file_is_kept_in_the_bucket_and_handed_out_by_our_view_alone(client, bucket):
    file = FileFactory()

    page = client.get(file.version.record.get_absolute_url()).content.decode()
    answer = client.get(file.get_absolute_url())

    assert list(bucket.files.values()) == [CSV]
    assert b"".join(answer.streaming_content) == CSV
    assert answer["Content-Disposition"] == 'attachment; filename="rates.csv"'
    assert "X-Amz" not in page
    assert bucket.address.rpartition(":")[2][:5] not in page


def test_whoever_may_not_read_a_file_does_not_reach_the_bucket(client, bucket):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    file = FileFactory(record=RecordFactory(), embargo_until=tomorrow)
    bucket.asked.clear()

    assert client.get(file.get_absolute_url()).status_code == 404
    assert bucket.asked == []


def test_a_photo_is_shown_and_removed(client, bucket, django_capture_on_commit_callbacks):
    user = UserFactory()
    picture = io.BytesIO()
    Image.new("RGB", (500, 500), "teal").save(picture, "PNG")
    save_photo(user=user, photo=portrait(ContentFile(picture.getvalue(), name="me.png")))
    client.force_login(user)

    answer = client.get(reverse("accounts:photo", args=[user.pk]))
    shown = b"".join(answer.streaming_content)
    with django_capture_on_commit_callbacks(execute=True):
        remove_photo(user=user)

    assert (answer.status_code, shown[8:12]) == (200, b"WEBP")
    assert bucket.files == {}


def test_documents_are_read_from_the_bucket(bucket):
    pdf = pdf_of("<html lang=en><body><p>Condensation</p></body></html>")
    file = FileFactory(content=pdf, kind=FileKind.PDF)

    read_files.delay()

    read = FileText.objects.get(file=file)
    assert (read.state, read.text) == (ExtractionState.READ, "Condensation")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_backup_holds_what_is_in_the_bucket_and_puts_it_back(bucket, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    file = FileFactory()
    before = dict(bucket.files)

    first = make_backup(folder=tmp_path / "backups", at=timezone.now())
    second = make_backup(folder=tmp_path / "backups", at=timezone.now() + dt.timedelta(days=1))
    bucket.files.clear()
    written = put_media_back(file.content.storage, second.path)

    assert (first.description.files, written, bucket.files) == (1, 1, before)
    name = f"media/{file.content.name}"
    assert (first.path / name).samefile(second.path / name)


def test_folders_of_a_bucket_are_walked_like_those_of_a_disk(bucket, tmp_path):
    from django.core.files.storage import default_storage

    for storage in (default_storage, FileSystemStorage(tmp_path)):
        for name in ("a.txt", "b/c.txt", "b/d/e.txt"):
            storage.save(name, ContentFile(b"words"))

    assert list(names_in(default_storage)) == list(names_in(FileSystemStorage(tmp_path)))


def test_the_operator_is_told_whether_the_bucket_answers(bucket, settings):
    def about() -> list[tuple[str, State]]:
        found = examine(now=timezone.now())
        return [
            (each.what, each.state) for each in found if each.what in ("Uploads", "core.storage")
        ]

    there = about()
    settings.STORAGES = {
        **settings.STORAGES,
        "default": media_storage("s3://key:secret@127.0.0.1:1/files?region=x&tls=0"),
    }

    assert there == [("Uploads", State.OK)]
    assert about() == [("core.storage", State.FAULT)]


@pytest.mark.parametrize(
    "address",
    ["https://host/bucket", "s3://host/bucket", "s3://key:secret@host", "s3://key@host/bucket"],
)
def test_an_address_that_is_none_is_refused_in_plain_words(address):
    with pytest.raises(ImproperlyConfigured, match="is written s3://key:secret@host/bucket"):
        media_storage(address)


def test_without_the_library_the_setting_says_how_to_install_it(tmp_path):
    program = (
        "import sys; sys.modules['botocore'] = None; sys.path[:0] = ['.', 'platform'];"
        "import config.settings"
    )
    environment = {
        **os.environ,
        "DEBUG": "1",
        "PRAXIS_VAR": str(tmp_path),
        "MEDIA_S3_URL": "s3://key:secret@s3.example.org/files",
    }

    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True
    )

    assert "uv sync --locked --no-dev --group s3" in done.stderr.splitlines()[-1]


# Who knows that uploads may be files of this machine: the settings, and what tells of disks.
KNOW_FOLDERS = {"platform/config/settings.py", "platform/core/doctor/disks.py"}


def test_no_code_asks_an_uploaded_file_for_its_path_or_address():
    asks = re.compile(r"\b(?:content|photo|file|storage|upload)\.(?:path|url)\b|MEDIA_ROOT")
    parts = ("platform", "courses", "library", "mentoring", "networks", "submissions", "templates")

    found = {
        path.relative_to(ROOT).as_posix()
        for part in parts
        for path in Path(ROOT / part).rglob("*.*")
        if path.suffix in {".py", ".html", ".txt"} and asks.search(path.read_text(encoding="utf-8"))
    }

    assert found - KNOW_FOLDERS == set()
