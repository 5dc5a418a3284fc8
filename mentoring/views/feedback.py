"""Feedback on a mentoring: given by the two, each for themself, and read by coordinators."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.forms.answering import save, show
from core.permissions import require
from core.tables.cells import Cell, link, moment, number
from core.tables.layout import Column, Layout
from core.tables.work_table import WorkTable, show_table
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from mentoring.actions.feedback import give_feedback
from mentoring.forms.feedback import FeedbackForm
from mentoring.models import Feedback
from mentoring.models.feedback import FeedbackStage
from mentoring.participants import partner_of
from mentoring.views.matches import find_match


@require_safe
def match_feedback(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the reader's own feedback, what they are asked, and what the two wrote to each other in earlier versions."""
    match = find_match(request, pk)
    own = Feedback.objects.filter(match=match, author=request.user)
    shared = Feedback.objects.filter(match=match).shared().select_related("author")
    context = {
        "match": match,
        "other": partner_of(match, request.user),
        "to_give": own.to_give().order_by("pk"),
        "given": own.for_coordinators().order_by("given_at", "pk"),
        "shared": shared.order_by("given_at", "pk"),
    }
    return render(request, "mentoring/match_feedback.html", context)


@reads_and_writes
def feedback_give(request: MemberRequest, pk: int) -> HttpResponse:
    """Answer the questions of the coordinators, once."""
    mine = Feedback.objects.filter(author=request.user).exclude(stage=FeedbackStage.SHARED)
    asked = get_object_or_404(mine.select_related("match"), pk=pk)
    match = find_match(request, asked.match_id)
    form = FeedbackForm(posted(request), stage=asked.stage)
    if answer := save(
        request,
        form,
        lambda: give_feedback(feedback=asked, at=timezone.now(), **form.words),
        to=match,
        said=_("Thank you. Only the coordinators read your answers."),
    ):
        return answer
    context = {
        "match": match,
        "other": partner_of(match, request.user),
        "asked": asked,
        "can_be_given": mine.to_give().filter(pk=pk).exists(),
    }
    return show(request, "mentoring/feedback_give.html", form, context)


FEEDBACK = Layout[Feedback](
    name="feedback",
    caption=gettext_lazy("Feedback"),
    columns=(
        Column(
            "author",
            gettext_lazy("From"),
            lambda row: link(
                row.author,
                row.author.get_absolute_url(),
                note=_("mentor") if row.author_id == row.match.mentor_id else _("mentee"),
            ),
            sort=("author__full_name",),
        ),
        Column(
            "partner",
            gettext_lazy("Works with"),
            lambda row: Cell(partner_of(row.match, row.author).full_name),
            is_labelled=True,
        ),
        Column(
            "stage",
            gettext_lazy("When"),
            lambda row: Cell(row.get_stage_display()),
            sort=("stage",),
        ),
        Column(
            "useful",
            gettext_lazy("Useful"),
            lambda row: number(row.useful or 0),
            sort=("useful",),
            is_number=True,
            is_labelled=True,
        ),
        Column(
            "openness",
            gettext_lazy("Open"),
            lambda row: number(row.openness or 0),
            sort=("openness",),
            is_number=True,
            is_labelled=True,
        ),
        Column(
            "progress",
            gettext_lazy("Progress"),
            lambda row: number(row.progress or 0),
            sort=("progress",),
            is_number=True,
            is_labelled=True,
        ),
        Column(
            "words", gettext_lazy("Words"), lambda row: Cell(row.text), is_whole=True, is_words=True
        ),
        Column(
            "given",
            gettext_lazy("Given"),
            lambda row: moment(row.given_at),
            sort=("given_at",),
            is_descending=True,
            is_labelled=True,
        ),
    ),
    usual_sort="-given",
)


@require_safe
def feedback_list(request: MemberRequest) -> HttpResponseBase:
    """List the feedback that was given for coordinators, the latest first."""
    require(request.user, "mentoring.coordinate")
    given = Feedback.objects.read_by_coordinator(request.user)
    people = given.select_related("author", "match__mentor", "match__mentee")
    table = WorkTable(request.GET, FEEDBACK, people)
    return show_table(request, "mentoring/feedback_list.html", table, {})
