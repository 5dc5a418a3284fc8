"""A course that was written here becomes a folder of files, and what is loaded from that says the same."""

import datetime as dt
import io
import shutil
import uuid
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.actions.authoring.prerequisites import set_conditions, set_courses_before
from courses.actions.authoring.recordings import link_recording
from courses.actions.charts import make_chart
from courses.actions.cohorts.attendance import edit_live_lesson
from courses.actions.content import add_lesson, add_module, edit_lesson, edit_module
from courses.actions.coursework.rubrics import add_criterion, edit_assignment
from courses.actions.coursework.surveys import add_survey_question
from courses.actions.excerpts.exercises import add_exercise
from courses.actions.grades import set_release_weights
from courses.actions.importing import import_course
from courses.actions.media import add_file, add_image, add_recording, describe_media
from courses.actions.questions import OptionWords, add_question
from courses.actions.releases import publish_release
from courses.excerpts.exercises import PastedFigures, Tolerance
from courses.exporting.plain_yaml import as_yaml
from courses.grades.items import ATTENDANCE
from courses.importing import read_course
from courses.importing.pasted_tables import read_table
from courses.media.images import prepared_image
from courses.models import Course, Lesson, LessonCitation, Media, Release
from courses.states import LessonKind, MediaKind
from demo.factories.accounts import UserFactory
from demo.factories.courses import CourseFactory
from demo.factories.library import RecordFactory, TopicFactory
from indicators.calculator.questions import Question as Asked
from indicators.excerpts.excerpt import Picture
from indicators.excerpts.exercising import in_one_order
from library.catalogue.actions.versions import deposit_version
from tests.courses.gradients import LINE, put_figure
from tests.courses.pictures import picture
from tests.courses.snapshots import snapshot
from tests.courses.test_recordings import MP3, MP4
from tests.query_counts import queries_of
from tests.shared import shared

NOW = timezone.now().replace(microsecond=0)
# What people write and what files could misread: fences, quotation marks, signs that end a line for some programs.
BODY = """Seen in [[cite:1]]: “heat” kills.

---

> [!NOTE]
> title: no

{{figure:cold}}

{{image:heat-map|Nights: above 24 degrees}}

{{file:groups}}

{{audio:talk}}

{{recording:a-lecture}}

{{chart:warm-rooms}}

One\u2028line, and \t a tab.

    code: yes"""
PROMPT = "Which of these?\n\n---\n\n- yes\n- no: never"


@pytest.fixture(scope="module", autouse=True)
def stored(tmp_path_factory):
    """The folder with the files of the course that all tests share."""
    folder = tmp_path_factory.mktemp("stored")
    with override_settings(MEDIA_ROOT=folder, RECORDING_HOSTS=["media.example.org"]):
        yield folder


@pytest.fixture(autouse=True)
def _here(settings, stored, tmp_path):
    settings.MEDIA_ROOT = shutil.copytree(stored, tmp_path / "media")


@shared
def author():
    return UserFactory()


@shared
def course(author):
    """A draft with everything that lessons can hold, some of it with the same address in two modules."""
    course = CourseFactory(
        title="Heat: at home", by=author, is_published=False, topics=[TopicFactory(code="heat")]
    )
    course.outcomes, course.language = ["Plan: a cool room", "Yes"], "cy"
    course.level = course.Level.values[0]
    course.effort_hours, course.effort_minutes = 0, 45
    course.save()
    release = course.releases.get()
    release.modules.all().delete()
    release.course = course
    _things(release)
    first = add_module(release=release, title="One", summary="# No comment")
    edit_module(module=first, title="One, renamed", summary="# No comment")
    second = add_module(release=release, title="Two")
    text = add_lesson(module=first, kind=LessonKind.TEXT, title="Why: heat", minutes=7)
    _cite_two_of_one_title(text, author)
    edit_lesson(lesson=text, title="Renamed", body=BODY, minutes=7, edit_number=text.edit_number)
    quiz = add_lesson(module=first, kind=LessonKind.QUIZ, title="Quiz", pass_mark=75, max_attempts=2)  # fmt: skip
    _questions(quiz, text)
    again = add_lesson(module=second, kind=LessonKind.QUIZ, title="Quiz")
    add_question(lesson=again, kind="short_text", prompt="Name one.", accepted=["fan", "no", "7"])
    work = add_lesson(module=second, kind=LessonKind.ASSIGNMENT, title="Your room", body="Go.")
    edit_assignment(
        lesson=work, takes_text=False, takes_files=True, takes_link=True, points_needed=3,
        reviews_given=3, reviews_needed=2, review_days=9,
    )  # fmt: skip
    add_criterion(lesson=work, title="How open", levels=[(0, "No."), (4, "Yes: very")])
    survey = add_lesson(module=second, kind=LessonKind.SURVEY, title="How it was", body="Say.")
    add_survey_question(lesson=survey, kind="choice", prompt="Long?", options=["Yes", "No"])
    live = add_lesson(module=second, kind=LessonKind.LIVE, title="Readme", body="Talk.")
    edit_live_lesson(lesson=live, counts_recording=False, instead="Tell somebody.\n\nListen.")
    set_conditions(lesson=again, is_required=False, needed_lessons=[quiz.pk], needed_modules=[first.pk])  # fmt: skip
    set_release_weights(release=release, weights={str(quiz.pk): 30, str(work.pk): 0, ATTENDANCE: 5})
    set_courses_before(course=course, required=[CourseFactory().pk], advised=[CourseFactory().pk])
    return course


def _things(release):
    put_figure(release, title="Cold homes: by fifths")
    image = add_image(
        release=release, image=prepared_image(picture()), alt="", is_decoration=True, at=NOW
    )
    describe_media(media=image, alt="Heat falls: from east to west.", is_decoration=False)
    table = SimpleUploadedFile("Groups.csv", b"group,people\nold,1\n")
    add_file(release=release, upload=table, at=NOW)
    sound = SimpleUploadedFile("Talk.mp3", MP3)
    add_recording(release=release, kind=MediaKind.AUDIO, upload=sound, transcript="Heat\n\n# kills", at=NOW)  # fmt: skip
    film = SimpleUploadedFile("Film.mp4", MP4)
    add_recording(
        release=release, kind=MediaKind.VIDEO, upload=film, at=NOW, captions_language="cy",
        captions="WEBVTT\n\n00:01.000 --> 00:04.000\nHeat kills.\n",
    )  # fmt: skip
    link_recording(
        release=release, title="A lecture", address="https://media.example.org/videos/embed/1",
        transcript="", has_captions=True,
    )  # fmt: skip
    make_chart(
        release=release, table=read_table("Room\tDays\nAttic\t1,234.5\nCellar: cold\t-2"),
        key=uuid.uuid4(), kind="lines", title="Warm rooms", description="The attic is warmest.",
        unit="days", source="Our own",
    )  # fmt: skip


def _cite_two_of_one_title(lesson, author):
    RecordFactory(title="Evidence: heat")
    record = RecordFactory(title="Evidence: heat")
    earlier = record.current_version
    deposit_version(
        record=record, body="New.", note="More.", by=author, at=NOW + dt.timedelta(hours=1)
    )
    LessonCitation.objects.create(lesson=lesson, version=earlier, note="Page 3: why")


def _questions(quiz, text):
    options = [OptionWords("Yes", True, "Right: it is."), OptionWords("No", False, "")]
    add_question(
        lesson=quiz, kind="single", prompt=PROMPT, options=options, points=3, hint="Read: again",
        explanation="Because.", taught_in=text,
    )  # fmt: skip
    add_question(
        lesson=quiz, kind="numeric", prompt="How many?", answer=Decimal("1234567890.123456"),
        tolerance=Decimal("0.05"), unit="%",
    )  # fmt: skip
    ordered = [OptionWords(word, False, "") for word in ("1", "2", "3")]
    add_question(lesson=quiz, kind="ordering", prompt="In order?", options=ordered)
    pasted = in_one_order(Asked("A\t30.5\t60\nB\t10\t50\nC\t1.234\t70", title="Own: rooms", kind="percent"))  # fmt: skip
    for figures, tolerance in (
        (replace(LINE, picture=Picture.GROUPS), Tolerance(Decimal("2.5"), is_percent=True)),
        (PastedFigures(pasted, "Our own: survey"), Tolerance(Decimal("0.01"))),
    ):
        add_exercise(
            lesson=quiz, figures=figures, measure="difference", is_size=True, tolerance=tolerance,
            prompt="How large is the gap?",
        )  # fmt: skip


def unpacked(answer, folder):
    """Write what was sent into a folder; return that of the course in it."""
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        archive.extractall(folder)
    [inside] = folder.iterdir()
    return inside


def download(client, course, version=""):
    return client.get(reverse("courses:course_files", args=[course.slug]), {"version": version})


def test_a_course_is_the_same_after_its_way_through_files(client, author, course, tmp_path):
    client.force_login(author)
    folder = unpacked(download(client, course), tmp_path / "out")
    said = yaml.safe_load((folder / "course.yaml").read_text(encoding="utf-8"))
    (folder / "course.yaml").write_text(as_yaml({**said, "slug": "another"}), encoding="utf-8")

    other = import_course(data=read_course(folder), by=author, at=NOW)

    written = snapshot(Release.objects.select_related("course").get(course=course))
    assert snapshot(Release.objects.select_related("course").get(course=other)) == written
    assert len(written["lessons"]) == 6
    assert len(written["media"]) == 4
    assert len(written["drawings"]) == 3
    assert [len(each["questions"]) for each in written["lessons"]] == [0, 5, 1, 0, 0, 0]


def test_its_own_files_are_its_next_draft_and_lessons_stay_the_same_ones(
    client, author, course, tmp_path
):
    release = course.releases.get()
    Media.objects.filter(kind=MediaKind.VIDEO).delete()
    before = snapshot(Release.objects.select_related("course").get(pk=release.pk))
    publish_release(release=release, by=author, at=NOW)
    client.force_login(author)
    folder = unpacked(download(client, course, "1"), tmp_path / "out")

    import_course(data=read_course(folder), by=author, at=NOW)

    draft = Release.objects.select_related("course").get(course=course, published_at=None)
    assert snapshot(draft) == before
    lineages = [
        list(Lesson.objects.of(each).in_order().values_list("lineage", flat=True))
        for each in (release, draft)
    ]
    assert lineages[0] == lineages[1]


def test_what_is_left_out_and_what_is_taken_anew_is_said(client, author, course, tmp_path):
    client.force_login(author)

    folder = unpacked(download(client, course), tmp_path / "out")

    words = (folder / "README.md").read_text(encoding="utf-8")
    assert "Not in the folder: the cover, people" in words
    assert "- cold\n" in words
    assert sorted(str(path.relative_to(folder)) for path in folder.rglob("*.*")) == [
        "README.md",
        "course.yaml",
        "files/film.mp4",
        "files/groups.csv",
        "files/talk.mp3",
        "how-it-was.md",
        "images/heat-map.webp",
        "quiz-2.md",
        "quiz.md",
        "readme-2.md",
        "why-heat.md",
        "your-room.md",
    ]


def test_only_who_writes_the_course_gets_its_files_with_the_answers(client, author, course):
    def status(user, **query):
        client.force_login(user)
        return client.get(reverse("courses:course_files", args=[course.slug]), query).status_code

    hidden = status(UserFactory())
    Course.objects.filter(pk=course.pk).update(state="published")

    assert (hidden, status(UserFactory()), status(author)) == (404, 403, 200)
    assert [status(author, version=version) for version in ("1", "2", "x", "0")] == [200, 404, 404, 404]  # fmt: skip
    page = client.get(reverse("courses:teach_course", args=[course.slug])).content.decode()
    assert reverse("courses:course_files", args=[course.slug]) in page


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=80)  # fmt: skip


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["title", "body", "kind"]), TEXTS, min_size=1))
def test_yaml_of_any_words_is_read_as_the_same_words(words):
    assert yaml.safe_load(as_yaml(words)) == words


def test_a_longer_course_takes_no_more_queries(client, author, course):
    address = reverse("courses:course_files", args=[course.slug])
    client.force_login(author)
    [short] = queries_of(client, address)

    module = add_module(release=course.releases.get(), title="Three")
    for number in range(2):
        work = add_lesson(module=module, kind=LessonKind.ASSIGNMENT, title=f"Work {number}")
        add_criterion(lesson=work, title="How open", levels=[(0, "No."), (4, "Yes: very")])
        survey = add_lesson(module=module, kind=LessonKind.SURVEY, title=f"Survey {number}")
        add_survey_question(lesson=survey, kind="text", prompt="What helped?")
        live = add_lesson(module=module, kind=LessonKind.LIVE, title=f"Live {number}")
        edit_live_lesson(lesson=live, counts_recording=False, instead="Tell somebody.")
        quiz = add_lesson(module=module, kind=LessonKind.QUIZ, title=f"More {number}")
        _questions(quiz, work)

    assert queries_of(client, address) == [short]


def test_a_stored_file_that_is_gone_is_named_and_the_rest_is_sent(
    client, author, course, tmp_path, caplog
):
    client.force_login(author)
    gone = Media.objects.get(kind=MediaKind.AUDIO)
    gone.content.file.storage.delete(gone.content.file.name)

    folder = unpacked(download(client, course), tmp_path / "sent")

    assert (folder / "missing.txt").read_text() == f"files/{gone.slug}.mp3"
    assert (folder / "course.yaml").exists()
    assert "is not in the storage" in caplog.text
