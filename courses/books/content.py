"""What a printed course holds: every lesson with its figures, questions without their keys, transcripts and sources."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe

from core.text import render_markdown
from courses.excerpts.exercises import ShownData, with_data
from courses.lessons.cited_works import CitedWork, cited_works_of
from courses.lessons.lesson_text import has_media, show_body
from courses.lessons.shuffling import shuffled
from courses.media.showing import ShownByName, drawing_html, named, shown_in
from courses.models import (
    Chart,
    Criterion,
    IndicatorFigure,
    Lesson,
    LinkedRecording,
    Media,
    Module,
    Question,
    Release,
    SurveyQuestion,
)
from courses.states import LessonKind, QuestionKind

_HEADING = re.compile(r"(</?h)([1-6])\b")


@dataclass(frozen=True)
class Source:
    """A cited record: its place among those of the lesson, and where it is found."""

    number: int
    title: str
    about: str
    address: str
    note: str


@dataclass(frozen=True)
class BookQuestion:
    """A question as a learner reads it before they answer: nothing tells which answer is right."""

    prompt: str
    kind: str
    options: list[str] = field(default_factory=list)
    unit: str = ""
    data: ShownData | None = None


@dataclass(frozen=True)
class BookLesson:
    """A lesson with everything that a reader needs on paper."""

    lesson: Lesson
    body: SafeString
    questions: list[BookQuestion]
    survey: list[SurveyQuestion]
    criteria: list[Criterion]
    sources: list[Source]
    is_closed: bool = False

    @property
    def address(self) -> str:
        """Return the whole address of the lesson."""
        return f"{settings.SITE_URL}{self.lesson.get_absolute_url()}"

    @property
    def body_open(self) -> SafeString:
        """Return the text for a course on one page: headings two levels lower, and nothing folded, as paper cannot unfold."""
        lower = _HEADING.sub(lambda found: f"{found[1]}{min(int(found[2]) + 2, 6)}", self.body)
        return mark_safe(lower.replace("<details", "<details open"))  # noqa: S308  (cleaned when it was written)


@dataclass(frozen=True)
class BookModule:
    number: int
    module: Module
    lessons: list[BookLesson]


@dataclass(frozen=True)
class Book:
    """One release of a course to be printed, or to be taken along."""

    release: Release
    modules: list[BookModule]
    # The images that it shows, by the address that its text names.
    images: Mapping[str, Media]

    @property
    def has_recordings(self) -> bool:
        return any("recording-in-print" in each.body for each in self.lessons)

    @property
    def lessons(self) -> list[BookLesson]:
        return [lesson for module in self.modules for lesson in module.lessons]


def book_of(release: Release, *, closed: Collection[int] = frozenset()) -> Book:
    """Return the whole release; load its ``course`` with it. Lessons that are ``closed`` keep title and place alone.

    Nine queries at most, however many lessons there are.
    """
    lessons = list(Lesson.objects.of(release).in_order().select_related("module"))
    for lesson in lessons:
        lesson.module.release = release
    kinds = {lesson.kind for lesson in lessons}
    shows_media = any(has_media(lesson.body_html) for lesson in lessons)
    media: ShownByName = shown_in(release) if shows_media else {}
    questions = _questions(release) if LessonKind.QUIZ in kinds else {}
    survey = _rows(SurveyQuestion, release) if LessonKind.SURVEY in kinds else {}
    criteria = _rows(Criterion, release) if LessonKind.ASSIGNMENT in kinds else {}
    sources = _sources(release)
    told: dict[int, BookLesson] = {}
    for lesson in lessons:
        key = lesson.pk
        if key in closed:
            told[key] = BookLesson(lesson, SafeString(""), [], [], [], [], is_closed=True)
        else:
            told[key] = BookLesson(
                lesson,
                show_body(lesson.body_html, media, shown=shown_in_print),
                questions.get(key, []),
                survey.get(key, []),
                criteria.get(key, []),
                sources.get(key, []),
            )
    modules: dict[int, BookModule] = {}
    for lesson in lessons:
        number = len(modules) + 1
        chapter = modules.setdefault(lesson.module_id, BookModule(number, lesson.module, []))
        chapter.lessons.append(told[lesson.pk])
    images = {
        each.get_absolute_url(): each
        for each in media.values()
        if isinstance(each, Media) and each.is_image
    }
    return Book(release, list(modules.values()), images)


def shown_in_print(known: ShownByName, kind: str, name: str, caption: str) -> str:
    """Return an image, a file, a chart or a recording as paper can show it: a recording by its transcript."""
    media = named(known, kind, name)
    if isinstance(media, Chart | IndicatorFigure):
        return drawing_html(media)
    if isinstance(media, LinkedRecording):
        elsewhere = {
            "media": media,
            "caption": caption,
            "address": media.address,
            "transcript": linebreaks(media.transcript, autoescape=True) if media.transcript else "",
        }
        return render_to_string("courses/books/_recording.html", elsewhere)
    if media is None or media.kind != kind or not isinstance(media, Media):
        return ""
    context: dict[str, Any] = {
        "media": media,
        "caption": caption,
        "address": f"{settings.SITE_URL}{media.get_absolute_url()}",
        "transcript": render_markdown(media.transcript, top_heading=4) if media.transcript else "",
        "ending": PurePath(media.title).suffix.lstrip(".").upper(),
    }
    part = "image" if media.is_image else "recording" if media.is_recording else "file"
    return render_to_string(f"courses/books/_{part}.html", context)


def _questions(release: Release) -> dict[int, list[BookQuestion]]:
    """Return the questions of each quiz, their answers in an order that tells nothing."""
    questions = Question.objects.filter(lesson__module__release=release).in_order().with_options()
    return {
        lesson: [_book_question(*each) for each in with_data(asked)]
        for lesson, asked in _by_lesson(questions).items()
    }


def _book_question(question: Question, data: ShownData | None) -> BookQuestion:
    options = list(question.options.all()) if question.has_options else []
    if question.kind == QuestionKind.ORDERING:
        options = shuffled(question, options)
    texts = [option.text for option in options]
    return BookQuestion(question.prompt, question.kind, texts, question.unit, data)


def _rows(model: Any, release: Release) -> dict[int, list[Any]]:
    return _by_lesson(model.objects.filter(lesson__module__release=release).in_order())


def _by_lesson(rows: Iterable[Any]) -> dict[int, list[Any]]:
    told: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        told[row.lesson_id].append(row)
    return told


def _sources(release: Release) -> dict[int, list[Source]]:
    """Return what each lesson cites, as its text numbers it, with addresses that stand on paper."""
    return {
        lesson: [_source(number, work) for number, work in enumerate(works, start=1)]
        for lesson, works in cited_works_of(release).items()
    }


def _source(number: int, work: CitedWork) -> Source:
    about = ", ".join(str(part) for part in (work.publisher, work.year) if part)
    address = f"{settings.SITE_URL}{work.version_address}"
    return Source(number, work.title, about, address, work.shown_note)
