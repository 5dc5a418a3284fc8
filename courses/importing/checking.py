"""Checks of a course in files; problems are named by file and field or line."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.importing.drawings import ChartDraft, FigureDraft, check_charts, check_figures
from courses.importing.images import ImageDraft, check_images
from courses.importing.prerequisites import (
    CoursesBefore,
    LessonNeeds,
    check_courses_before,
    check_needs,
    check_places_of_needs,
)
from courses.importing.problems import Check, CourseDataError, is_slug
from courses.importing.questions import QuestionDraft, check_question
from courses.importing.recordings import (
    FileDraft,
    RecordingDraft,
    check_files,
    check_recordings,
)
from courses.importing.rubrics import (
    AssignmentDraft,
    check_assignment,
    check_live,
    check_survey,
)
from courses.importing.weights import check_attendance_weight, check_weight
from courses.lessons.lesson_text import citations_in, figures_in, media_in
from courses.models import LiveLesson, SurveyQuestion
from courses.states import NEED_A_TEXT, RECORDINGS, CourseLevel, LessonKind, MediaKind
from library.catalogue.models import Record, Version
from library.vocabularies import languages
from library.vocabularies.models import Topic

COURSE_FILE = "course.yaml"


@dataclass(frozen=True)
class LessonDraft:
    """One lesson of the files, checked."""

    # The name of its file, and the last part of its address where that is another one.
    slug: str
    address: str
    fields: dict[str, Any]
    cites: list[tuple[Version, str]]
    questions: list[QuestionDraft]
    assignment: AssignmentDraft | None
    survey: list[SurveyQuestion]
    live: LiveLesson | None
    # The stems of lessons and the places of modules, counted from one, that come before it.
    needs: LessonNeeds
    # None: it counts as usual for its kind.
    weight: int | None


@dataclass(frozen=True)
class ModuleDraft:
    title: str
    # Empty where it follows from the title.
    slug: str
    summary: str
    lessons: list[LessonDraft]


@dataclass(frozen=True)
class CourseDraft:
    """A whole course of the files, checked: making it can no longer fail on its words."""

    slug: str
    fields: dict[str, Any]
    topics: list[Topic]
    modules: list[ModuleDraft]
    # None: the file says nothing of courses that come before.
    before: CoursesBefore | None
    images: list[ImageDraft]
    files: list[FileDraft]
    recordings: list[RecordingDraft]
    figures: list[FigureDraft]
    charts: list[ChartDraft]
    # Of the live sessions that somebody came to. None: they do not count.
    attendance_weight: int | None


@dataclass(frozen=True)
class _Known:
    """What the lessons of the files can show, by kind and name."""

    # All but figures, by their kind.
    media: Mapping[str, Container[str]]
    figures: Container[str]


def check_course(data: Mapping[str, Any]) -> CourseDraft:
    """Check everything and return the course; raises ``CourseDataError`` with all problems at once."""
    check = Check()
    draft = _course(check, data)
    if check.problems:
        raise CourseDataError(check.problems)
    return draft


def _course(check: Check, data: Mapping[str, Any]) -> CourseDraft:
    slug = check.slug(data, "slug", COURSE_FILE, most=80)
    fields = {
        "title": check.text(data, "title", COURSE_FILE, most=150),
        "summary": check.text(data, "summary", COURSE_FILE, most=1_000),
        "outcomes": [str(item).strip() for item in check.items(data, "outcomes", COURSE_FILE, str)],
        "effort_hours": check.number(
            data, "effort_hours", COURSE_FILE, least=0, most=500, default=1
        ),
        "effort_minutes": check.number(
            data, "effort_minutes", COURSE_FILE, least=0, most=59, default=0
        ),
        "level": check.text(data, "level", COURSE_FILE, most=15, need=False),
        "language": check.text(data, "language", COURSE_FILE, most=10, need=False) or "en",
    }
    _check_catalogue_fields(check, fields)
    codes = check.items(data, "topics", COURSE_FILE, str)
    topics = {topic.code: topic for topic in Topic.objects.filter(code__in=codes)}
    for code in codes:
        if code not in topics:
            check.add(COURSE_FILE, "topics", _("There is no topic “%(code)s”.") % {"code": code})
    images = check_images(check, data, COURSE_FILE)
    figures = check_figures(check, data, COURSE_FILE)
    charts = check_charts(check, data, COURSE_FILE)
    files = check_files(check, data, COURSE_FILE)
    recordings = check_recordings(check, data, COURSE_FILE)
    known = _Known(
        {
            "image": {image.slug for image in images},
            "chart": {chart.slug for chart in charts},
            "recording": {each.slug for each in recordings},
            **{
                str(kind): {each.slug for each in files if each.kind == kind}
                for kind in (MediaKind.FILE, *RECORDINGS)
            },
        },
        {figure.slug for figure in figures},
    )
    return CourseDraft(
        slug=slug,
        fields=fields,
        topics=[topics[code] for code in codes if code in topics],
        modules=_modules(check, data, known),
        before=check_courses_before(check, COURSE_FILE, data, slug=slug),
        images=images,
        files=files,
        recordings=recordings,
        figures=figures,
        charts=charts,
        attendance_weight=check_attendance_weight(check, COURSE_FILE, data),
    )


def _check_catalogue_fields(check: Check, fields: Mapping[str, Any]) -> None:
    """Check how long the course is, for whom, and in which language."""
    if fields["effort_hours"] == 0 and fields["effort_minutes"] == 0:
        check.add(COURSE_FILE, "effort_minutes", _("Say how long the course takes."))
    if fields["level"] and fields["level"] not in CourseLevel.values:
        check.add(
            COURSE_FILE,
            "level",
            _("Write one of these: %(levels)s.") % {"levels": ", ".join(CourseLevel.values)},
        )
    if fields["language"] not in languages.names():
        check.add(COURSE_FILE, "language", _("Write the code of a language, such as en or cy."))


def _modules(check: Check, data: Mapping[str, Any], known: _Known) -> list[ModuleDraft]:
    lessons = data.get("lessons") or {}
    versions = _cited_versions(lessons.values())
    modules, used = [], []
    for index, module in enumerate(check.items(data, "modules", COURSE_FILE, dict), start=1):
        where = f"modules[{index}]."
        stems = check.items(module, "lessons", COURSE_FILE, str, where=where)
        used += stems
        drafts = []
        for stem in stems:
            if stem not in lessons:
                check.add(
                    COURSE_FILE,
                    f"{where}lessons",
                    _("There is no file %(stem)s.md.") % {"stem": stem},
                )
            else:
                drafts.append(_lesson(check, stem, lessons, versions, known))
        modules.append(
            ModuleDraft(
                check.text(module, "title", COURSE_FILE, where=where, most=150),
                check.slug(module, "slug", COURSE_FILE, where=where, most=80)
                if "slug" in module
                else "",
                check.text(module, "summary", COURSE_FILE, where=where, most=500, need=False),
                drafts,
            )
        )
    if not modules:
        check.add(COURSE_FILE, "modules", _("List at least one module."))
    listed = [[(one.slug, one.needs) for one in module.lessons] for module in modules]
    check_places_of_needs(check, listed)
    for stem in sorted(set(lessons) - set(used)):
        check.add(_file(stem, lessons[stem]), "", _("No module lists this lesson."))
    for stem in sorted({stem for stem in used if used.count(stem) > 1}):
        check.add(
            COURSE_FILE, "modules", _("The lesson %(stem)s is listed twice.") % {"stem": stem}
        )
    return modules


def _file(stem: str, lesson: Mapping[str, Any]) -> str:
    return str(lesson.get("file") or f"{stem}.md")


def _cited_versions(lessons: Iterable[Mapping[str, Any]]) -> dict[str, list[Version]]:
    """Return the current versions of the published records with these titles, as titles name them."""
    titles = {
        str(cite.get("title", "")).strip()
        for lesson in lessons
        if isinstance(lesson.get("cites"), list)
        for cite in lesson["cites"]
        if isinstance(cite, dict)
    }
    found: dict[str, list[Version]] = {}
    records = Record.objects.published().filter(title__in=titles, current_version__isnull=False)
    for record in records.select_related("current_version__record").order_by("pk"):
        assert record.current_version is not None  # noqa: S101  (asked for in the line above)
        found.setdefault(record.title, []).append(record.current_version)
    return found


def _lesson(
    check: Check,
    stem: str,
    lessons: Mapping[str, Mapping[str, Any]],
    versions: Mapping[str, list[Version]],
    known: _Known,
) -> LessonDraft:
    data = lessons[stem]
    file = _file(stem, data)
    if not is_slug(stem):
        check.add(file, "", _("Use lower-case letters, digits and hyphens in the file name."))
    kind = data.get("kind", LessonKind.TEXT)
    if kind not in LessonKind.values:
        check.add(
            file, "kind", _("Choose one of: %(kinds)s.") % {"kinds": ", ".join(LessonKind.values)}
        )
        kind = LessonKind.TEXT
    fields = {
        "title": check.text(data, "title", file, most=150),
        "kind": kind,
        "minutes": check.number(data, "minutes", file, least=1, most=600, default=10),
        "body": check.text(data, "body", file, most=60_000, need=kind in NEED_A_TEXT),
        "pass_mark": check.number(data, "pass_mark", file, least=0, most=100, default=60),
        "max_attempts": data.get("max_attempts"),
        "is_required": not check.truth(data, "optional", file),
    }
    if fields["max_attempts"] is not None:
        fields["max_attempts"] = check.number(
            data, "max_attempts", file, least=1, most=99, default=1
        )
    cites = _cites(check, file, data, versions)
    cited = len(check.items(data, "cites", file, dict))
    _check_marks(check, file, data, cited=cited, known=known)
    questions = [
        check_question(check, file, index, item, stems=lessons)
        for index, item in enumerate(check.items(data, "questions", file, dict), start=1)
    ]
    if kind == LessonKind.QUIZ and not questions:
        check.add(file, "questions", _("A quiz needs questions."))
    if kind != LessonKind.QUIZ and questions:
        check.add(file, "questions", _("Only a lesson of the kind quiz has questions."))
    return LessonDraft(
        stem,
        check.slug(data, "slug", file, most=80) if "slug" in data else stem,
        fields,
        cites,
        questions,
        check_assignment(check, file, kind, data),
        check_survey(check, file, kind, data),
        check_live(check, file, kind, data),
        check_needs(check, file, data, stem=stem, stems=lessons),
        check_weight(check, file, kind, data),
    )


def _cites(
    check: Check, file: str, data: Mapping[str, Any], versions: Mapping[str, list[Version]]
) -> list[tuple[Version, str]]:
    cites: list[tuple[Version, str]] = []
    for index, cite in enumerate(check.items(data, "cites", file, dict), start=1):
        where = f"cites[{index}]."
        title = check.text(cite, "title", file, where=where, most=300)
        note = check.text(cite, "note", file, where=where, most=500, need=False)
        found = versions.get(title, [])
        if not found and title:
            check.add(
                file,
                f"{where}title",
                _("The library has no record “%(title)s”.") % {"title": title},
            )
        elif len(found := [one for one in found if _is_meant(one, cite)] or found) > 1:
            check.add(file, f"{where}title", _("The library has several records with this title."))
        elif found and found[0] in [version for version, _note in cites]:
            check.add(file, f"{where}title", _("This record is cited twice."))
        elif found:
            cites.append((_version(found[0], cite), note))
    return cites


def _is_meant(version: Version, cite: Mapping[str, Any]) -> bool:
    """Tell whether a file from this library names this record by its number."""
    return version.record_id == cite.get("record")


def _version(current: Version, cite: Mapping[str, Any]) -> Version:
    """Return the version that a file from this library names, or else the current one."""
    number = cite.get("version")
    if not _is_meant(current, cite) or not isinstance(number, int) or number == current.number:
        return current
    earlier = Version.objects.filter(record=current.record_id, number=number)
    return earlier.select_related("record").first() or current


def _check_marks(
    check: Check, file: str, data: Mapping[str, Any], *, cited: int, known: _Known
) -> None:
    """Figures, images and citation numbers in the text must exist."""
    body, first = str(data.get("body") or ""), int(data.get("body_line") or 1)
    declared = data.get("figures")
    if declared is not None:
        for name in check.items(data, "figures", file, str):
            if name not in known.figures:
                check.add(file, "figures", _("There is no figure “%(name)s”.") % {"name": name})
    for line, name in figures_in(body):
        if name not in known.figures:
            place = _("line %(number)s") % {"number": first + line - 1}
            check.add(file, place, _("There is no figure “%(name)s”.") % {"name": name})
    for line, number in citations_in(body):
        if not 1 <= number <= cited:
            place = _("line %(number)s") % {"number": first + line - 1}
            check.add(file, place, _("There is no cited record %(number)s.") % {"number": number})
    _check_media(check, file, body, known)


def _check_media(check: Check, file: str, body: str, known: _Known) -> None:
    """Images and charts that the text shows must be listed."""
    said = {
        "chart": gettext_lazy("course.yaml has no chart “%(name)s” among its charts."),
        "image": gettext_lazy("course.yaml has no image “%(name)s” among its images."),
        "recording": gettext_lazy("course.yaml has no recording “%(name)s” among its recordings."),
    }
    usual = gettext_lazy("course.yaml has no file “%(name)s” of the kind %(kind)s among its files.")
    for kind, name in media_in(body):
        if name not in known.media[kind]:
            check.add(file, "", said.get(kind, usual) % {"name": name, "kind": kind})
