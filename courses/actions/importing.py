"""Importing a course from files."""

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any

from django.db import transaction

from accounts.models import User
from core.files.uploads import checksum
from courses.actions.authoring.prerequisites import (
    CoursesInCircle,
    set_conditions,
    set_courses_before,
)
from courses.actions.charts import make_chart
from courses.actions.content import add_lesson, add_module, render_again
from courses.actions.excerpts.figures import make_figure, restored_figure
from courses.actions.grades import set_release_weights
from courses.actions.media import erase_unused_media, store_file, store_image
from courses.actions.releases import begin_draft, create_course, edit_course, renew_text_key
from courses.grades.items import ATTENDANCE
from courses.importing.checking import COURSE_FILE, CourseDraft, LessonDraft, check_course
from courses.importing.drawings import check_charts, check_figures
from courses.importing.images import ImageDraft
from courses.importing.problems import Check, CourseDataError, ImportProblem
from courses.lessons.lesson_text import figures_shown
from courses.models import (
    Chart,
    Course,
    Criterion,
    ExerciseData,
    GradeWeight,
    IndicatorFigure,
    Lesson,
    LessonCitation,
    LinkedRecording,
    Media,
    Module,
    Option,
    Question,
    Release,
    SurveyQuestion,
)
from courses.refusals import DraftByPeople
from courses.states import MediaKind


@transaction.atomic
def import_course(*, data: Mapping[str, Any], by: User, at: dt.datetime) -> Course:
    """Create the course of ``read_course(folder)`` as a draft release, ready for ``publish_release``.

    A course of this address that exists gets a new draft, or the draft of an earlier import written anew; with
    the same data as its newest release nothing changes, so this repeats safely. Raises
    ``CourseDataError`` naming file and field or line of everything that is wrong, and ``DraftByPeople`` where
    somebody is writing on a draft of their own; nothing is written then.
    """
    draft = check_course(data)
    source_hash = _hash(data)
    course = Course.objects.select_for_update().filter(slug=draft.slug).first()
    if course is None:
        course = create_course(slug=draft.slug, by=by, topics=draft.topics, at=at, **draft.fields)
    else:
        newest = Release.objects.filter(course=course).order_by("-number").first()
        if newest is not None and newest.source_hash == source_hash:
            return course
        if newest is not None and newest.is_draft and not newest.source_hash:
            raise DraftByPeople
        edit_course(course=course, topics=draft.topics, **draft.fields)
    release = begin_draft(course=course, at=at)
    lineages = _lineages(release)
    release.modules.all().delete()
    _show_images(release, draft.images, at=at)
    _show_files(release, draft, at=at)
    _show_drawings(release, draft)
    _fill(release, draft, lineages)
    if draft.before is not None:
        try:
            set_courses_before(
                course=course, required=draft.before.required, advised=draft.before.advised
            )
        except CoursesInCircle as refusal:
            problem = ImportProblem(COURSE_FILE, "before", str(refusal))
            raise CourseDataError([problem]) from refusal
    release.source_hash = source_hash
    release.save(update_fields=["source_hash"])
    return course


@transaction.atomic
def restore_figures(*, data: Mapping[str, Any]) -> int:
    """Give versions that name figures of these files without having them what they named; return how many were given.

    Until figures came from indicators they were drawn by the code, for every course. Repeats safely, and changes nothing
    that a version has. Files whose figures are not right give nothing; ``import_course`` says what is wrong with them.
    """
    check = Check()
    figures = {each.slug: each for each in check_figures(check, data, COURSE_FILE)}
    charts = {each.slug: each for each in check_charts(check, data, COURSE_FILE)}
    if check.problems:
        return 0
    given = 0
    for release, names in _without(figures.keys() | charts.keys()):
        for name in sorted(names):
            if name in figures:
                restored: IndicatorFigure | Chart = restored_figure(release, figures[name].selection, slug=name, title=figures[name].title, description=figures[name].description)  # fmt: skip
            else:
                table, words = charts[name].table, charts[name].words
                restored = Chart(release=release, slug=name, columns=table.columns, rows=table.rows, **words)  # fmt: skip
            restored.save()
            given += 1
        renew_text_key(release)
    return given


def _without(known: Set[str]) -> Iterator[tuple[Release, set[str]]]:
    """Yield each release whose lessons leave a place for one of these names that it does not have, and the names."""
    shown: dict[int, set[str]] = {}
    lessons = Lesson.objects.filter(body_html__contains="<!--figure:").order_by("pk")
    for key, html in lessons.values_list("module__release", "body_html"):
        shown.setdefault(key, set()).update(figures_shown(html))
    for release in Release.objects.filter(pk__in=shown).select_related("course").order_by("pk"):
        own = set(IndicatorFigure.objects.filter(release=release).values_list("slug", flat=True))
        own |= set(Chart.objects.filter(release=release).values_list("slug", flat=True))
        if lacking := (shown[release.pk] & known) - own:
            yield release, lacking


def _hash(data: Mapping[str, Any]) -> str:
    plain = json.dumps(data, sort_keys=True, default=_plain)
    return hashlib.sha256(plain.encode()).hexdigest()


def _plain(value: Any) -> str:
    return hashlib.sha256(value).hexdigest() if isinstance(value, bytes) else str(value)


def _show_images(release: Release, images: Sequence[ImageDraft], *, at: dt.datetime) -> None:
    """Give the draft the images of the files and no others. What is stored of an image that stays is kept."""
    before = Media.objects.filter(release=release, kind=MediaKind.IMAGE).select_related("content")
    stored = {media.content.sha256: media.content for media in before}
    before.delete()
    for draft in images:
        sha256 = draft.image.sha256
        if sha256 not in stored:
            stored[sha256] = store_image(draft.image, at=at)
        Media.objects.create(
            release=release,
            kind=MediaKind.IMAGE,
            slug=draft.slug,
            content=stored[sha256],
            alt=draft.alt,
            is_decoration=draft.is_decoration,
        )
    erase_unused_media()


def _show_files(release: Release, draft: CourseDraft, *, at: dt.datetime) -> None:
    """Give the draft the files and recordings of the folder and no others. What is stored of those that stay is kept."""
    before = Media.objects.filter(release=release).exclude(kind=MediaKind.IMAGE)
    stored = {media.content.sha256: media.content for media in before.select_related("content")}
    before.delete()
    for each in draft.files:
        sha256 = checksum(each.upload)
        if sha256 not in stored:
            stored[sha256] = store_file(
                each.upload, ending=each.ending, media_type=each.media_type, at=at
            )
        Media.objects.create(
            release=release, kind=each.kind, slug=each.slug, content=stored[sha256], **each.words
        )
    LinkedRecording.objects.filter(release=release).delete()
    LinkedRecording.objects.bulk_create(
        LinkedRecording(release=release, slug=each.slug, **each.words) for each in draft.recordings
    )
    erase_unused_media()


def _show_drawings(release: Release, draft: CourseDraft) -> None:
    """Give the draft the figures and charts of the files and no others, drawn from the indicators as they are now."""
    IndicatorFigure.objects.filter(release=release).delete()
    Chart.objects.filter(release=release).delete()
    for figure in draft.figures:
        make_figure(
            release=release,
            selection=figure.selection,
            slug=figure.slug,
            title=figure.title,
            description=figure.description,
        )
    for chart in draft.charts:
        make_chart(
            release=release, table=chart.table, key=uuid.uuid4(), slug=chart.slug, **chart.words
        )


_Lineages = dict[tuple[str, str], uuid.UUID]


def _lineages(release: Release) -> _Lineages:
    """Return the lineage of each lesson by its address, so that the library sees one lesson."""
    rows = Lesson.objects.of(release).in_order().values_list("module__slug", "slug", "lineage")
    return {(module, slug): lineage for module, slug, lineage in rows}


def _taken_from(lineages: _Lineages, module: str, slug: str) -> dict[str, uuid.UUID]:
    """Take out the lineage of the lesson of this address, or else of one that has moved here from another module."""
    keys = [(module, slug), *(key for key in lineages if key[1] == slug)]
    found = next((key for key in keys if key in lineages), None)
    return {"lineage": lineages.pop(found)} if found else {}


def _fill(release: Release, draft: CourseDraft, lineages: _Lineages) -> None:
    lessons: dict[str, Lesson] = {}
    for module_draft in draft.modules:
        module = add_module(
            release=release,
            title=module_draft.title,
            summary=module_draft.summary,
            slug=module_draft.slug,
        )
        for lesson_draft in module_draft.lessons:
            known = _taken_from(lineages, module.slug, lesson_draft.address)
            lessons[lesson_draft.slug] = _add_lesson(module, lesson_draft, known)
    _weigh(release, draft, lessons)
    _name_lessons_to_read_again(draft, lessons)
    _say_what_comes_before(release, draft, lessons)


def _weigh(release: Release, draft: CourseDraft, lessons: Mapping[str, Lesson]) -> None:
    """Give the items of the draft the weights that the files name, and no others."""
    GradeWeight.objects.filter(release=release).delete()
    weights = {
        str(lessons[each.slug].pk): each.weight
        for module in draft.modules
        for each in module.lessons
        if each.weight is not None
    }
    if draft.attendance_weight is not None:
        weights[ATTENDANCE] = draft.attendance_weight
    set_release_weights(release=release, weights=weights)


def _say_what_comes_before(
    release: Release, draft: CourseDraft, lessons: Mapping[str, Lesson]
) -> None:
    modules = list(Module.objects.filter(release=release).in_order())
    for module in draft.modules:
        for each in module.lessons:
            if each.needs.lessons or each.needs.modules:
                set_conditions(
                    lesson=lessons[each.slug],
                    is_required=lessons[each.slug].is_required,
                    needed_lessons=[lessons[stem].pk for stem in each.needs.lessons],
                    needed_modules=[modules[number - 1].pk for number in each.needs.modules],
                )


def _name_lessons_to_read_again(draft: CourseDraft, lessons: Mapping[str, Lesson]) -> None:
    """Point each question to the lesson that its file names, now that all lessons are there."""
    pointing = []
    for module in draft.modules:
        for lesson_draft in module.lessons:
            for item in lesson_draft.questions:
                if item.taught_in:
                    item.question.taught_in = lessons[item.taught_in]
                    pointing.append(item.question)
    Question.objects.bulk_update(pointing, ["taught_in"])


def _add_lesson(module: Module, draft: LessonDraft, known: Mapping[str, Any]) -> Lesson:
    lesson = add_lesson(module=module, slug=draft.address, **draft.fields, **known)
    LessonCitation.objects.bulk_create(
        LessonCitation(lesson=lesson, version=version, note=note, position=position)
        for position, (version, note) in enumerate(draft.cites, start=1)
    )
    for question_draft in draft.questions:
        question_draft.question.lesson = lesson
    Question.objects.bulk_create(item.question for item in draft.questions)
    for question_draft in draft.questions:
        for option in question_draft.options:
            option.question = question_draft.question
    Option.objects.bulk_create(option for item in draft.questions for option in item.options)
    exercises = [(item.question, item.data) for item in draft.questions if item.data is not None]
    for question, data in exercises:
        data.question = question
    ExerciseData.objects.bulk_create(data for _question, data in exercises)
    for survey_question in draft.survey:
        survey_question.lesson = lesson
    SurveyQuestion.objects.bulk_create(draft.survey)
    if draft.live is not None:
        draft.live.lesson = lesson
        draft.live.save()
    if draft.assignment is not None:
        draft.assignment.assignment.lesson = lesson
        draft.assignment.assignment.save()
        for criterion in draft.assignment.criteria:
            criterion.lesson = lesson
        Criterion.objects.bulk_create(draft.assignment.criteria)
    render_again(lesson)
    return lesson
