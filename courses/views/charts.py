"""Charts of a draft: made from a pasted table, looked at, changed, taken away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.forms.answering import save, show
from core.types import MemberRequest
from core.web.requests import key_of, posted, reads_and_writes
from courses.actions.charts import change_chart, make_chart, remove_chart
from courses.forms.charts import EditChartForm, NewChartForm
from courses.media.charts import drawn
from courses.models import Chart, Course, Lesson, Release
from courses.refusals import ReleaseFrozen
from courses.views.teaching import check_is_draft, find_course


@reads_and_writes
def chart_new(request: MemberRequest, slug: str) -> HttpResponse:
    """Create a chart from a pasted table."""
    course = find_course(request, slug)
    release = get_object_or_404(Release.objects.drafts(), course=course)
    lessons = Lesson.objects.of(release).filter(pk=key_of(request.GET.get("lesson")))
    lesson = lessons.first()
    back = ("courses:lesson_edit", slug, lesson.pk) if lesson else ("courses:media_list", slug)
    form = NewChartForm(posted(request))
    if "preview" not in request.POST and (
        answer := save(
            request,
            form,
            lambda: make_chart(release=release, key=form.key, **form.words),
            to=back,
            said=lambda chart: (
                _("Chart created. To show it, write %(marker)s on a line of its own.")
                % {"marker": chart.marker}
            ),
            page_for=(ReleaseFrozen,),
        )
    ):
        return answer
    return _page(request, form, course)


@reads_and_writes
def chart_edit(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Change the table or the words of a chart."""
    course = find_course(request, slug)
    chart = _find(course, pk)
    check_is_draft(chart.release)
    form = EditChartForm(posted(request), chart=chart)
    if "preview" not in request.POST and (
        answer := save(
            request,
            form,
            lambda: change_chart(chart=_find(course, pk), **form.words),
            to=("courses:media_list", slug),
            said=_("Chart saved."),
            page_for=(ReleaseFrozen,),
        )
    ):
        return answer
    return _page(request, form, course, chart)


def _page(
    request: MemberRequest,
    form: NewChartForm | EditChartForm,
    course: Course,
    chart: Chart | None = None,
) -> HttpResponse:
    shown = form.chart if request.method == "POST" and form.is_valid() else chart
    context = {"course": course, "chart": chart, "shown": drawn(shown).html if shown else ""}
    return show(request, "courses/chart_edit.html", form, context)


def _find(course: Course, pk: int) -> Chart:
    charts = Chart.objects.filter(release__course=course).select_related("release")
    return get_object_or_404(charts, pk=pk)


@require_POST
def chart_remove(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Take a chart out of the draft; one that is gone stays gone."""
    course = find_course(request, slug)
    chart = Chart.objects.filter(release__course=course, pk=pk).first()
    if chart is not None:
        remove_chart(chart=chart)
        messages.success(request, _("%(chart)s removed from the draft.") % {"chart": chart})
    return redirect("courses:media_list", slug)
