"""Goals of a match."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.forms.answering import save, show
from core.permissions import require
from core.refusals import Conflict
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from core.web.telling import Undo, told
from mentoring.actions.goals import (
    add_goal,
    drop_goal,
    edit_goal,
    reach_goal,
    reopen_goal,
    take_goals,
)
from mentoring.forms.goals import GoalChangeForm, GoalForm, TakeGoalsForm
from mentoring.models import Goal, Match
from mentoring.participants import partner_of
from mentoring.suggestions.suggested_goals import SuggestedGoal, goal_ideas
from mentoring.views.matches import find_match


def _ideas(match: Match) -> list[SuggestedGoal]:
    plan = match.request.plan if match.is_working else None
    return goal_ideas(match, plan, Goal.objects.filter(match=match))


@reads_and_writes
def goal_new(request: MemberRequest, pk: int) -> HttpResponse:
    """Set a goal in one's own words, or take some from the plan."""
    match = find_match(request, pk)
    if request.method == "GET" and not match.is_working:
        return redirect(f"{match.get_absolute_url()}#goals")
    form = GoalForm(posted(request))
    answer = save(
        request,
        form,
        lambda: add_goal(match=match, key=form.key, at=timezone.now(), **form.words),
        to=lambda goal: goal,
        said=_("Goal added."),
    )
    return answer or _page(request, match, form, None)


@require_POST
def goal_take(request: MemberRequest, pk: int) -> HttpResponse:
    """Take parts of the action plan as goals."""
    match = find_match(request, pk)
    ideas = {idea.code: idea for idea in _ideas(match)}
    form = TakeGoalsForm(request.POST, ideas=list(ideas.values()))
    answer = save(
        request,
        form,
        lambda: take_goals(
            match=match,
            ideas=[ideas[code] for code in form.cleaned_data["ideas"]],
            at=timezone.now(),
        ),
        to=f"{match.get_absolute_url()}#goals",
        said=_("Goals added."),
        page_for=(Conflict,),
    )
    return answer or _page(request, match, GoalForm(), form)


def _page(
    request: MemberRequest, match: Match, form: GoalForm, take_form: TakeGoalsForm | None
) -> HttpResponse:
    ideas = _ideas(match)
    if take_form is None and ideas:
        take_form = TakeGoalsForm(ideas=ideas, initial={"ideas": [ideas[0].code]})
    context = {
        "match": match,
        "other": partner_of(match, request.user),
        "take_form": take_form if ideas else None,
    }
    return show(request, "mentoring/goal_new.html", form, context)


def _find_goal(request: MemberRequest, pk: int) -> Goal:
    found = Goal.objects.filter(match__in=Match.objects.visible_to(request.user))
    goal = get_object_or_404(found.select_related("match__mentor", "match__mentee"), pk=pk)
    require(request.user, "mentoring.take_part", goal.match)
    return goal


@reads_and_writes
def goal_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a goal, or say what became of it."""
    goal = _find_goal(request, pk)
    initial = {"text": goal.text, "measure": goal.measure, "due_on": goal.due_on}
    form = GoalChangeForm(posted(request), initial=initial)
    answer = save(
        request,
        form,
        lambda: edit_goal(goal=goal, **form.words),
        to=goal,
        said=_("Goal saved."),
    )
    context = {"goal": goal, "match": goal.match, "other": partner_of(goal.match, request.user)}
    return answer or show(request, "mentoring/goal_edit.html", form, context)


@require_POST
def goal_settle(request: MemberRequest, pk: int) -> HttpResponse:
    """Record that a goal was reached or dropped, or take it up again."""
    goal = _find_goal(request, pk)
    now = timezone.now()
    move = request.POST.get("move")
    undo = Undo(reverse("mentoring:goal_settle", args=[pk]), {"move": "reopen"})
    if move == "reach":
        reach_goal(goal=goal, by=request.user, on=timezone.localdate(), at=now)
        messages.success(request, told(_("Goal reached. Well done."), undo))
    elif move == "drop":
        drop_goal(goal=goal, by=request.user, on=timezone.localdate(), at=now)
        messages.success(request, told(_("Goal dropped."), undo))
    elif move == "reopen":
        reopen_goal(goal=goal, by=request.user, at=now)
        messages.success(request, _("Goal reopened."))
    else:
        raise Conflict(_("Choose what happened to the goal."))
    return redirect(goal)
