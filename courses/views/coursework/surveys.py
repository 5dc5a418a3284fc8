"""Writing surveys, answering them, and reading what they say."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.files.spreadsheets import csv_answer
from core.forms.answering import save, show
from core.permissions import require
from core.queries.ordering import step_of
from core.small_numbers import SMALLEST_SHOWN
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from courses.actions.coursework.surveys import (
    add_survey_question,
    answer_survey,
    edit_survey_question,
    move_survey_question,
    remove_survey_question,
)
from courses.forms.coursework.surveys import NewSurveyQuestionForm, SurveyQuestionForm
from courses.models import Course, Enrolment, Lesson, SurveyQuestion
from courses.progress.survey_results import survey_results
from courses.progress.table_of_contents import text_of
from courses.refusals import ReleaseFrozen
from courses.states import LessonKind
from courses.views.learner_places import in_lesson
from courses.views.lesson_parts import survey_form
from courses.views.teaching import check_is_draft, find_course


def _find(request: MemberRequest, slug: str, pk: int) -> tuple[Course, Lesson]:
    course = find_course(request, slug)
    lessons = Lesson.objects.filter(module__release__course=course, kind=LessonKind.SURVEY)
    lesson = get_object_or_404(lessons.select_related("module__release__course"), pk=pk)
    check_is_draft(lesson.module.release)
    return course, lesson


@require_safe
def survey_edit(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Show the questions of a survey to its author."""
    course, lesson = _find(request, slug, pk)
    questions = SurveyQuestion.objects.filter(lesson=lesson).in_order()
    context = {"course": course, "lesson": lesson, "questions": questions}
    return render(request, "courses/coursework/survey_edit.html", context)


@reads_and_writes
def survey_question_new(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Add a question to the survey."""
    course, lesson = _find(request, slug, pk)

    form = NewSurveyQuestionForm(posted(request), instance=SurveyQuestion(lesson=lesson))
    answer = save(
        request,
        form,
        lambda: add_survey_question(lesson=lesson, key=form.key, **form.words),
        to=("courses:survey_edit", course.slug, lesson.pk),
        said=_("Question saved."),
        page_for=(ReleaseFrozen,),
    )
    context = {"course": course, "lesson": lesson}
    return answer or show(request, "courses/coursework/survey_question_edit.html", form, context)


@reads_and_writes
def survey_question_edit(
    request: MemberRequest, slug: str, pk: int, question_pk: int
) -> HttpResponse:
    """Change a question of the survey."""
    course, lesson = _find(request, slug, pk)
    question = get_object_or_404(SurveyQuestion.objects.filter(lesson=lesson), pk=question_pk)

    form = SurveyQuestionForm(posted(request), instance=question)
    answer = save(
        request,
        form,
        lambda: edit_survey_question(question=question, edit_number=form.opened_at, **form.words),
        to=("courses:survey_edit", course.slug, lesson.pk),
        said=_("Question saved."),
        page_for=(ReleaseFrozen,),
    )
    context = {"course": course, "lesson": lesson, "question": question}
    return answer or show(request, "courses/coursework/survey_question_edit.html", form, context)


@require_POST
def survey_question_change(
    request: MemberRequest, slug: str, pk: int, question_pk: int
) -> HttpResponse:
    """Move a question, or take it out of the survey."""
    course, lesson = _find(request, slug, pk)
    questions = SurveyQuestion.objects.filter(lesson=lesson, pk=question_pk)
    question = questions.select_related("lesson__module").first()
    if question is None and "remove" not in request.POST:
        raise Http404
    if question is None:
        # A repeated click: the thing is already gone.
        pass
    elif "remove" in request.POST:
        remove_survey_question(question=question)
    else:
        move_survey_question(question=question, step=step_of(request))
    return redirect("courses:survey_edit", course.slug, lesson.pk)


@reads_and_writes
@in_lesson
def survey_answer(request: MemberRequest, enrolment: Enrolment, found: Lesson) -> HttpResponse:
    """Keep the answers, without their learner; the lesson itself shows the form first."""
    if request.method != "POST" or found.kind != LessonKind.SURVEY:
        return redirect(found)

    form = survey_form(found, request.POST)
    answer = save(
        request,
        form,
        lambda: answer_survey(
            enrolment=enrolment, lesson=found, answers=form.answers, at=timezone.now()
        ),
        to=found,
        said=lambda is_first: (
            _("Thank you. Your answers are kept without your name.")
            if is_first
            else _("You have answered this survey before. The first answers stay.")
        ),
    )
    context = {
        "course": enrolment.release.course,
        "lesson": found,
        "body": text_of(enrolment.release, found),
    }
    return answer or show(request, "courses/coursework/survey_answer.html", form, context)


@require_safe
def survey_list(request: MemberRequest, slug: str) -> HttpResponse:
    """Name the surveys in the published versions of a course."""
    course = get_object_or_404(Course.objects.visible_to(request.user), slug=slug)
    require(request.user, "courses.facilitate", course)
    lessons = Lesson.objects.filter(
        kind=LessonKind.SURVEY,
        module__release__course=course,
        module__release__published_at__isnull=False,
    )
    surveys = lessons.select_related("module__release").order_by("-module__release__number", "pk")
    context = {"course": course, "surveys": surveys}
    return render(request, "courses/coursework/survey_list.html", context)


@require_safe
def survey_detail(request: MemberRequest, slug: str, pk: int) -> HttpResponseBase:
    """Show what a survey says, in groups of five answers; ``?as=csv`` asks for a spreadsheet."""
    course = get_object_or_404(Course.objects.visible_to(request.user), slug=slug)
    require(request.user, "courses.facilitate", course)
    lessons = Lesson.objects.filter(kind=LessonKind.SURVEY, module__release__course=course)
    lesson = get_object_or_404(lessons.select_related("module__release"), pk=pk)
    results = survey_results(lesson)
    if request.GET.get("as") == "csv":
        return csv_answer(results.rows(), name="survey")
    context = {"course": course, "lesson": lesson, "results": results, "least": SMALLEST_SHOWN}
    return render(request, "courses/coursework/survey_detail.html", context)
