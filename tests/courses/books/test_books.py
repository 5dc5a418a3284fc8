"""The whole course to print and as an EPUB: whole, well-formed, without answers, and for its readers alone."""

import datetime as dt
import io
import shutil
import uuid
import zipfile
from posixpath import dirname, join, normpath
from urllib.parse import urldefrag

import pytest
from django.core.files.storage import default_storage
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from lxml import etree

from courses.actions.authoring.prerequisites import set_conditions
from courses.actions.books.keeping import FOLDER, epub_of, erase_old_books
from courses.actions.charts import make_chart
from courses.actions.content import add_lesson
from courses.actions.corrections import correct_lesson
from courses.actions.learning import complete_lesson
from courses.actions.media import add_image
from courses.actions.releases import publish_release
from courses.books.content import book_of
from courses.books.xhtml import xhtml_of
from courses.importing.pasted_tables import read_table
from courses.media.images import prepared_image
from courses.models import Lesson, LessonCitation, Release
from courses.states import LessonKind, QuestionKind
from demo.factories.accounts import UserFactory
from demo.factories.courses import (
    CourseFactory,
    EnrolmentFactory,
    LessonFactory,
    QuestionFactory,
)
from demo.factories.library import RecordFactory
from library.catalogue.actions.records import restore_record, withdraw_record
from tests.courses.gradients import put_figure
from tests.courses.pictures import picture
from tests.shared import shared

pytestmark = pytest.mark.django_db
NOW = timezone.now()
NS = {
    "c": "urn:oasis:names:tc:opendocument:xmlns:container",
    "o": "http://www.idpf.org/2007/opf",
    "d": "http://purl.org/dc/elements/1.1/",
    "h": "http://www.w3.org/1999/xhtml",
    "s": "http://www.w3.org/2000/svg",
    "m": "http://www.w3.org/1998/Math/MathML",
}
BODY = """# A heading & more

Look <here>: $`a^2 < b`$ and a [link](/library/) and [[cite:1]].

{{figure:NAME}}

{{image:rooms|Rooms “by” floor}}

{{chart:nights}}

> [!TIP]
> Ask first.

| Floor | Nights |
| --- | --- |
| One | 4 |

# Check your answer

It is the slope."""


@pytest.fixture(scope="module", autouse=True)
def stored(tmp_path_factory):
    """The folder with the files of the course that all tests share."""
    folder = tmp_path_factory.mktemp("stored")
    with override_settings(MEDIA_ROOT=folder):
        yield folder


@pytest.fixture(autouse=True)
def _here(settings, stored, tmp_path):
    settings.MEDIA_ROOT = shutil.copytree(stored, tmp_path / "media")


@shared
def author():
    return UserFactory()


@shared
def course(author):
    """A published course with everything that a lesson can show, a quiz and a plan."""
    course = CourseFactory(
        title="Heat & “homes”", is_published=False, texts=0, quiz=True, plan=True, by=author,
        language="cy", outcomes=["Say <why>"],
    )  # fmt: skip
    release = Release.objects.get(course=course)
    add_image(
        release=release,
        image=prepared_image(picture(name="rooms.png")),
        alt='A "house" & heat',
        at=NOW,
    )
    make_chart(
        release=release, table=read_table("Floor\tNights\nGround\t4\nFirst\t9"), key=uuid.uuid4(),
        title="Nights", kind="bars", unit="nights", description="More above.", source="Made up",
    )  # fmt: skip
    lesson = add_lesson(
        module=release.modules.get(), kind=LessonKind.TEXT, title="Rooms <warm>",
        body=BODY.replace("NAME", put_figure(release).slug),
    )  # fmt: skip
    record = RecordFactory(title="Cold homes & health")
    LessonCitation.objects.create(lesson=lesson, version=record.current_version, note="Because.")
    QuestionFactory(
        lesson=Lesson.objects.get(module__release=release, kind=LessonKind.QUIZ),
        kind=QuestionKind.ORDERING, prompt="Order these",
        options=[("first", True), ("second", True), ("third", True)],
    )  # fmt: skip
    publish_release(release=release, by=author, at=NOW)
    course.refresh_from_db()
    return course


def opened(content):
    """The files of the book by name, and every XML among them read."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert archive.testzip() is None
    first = archive.infolist()[0]
    assert (first.filename, first.compress_type, first.extra) == (
        "mimetype",
        zipfile.ZIP_STORED,
        b"",
    )
    files = {info.filename: archive.read(info) for info in archive.infolist()}
    assert files["mimetype"] == b"application/epub+zip"
    pages = {
        name: etree.fromstring(content)
        for name, content in files.items()
        if name.endswith((".xhtml", ".opf", ".xml"))
    }
    return files, pages


def test_the_book_is_an_epub_3_whose_every_reference_leads_somewhere(course):
    files, pages = opened(epub_of(Release.objects.select_related("course").get(course=course)))

    rootfile = pages["META-INF/container.xml"].find(".//c:rootfile", NS).get("full-path")
    package = pages[rootfile]
    assert package.get("version") == "3.0"
    named = package.find(".//d:identifier", NS)
    assert named.get("id") == package.get("unique-identifier")
    assert package.findtext(".//d:title", namespaces=NS) == "Heat & “homes”"
    assert package.findtext(".//d:language", namespaces=NS) == "cy"
    metas = {each.get("property"): each.text for each in package.findall(".//o:meta", NS)}
    assert metas["dcterms:modified"].endswith("Z")
    assert metas["schema:accessibilityHazard"] == "none"
    items = {each.get("id"): each for each in package.findall(".//o:item", NS)}
    listed = {join("EPUB", each.get("href")) for each in items.values()}
    assert listed == set(files) - {"mimetype", "META-INF/container.xml", rootfile}
    spine = [items[each.get("idref")].get("href") for each in package.findall(".//o:itemref", NS)]
    assert spine[0] == "title.xhtml"
    assert len(spine) == 4
    (nav,) = [each for each in items.values() if each.get("properties") == "nav"]
    assert nav.get("href") == "nav.xhtml"
    for name, page in pages.items():
        if name.endswith(".xhtml"):
            _check_page(name, page, files, pages)
    for item in items.values():
        page = pages.get(join("EPUB", item.get("href")))
        if page is not None:
            has = {
                word
                for word, tag in (("svg", "s:svg"), ("mathml", "m:math"))
                if page.find(f".//{tag}", NS) is not None
            }
            assert set((item.get("properties") or "").split()) - {"nav"} == has


def _check_page(name, page, files, pages):
    """A page of the book: its language, words for images, and places that exist."""
    assert page.tag == f"{{{NS['h']}}}html"
    assert page.get("lang") == "cy"
    ids = [each.get("id") for each in page.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    for each in page.iter(f"{{{NS['h']}}}img", f"{{{NS['h']}}}link"):
        assert normpath(join(dirname(name), each.get("src") or each.get("href"))) in files
    for each in page.iter(f"{{{NS['h']}}}img"):
        assert each.get("alt") is not None
    for each in page.iter(f"{{{NS['h']}}}a"):
        address, place = urldefrag(each.get("href"))
        if "://" not in address:
            target = normpath(join(dirname(name), address)) if address else name
            assert target in pages
            assert not place or pages[target].xpath("//*[@id=$place]", place=place)
    for each in page.iter():
        for attribute in ("aria-labelledby", "aria-describedby"):
            assert set((each.get(attribute) or "").split()) <= set(ids)
    assert not [
        each
        for each in page.iter()
        if etree.QName(each).localname in {"script", "details", "video"}
    ]


def test_lessons_come_with_figures_words_and_sources_and_without_keys(course):
    _files, pages = opened(epub_of(Release.objects.select_related("course").get(course=course)))
    told = {name: "".join(page.itertext()) for name, page in pages.items() if "lesson-" in name}
    everything = " ".join(told.values())

    text = next(words for words in told.values() if "Rooms <warm>" in words)
    assert "It is the slope." in text
    assert "Cold homes & health" in text
    assert "http://" in text
    assert "Order these" in everything
    quiz = next(words for words in told.values() if "Order these" in words)
    assert [quiz.index(word) for word in ("first", "second", "third")] != sorted(
        quiz.index(word) for word in ("first", "second", "third")
    )
    assert "Look at the steps between." not in everything
    assert "A gradient runs through all of society." not in everything


def test_a_book_is_made_once_and_anew_when_its_text_changes(course, author):
    release = Release.objects.select_related("course").get(course=course)
    first = epub_of(release)
    assert epub_of(release) == first
    assert len(default_storage.listdir(FOLDER)[1]) == 1

    lesson = Lesson.objects.get(module__release=release, kind=LessonKind.TEXT)
    correct_lesson(
        lesson=lesson, title="Another title", body="Short.", note="Shorter.", by=author, at=NOW
    )
    again = epub_of(Release.objects.select_related("course").get(course=course))

    assert "Another title" in str(opened(again)[0]["EPUB/nav.xhtml"])
    assert len(default_storage.listdir(FOLDER)[1]) == 2
    assert erase_old_books(at=NOW) == 0
    assert erase_old_books(at=NOW + dt.timedelta(days=31)) == 2


def test_a_kept_book_loses_the_note_of_further_evidence_that_was_withdrawn(client, course, author):
    release = Release.objects.select_related("course").get(course=course)
    record = RecordFactory(title="Warm rooms")
    lesson = release.modules.get().lessons.filter(kind=LessonKind.TEXT).first()
    LessonCitation.objects.create(
        lesson=lesson, version=record.current_version, note="Read this too.", added_on=NOW.date()
    )

    def told():
        files, _pages = opened(epub_of(release))
        return any(b"Read this too." in content for content in files.values())

    before = told()
    withdraw_record(record=record, reason="Wrong.", by=author, at=NOW)
    withdrawn = told()
    client.force_login(author)
    printed = client.get(reverse("courses:course_print", args=[course.slug])).content.decode()
    restore_record(record=record, by=author, at=NOW)

    assert (before, withdrawn, told()) == (True, False, True)
    assert "Read this too." not in printed


def test_readers_of_the_lessons_alone_print_and_take_it(client, course, author):
    learner, stranger = UserFactory(), UserFactory()
    EnrolmentFactory(course=course, user=learner, at=NOW)
    addresses = [
        reverse(f"courses:course_{what}", args=[course.slug]) for what in ("print", "epub")
    ]

    for address in addresses:
        client.logout()
        assert client.get(address).status_code == 302
        client.force_login(stranger)
        assert client.get(address).url == course.get_absolute_url()
        for user in (learner, author):
            client.force_login(user)
            assert client.get(address).status_code == 200
    answer = client.get(addresses[1])
    assert answer["Content-Type"] == "application/epub+zip"
    assert f"{course.slug}-1.epub" in answer["Content-Disposition"]
    draft = CourseFactory(is_published=False)
    assert client.get(reverse("courses:course_print", args=[draft.slug])).status_code == 404


def test_the_printed_page_holds_everything_unfolded(client, course):
    place = EnrolmentFactory(course=course, at=NOW)
    client.force_login(place.user)

    page = client.get(reverse("courses:course_print", args=[course.slug])).content.decode()

    main = page[page.index("<main") : page.index("</main>")]
    assert "<details open" in main
    assert "<details class" not in main
    assert "Order these" in main
    assert "loading=" not in main[main.index("print-lesson") :]
    assert "Cold homes &amp; health" in main


def test_lessons_that_are_closed_are_neither_printed_nor_taken(client):
    author = UserFactory()
    course = CourseFactory(is_published=False, texts=1, by=author)
    release = Release.objects.get(course=course)
    first = Lesson.objects.get(module__release=release)
    closed = LessonFactory(module=first.module, title="Later", body="A secret for later.")
    set_conditions(lesson=closed, is_required=True, needed_lessons=[first.pk])
    publish_release(release=release, by=author, at=NOW)
    place = EnrolmentFactory(course=course, at=NOW)
    client.force_login(place.user)

    page = client.get(reverse("courses:course_print", args=[course.slug])).content.decode()
    epub = reverse("courses:course_epub", args=[course.slug])
    book = client.get(epub)
    before = client.get(course.get_absolute_url()).content.decode()
    complete_lesson(enrolment=place, lesson=first, at=NOW)
    after = client.get(course.get_absolute_url()).content.decode()

    assert [epub in each for each in (before, after)] == [False, True]
    assert "once all of its lessons are open" in before
    assert client.get(epub).status_code == 200
    assert "Later" in page
    assert "A secret for later." not in page
    assert book.status_code == 409
    assert "print the lessons that are open" in book.content.decode()


def test_drafts_are_looked_at_by_their_authors_and_not_kept(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    author = UserFactory()
    course = CourseFactory(is_published=False, by=author)
    client.force_login(author)

    answer = client.get(reverse("courses:course_epub", args=[course.slug]))

    assert answer.status_code == 200
    assert not (tmp_path / FOLDER).exists()


@pytest.mark.parametrize("texts", [1, 5])
def test_the_whole_course_takes_the_same_queries_however_long(django_assert_num_queries, texts):
    course = CourseFactory(texts=texts, quiz=True)
    release = Release.objects.select_related("course").get(course=course)

    with django_assert_num_queries(4):
        assert len(book_of(release).lessons) == texts + 1


@pytest.mark.parametrize(
    ("html", "written"),
    [
        ("<p>a<br>b<p>c", "<p>a<br/>b</p><p>c</p>"),
        ('<a href="/x?a=1&b=2">l</a>', '<a href="https://here.org/x?a=1&amp;b=2">l</a>'),
        ('<a href="#nowhere">l</a>', "<a>l</a>"),
        ('<i id="a">1</i><i id="a">2</i>', '<i id="a">1</i><i>2</i>'),
        ("a\x0b\x00b<script>1</script>", "ab"),
        ('<img src="/no" alt="Words">', "<em>Words</em>"),
        (
            '<img src="/yes" alt="A &quot;b&quot;" loading="lazy">',
            '<img src="y.png" alt=\'A "b"\'/>',
        ),
        ("<details><summary>s</summary>t</details>", '<div><p class="summary">s</p>t</div>'),
        (
            '<svg viewBox="0 0 1 1"><path d="M0"/></svg>',
            '<svg viewBox="0 0 1 1" xmlns="http://www.w3.org/2000/svg"><path d="M0"></path></svg>',
        ),
    ],
)
def test_html_becomes_well_formed(html, written):
    made = xhtml_of(
        html, site="https://here.org", image=lambda src: "y.png" if src == "/yes" else None
    )

    assert made.xhtml == written
    etree.fromstring(f'<div xmlns="{NS["h"]}">{made.xhtml}</div>')
