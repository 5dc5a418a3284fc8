"""Word documents become lessons: what comes along, what is told, what is refused, and nothing before it was seen."""

import datetime as dt
import uuid

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from courses.actions.course_states import delete_draft
from courses.actions.lesson_imports import (
    TakenLesson,
    discard_import,
    read_lessons,
    take_lessons,
)
from courses.importing import word_documents
from courses.importing.word_markdown import lesson_of
from courses.lessons.publishing_checks import missing_in
from courses.models import ImportedLesson, Lesson, LessonImport, Media, MediaContent, Module
from courses.tasks import forget_lesson_imports, read_word_documents
from demo.factories.accounts import UserFactory
from demo.factories.courses import CourseFactory
from tests.courses.authoring import address
from tests.courses.pictures import picture
from tests.courses.word import FORMULA, NOTE, docx, image, para, run, table

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def course(author):
    return CourseFactory(is_published=False, by=author, texts=0)


def read(course, *uploads):
    """Have the documents read, and return them as they are kept."""
    made = read_lessons(release=course.releases.get(), uploads=uploads, key=uuid.uuid4(), at=NOW)
    return list(made.lessons.in_order())


def markdown(course, *body, **more):
    row = read(course, docx(*body, **more))[0]
    return row.refusal or row.body


def test_a_document_is_what_an_author_would_have_typed(course):
    row = read(
        course,
        docx(
            para("Seeing the gradient", style="Title"),
            para("Why it matters", style="Heading1"),
            para("Health ", run("follows ", "<w:b/>"), run("a gradient", "<w:i/>"), NOTE, "."),
            para("First", number="1"),
            para("Deeper", number="1", level=1),
            para("Second", number="1"),
            para("One", number="2"),
            para("Two", number="2"),
            para("So it is.", style="Quote"),
            para("A closer look", style="Heading2"),
            table(["Place", "Rate"], ["Ely | Caerau", "12"]),
            para(image(alt="A map of places.")),
            para("Figure 1: where | it is", style="Caption"),
            name="01 Gradient.docx",
        ),
    )[0]

    assert (row.title, row.left_out, row.refusal) == ("Seeing the gradient", [], "")
    assert row.body.split("\n\n") == [
        "# Why it matters",
        "Health **follows** *a gradient*[1].",
        "- First\n  - Deeper\n- Second",
        "1. One\n2. Two",
        "> So it is.",
        "## A closer look",
        "| Place | Rate |\n| --- | --- |\n| Ely \\| Caerau | 12 |",
        "{{image:01-gradient-1|Figure 1: where   it is}}",
        "# Notes",
        "1. Marmot 2010.",
    ]
    assert row.images.get().alt == "A map of places."


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("2*3*4 and *so*", "2\\*3\\*4 and \\*so\\*"),
        ("# no heading", "\\# no heading"),
        ("- no list", "\\- no list"),
        ("1. no list", "1\\. no list"),
        ("a_b _c_", "a_b \\_c\\_"),
        ("{{figure:life}}", "\\{\\{figure:life}}"),
        ("[1](x)", "\\[1\\](x)"),
    ],
)
def test_signs_stay_the_signs_that_they_are(course, typed, written):
    assert markdown(course, para(typed)) == written


@pytest.mark.parametrize(
    ("where", "signs", "written"),
    [
        ("superscript", "2", "10²"),
        ("superscript", "-3", "10⁻³"),
        ("superscript", "th", "10^th"),
        ("subscript", "2", "10₂"),
        ("subscript", "max", "10max"),
    ],
)
def test_raised_and_lowered_signs_do_not_become_numbers(course, where, signs, written):
    moved = run(signs, f'<w:vertAlign w:val="{where}"/>')

    assert markdown(course, para("10", moved)) == written


def test_a_module_that_went_meanwhile_is_made_again(client, course):
    row = read(course, docx(para("A")))[0]
    module = Module.objects.get()
    taken = [TakenLesson(row.pk, "Kept", {})]
    module.delete()

    take_lessons(lesson_import=row.lesson_import, taken=taken, module=Module(pk=7, title="Gone"))

    assert Lesson.objects.get().module.title == "Gone"


def test_a_part_of_a_word_stays_plain_and_a_box_becomes_a_quotation(course):
    words = para(run("un"), run("bold", "<w:b/>"), run("ed"))

    assert markdown(course, words, table(["Remember this."])) == "unbolded\n\n> Remember this."


def test_what_a_lesson_cannot_take_is_told_with_its_place(course):
    rows = read(
        course,
        docx(
            para("Methods", style="Heading1"),
            para("The index: ", FORMULA),
            para(image("rAway", link="link")),
            para(image("rMeta")),
            para("Gone ", "<w:del><w:r><w:delText>words</w:delText></w:r></w:del>", "here"),
            table(["A", "B"], span='<w:gridSpan w:val="2"/>'),
            parts={
                "word/header1.xml": '<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
                "<w:p><w:r><w:t>Secret draft</w:t></w:r></w:p></w:hdr>"
            },
        ),
    )

    assert rows[0].left_out == [
        ["formula", "The index:"],
        ["linked image", "Methods"],
        ["deleted words", "Gone here"],
        ["merged cells", "AB"],
        ["head or foot", "Secret draft"],
        ["unknown image", "Methods"],
    ]


def test_words_that_a_program_wrote_describe_no_image(course):
    row = read(course, docx(para("A", image(alt="A person. Description automatically generated"))))

    assert row[0].images.get().alt == ""


BOMB = b"<w:document>" + b" " * (60 * 1024 * 1024)
WITH_ENTITIES = '<!DOCTYPE w [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (lambda: docx(para("A"), parts={"word/document.xml": BOMB}), "too large"),
        (lambda: docx(para("&b;"), head=WITH_ENTITIES), "broken"),
        (lambda: docx(para("A"), parts={"word/vbaProject.bin": b"x"}), "macros"),
        (lambda: docx(para("A"), parts={"word/document.xml": "<w:p>"}), "broken"),
        (lambda: docx("<w:sdt><w:sdtContent>" * 5_000), "broken"),
        (lambda: SimpleUploadedFile("a.docx", b"PK\x03\x04 no package"), "broken"),
        (lambda: SimpleUploadedFile("a.docx", b"MZ program"), "program"),
        (lambda: SimpleUploadedFile("a.docx", b""), "empty"),
        (lambda: SimpleUploadedFile("a.doc", b"\xd0\xcf\x11\xe0"), "old format"),
        (lambda: picture(name="a.docx"), "not a Word document"),
        (lambda: SimpleUploadedFile("a.docx", b"Not a document"), "not a Word document"),
        (lambda: docx(para(" ")), "no text"),
        (lambda: docx(*[para("word " * 1_000)] * 20), "too long for one lesson"),
    ],
    ids=[
        *("bomb", "entities", "macros", "cut", "deep", "rubbish", "program", "empty", "old"),
        *("picture", "words", "blank", "long"),
    ],
)
def test_a_hostile_document_is_refused_in_words_and_costs_the_others_nothing(
    course, document, words
):
    refused, good = read(course, document(), docx(para("Good.")))

    assert words in refused.refusal
    assert (refused.body, good.body, good.refusal) == ("", "Good.", "")
    assert not Lesson.objects.exists()


def test_a_huge_image_is_left_out_and_told(course):
    huge = picture((4000, 4000))

    row = read(
        course, docx(para("Heat", style="Heading1"), para("See:", image()), picture_file=huge)
    )

    assert (row[0].body, row[0].left_out) == ("See:", [["broken image", "Heat"]])
    assert not MediaContent.objects.exists()


def test_nothing_is_added_before_it_was_seen_and_then_once(client, course):
    page = address("lesson_import", course.slug)
    key = str(uuid.uuid4())
    uploads = [docx(para("First."), para(image())), docx(para("Second."), name="Second.docx")]

    refused = client.post(page, {"form_key": key}).context["form"].errors
    for upload in uploads:
        upload.seek(0)
    preview = client.post(page, {"form_key": key, "documents": uploads}).url
    shown = client.get(preview)
    before = Lesson.objects.count(), Media.objects.count()
    first, second = ImportedLesson.objects.in_order()
    unseen = first.images.get()
    module = Module.objects.get()
    words = {
        f"take_{first.pk}": "on",
        f"title_{first.pk}": "The first",
        f"alt_{unseen.pk}": "A green field.",
        f"title_{second.pk}": "",
        "module": module.pk,
    }
    done = [client.post(preview, words).url for _click in range(2)]

    assert refused == {"documents": ["Choose at least one Word document."]}
    assert "First." in shown.content.decode()
    assert client.get(preview).url == address("teach_course", course.slug)
    assert before == (0, 0)
    assert done == [address("teach_course", course.slug)] * 2
    lesson, media = Lesson.objects.get(), Media.objects.get()
    assert (lesson.title, lesson.module, lesson.minutes) == ("The first", module, 1)
    assert lesson.body == "First.\n\n{{image:lesson-1}}"
    assert (media.slug, media.alt, media.content.width) == ("lesson-1", "A green field.", 300)
    assert not LessonImport.objects.exists()


def test_names_of_images_that_are_taken_make_room(client, course):
    for number in range(2):
        colour = ["red", "blue"][number]
        upload = docx(para("A", image()), picture_file=picture((20, 20), colour=colour))
        row = read(course, upload)[0]
        page = address("import_preview", course.slug, row.lesson_import_id)
        words = {f"take_{row.pk}": "on", f"title_{row.pk}": f"Lesson {number}"}
        client.post(page, {**words, "module": Module.objects.get().pk})

    bodies = Lesson.objects.order_by("pk").values_list("body", flat=True)
    assert list(bodies) == ["A\n\n{{image:lesson-1}}", "A\n\n{{image:lesson-1-2}}"]
    undescribed = [lack.text for lack in missing_in(course.releases.get())]
    assert sum("which has no description" in text for text in undescribed) == 2


def test_a_form_that_misses_something_keeps_what_was_typed(client, course):
    row = read(course, docx(para("A")))[0]
    page = address("import_preview", course.slug, row.lesson_import_id)

    nothing = client.post(page, {f"title_{row.pk}": "Kept", "module": ""})
    untitled = client.post(page, {f"take_{row.pk}": "on", f"title_{row.pk}": " "})

    assert nothing.context["form"].errors == {
        "__all__": ["Choose at least one lesson to add."],
        "module_title": ["Enter a title for the new module."],
    }
    assert 'value="Kept"' in nothing.content.decode()
    assert f"title_{row.pk}" in untitled.context["form"].errors


def test_documents_that_nobody_takes_are_forgotten_with_their_images(client, course):
    old = read(course, docx(para("A", image())))[0].lesson_import
    LessonImport.objects.filter(pk=old.pk).update(read_at=NOW - dt.timedelta(days=8))
    new = read(course, docx(para("B", image())))[0].lesson_import

    forget_lesson_imports()
    left = list(LessonImport.objects.all())
    for _click in range(2):
        client.post(address("import_discard", course.slug, new.pk))
        discard_import(lesson_import=new)

    assert left == [new]
    assert not LessonImport.objects.exists()
    assert not MediaContent.objects.exists()


def test_images_of_a_preview_are_for_the_authors_of_the_course(client, course, author):
    row = read(course, docx(para("A", image())))[0]
    picture_of = row.images.select_related("content").get().get_absolute_url()

    answers = []
    for user in (author, UserFactory()):
        client.force_login(user)
        preview = address("import_preview", course.slug, row.lesson_import_id)
        answers.append([client.get(page).status_code for page in (picture_of, preview)])

    assert answers == [[200, 200], [404, 404]]


@pytest.mark.parametrize("count", [1, 4])
def test_the_preview_takes_the_same_queries_whatever_its_length(
    sign_in, author, course, django_assert_num_queries, count
):
    rows = read(course, *[docx(para("A", image())) for _number in range(count)])
    client = sign_in(author)

    with django_assert_num_queries(7):
        answer = client.get(address("import_preview", course.slug, rows[0].lesson_import_id))

    assert answer.content.decode().count("Add this lesson") == count


def test_tables_in_tables_become_words_and_cost_no_more_than_their_length(course):
    inner = "x"
    for _level in range(30):
        inner = f"<table><tr><td>a</td><td>{inner}</td></tr></table>"

    lesson = lesson_of(inner, name_image=lambda *_words: None)

    assert lesson.body.startswith("| a | a, a, ")
    assert len(lesson.body) < 200
    wide = "<tr>" + '<td colspan="50">a</td>' * 100 + "</tr>"
    assert len(lesson_of(f"<table>{wide}</table>", name_image=lambda *_words: None).body) < 1_000


@pytest.fixture
def long_ones(monkeypatch):
    """Let every document count as a long one."""
    monkeypatch.setattr(word_documents, "_LONG", 0)


def test_a_long_document_is_read_by_a_worker_and_then_shown(
    client, course, long_ones, django_capture_on_commit_callbacks
):
    words = {"form_key": uuid.uuid4(), "documents": docx(para("Heat at night."), name="Heat.docx")}

    sent = client.post(address("lesson_import", course.slug), words)
    waiting = client.get(sent["Location"])
    stored = ImportedLesson.objects.get().document.name
    with django_capture_on_commit_callbacks(execute=True):
        read_word_documents()
    shown = client.get(sent["Location"])

    row = ImportedLesson.objects.get()
    assert (waiting["Refresh"], "Heat.docx" in waiting.content.decode()) == ("3", True)
    assert (row.body, row.is_waiting, row.document.name) == ("Heat at night.", False, "")
    assert ("Refresh" in shown, "Add the lessons" in shown.content.decode()) == (False, True)
    assert not default_storage.exists(stored)


def test_the_message_after_adding_leads_to_the_lesson(client, course):
    row = read(course, docx(para("Heat at night."), name="Heat.docx"))[0]
    words = {f"take_{row.pk}": "on", f"title_{row.pk}": "Heat", "module_title": "New"}

    done = client.post(address("import_preview", course.slug, row.lesson_import_id), words)
    page = client.get(done["Location"]).content.decode()

    assert address("lesson_edit", course.slug, Lesson.objects.get().pk) in page
    assert "1 lesson added." in page


def test_what_a_worker_left_is_read_again_and_given_up_after_three_tries(course, long_ones):
    now = timezone.now()
    left, hopeless = read(
        course, docx(para("One."), name="1.docx"), docx(para("Two."), name="2.docx")
    )
    rows = ImportedLesson.objects
    rows.filter(pk=left.pk).update(claimed_at=now - dt.timedelta(minutes=6), tries=1)
    rows.filter(pk=hopeless.pk).update(claimed_at=now - dt.timedelta(minutes=6), tries=3)
    busy = read(course, docx(para("Three."), name="3.docx"))[0]
    rows.filter(pk=busy.pk).update(claimed_at=now, tries=1)

    read_word_documents()

    told = {row.file_name: row.body or row.refusal for row in rows.in_order()}
    assert told == {
        "1.docx": "One.",
        "2.docx": "This document could not be read. Split it and try again.",
        "3.docx": "",
    }


def test_a_long_document_goes_with_its_import_and_its_draft(
    course, long_ones, django_capture_on_commit_callbacks
):
    rows = [read(course, docx(para("One."), name="1.docx"))[0] for _ in range(2)]

    with django_capture_on_commit_callbacks(execute=True):
        discard_import(lesson_import=rows[0].lesson_import)
        delete_draft(release=course.releases.get())

    assert [default_storage.exists(row.document.name) for row in rows] == [False, False]
