"""The grades of one learner: for those who look after them, and for themselves."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.forms.answering import save, show
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from core.web.telling import Undo, told
from courses.actions.grades import change_grade, undo_change
from courses.forms.grades import GradeForm
from courses.grades.book import Grade, Line, grades_of
from courses.grades.items import RULE, TOTAL, Item, item_in, weight_changes
from courses.models import Enrolment
from courses.models.grades import GradeAct, GradeChange, GradeTarget
from courses.progress.stored import progress_of
from courses.views.cohorts.finding import find_my_cohort
from courses.views.grades.grade_table import BADGES, in_words


@require_safe
def my_grades(request: MemberRequest, slug: str) -> HttpResponse:
    """Show one's own grades in a course, what was changed by hand and why, and how the total is made."""
    mine = Enrolment.objects.filter(user=request.user, release__course__slug=slug).not_left()
    places = mine.select_related("release__course", "progress", "cohort", "user").newest_first()
    place = places.first()
    if place is None:
        raise Http404
    context = {
        **_shown(place),
        "course": place.release.course,
        "cohort": place.cohort,
        "weight_changes": weight_changes(place.cohort) if place.cohort else [],
    }
    return render(request, "courses/grades/my_grades.html", context)


@require_safe
def learner_grades(request: MemberRequest, slug: str, pk: int, enrolment_pk: int) -> HttpResponse:
    """Show the grades of one learner with their history, and the way to change each."""
    cohort = find_my_cohort(request, slug, pk)
    place = _find(cohort.pk, enrolment_pk)
    context = {
        **_shown(place),
        "course": cohort.release.course,
        "cohort": cohort,
        "may_change": place.user_id != request.user.pk,
    }
    return render(request, "courses/grades/learner_grades.html", context)


def _find(cohort: int, pk: int) -> Enrolment:
    places = Enrolment.objects.not_left().select_related(
        "user", "release__course", "progress", "cohort"
    )
    return get_object_or_404(places, pk=pk, cohort=cohort)


def _shown(place: Enrolment) -> dict[str, Any]:
    book = grades_of(place, now=timezone.now())
    line = book.lines[0]
    history = GradeChange.objects.filter(enrolment=place).newest_first()
    return {
        "place": place,
        "line": line,
        "rows": [_row(item, line) for item in book.items],
        "rule": RULE,
        "history": history.select_related("changed_by", "lesson"),
    }


def _row(item: Item, line: Line) -> dict[str, Any]:
    grade: Grade = line.grades[item.key]
    return {
        "item": item,
        "grade": grade,
        "words": in_words(grade),
        "badge": BADGES.get(grade.state, ""),
    }


@reads_and_writes
def grade_change(
    request: MemberRequest, slug: str, pk: int, enrolment_pk: int, item: str
) -> HttpResponse:
    """Give one learner another grade for an item or the total, excuse them, or go back, with a reason."""
    cohort = find_my_cohort(request, slug, pk)
    place = _find(cohort.pk, enrolment_pk)
    book = grades_of(place, now=timezone.now())
    found = item_in(book.items, item)
    if found is None:
        raise Http404
    line = book.lines[0]
    grade = line.grades.get(item)
    form = GradeForm(
        posted(request),
        is_total=item == TOTAL,
        is_changed=bool(line.total_change if grade is None else grade.change),
        can_be_ticked=_can_be_ticked(place, found),
    )
    answer = save(
        request,
        form,
        lambda: _change(request, form, place, found),
        to=("courses:learner_grades", slug, pk, enrolment_pk),
    )
    if answer is not None:
        last = _history(place, found).get(form_key=form.key)
        undo = Undo(reverse("courses:grade_change_undo", args=[slug, pk, last.pk]))
        messages.success(request, told(_("Grade saved. We have told the learner why."), undo))
        return answer
    context = {
        "course": cohort.release.course,
        "cohort": cohort,
        "place": place,
        "item": found,
        "grade": grade,
        "line": line,
        "words": in_words(grade) if grade else "",
        "is_own": place.user_id == request.user.pk,
        "history": _history(place, found),
    }
    return show(request, "courses/grades/grade_change.html", form, context)


def _can_be_ticked(place: Enrolment, item: Item) -> bool:
    is_left = item.lesson is not None and item.lesson.pk not in progress_of(place).done_lessons
    return is_left and place.state == Enrolment.State.ACTIVE


def _history(place: Enrolment, item: Item) -> Any:
    rows = GradeChange.objects.filter(enrolment=place, target=_target(item), lesson=item.lesson)
    return rows.select_related("changed_by").newest_first()


def _target(item: Item) -> str:
    return GradeTarget.TOTAL if item.key == TOTAL else item.target


def _change(request: MemberRequest, form: GradeForm, place: Enrolment, item: Item) -> GradeChange:
    words = form.cleaned_data
    return change_grade(
        enrolment=place,
        target=_target(item),
        lesson=item.lesson,
        act=GradeAct(words["act"]),
        percent=words["percent"],
        reason=words["reason"],
        by=request.user,
        key=form.key,
        at=timezone.now(),
        counts_as_done=bool(words.get("counts_as_done")),
    )


@require_POST
def grade_change_undo(request: MemberRequest, slug: str, pk: int, change_pk: int) -> HttpResponse:
    """Take back a change of a grade."""
    cohort = find_my_cohort(request, slug, pk)
    changes = GradeChange.objects.filter(enrolment__cohort=cohort).select_related("enrolment")
    change = get_object_or_404(changes, pk=change_pk)

    undo_change(change=change, by=request.user, at=timezone.now())
    messages.success(request, _("Undone. The earlier grade counts again."))
    return redirect("courses:learner_grades", slug, pk, change.enrolment_id)
