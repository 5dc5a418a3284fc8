"""Checks before a draft release can be published."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from courses.excerpts.exercises import data_of
from courses.lessons.draft_text import text_of
from courses.lessons.lesson_text import citations_in, figures_in, media_in, not_shown_in
from courses.lessons.prerequisite_checks import missing_in_prerequisites
from courses.media.showing import ShownByName, named, shown_in
from courses.models import Course, DraftReview, Lesson, Media, Module, Option, Question, Release
from courses.models.cohort_events import live_lesson_of
from courses.states import NEED_A_TEXT, DraftReviewState, LessonKind, QuestionKind


@dataclass(frozen=True)
class MissingItem:
    """A missing item, and the lesson in which to add it (none: the course itself)."""

    text: str
    lesson: Lesson | None = None
    # It is mended where prerequisites are written, not in the text of the lesson.
    is_about_conditions: bool = False


def modules_with_content(release: Release) -> list[Module]:
    """Load the modules of the release with all their content, in order."""
    questions = Question.objects.select_related("data")
    lessons = (
        Lesson.objects.order_by("position", "pk")
        .select_related("module")
        .prefetch_related(
            "citations", Prefetch("questions", questions), "questions__options", "prerequisites"
        )
    )
    return list(release.modules.in_order().prefetch_related(Prefetch("lessons", lessons)))


def missing_in(release: Release, modules: Sequence[Module] | None = None) -> list[MissingItem]:
    """Return everything that keeps the release from being published, in the order of the course."""
    modules = modules_with_content(release) if modules is None else modules
    lacks = [MissingItem(text) for text in _missing_in_course(release.course)]
    if not modules:
        lacks.append(MissingItem(_("Add a module.")))
    lacks += [
        MissingItem(_("Add a lesson to the module “%(module)s”.") % {"module": module.title})
        for module in modules
        if not module.lessons.all()
    ]
    lessons = [lesson for module in modules for lesson in module.lessons.all()]
    shown = shown_in(release)
    lacks += [
        MissingItem(text, lesson) for lesson in lessons for text in missing_in_lesson(lesson, shown)
    ]
    if sum(lesson.is_plan for lesson in lessons) > 1:
        lacks.append(MissingItem(_("A course has one action plan. Remove the others.")))
    lacks += [
        MissingItem(text, lesson, is_about_conditions=True)
        for text, lesson in missing_in_prerequisites(modules)
    ]
    if not lacks and release.course.needs_review and not is_approved(release):
        lacks.append(MissingItem(_needed_review(release)))
    return lacks


def _needed_review(release: Release) -> str:
    waiting = DraftReview.objects.filter(release=release, state=DraftReviewState.WAITING)
    asked = waiting.select_related("reviewer").order_by("pk").first()
    if asked is None:
        return _("Ask another person for a review. This course needs their approval.")
    words = _("%(person)s was asked for a review and has not decided yet.")
    return words % {"person": asked.reviewer}


def is_approved(release: Release) -> bool:
    """Tell whether another person has approved the draft as it is now. A change after it asks for another approval."""
    approved = DraftReview.objects.filter(release=release, state=DraftReviewState.APPROVED)
    texts = set(approved.values_list("text", flat=True))
    return bool(texts) and text_of(release) in texts


def to_look_at_in(modules: Sequence[Module]) -> list[MissingItem]:
    """Return what learners would see otherwise than its author may think; it can be published all the same."""
    return [
        MissingItem(_("“%(lesson)s”: %(what)s") % {"lesson": lesson.title, "what": what}, lesson)
        for module in modules
        for lesson in module.lessons.all()
        for what in not_shown_in(lesson.body)
    ]


def _missing_in_course(course: Course) -> list[str]:
    lacks = []
    if not course.summary.strip():
        lacks.append(_("Write a summary of the course."))
    if not course.outcomes:
        lacks.append(_("Say what learners can do after the course."))
    return lacks


def missing_in_lesson(lesson: Lesson, shown: ShownByName) -> list[str]:
    """Return what keeps the lesson from being published. ``shown`` is what its release has to show."""
    place = {"lesson": lesson.title}
    lacks = []
    if lesson.kind in NEED_A_TEXT and not lesson.body.strip():
        lacks.append(_("“%(lesson)s” has no text.") % place)
    lacks += [
        _("“%(lesson)s” shows the figure %(name)s, which does not exist.") % {**place, "name": name}
        for _line, name in figures_in(lesson.body)
        if named(shown, "figure", name) is None
    ]
    lacks += _missing_media(lesson, shown)
    cited = sum(citation.added_on is None for citation in lesson.citations.all())
    lacks += [
        _("The text of “%(lesson)s” refers to citation %(number)s, but there are %(count)s.")
        % {**place, "number": number, "count": cited}
        for _line, number in citations_in(lesson.body)
        if not 1 <= number <= cited
    ]
    if lesson.kind == LessonKind.LIVE and not live_lesson_of(lesson).instead.strip():
        lacks.append(
            _("“%(lesson)s” does not say what learners who learn alone or cannot attend should do.")
            % place
        )
    if lesson.kind == LessonKind.SURVEY and not lesson.survey_questions.exists():
        lacks.append(_("The survey “%(lesson)s” has no question.") % place)
    if lesson.is_quiz:
        questions = list(lesson.questions.all())
        if not questions:
            lacks.append(_("The quiz “%(lesson)s” has no question.") % place)
        lacks += [
            _("“%(lesson)s”, question “%(prompt)s”: %(lack)s")
            % {**place, "prompt": question.prompt[:60], "lack": lack}
            for question in questions
            for lack in missing_in_question(question, list(question.options.all()))
        ]
    return lacks


def _missing_media(lesson: Lesson, shown: ShownByName) -> list[str]:
    missing = {
        "image": _("“%(lesson)s” shows the image %(name)s, which does not exist."),
        "file": _("“%(lesson)s” offers the file %(name)s, which does not exist."),
        "audio": _("“%(lesson)s” plays the audio %(name)s, which does not exist."),
        "video": _("“%(lesson)s” plays the video %(name)s, which does not exist."),
        "chart": _("“%(lesson)s” shows the chart %(name)s, which does not exist."),
        "recording": _("“%(lesson)s” plays the recording %(name)s, which does not exist."),
    }
    undescribed = {
        "image": _("“%(lesson)s” shows the image %(name)s, which has no description."),
        "audio": _("“%(lesson)s” plays the audio %(name)s, which has no transcript."),
        "video": _("“%(lesson)s” plays the video %(name)s, which has no captions."),
    }
    lacks = []
    for kind, name in dict.fromkeys(media_in(lesson.body)):
        place = {"lesson": lesson.title, "name": name}
        found = named(shown, kind, name)
        if found is None or (isinstance(found, Media) and found.kind != kind):
            lacks.append(missing[kind] % place)
        elif isinstance(found, Media) and not found.is_described:
            lacks.append(undescribed[kind] % place)
    return lacks


def missing_in_question(question: Question, options: list[Option]) -> list[str]:
    """Return what keeps the question from being answered correctly."""
    right = sum(option.is_correct for option in options)
    lacks = []
    if question.has_options and len(options) < 2:
        lacks.append(_("Give at least two answers to choose from."))
    if question.kind == QuestionKind.SINGLE and right != 1:
        lacks.append(_("Mark exactly one answer as correct."))
    if question.kind == QuestionKind.MULTIPLE and right == 0:
        lacks.append(_("Mark at least one answer as correct."))
    texts = [" ".join(option.text.split()).casefold() for option in options]
    lacks += [
        _("The answer “%(answer)s” appears more than once.") % {"answer": options[place].text}
        for place, text in enumerate(texts)
        if text in texts[:place]
    ]
    if question.kind == QuestionKind.NUMERIC and question.answer is None:
        lacks.append(_("Enter the correct number."))
    if question.kind == QuestionKind.MEASURE and question.pk and data_of(question) is None:
        lacks.append(_("Choose the figures of the exercise."))
    if question.kind == QuestionKind.SHORT_TEXT and not question.accepted:
        lacks.append(_("Enter at least one accepted answer."))
    return lacks
