"""The gradebook of a cohort for those who look after it, what its items count, and grades from a file."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from core.forms.answering import save, show
from core.tables.filters import Filters
from core.tables.work_table import WorkTable, show_table
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from core.web.telling import Undo, told
from core.web.way_back import leads_back
from courses.actions.grades import (
    import_grades,
    set_release_weights,
    set_weights,
    undo_import,
)
from courses.cohorts.live_sessions import attendance_in
from courses.forms.grades import (
    CohortWeightsForm,
    GradeFileForm,
    GradeFilterForm,
    WeightsForm,
)
from courses.grades.book import Gradebook, Line, gradebook_of
from courses.grades.files import CheckedFile, check_file
from courses.grades.items import RULE, items_of, weight_changes
from courses.models import Cohort
from courses.models.grades import GradeImport
from courses.refusals import ReleaseFrozen
from courses.views.cohorts.finding import find_my_cohort
from courses.views.grades.grade_table import csv_layout, grade_layout
from courses.views.teaching import find_course, find_draft

MOST_SHOWN = 200


@leads_back(gettext_lazy("the gradebook"))
@require_safe
def gradebook(request: MemberRequest, slug: str, pk: int) -> HttpResponseBase:
    """Show what each learner of the cohort has for each item, or all of it as CSV."""
    cohort = find_my_cohort(request, slug, pk)
    book = gradebook_of(cohort, now=timezone.now())
    form = GradeFilterForm(request.GET)
    is_csv = request.GET.get("as") == "csv"
    layout = (csv_layout if is_csv else grade_layout)(cohort, book)
    table = WorkTable(request.GET, layout, _narrowed(form, book))
    context = {
        "course": cohort.release.course,
        "cohort": cohort,
        "book": book,
        "rule": RULE,
        "filters": Filters(form, request.GET),
    }
    return show_table(request, "courses/grades/gradebook.html", table, context)


def _narrowed(form: GradeFilterForm, book: Gradebook) -> list[Line]:
    """Return the lines that are asked for; none where the form is wrong."""
    if not form.is_valid():
        return []
    words = form.cleaned_data["q"].casefold().split()
    tests = {
        "missing": lambda line: line.missing,
        "to_grade": lambda line: line.to_grade,
        "changed": lambda line: (
            line.total_change or any(one.is_changed for one in line.grades.values())
        ),
    }
    test = tests.get(form.cleaned_data["show"], lambda _line: True)
    return [
        line
        for line in book.lines
        if test(line) and all(word in line.place.user.full_name.casefold() for word in words)
    ]


@reads_and_writes
def grade_weights(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Let those who look after a cohort say how much each item counts."""
    cohort = find_my_cohort(request, slug, pk)
    held = attendance_in(cohort, now=timezone.now()).held
    items = items_of(cohort.release, cohort, has_sessions=bool(held))
    usual = items_of(cohort.release, None, has_sessions=bool(held))
    inherited = {item.key: item.weight for item in usual}
    form = CohortWeightsForm(posted(request), items=items, inherited=inherited)
    answer = save(
        request,
        form,
        lambda: set_weights(
            cohort=cohort,
            weights=form.weights,
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        ),
        to=("courses:gradebook", slug, pk),
        said=_("Weights saved. All totals now use them."),
    )
    context = {
        "course": cohort.release.course,
        "cohort": cohort,
        "rule": RULE,
        "items": items,
        "changes": weight_changes(cohort),
    }
    return answer or show(request, "courses/grades/grade_weights.html", form, context)


@reads_and_writes
def release_weights(request: MemberRequest, slug: str) -> HttpResponse:
    """Let authors say how much each item of the draft counts; cohorts begin with that."""
    course = find_course(request, slug)
    release = find_draft(course)
    items = items_of(release, None, has_sessions=True)
    form = WeightsForm(posted(request), items=items)
    answer = save(
        request,
        form,
        lambda: set_release_weights(release=release, weights=form.weights),
        to=("courses:teach_course", slug),
        said=_("Weights saved. Cohorts of this version start with them."),
        page_for=(ReleaseFrozen,),
    )
    context = {"course": course, "release": release, "rule": RULE}
    return answer or show(request, "courses/grades/release_weights.html", form, context)


@reads_and_writes
def grades_import(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Check grades out of a file, then take all of them at once."""
    cohort = find_my_cohort(request, slug, pk)
    form = GradeFileForm(posted(request), request.FILES or None)
    checked = None
    if form.is_bound and form.is_valid():
        checked = check_file(cohort, form.cleaned_data["grades"], now=timezone.now())
        is_sent = "take" in request.POST and checked.is_whole
        if is_sent and form.is_confirmed(checked):
            answer = _take(request, form, cohort, checked)
            if answer is not None:
                return answer
        form.renew("seen", checked.mark)
    context = {
        "course": cohort.release.course,
        "cohort": cohort,
        "checked": checked,
        "most": MOST_SHOWN,
        "imports": cohort.grade_imports.select_related("imported_by").newest_first()[:10],
    }
    return show(request, "courses/grades/grades_import.html", form, context)


def _take(
    request: MemberRequest, form: GradeFileForm, cohort: Cohort, checked: CheckedFile
) -> HttpResponse | None:
    slug = cohort.release.course.slug
    answer = save(
        request,
        form,
        lambda: import_grades(
            cohort=cohort,
            grades=checked.grades,
            reason=form.cleaned_data["reason"],
            by=request.user,
            key=form.key,
            at=timezone.now(),
        ),
        to=("courses:gradebook", slug, cohort.pk),
    )
    if answer is not None:
        taken = GradeImport.objects.get(cohort=cohort, form_key=form.key)
        count = len(checked.grades)
        words = ngettext("%(count)d grade changed.", "%(count)d grades changed.", count)
        undo = Undo(reverse("courses:grades_import_undo", args=[slug, cohort.pk, taken.pk]))
        messages.success(request, told(words % {"count": count}, undo))
    return answer


@require_POST
def grades_import_undo(request: MemberRequest, slug: str, pk: int, import_pk: int) -> HttpResponse:
    """Take back the grades of one file."""
    cohort = find_my_cohort(request, slug, pk)
    taken = get_object_or_404(GradeImport, cohort=cohort, pk=import_pk)

    count = undo_import(taken=taken, by=request.user, at=timezone.now())
    words = ngettext("%(count)d grade change undone.", "%(count)d grade changes undone.", count)
    messages.success(request, words % {"count": count})
    return redirect("courses:gradebook", slug, pk)
