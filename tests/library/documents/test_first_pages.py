"""The first page of a PDF as the picture of its record: drawn apart, and never before the document is open."""

import datetime as dt
import io
from pathlib import Path

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.roles import Role
from core.covers.drawing import MadeCover
from core.files.uploads import FileKind
from demo.factories.accounts import UserFactory
from demo.factories.library import FileFactory, RecordFactory
from library import tasks
from library.catalogue.actions.records import withdraw_record
from library.catalogue.models import File, Record
from library.catalogue.record_covers import FIRST_PAGE_WIDTHS, first_page_name
from library.documents import first_pages
from library.documents.actions.first_pages import draw_first_page
from library.documents.first_pages import MOST_TRIES
from tests.papers import pdf_of

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
PAGE = "<style>@page { size: A4; margin: 0; background: #2440b4 }</style><p>Build back fairer</p>"


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(autouse=True)
def on_that_morning():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(scope="module")
def report():
    return pdf_of(PAGE)


def address(file, width=FIRST_PAGE_WIDTHS[0]):
    return reverse("library:first_page", args=[file.pk, width])


def cover_of(record):
    return Record.objects.with_cover().get(pk=record.pk).cover


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def drawn_file(report, **fields):
    file = FileFactory(content=report, kind=FileKind.PDF, **fields)
    assert draw_first_page(file=file)
    file.refresh_from_db()
    return file


def test_the_worker_draws_the_first_page_in_two_widths(client, report):
    file = FileFactory(content=report, kind=FileKind.PDF)
    table = FileFactory(record=file.version.record)

    tasks.draw_first_pages()

    answers = [client.get(address(file, width)) for width in FIRST_PAGE_WIDTHS]
    pictures = [Image.open(io.BytesIO(answer.getvalue())) for answer in answers]
    assert [(p.format, p.size) for p in pictures] == [("WEBP", (100, 141)), ("WEBP", (240, 340))]
    assert [round(part, -1) for part in pictures[1].convert("RGB").getpixel((120, 300))] == [
        40,
        60,
        180,
    ]
    assert {answer["Cache-Control"] for answer in answers} == {"private, max-age=3600"}
    assert (
        client.get(address(table)).status_code == client.get(address(file, 999)).status_code == 404
    )


def test_the_page_and_the_finder_show_the_first_page(client, report):
    file = drawn_file(report)
    record = file.version.record

    pages = [client.get(record.get_absolute_url()), client.get(reverse("library:finder"))]

    shown = f'src="{address(file, FIRST_PAGE_WIDTHS[1])}" srcset="{address(file)} 100w'
    assert [page.content.decode().count(shown) for page in pages] == [1, 1]


def test_a_closed_document_shows_nothing_of_itself_before_its_day(client, report):
    file = drawn_file(report, embargo_until=NOW.date() + dt.timedelta(days=1))
    record = file.version.record
    made = MadeCover.of(record.title, look=cover_of(record).address.split("-")[2], format="page")

    editors = signed_in(UserFactory(roles=[Role.EDITOR])).get(address(file))

    assert cover_of(record).address == made.address
    assert client.get(address(file)).status_code == 404
    assert signed_in(UserFactory()).get(address(file)).status_code == 404
    assert (editors.status_code, editors["Cache-Control"]) == (200, "private, no-store")
    with time_machine.travel(NOW + dt.timedelta(days=1), tick=False):
        assert cover_of(record).address == address(file, FIRST_PAGE_WIDTHS[1])
        assert client.get(address(file)).status_code == 200


def test_the_first_page_of_a_withdrawn_record_is_gone(client, report):
    file = drawn_file(report)

    withdraw_record(record=file.version.record, reason="Wrong.", by=UserFactory(), at=NOW)

    assert client.get(address(file)).status_code == 404


def test_the_picture_is_that_of_the_present_version(report):
    record = drawn_file(report).version.record
    without = RecordFactory()

    record.current_version = without.versions.get()
    Record.objects.filter(pk=record.pk).update(current_version=record.current_version)

    assert cover_of(record).widths == ""


def test_a_document_that_cannot_be_drawn_is_given_up_after_three_tries(report):
    file = FileFactory(content=report, kind=FileKind.PDF)
    default_storage.delete(file.content.name)
    default_storage.save(file.content.name, io.BytesIO(b"%PDF-1.7 no pages at all"))

    for _ in range(MOST_TRIES + 1):
        tasks.draw_first_pages()

    file.refresh_from_db()
    assert (file.has_first_page, file.first_page_tries) == (False, MOST_TRIES)
    assert not default_storage.exists(first_page_name(file.sha256, FIRST_PAGE_WIDTHS[0]))


def test_a_page_of_any_shape_fits_into_a_picture(report):
    sizes = ["10000mm 10mm", "10mm 10000mm", "1mm 1mm"]
    pages = [f"<style>@page {{ size: {size}; margin: 0 }}</style>" for size in sizes]

    for page in pages:
        file = drawn_file(pdf_of(page))
        with default_storage.open(first_page_name(file.sha256, 240)) as kept:
            width, height = Image.open(kept).size
        assert (width, 1 <= height <= 600) == (240, True)


def test_a_second_worker_with_the_same_document_leaves_it(report):
    file = FileFactory(content=report, kind=FileKind.PDF)
    same = File.objects.get(pk=file.pk)

    assert draw_first_page(file=file)
    assert not draw_first_page(file=same)


@pytest.mark.parametrize("limit", ["SECONDS", "MEMORY"])
def test_the_process_that_draws_has_limits(report, tmp_path, monkeypatch, limit):
    drawer = tmp_path / "drawer.py"
    text = Path(first_pages.page_drawer.__file__).read_text()
    small = {"SECONDS": "SECONDS = 1\n", "MEMORY": "MEMORY = 1 << 20\n"}[limit]
    busy = "    while True: pass\n" if limit == "SECONDS" else ""
    text = text.replace('if __name__ == "__main__":\n', small + 'if __name__ == "__main__":\n')
    drawer.write_text(text.replace("    page = ", busy + "    page = "))
    monkeypatch.setattr(first_pages.page_drawer, "__file__", str(drawer))
    file = FileFactory(content=report, kind=FileKind.PDF)

    assert not draw_first_page(file=file)
