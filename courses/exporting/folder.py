"""The folder of a version: ``course.yaml``, a Markdown file for each lesson, its images and files, and what is left out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from courses.exporting.media_files import drawings_of_release, media_of_release, release_keys
from courses.exporting.plain_yaml import as_yaml, without_nothing
from courses.exporting.question_words import LessonWords
from courses.importing.course_files import COURSE_FILE
from courses.models import (
    CoursePrerequisite,
    ExerciseData,
    GradeWeight,
    IndicatorFigure,
    Lesson,
    LessonCitation,
    LessonPrerequisite,
    Module,
    Question,
    Release,
)
from courses.models.grades import GradeTarget
from courses.states import LessonKind
from indicators.excerpts.excerpt import Selection

README = "README.md"


@dataclass(frozen=True)
class FileOfFolder:
    """A file under its name in the folder: a text that was written for it, or one that is stored."""

    name: str
    text: str = ""
    stored: FieldFile | None = None


def folder_of(release: Release) -> Iterator[FileOfFolder]:
    """Yield the files of a version; load ``course`` with it."""
    lessons = list(Lesson.objects.of(release).select_related("module").in_order())
    stems = _stems(lessons)
    media, stored = media_of_release(release)
    said = {
        **_said_of_course(release),
        **media,
        **drawings_of_release(release),
        "modules": _modules(release, lessons, stems),
    }
    yield FileOfFolder(COURSE_FILE, as_yaml(said))
    written = _Written(release, lessons, stems)
    for lesson in lessons:
        yield FileOfFolder(f"{stems[lesson.pk]}.md", written.text_of(lesson))
    for name, file in stored:
        yield FileOfFolder(name, stored=file)
    yield FileOfFolder(README, _readme(release))


def _stems(lessons: Sequence[Lesson]) -> dict[int, str]:
    """Return the name of the file of each lesson: its address, and with a number where another module has that, too."""
    stems: dict[int, str] = {}
    for lesson in lessons:
        number, stem = 1, lesson.slug
        while stem in stems.values() or stem == "readme":
            number += 1
            stem = f"{lesson.slug}-{number}"
        stems[lesson.pk] = stem
    return stems


def _said_of_course(release: Release) -> dict[str, Any]:
    course = release.course
    before = CoursePrerequisite.objects.filter(course=course).select_related("needed").in_order()
    attendance = GradeWeight.objects.filter(release=release, target=GradeTarget.ATTENDANCE).first()
    words = {
        "slug": course.slug,
        "title": course.title,
        "summary": course.summary,
        "outcomes": list(course.outcomes),
        "effort_hours": course.effort_hours,
        "effort_minutes": course.effort_minutes or None,
        "level": course.level,
        "language": course.language,
        "topics": list(course.topics.order_by("code").values_list("code", flat=True)),
        "before": [
            without_nothing({"course": each.needed.slug, "required": each.is_required or None})
            for each in before
        ],
        "attendance_weight": attendance.weight if attendance else None,
    }
    return without_nothing(words)


def _modules(
    release: Release, lessons: Sequence[Lesson], stems: dict[int, str]
) -> list[dict[str, Any]]:
    return [
        without_nothing(
            {
                "title": module.title,
                "slug": module.slug,
                "summary": module.summary,
                "lessons": [stems[each.pk] for each in lessons if each.module_id == module.pk],
            }
        )
        for module in Module.objects.filter(release=release).in_order()
    ]


class _Written:
    """Writes lessons; what all of them ask for is looked up once."""

    def __init__(self, release: Release, lessons: Sequence[Lesson], stems: dict[int, str]) -> None:
        self.stems = stems
        self.words = LessonWords(lessons, stems)
        modules = Module.objects.filter(release=release).in_order().values_list("pk", flat=True)
        self.numbers = {key: number for number, key in enumerate(modules, start=1)}
        weights = GradeWeight.objects.filter(release=release, lesson__isnull=False)
        self.weights = dict(weights.values_list("lesson", "weight"))
        self.cites: dict[int, list[dict[str, Any]]] = {}
        cited = LessonCitation.objects.filter(lesson__in=lessons).in_order()
        for each in cited.select_related("version__record"):
            self.cites.setdefault(each.lesson_id, []).append(_cite(each))
        self.needs: dict[int, list[str]] = {}
        needed = LessonPrerequisite.objects.filter(lesson__in=lessons).order_by("pk")
        for need in needed:
            words = stems.get(need.needed_lesson_id or 0) or (
                f"module {self.numbers[need.needed_module_id]}" if need.needed_module_id else ""
            )
            self.needs.setdefault(need.lesson_id, []).append(words)
        self.questions: dict[int, list[Question]] = {}
        for question in Question.objects.filter(lesson__in=lessons).in_order().with_options():
            self.questions.setdefault(question.lesson_id, []).append(question)

    def text_of(self, lesson: Lesson) -> str:
        """Return the file of a lesson: its head, and its text."""
        stem = self.stems[lesson.pk]
        head = {
            "title": lesson.title,
            "slug": lesson.slug if lesson.slug != stem else "",
            "kind": lesson.kind if lesson.kind != LessonKind.TEXT else "",
            "minutes": lesson.minutes,
            "optional": not lesson.is_required or None,
            "pass_mark": lesson.pass_mark if lesson.pass_mark != 60 else None,
            "max_attempts": lesson.max_attempts,
            "weight": self.weights.get(lesson.pk),
            "needs": self.needs.get(lesson.pk),
            "cites": self.cites.get(lesson.pk),
            **self.words.of_kind(lesson),
            "questions": [
                self.words.of_question(each) for each in self.questions.get(lesson.pk, [])
            ],
        }
        return f"---\n{as_yaml(without_nothing(head))}---\n\n{lesson.body}\n"


def _cite(citation: LessonCitation) -> dict[str, Any]:
    version = citation.version
    return without_nothing(
        {
            "title": version.record.title,
            "record": version.record_id,
            "version": version.number,
            "note": citation.note,
        }
    )


def _readme(release: Release) -> str:
    """Say what the folder is, how it is read again, and what of the course is not in it."""
    lines = [
        f"# {release.course}: {release}",
        "",
        _("The whole text of this version, as the command that loads courses reads it again:"),
        "",
        "```",
        "manage.py load_course FOLDER --by EMAIL",
        "```",
        "",
        _("A course that already has this address gets a new draft. To make another course, change “slug” in course.yaml."),
        _("What is still missing in a draft has to be written before it can be loaded."),
        "",
        _("Not in the folder: the cover, people (authors, facilitators, learners), cohorts and everything that learners did."),
    ]  # fmt: skip
    if unnamed := _taken_anew(release):
        lines += [
            "",
            _("These take the current figures when the folder is loaded, because their release has no name outside this site:"),
            "",
            *(f"- {name}" for name in unnamed),
        ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _taken_anew(release: Release) -> list[str]:
    """Return the figures and exercises whose numbers may differ where the folder is loaded."""
    figures = IndicatorFigure.objects.filter(release=release).order_by("slug")
    data = ExerciseData.objects.filter(
        question__lesson__module__release=release, selection__isnull=False
    ).order_by("pk")
    chosen = [(each.slug, each.chosen) for each in figures]
    chosen += [
        (each.title, Selection.from_plain(each.selection)) for each in data if each.selection
    ]
    keys = release_keys(selection for _name, selection in chosen)
    return [name for name, selection in chosen if selection.release not in keys]
