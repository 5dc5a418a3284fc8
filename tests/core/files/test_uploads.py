"""Files are judged by what is in them."""

import io
import os
import tracemalloc
import zipfile

import pypdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core.files.uploads import (
    FileKind,
    UploadRefused,
    answer_whole,
    checksum,
    download,
    inspect_upload,
    safe_name,
)
from courses.forms.media import NewFileForm
from submissions.forms.drafts import FileForm

WORD = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACRO = b"application/vnd.ms-word.document.macroEnabled.main+xml"
OPEN = b"application/vnd.oasis.opendocument.text"


def named(value):
    """Return a name for a test; made content has the clock in it and would differ by worker."""
    return "content" if isinstance(value, bytes) else str(value)


def pdf(*, password="", pages=1):
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(100, 100)
    if password:
        writer.encrypt(password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def picture(form):
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, form)
    return out.getvalue()


def package(**entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


DOCX = package(**{"[Content_Types].xml": WORD, "word/document.xml": b"<w/>"})
XLSX = package(**{"[Content_Types].xml": SHEET, "xl/workbook.xml": b"<w/>"})
ODT = package(**{"mimetype": OPEN, "content.xml": b"<w/>", "META-INF/manifest.xml": b"<m/>"})


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (pdf(), FileKind.PDF),
        (DOCX, FileKind.DOCX),
        (XLSX, FileKind.XLSX),
        (ODT, FileKind.ODT),
        (picture("PNG"), FileKind.PNG),
        (picture("JPEG"), FileKind.JPG),
        (b"place,rate\nLeeds,4\n", FileKind.CSV),
        ("Ort;Größe\nKöln;4\n".encode(), FileKind.CSV),
        ("Ort;Größe\nKöln;4\n".encode("cp1252"), FileKind.CSV),
        (b"a,b\n" + "é,é\n".encode() * 40_000, FileKind.CSV),
    ],
    ids=named,
)
def test_a_file_is_known_by_its_content_and_rewound(content, kind):
    file = SimpleUploadedFile("anything.exe", content)

    assert inspect_upload(file) == kind

    assert file.read() == content


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "This file is empty. Choose another one."),
        (b"MZ\x90\x00" * 90, "This file is a program"),
        (b"\x7fELF" + b"\0" * 90, "This file is a program"),
        (b"#!/bin/sh\nrm, -rf\n", "This file is a program"),
        (pdf(password="secret"), "This PDF is locked by a password"),
        (pdf(pages=0), "This PDF has no pages"),
        (b"%PDF-1.7 and nothing more", "This PDF is broken"),
        (pdf()[:200], "This PDF is broken"),
        (b"\x89PNG\r\n\x1a\nnothing", "This picture is broken"),
        (picture("JPEG")[:20], "This picture is broken"),
        (package(**{"[Content_Types].xml": MACRO, "word/document.xml": b""}), "contains macros"),
        (
            package(
                **{
                    "[Content_Types].xml": WORD,
                    "word/vbaProject.bin": b"",
                    "word/document.xml": b"",
                }
            ),
            "contains macros",
        ),
        (
            package(**{"mimetype": OPEN, "content.xml": b"", "Basic/a.xml": b""}),
            "contains macros",
        ),
        (
            package(
                **{
                    "mimetype": OPEN,
                    "content.xml": b"",
                    "META-INF/manifest.xml": b"encryption-data",
                }
            ),
            "locked by a password",
        ),
        (package(**{"run.exe": b"MZ"}), "This is an archive"),
        (DOCX[:60], "This document is broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "locked by a password or in an old"),
        (b"<html><script>alert(1)</script>, </html>", "We do not accept this type of file"),
        (b"GIF89a\x01\x00\x01\x00\x80\x00,\n,", "We do not accept this type of file"),
        (b"Just words, without any table.\nAnd more.", "We do not accept this type of file"),
        (b"a,b\x00c", "We do not accept this type of file"),
    ],
    ids=named,
)
def test_a_file_that_cannot_be_taken_is_refused_with_its_reason(content, reason):
    file = SimpleUploadedFile("report.pdf", content)

    with pytest.raises(UploadRefused) as refusal:
        inspect_upload(file)

    assert reason in str(refusal.value)


def overwritten(document, name):
    """The package with the packed content of one of its entries turned to nonsense."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        entry = archive.getinfo(name)
    start = entry.header_offset + 30 + len(name.encode())
    end = start + entry.compress_size
    return document[:start] + b"\xff" * entry.compress_size + document[end:]


def packed(method, **entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def listed_at(document, offset):
    """The package whose end says that its list of entries begins elsewhere."""
    end = document.rindex(b"PK\x05\x06")
    return document[: end + 16] + offset + document[end + 20 :]


@pytest.mark.parametrize(
    "content",
    [
        *(
            overwritten(
                packed(method, **{"[Content_Types].xml": WORD, "word/document.xml": b"<w/>"}),
                "[Content_Types].xml",
            )
            for method in (zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
        ),
        overwritten(packed(zipfile.ZIP_DEFLATED, mimetype=OPEN), "mimetype"),
        listed_at(DOCX, b"\xf0\xff\xff\xff"),
        listed_at(DOCX, b"\x00\x00\x00\x00"),
        DOCX[:-30] + DOCX[-20:],
    ],
    ids=["deflate", "bzip2", "lzma", "mimetype", "before the start", "at the start", "cut"],
)
def test_a_corrupt_document_is_refused_as_broken(content):
    with pytest.raises(UploadRefused, match="This document is broken"):
        inspect_upload(SimpleUploadedFile("report.docx", content))


MEGABYTE = 1024 * 1024
OBJECTS = b"1 0 obj<</Type/Catalog>>endobj\n"
AN_END = b"\nstartxref\n9\n%%EOF"


@pytest.mark.parametrize(
    "filling", [OBJECTS * (6 * MEGABYTE // len(OBJECTS)), b"\0" * 49 * MEGABYTE, b"\n" * 10 * MEGABYTE],
    ids=["objects", "nothing", "lines"],
)  # fmt: skip
@pytest.mark.parametrize("end", [b"", AN_END], ids=["without an end", "with an end"])
def test_a_pdf_made_to_keep_its_reader_busy_is_refused_after_little_work(filling, end):
    upload = SimpleUploadedFile("busy.pdf", b"%PDF-1.4\n" + filling + end)
    before = os.times()

    with pytest.raises(UploadRefused, match="This PDF is broken"):
        inspect_upload(upload)

    after = os.times()
    worked = sum(getattr(after, of) - getattr(before, of) for of in WORK)
    assert worked < 3


WORK = ("user", "system", "children_user", "children_system")


def test_a_file_over_the_limit_is_refused(settings):
    settings.MAX_UPLOAD_BYTES = 2 * 1024 * 1024

    with pytest.raises(UploadRefused, match="larger than 2 MB"):
        inspect_upload(SimpleUploadedFile("a.pdf", pdf() + b"\n" * 2 * 1024 * 1024))


def test_what_a_request_brings_past_the_limit_is_thrown_away_and_the_form_keeps_the_rest(
    rf, settings
):
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024
    report = SimpleUploadedFile("report.pdf", pdf() + b"\n" * 1024 * 1024)

    request = rf.post("/", {"before": "typed", "upload": report, "later": "typed too"})
    file = request.FILES["upload"]

    assert request.POST.dict() == {"before": "typed", "later": "typed too"}
    assert (file.name, file.read()) == ("report.pdf", b"")
    with pytest.raises(UploadRefused, match="larger than 1 MB"):
        inspect_upload(file)


def test_the_limit_holds_for_all_files_of_a_request_whatever_length_it_claims(rf, settings):
    settings.MAX_UPLOAD_BYTES = 3 * len(pdf()) // 2
    files = [SimpleUploadedFile(f"{number}.pdf", pdf()) for number in (1, 2)]

    request = rf.post("/", {"upload": files})

    assert [bool(file.read()) for file in request.FILES.getlist("upload")] == [True, False]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Report.PDF", "Report.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\tmp\\plan v2.final.docx", "plan v2.final.pdf"),
        ("a\r\nb\u202efdp.exe", "abfdp.pdf"),
        (".pdf", "file.pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
    ],
)
def test_safe_name_keeps_the_words_and_gives_the_true_ending(given, shown):
    assert safe_name(given, FileKind.PDF) == shown


def test_download_is_an_attachment_that_no_browser_interprets():
    answer = download(ContentFile(b"<script>"), name="Größe.csv", media_type="text/csv")

    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "text/csv"


def test_checksum_leaves_the_file_rewound():
    file = ContentFile(b"abc")

    assert checksum(file).startswith("ba7816bf8f01cfea")

    assert file.read() == b"abc"


def test_a_file_that_is_made_is_whole_before_it_is_sent():
    answer = answer_whole(["ä\n", b"b\n"], name="a.txt", media_type="text/plain; charset=utf-8")

    assert (b"".join(answer.streaming_content), answer["Content-Length"]) == (
        "ä\nb\n".encode(),
        "5",
    )
    assert answer["Content-Disposition"] == 'attachment; filename="a.txt"'


@pytest.mark.django_db
def test_a_file_of_any_size_is_made_in_the_memory_of_a_part():
    size = 24 * 1024 * 1024
    tracemalloc.start()

    answer = answer_whole(
        (b"x" * 65_536 for _n in range(size // 65_536)), name="a", media_type="a/b"
    )
    sent = sum(len(piece) for piece in answer.streaming_content)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    answer.close()

    assert sent == size
    assert most < 6 * 1024 * 1024


def test_forms_say_the_size_that_the_operator_chose(settings):
    settings.MAX_UPLOAD_BYTES = 7 * 1024 * 1024

    for form in (FileForm, NewFileForm):
        assert "at most 7 MB" in str(form.base_fields["upload"].help_text)
