"""The editors' page of questions that nobody answered, in networks and cohorts of which they are members."""

from collections import defaultdict
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.forms.answering import save, show
from core.permissions import require
from core.tables.cells import Cell, link, moment, number
from core.tables.layout import Column, Layout, RowAction
from core.tables.work_table import WorkTable, show_table
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from core.web.telling import Undo, told
from core.web.way_back import leads_back
from library.gaps.forms import NewGapForm
from networks.actions.questions import make_gap_of, set_aside, take_up_again
from networks.models import Discussion
from networks.models.questions import folded, read_by_members_only, unanswered_questions

_MOST_READ = 500


@dataclass(frozen=True)
class AskedQuestion:
    """A question, and how often it was asked."""

    first: Discussion
    times: int


def _actions(asked: AskedQuestion) -> list[RowAction]:
    pk, about = asked.first.pk, asked.first.title
    gap = reverse("networks:question_gap", args=[pk])
    aside = reverse("networks:question_aside", args=[pk])
    return [
        RowAction(_("Make it a gap"), gap, about, is_primary=True),
        RowAction(_("Set aside"), aside, about, is_sent=True),
    ]


_QUESTIONS = Layout[AskedQuestion](
    name="questions",
    caption=gettext_lazy("Questions without an answer"),
    columns=(
        Column(
            "question",
            gettext_lazy("Question"),
            lambda asked: link(asked.first.title, asked.first.get_absolute_url()),
            sort_key=lambda asked: asked.first.title.casefold(),
            is_wide=True,
            is_words=True,
        ),
        Column(
            "network",
            gettext_lazy("Network"),
            lambda asked: Cell(asked.first.network.name),
            sort_key=lambda asked: asked.first.network.name.casefold(),
            is_labelled=True,
        ),
        Column(
            "times",
            gettext_lazy("Asked"),
            lambda asked: number(asked.times),
            sort_key=lambda asked: asked.times,
            is_number=True,
            is_descending=True,
            is_labelled=True,
        ),
        Column(
            "since",
            gettext_lazy("Since"),
            lambda asked: moment(asked.first.created_at),
            sort_key=lambda asked: asked.first.created_at,
            is_labelled=True,
        ),
    ),
    actions=_actions,
    usual_sort="since",
    has_csv=False,
)


@leads_back(gettext_lazy("the questions without an answer"))
@require_safe
def question_list(request: MemberRequest) -> HttpResponseBase:
    """List unanswered questions of closed networks and cohorts that this editor reads, the oldest first."""
    require(request.user, "library.edit")
    found = read_by_members_only(unanswered_questions(timezone.now()), user=request.user)
    alike: dict[str, list[Discussion]] = defaultdict(list)
    for question in found[:_MOST_READ]:
        alike[folded(question.title)].append(question)
    asked = [AskedQuestion(group[0], len(group)) for group in alike.values()]
    table = WorkTable(request.GET, _QUESTIONS, asked)
    answer = show_table(request, "networks/question_list.html", table, {})
    answer["Cache-Control"] = "private, no-store"
    return answer


@reads_and_writes
def question_gap(request: MemberRequest, pk: int) -> HttpResponse:
    """Add the gap that a question asks for, in words of the editor's own."""
    question = _find(request, pk)

    form = NewGapForm(posted(request), is_editor=True)
    answer = save(
        request,
        form,
        lambda: make_gap_of(
            question=question, words=form.words, by=request.user, at=timezone.now(), key=form.key
        ),
        to=lambda gap: gap,
        said=_("Added. Everyone can read it now."),
    )
    return answer or show(request, "networks/question_gap.html", form, {"question": question})


@require_POST
def question_aside(request: MemberRequest, pk: int) -> HttpResponse:
    """Set a question aside, or with ``again`` take it up again. Repeats safely."""
    question = _find(request, pk)
    if "again" in request.POST:
        take_up_again(question=question, by=request.user)
        messages.success(request, _("The question is in the list again."))
    else:
        set_aside(question=question, by=request.user, at=timezone.now())
        undo = Undo(reverse("networks:question_aside", args=[pk]), {"again": "yes"})
        messages.success(request, told(_("Set aside."), undo))
    return redirect("networks:question_list")


def _find(request: MemberRequest, pk: int) -> Discussion:
    require(request.user, "library.edit")
    readable = Discussion.objects.visible_to(request.user).select_related("network")
    return get_object_or_404(readable, pk=pk)
