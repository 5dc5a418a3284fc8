"""Figures of a draft from indicators: chosen, looked at, changed, renewed, taken away."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.forms.answering import answer_script, save, show
from core.types import MemberRequest
from core.web.requests import key_of, posted, reads_and_writes
from courses.actions.excerpts.figures import change_figure, make_figure, remove_figure, renew_figure
from courses.excerpts.drawn import drawn
from courses.forms.excerpts import EditFigureForm, NewFigureForm
from courses.models import Course, IndicatorFigure, Lesson, Release
from courses.refusals import ReleaseFrozen
from courses.views.excerpts.picking import indicator_named, indicators_found
from courses.views.teaching import check_is_draft, find_course
from indicators.excerpts.drawing import figure_of
from indicators.excerpts.excerpt import ExcerptRefused, Selection
from indicators.excerpts.offering import offer_of
from indicators.excerpts.taking import take


@reads_and_writes
def figure_new(request: MemberRequest, slug: str) -> HttpResponse:
    """Choose an indicator, then what of it a lesson shows."""
    course = find_course(request, slug)
    release = get_object_or_404(Release.objects.drafts(), course=course)
    lesson = Lesson.objects.of(release).filter(pk=key_of(request.GET.get("lesson"))).first()
    indicator = indicator_named(request)
    if indicator is None:
        form, page = indicators_found(request)
        context = {"course": course, "lesson": lesson, "form": form, "page": page}
        return render(request, "courses/excerpts/figure_pick.html", context)
    offer = offer_of(indicator)
    figure_form = NewFigureForm(posted(request), offer=offer, chosen=offer.usual)
    back = ("courses:lesson_edit", slug, lesson.pk) if lesson else ("courses:media_list", slug)
    if "preview" not in request.POST and (
        answer := save(
            request,
            figure_form,
            lambda: make_figure(release=release, key=figure_form.key, **figure_form.words),
            to=back,
            said=lambda figure: (
                _("Figure created. To show it, write %(marker)s on a line of its own.")
                % {"marker": figure.marker}
            ),
            page_for=(ReleaseFrozen,),
        )
    ):
        return answer
    usual = _looked_at(offer.usual) if request.method == "GET" else SafeString()
    return _page(request, figure_form, course, shown=usual)


@reads_and_writes
def figure_edit(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Change the words of a figure, or choose other figures of its indicator."""
    course = find_course(request, slug)
    figure = _find(course, pk)
    check_is_draft(figure.release)
    form = EditFigureForm(posted(request), offer=offer_of(figure.indicator), figure=figure)
    if "preview" not in request.POST and (
        answer := save(
            request,
            form,
            lambda: change_figure(figure=_find(course, pk), **form.words),
            to=("courses:media_list", slug),
            said=_("Figure saved."),
            page_for=(ReleaseFrozen,),
        )
    ):
        return answer
    return _page(request, form, course, figure=figure, shown=drawn(figure).html)


@require_POST
def figure_look(request: MemberRequest, slug: str) -> HttpResponse:
    """Answer the page of a figure, which shows what is chosen while it is chosen."""
    find_course(request, slug)
    indicator = indicator_named(request)
    if indicator is None:
        return JsonResponse({"message": _("There is no such indicator.")}, status=404)
    offer = offer_of(indicator)
    form = NewFigureForm(request.POST, offer=offer, chosen=offer.usual)
    if not form.is_valid():
        problems = [str(text) for texts in form.errors.values() for text in texts]
        return JsonResponse({"message": " ".join(problems)}, status=422)
    return answer_script(lambda: {"html": str(drawn(form.figure).html)})


@require_POST
def figure_renew(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Use the newer figures that replace those of a figure."""
    course = find_course(request, slug)
    try:
        figure = renew_figure(figure=_find(course, pk))
    except ExcerptRefused as refusal:
        messages.error(
            request, _("The newer figures cannot be used: %(reason)s") % {"reason": refusal}
        )
    else:
        messages.success(request, _("“%(figure)s” shows the newer figures now. Check what the lesson says about them.") % {"figure": figure})  # fmt: skip
    return redirect("courses:media_list", slug)


@require_POST
def figure_remove(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Take the figure out of the draft; one that is gone stays gone."""
    course = find_course(request, slug)
    figure = IndicatorFigure.objects.filter(release__course=course, pk=pk).first()
    if figure is not None:
        remove_figure(figure=figure)
        messages.success(request, _("%(figure)s removed from the draft.") % {"figure": figure})
    return redirect("courses:media_list", slug)


def _find(course: Course, pk: int) -> IndicatorFigure:
    figures = IndicatorFigure.objects.filter(release__course=course)
    return get_object_or_404(figures.select_related("release", "indicator"), pk=pk)


def _looked_at(selection: Selection) -> SafeString:
    """Return the picture of a choice, or nothing where it cannot be drawn."""
    try:
        return figure_of(take(selection).excerpt, name="preview").html
    except ExcerptRefused:
        return SafeString()


def _page(
    request: MemberRequest,
    form: NewFigureForm | EditFigureForm,
    course: Course,
    *,
    figure: IndicatorFigure | None = None,
    shown: SafeString,
) -> HttpResponse:
    if request.method == "POST":
        shown = drawn(form.figure).html if form.is_valid() else SafeString()
    context = {
        "course": course,
        "figure": figure,
        "indicator": form.offer.indicator,
        "shown": shown,
    }
    return show(request, "courses/excerpts/figure_edit.html", form, context)
