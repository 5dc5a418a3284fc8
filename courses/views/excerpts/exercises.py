"""Exercises on real figures: written by authors, their data taken along by learners."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.files.spreadsheets import csv_answer
from core.forms.answering import save, show
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from courses.actions.excerpts.exercises import add_exercise, edit_exercise, renew_exercise
from courses.excerpts.exercises import lines_of, shown_data
from courses.excerpts.newer import newer_than
from courses.forms.exercise_figures import FiguresSource, IndicatorGroups, PastedGroups
from courses.forms.exercises import ExerciseForm, NewExerciseForm
from courses.models import Course, ExerciseData, Lesson, Question, Release
from courses.refusals import ReleaseFrozen
from courses.states import QuestionKind
from courses.views.excerpts.picking import indicator_named, indicators_found
from courses.views.teaching import check_is_draft, find_course
from indicators.catalogue.models import Indicator
from indicators.excerpts.excerpt import ExcerptRefused
from indicators.excerpts.offering import offer_of
from indicators.measures.refusals import MeasureRefused


@reads_and_writes
def exercise_new(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Choose an indicator or paste figures, then say what learners work out."""
    course = find_course(request, slug)
    lesson = get_object_or_404(
        Lesson.objects.filter(module__release__course=course, kind="quiz").select_related(
            "module__release__course"
        ),
        pk=pk,
    )
    check_is_draft(lesson.module.release)
    indicator = indicator_named(request)
    if indicator is None and "pasted" not in request.GET:
        find, page = indicators_found(request)
        context = {"course": course, "lesson": lesson, "form": find, "page": page}
        return render(request, "courses/excerpts/exercise_pick.html", context)
    question = Question(lesson=lesson, kind=QuestionKind.MEASURE)
    form = NewExerciseForm(posted(request), instance=question, source=_source(indicator))
    if "preview" not in request.POST and (
        answer := save(
            request,
            form,
            lambda: add_exercise(lesson=lesson, key=form.key, **form.words),
            to=("courses:lesson_edit", slug, lesson.pk),
            said=_("Exercise saved."),
            page_for=(ReleaseFrozen,),
        )
    ):
        return answer
    return _page(request, form, course, question, indicator)


@reads_and_writes
def exercise_edit(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Change an exercise of a draft."""
    course = find_course(request, slug)
    question = _find(course, pk)
    check_is_draft(question.lesson.module.release)
    data = question.data
    form = ExerciseForm(posted(request), instance=question, source=_source(data.indicator))
    if "preview" not in request.POST and (
        answer := save(
            request,
            form,
            lambda: edit_exercise(
                question=_find(course, pk), edit_number=form.opened_at, **form.words
            ),
            to=("courses:lesson_edit", slug, question.lesson_id),
            said=_("Exercise saved."),
            page_for=(ReleaseFrozen,),
        )
    ):
        return answer
    return _page(request, form, course, question, data.indicator)


@require_POST
def exercise_renew(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Use the newer figures that replace those of an exercise."""
    course = find_course(request, slug)
    question = _find(course, pk)
    try:
        renew_exercise(data=question.data)
    except (ExcerptRefused, MeasureRefused) as refusal:
        messages.error(
            request, _("The newer figures cannot be used: %(reason)s") % {"reason": refusal}
        )
    else:
        messages.success(
            request,
            _("The exercise uses the newer figures now, and its answer was worked out again."),
        )
    return redirect("courses:exercise_edit", slug, question.pk)


@require_safe
def exercise_csv(request: MemberRequest, pk: int) -> FileResponse:
    """Answer the data of an exercise as a file for a spreadsheet."""
    data = get_object_or_404(ExerciseData.objects.visible_to(request.user), pk=pk)
    return csv_answer(lines_of(data), name=slugify(data.title)[:60] or "figures")


def _source(indicator: Indicator | None) -> FiguresSource:
    return PastedGroups() if indicator is None else IndicatorGroups(offer_of(indicator))


def _find(course: Course, pk: int) -> Question:
    exercises = Question.objects.filter(
        lesson__module__release__course=course, kind=QuestionKind.MEASURE
    )
    return get_object_or_404(
        exercises.select_related(
            "lesson__module__release__course", "data__indicator", "data__release"
        ),
        pk=pk,
    )


def _page(
    request: MemberRequest,
    form: ExerciseForm,
    course: Course,
    question: Question,
    indicator: Indicator | None,
) -> HttpResponse:
    looked = None
    if request.method == "POST" and form.is_valid():
        data, answer, tolerance = form.looked_at
        looked = {"shown": shown_data(data), "answer": answer, "tolerance": tolerance}
    stored = question.data if question.pk else None
    release: Release = question.lesson.module.release
    context = {
        "course": course,
        "lesson": question.lesson,
        "question": question,
        "indicator": indicator,
        "looked": looked,
        "stored": stored,
        "newer": newer_than(stored.release) if stored and stored.release else None,
        "release": release,
    }
    return show(request, "courses/excerpts/exercise_edit.html", form, context)
