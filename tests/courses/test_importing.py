"""Courses in files: read, checked, made; and the text of lessons."""

import shutil
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.utils import timezone

from courses.actions.importing import import_course
from courses.actions.releases import begin_draft, publish_release
from courses.grades.items import items_of
from courses.importing import CourseDataError, read_course
from courses.lessons.lesson_text import Cited, render_body, show_body
from courses.media.showing import shown_in
from courses.models import Course, Lesson, Media, Option, Question, Release
from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory, TopicFactory
from tests.courses.gradients import gradient
from tests.courses.pictures import picture

QUIZ = {
    "title": "The quiz",
    "kind": "quiz",
    "minutes": 5,
    "pass_mark": 70,
    "questions": [
        {
            "kind": "single",
            "prompt": "Which?",
            "options": [
                {"text": "This", "correct": True, "feedback": "Yes."},
                {"text": "That", "feedback": "No."},
            ],
        },
        {
            "kind": "numeric",
            "prompt": "How many?",
            "answer": 9.4,
            "tolerance": 0.1,
            "unit": "years",
        },
        {"kind": "short_text", "prompt": "Name it.", "accepted": ["gradient"]},
        {
            "kind": "ordering",
            "prompt": "Order them.",
            "options": [{"text": "One"}, {"text": "Two"}],
        },
    ],
}
TEXT = {"title": "First", "kind": "text", "minutes": 10, "cites": [{"title": "Evidence"}]}
COURSE = {
    "slug": "small-course",
    "title": "A small course",
    "summary": "Short.",
    "outcomes": ["Do it"],
    "effort_hours": 2,
    "topics": ["poverty"],
    "figures": [
        {
            "name": "cold_homes",
            "indicator": "cold-homes",
            "picture": "line",
            "by": "fifths",
            "places": ["ely"],
        }
    ],
    "modules": [{"title": "One", "summary": "", "lessons": ["first", "quiz"]}],
}


def write(folder, name, head, body=""):
    (folder / name).write_text(f"---\n{yaml.safe_dump(head)}---\n{body}\n", encoding="utf-8")


def course_file(folder, **words):
    (folder / "course.yaml").write_text(yaml.safe_dump({**COURSE, **words}), encoding="utf-8")


@pytest.fixture
def folder(tmp_path, db):
    TopicFactory(code="poverty")
    RecordFactory(title="Evidence")
    gradient()
    (tmp_path / "course.yaml").write_text(yaml.safe_dump(COURSE), encoding="utf-8")
    write(tmp_path, "first.md", TEXT, "Seen in [[cite:1]].\n\n{{figure:cold_homes}}\n")
    write(tmp_path, "quiz.md", QUIZ)
    return tmp_path


def problems(folder):
    with pytest.raises(CourseDataError) as refusal:
        import_course(data=read_course(folder), by=UserFactory(), at=timezone.now())
    assert not Course.objects.exists()
    return [str(problem) for problem in refusal.value.problems]


def test_a_course_of_files_is_made_whole_and_can_be_published(folder):
    by, now = UserFactory(), timezone.now()

    course = import_course(data=read_course(folder), by=by, at=now)
    publish_release(release=course.releases.get(), by=by, at=now)

    lessons = Lesson.objects.of(course.releases.get()).in_order()
    assert [(lesson.slug, lesson.kind, lesson.minutes) for lesson in lessons] == [
        ("first", "text", 10),
        ("quiz", "quiz", 5),
    ]
    assert lessons[1].pass_mark == 70
    assert [question.kind for question in Question.objects.in_order()] == [
        "single",
        "numeric",
        "short_text",
        "ordering",
    ]
    assert Option.objects.count() == 4
    assert [citation.version.record.title for citation in lessons[0].citations.all()] == [
        "Evidence"
    ]
    shown = show_body(lessons[0].body_html, shown_in(course.releases.get()))
    assert "Slope index" in shown


def test_the_same_files_again_change_nothing_and_new_ones_make_a_draft(folder):
    by, now = UserFactory(), timezone.now()
    for _ in range(2):
        course = import_course(data=read_course(folder), by=by, at=now)
    publish_release(release=course.releases.get(), by=by, at=now)
    lineage = Lesson.objects.get(slug="first").lineage
    write(folder, "first.md", {**TEXT, "title": "Renewed"}, "New words.")

    for _ in range(2):
        import_course(data=read_course(folder), by=by, at=now)

    releases = Release.objects.order_by("number").values_list("number", "published_at")
    assert list(releases) == [(1, now), (2, None)]
    renewed = Lesson.objects.get(title="Renewed")
    assert [renewed.lineage, Lesson.objects.get(title="First").body] == [
        lineage,
        "Seen in [[cite:1]].\n\n{{figure:cold_homes}}",
    ]


def test_each_problem_names_file_and_field_or_line(folder):
    write(
        folder,
        "first.md",
        {**TEXT, "minutes": 0, "cites": [{"title": "Nowhere"}]},
        "\n{{figure:none_such}}\n\nSee [[cite:2]].",
    )
    bad = {**QUIZ, "questions": [{"kind": "single", "prompt": "", "options": [{"text": "One"}]}]}
    write(folder, "quiz.md", bad)

    assert problems(folder) == [
        "first.md: minutes: Write a whole number from 1 to 600.",
        "first.md: cites[1].title: The library has no record “Nowhere”.",
        "first.md: line 9: There is no figure “none_such”.",
        "first.md: line 11: There is no cited record 2.",
        "quiz.md: questions[1].prompt: Write some text.",
        "quiz.md: questions[1]: Give at least two answers to choose from.",
        "quiz.md: questions[1]: Mark exactly one answer as correct.",
    ]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"slug": "Not a slug"}, "course.yaml: slug: Use lower-case letters, digits and hyphens."),
        ({"topics": ["gone"]}, "course.yaml: topics: There is no topic “gone”."),
        ({"title": ""}, "course.yaml: title: Write some text."),
        ({"outcomes": "one"}, "course.yaml: outcomes: Write a list with “-” before each item."),
        (
            {"effort_hours": "many"},
            "course.yaml: effort_hours: Write a whole number from 0 to 500.",
        ),
    ],
)
def test_a_wrong_course_file_is_refused(folder, change, problem):
    (folder / "course.yaml").write_text(yaml.safe_dump({**COURSE, **change}), encoding="utf-8")

    assert problems(folder) == [problem]


def test_lessons_must_be_there_and_be_named_once(folder):
    modules = [{"title": "One", "lessons": ["first", "first", "missing"]}]
    (folder / "course.yaml").write_text(
        yaml.safe_dump({**COURSE, "modules": modules}), encoding="utf-8"
    )

    assert problems(folder) == [
        "course.yaml: modules[1].lessons: There is no file missing.md.",
        "quiz.md: No module lists this lesson.",
        "course.yaml: modules: The lesson first is listed twice.",
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("no head", "first.md: line 1: Start the file with “---”."),
        ("---\ntitle: x\n", "first.md: line 1: End the head with “---”."),
        ("---\n- a list\n---\n", "first.md: line 1: Write “name: value” lines here."),
    ],
)
def test_a_broken_head_is_refused(folder, text, problem):
    (folder / "first.md").write_text(text)

    assert problems(folder) == [problem]


def test_broken_yaml_names_its_line(folder):
    (folder / "first.md").write_text("---\ntitle: First\nkind: [text\n---\n")

    assert [problem.split(": ")[:2] for problem in problems(folder)] == [["first.md", "line 3"]]


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(CourseDataError, match=r"course\.yaml: There is no such file"):
        read_course(tmp_path)


def test_the_command_loads_publishes_and_repeats_safely(folder, capsys):
    UserFactory(email="author@example.org")

    for _ in range(2):
        call_command("load_course", str(folder), "--by", "Author@example.org", "--publish")

    assert capsys.readouterr().out == "A small course: /courses/small-course/\n" * 2
    assert Release.objects.get().published_at is not None


def test_images_of_the_folder_are_stored_described_and_shown(folder):
    (folder / "images").mkdir()
    (folder / "images/map.png").write_bytes(picture().read())
    listed = [{"name": "map", "file": "images/map.png", "alt": "Heat falls from east to west."}]
    course_file(folder, images=listed)
    write(folder, "first.md", TEXT, "[[cite:1]]\n\n{{image:map|Nights above 24 degrees}}")
    by, now = UserFactory(), timezone.now()

    course = import_course(data=read_course(folder), by=by, at=now)
    publish_release(release=course.releases.get(), by=by, at=now)
    first = Media.objects.get()
    write(folder, "first.md", TEXT, "Anew: [[cite:1]]\n\n{{image:map}}")
    import_course(data=read_course(folder), by=by, at=now)

    assert (first.slug, first.alt) == ("map", "Heat falls from east to west.")
    assert list(Media.objects.values_list("release__number", "content")) == [
        (1, first.content_id),
        (2, first.content_id),
    ]


@pytest.mark.parametrize(
    ("image", "problem"),
    [
        ({"file": "none.png"}, "file: There is no file none.png in the folder of the course."),
        (
            {"file": "../secret.png"},
            "file: There is no file ../secret.png in the folder of the course.",
        ),
        ({"alt": ""}, "alt: Write some text."),
        ({"name": "My Map"}, "name: Use lower-case letters, digits and hyphens."),
        (
            {"file": "first.md"},
            "file: This file is not a JPEG, PNG or WebP picture. Choose another file.",
        ),
    ],
)
def test_a_wrong_image_is_refused_with_its_place(folder, image, problem):
    (folder / "map.png").write_bytes(picture().read())
    (folder.parent / "secret.png").write_bytes(picture().read())
    course_file(folder, images=[{"name": "map", "file": "map.png", "alt": "A map."} | image])

    assert problems(folder) == [f"course.yaml: images[1].{problem}"]
    assert not Media.objects.exists()


def test_a_text_that_shows_an_image_that_is_not_listed_is_refused(folder):
    write(folder, "first.md", TEXT, "[[cite:1]]\n\n{{image:map}}")

    assert problems(folder) == [
        "first.md: course.yaml has no image “map” among its images.",
    ]


def test_files_do_not_write_over_the_draft_of_somebody(folder, author):
    now = timezone.now()
    course = import_course(data=read_course(folder), by=author, at=now)
    publish_release(release=course.releases.get(), by=author, at=now)
    begin_draft(course=course, at=now)
    write(folder, "first.md", {**TEXT, "title": "Renewed"}, "New words.")

    with pytest.raises(CommandError, match="Someone is writing on a draft"):
        call_command("load_course", str(folder), "--by", author.email, "--publish")

    assert not Lesson.objects.filter(title="Renewed").exists()


def test_the_command_says_what_is_wrong(folder):
    with pytest.raises(CommandError, match="Nobody has the e-mail address"):
        call_command("load_course", str(folder), "--by", "nobody@example.org")
    shutil.copy(folder / "first.md", folder / "extra.md")
    UserFactory(email="author@example.org")
    with pytest.raises(CommandError, match=r"extra\.md: No module lists this lesson"):
        call_command("load_course", str(Path(folder)), "--by", "author@example.org")


def test_a_lesson_text_cannot_bring_markup_of_its_own():
    body = (
        "<script>alert(1)</script>\n\n<!--figure:cold_homes-->\n\n"
        "[x](javascript:alert(1)) [[cite:1]] ![p](https://example.org/p.png)"
    )

    html = render_body(body, [Cited('A "title" [odd]\\ <b>', "/library/1/v1/")])

    assert "<script" not in html
    assert "<!--" not in html
    assert "javascript" not in html.replace("](javascript", "")
    assert "<img" not in html
    assert "<svg" not in show_body(html)
    assert 'href="/library/1/v1/"' in html


def test_answers_below_an_exercise_are_folded_up_to_the_next_heading():
    html = render_body("# Exercise\n\nTry.\n\n# Check your answer\n\nFour.\n\n# After\n\nOn.", [])

    shown = show_body(html)

    folded = shown[shown.index("<details") : shown.index("</details>")]
    assert ("Four." in folded, "Check your answer" in folded) == (True, True)
    assert [word in folded for word in ("Try.", "On.")] == [False, False]


def test_a_figure_in_a_sentence_is_text_and_an_unknown_one_shows_nothing():
    html = render_body("See {{figure:cold_homes}} here.\n\n{{figure:gone}}", [])

    assert show_body(html) == "<p>See {{figure:cold_homes}} here.</p>\n\n"


def test_a_figure_is_found_in_the_lines_of_a_browser():
    html = render_body("Look:\r\n\r\n{{figure:cold_homes}}\r\n\r\nThere.", [])

    assert html == "<p>Look:</p>\n\n<!--figure:cold_homes-->\n<p>There.</p>\n"


def weights_in(course):
    release = course.releases.select_related("course").order_by("-number").first()
    items = items_of(release, None, has_sessions=True)
    return {item.lesson.slug if item.lesson else item.key: item.weight for item in items}


def test_weights_of_the_files_are_those_of_the_gradebook_whenever_they_are_read(folder):
    by, now = UserFactory(), timezone.now()
    usual = weights_in(import_course(data=read_course(folder), by=by, at=now))

    write(folder, "quiz.md", {**QUIZ, "weight": 30})
    course_file(folder, attendance_weight=10)
    course = import_course(data=read_course(folder), by=by, at=now)
    given = weights_in(course)
    publish_release(release=course.releases.get(), by=by, at=now)
    import_course(data=read_course(folder), by=by, at=now)
    again = weights_in(course)
    write(folder, "quiz.md", QUIZ)
    course_file(folder)
    import_course(data=read_course(folder), by=by, at=now)

    assert usual == {"quiz": 1, "attendance": 0}
    assert given == {"quiz": 30, "attendance": 10}
    assert again == given
    assert weights_in(course) == usual


def test_a_weight_that_cannot_be_is_named_with_its_file(folder):
    write(
        folder, "first.md", {**TEXT, "weight": 5}, "Seen in [[cite:1]].\n\n{{figure:cold_homes}}\n"
    )
    write(folder, "quiz.md", {**QUIZ, "weight": 101})
    course_file(folder, attendance_weight="much")

    assert problems(folder) == [
        "first.md: weight: A lesson of this kind is not graded. Leave the weight out.",
        "quiz.md: weight: Write a whole number from 0 to 100.",
        "course.yaml: attendance_weight: Write a whole number from 0 to 100.",
    ]
