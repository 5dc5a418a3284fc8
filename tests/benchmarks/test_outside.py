"""Two records of what Praxis shows are compared by what they say, and by nothing else."""

import io
import re
import zipfile

import pytest
from django.core.mail import EmailMultiAlternatives

from benchmarks.outside.compare import (
    Difference,
    Expected,
    compare,
    differences,
    differing_lines,
    read_expected,
)
from benchmarks.outside.inventory import parts_of
from benchmarks.outside.readable import (
    as_text,
    headers_as_text,
    html_as_text,
    mail_as_text,
    without_chance,
)


def write_record(folder, **files):
    folder.mkdir()
    for name, text in files.items():
        (folder / f"{name}.txt").write_text(text)
    return folder


def test_white_space_between_tags_does_not_count_and_between_words_and_tags_it_does():
    spread = '<ul>\n  <li class="a\n b">One   <b>two</b>\n</li>\n\n</ul>'

    assert html_as_text(spread) == html_as_text('<ul><li class="a b">One <b>two</b> </li></ul>')
    assert html_as_text("<p>One <b>two</b></p>") != html_as_text("<p>One<b>two</b></p>")
    assert html_as_text("<p>One</p>") == "<p>One\n</p>"


def test_what_is_drawn_by_lot_is_not_told():
    page = (
        f'<input name="csrfmiddlewaretoken" value="{"aB3" * 21}x">'
        ' value="9f0b5a54-7a0c-4d7e-9c8f-0a1b2c3d4e5f" src="/photos/9f0b5a547a0c4d7e9c8f0a1b2c3d4e5f"'
    )

    assert without_chance(page) == (
        '<input name="csrfmiddlewaretoken" value="(token)"> value="(random key)" src="/photos/(random key)"'
    )


def test_keys_that_are_computed_are_told():
    computed = "0f4b5a54-7a0c-5d7e-9c8f-0a1b2c3d4e5f"

    assert without_chance(computed) == computed


def test_each_kind_of_body_is_told_in_lines():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as written:
        written.writestr("part.json", '{"b":1,"a":[2]}')

    assert as_text(b'{"b":1,"a":"\xc3\xa4"}', "application/json") == '{\n "b": 1,\n "a": "ä"\n}'
    assert as_text(b"<a><b/></a>", "text/xml; charset=utf-8") == "<a>\n<b/>\n</a>"
    assert as_text(b"a,b\r\n1,2\r\n", "text/csv") == "a,b\r\n1,2\r\n"
    assert as_text(archive.getvalue(), "application/zip").splitlines()[:2] == ["=== part.json", "{"]
    assert as_text(b"\x89PNG", "image/png").startswith("4 bytes, sha256 ")
    assert as_text(b"{", "application/json").startswith("1 bytes, sha256 ")


def test_of_headers_the_values_count_and_of_an_etag_only_that_it_is_there():
    headers = {
        "Vary": "Cookie",
        "ETag": '"abc"',
        "Content-Length": "12",
        "Cache-Control": "private",
    }
    kept = {"path": "/", "samesite": "Lax", "httponly": True, "secure": "", "max-age": 60}

    told = headers_as_text(headers, [_Cookie(kept)])

    assert told.splitlines() == [
        "Cache-Control: private",
        "ETag: (present)",
        "Vary: Cookie",
        "Set-Cookie: sessionid path=/ samesite=Lax httponly=True secure= max-age=60",
    ]


class _Cookie(dict):
    key = "sessionid"


def test_a_mail_is_told_with_its_text_its_html_and_what_is_attached():
    mail = EmailMultiAlternatives("News", "Hello", "a@example.org", ["b@example.org"])
    mail.attach_alternative("<p>Hello</p>", "text/html")
    mail.attach("session.ics", "BEGIN:VCALENDAR", "text/calendar")

    told = mail_as_text(mail).splitlines()

    assert told[:3] == ["Subject: News", "From: a@example.org", "To: b@example.org"]
    assert told[-6:] == [
        "Hello",
        "=== text/html",
        "<p>Hello",
        "</p>",
        "=== session.ics (text/calendar)",
        "BEGIN:VCALENDAR",
    ]


def test_only_the_lines_that_differ_are_shown():
    assert list(differing_lines("a\nb\nc", "a\nB\nc")) == ["-b", "+B"]


def test_files_that_differ_and_files_of_one_record_only_are_found(tmp_path):
    before = write_record(tmp_path / "before", same="a", other="b", gone="c")
    after = write_record(tmp_path / "after", same="a", other="B", come="d")

    assert list(differences(before, after)) == [
        Difference("come.txt", ("+d (only after)",)),
        Difference("gone.txt", ("-c (only before)",)),
        Difference("other.txt", ("-b", "+B")),
    ]


def test_equal_records_are_equal_and_others_fail(tmp_path, capsys):
    before = write_record(tmp_path / "before", page="a\nb")
    after = write_record(tmp_path / "after", page="a\nB")

    assert compare(before, before, [], most_lines=1) == 0
    assert compare(before, after, [], most_lines=1) == 1
    assert capsys.readouterr().out.splitlines() == [
        "1 files before, 1 after: 0 differ, 0 differ as meant.",
        "page.txt",
        "    -b",
        "    … and 1 more lines",
        "1 files before, 1 after: 1 differ, 0 differ as meant.",
    ]


def test_a_meant_difference_is_listed_apart_and_only_when_every_line_is_meant(tmp_path, capsys):
    before = write_record(tmp_path / "before", page="Uses", mixed="Uses\nother")
    after = write_record(tmp_path / "after", page="Usage", mixed="Usage\nanother")
    expected = read_expected("# A plainer word\n: [-+](Uses|Usage)$\n")

    assert compare(before, after, expected, most_lines=9) == 1
    assert capsys.readouterr().out.splitlines()[0] == "mixed.txt"
    (before / "mixed.txt").unlink()
    (after / "mixed.txt").unlink()
    assert compare(before, after, expected, most_lines=9) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Meant: A plainer word: 1 files, such as page.txt",
        "1 files before, 1 after: 0 differ, 1 differ as meant.",
    ]


def test_no_difference_is_meant_without_a_reason():
    assert read_expected("# Why\na.b\n\nc\n") == [
        Expected(re.compile("a.b"), "Why"),
        Expected(re.compile("c"), "Why"),
    ]
    with pytest.raises(ValueError, match="No reason"):
        read_expected("a.b\n")


def test_a_table_is_told_by_its_columns_and_constraints():
    sql = """CREATE TABLE "t" ("a" integer NOT NULL, CONSTRAINT "c" CHECK ("a" IN (1, 2) AND "b" != ',('), "b" text)"""

    assert list(parts_of(sql)) == [
        '"a" integer NOT NULL',
        """CONSTRAINT "c" CHECK ("a" IN (1, 2) AND "b" != ',(')""",
        '"b" text',
    ]
