"""Writing what an assignment of a draft takes, and its rubric."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.forms.answering import save, show
from core.queries.ordering import step_of
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from courses.actions.coursework.rubrics import (
    add_criterion,
    edit_assignment,
    edit_criterion,
    move_criterion,
    remove_criterion,
)
from courses.forms.coursework.rubrics import AssignmentForm, CriterionForm, NewCriterionForm
from courses.models import Course, Criterion, Lesson
from courses.models.assignments import assignment_of
from courses.refusals import ReleaseFrozen
from courses.states import LessonKind
from courses.views.teaching import check_is_draft, find_course


def _find(request: MemberRequest, slug: str, pk: int) -> tuple[Course, Lesson]:
    course = find_course(request, slug)
    lessons = Lesson.objects.filter(module__release__course=course, kind=LessonKind.ASSIGNMENT)
    lesson = get_object_or_404(lessons.select_related("module__release__course"), pk=pk)
    check_is_draft(lesson.module.release)
    return course, lesson


@reads_and_writes
def assignment_edit(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Say what learners hand in, and see the rubric."""
    course, lesson = _find(request, slug, pk)

    form = AssignmentForm(posted(request), assignment=assignment_of(lesson))
    answer = save(
        request,
        form,
        lambda: edit_assignment(lesson=lesson, **form.words),
        to=("courses:assignment_edit", course.slug, lesson.pk),
        said=_("Assignment saved."),
        page_for=(ReleaseFrozen,),
    )
    criteria = list(Criterion.objects.filter(lesson=lesson).in_order())
    context = {
        "course": course,
        "lesson": lesson,
        "criteria": criteria,
        "most": sum(criterion.most for criterion in criteria),
    }
    return answer or show(request, "courses/coursework/assignment_edit.html", form, context)


@reads_and_writes
def criterion_new(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Add a line to the rubric."""
    course, lesson = _find(request, slug, pk)

    form = NewCriterionForm(posted(request), instance=Criterion(lesson=lesson))
    answer = save(
        request,
        form,
        lambda: add_criterion(lesson=lesson, key=form.key, **form.words),
        to=("courses:assignment_edit", course.slug, lesson.pk),
        said=_("Criterion saved."),
        page_for=(ReleaseFrozen,),
    )
    context = {"course": course, "lesson": lesson}
    return answer or show(request, "courses/coursework/criterion_edit.html", form, context)


@reads_and_writes
def criterion_edit(request: MemberRequest, slug: str, pk: int, criterion_pk: int) -> HttpResponse:
    """Change a line of the rubric."""
    course, lesson = _find(request, slug, pk)
    criterion = get_object_or_404(Criterion.objects.filter(lesson=lesson), pk=criterion_pk)

    form = CriterionForm(posted(request), instance=criterion)
    answer = save(
        request,
        form,
        lambda: edit_criterion(criterion=criterion, edit_number=form.opened_at, **form.words),
        to=("courses:assignment_edit", course.slug, lesson.pk),
        said=_("Criterion saved."),
        page_for=(ReleaseFrozen,),
    )
    context = {"course": course, "lesson": lesson, "criterion": criterion}
    return answer or show(request, "courses/coursework/criterion_edit.html", form, context)


@require_POST
def criterion_change(request: MemberRequest, slug: str, pk: int, criterion_pk: int) -> HttpResponse:
    """Move a line of the rubric, or take it out."""
    course, lesson = _find(request, slug, pk)
    criteria = Criterion.objects.filter(lesson=lesson, pk=criterion_pk)
    criterion = criteria.select_related("lesson__module").first()
    if criterion is None and "remove" not in request.POST:
        raise Http404
    if criterion is None:
        # A repeated click: the thing is already gone.
        pass
    elif "remove" in request.POST:
        remove_criterion(criterion=criterion)
    else:
        move_criterion(criterion=criterion, step=step_of(request))
    return redirect("courses:assignment_edit", course.slug, lesson.pk)
