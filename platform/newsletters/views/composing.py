"""Putting an issue together: words, items, order."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from core.forms.answering import save, show
from core.permissions import allows, require
from core.queries.ordering import step_of
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from newsletters.actions.issues import (
    add_items,
    create_issue,
    delete_issue,
    edit_issue,
    edit_item,
    move_item,
    remove_item,
    write_item,
)
from newsletters.composing import heading_of
from newsletters.forms.issues import (
    ChooseItemsForm,
    IssueForm,
    ItemNoteForm,
    NewIssueForm,
    NewItemForm,
    OwnItemForm,
    SinceForm,
)
from newsletters.models import Issue, IssueItem
from newsletters.sections import News, new_by_section
from newsletters.states import IssueState
from newsletters.views.desk import find_issue
from workflow.flows import TransitionNotAllowed

# What counts as new for the very first issue.
_FIRST_LOOKS_BACK = dt.timedelta(days=90)


def _desk_of(issue: Issue) -> tuple[str, int]:
    return "newsletters:issue_desk", issue.pk


def find_draft(request: MemberRequest, pk: int) -> Issue:
    """Return a draft to its editors. Raises ``TransitionNotAllowed`` for what was sent: nothing in it changes."""
    issue = find_issue(request, pk)
    if not issue.is_draft:
        raise TransitionNotAllowed("change", issue)
    return issue


@reads_and_writes
def issue_new(request: MemberRequest) -> HttpResponse:
    """Start an issue."""
    require(request.user, "newsletters.edit")
    form = NewIssueForm(posted(request))
    answer = save(
        request,
        form,
        lambda: create_issue(by=request.user, key=form.key, at=timezone.now(), **form.words),
        to=lambda issue: ("newsletters:issue_choose", issue.pk),
        said=_("Draft saved. Now choose what is in it."),
    )
    return answer or show(request, "newsletters/issue_new.html", form)


@reads_and_writes
def issue_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change title and introduction of a draft."""
    issue = find_draft(request, pk)
    form = IssueForm(posted(request), instance=issue)
    answer = save(
        request,
        form,
        lambda: edit_issue(issue=issue, opened_at=form.opened_at, at=timezone.now(), **form.words),
        to=_desk_of,
        said=_("Draft saved."),
    )
    return answer or show(request, "newsletters/issue_edit.html", form, {"issue": issue})


@require_POST
def issue_delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Delete a draft; one that is gone stays gone."""
    is_gone = not Issue.objects.filter(pk=pk).exists()
    if not (is_gone and allows(request.user, "newsletters.edit")):
        delete_issue(issue=find_issue(request, pk))
    messages.success(request, _("Draft deleted."))
    return redirect("newsletters:desk")


@reads_and_writes
def issue_choose(request: MemberRequest, pk: int) -> HttpResponse:
    """Choose from what is new since the last issue, section by section."""
    issue = find_draft(request, pk)
    now = timezone.now()
    since, since_form = _since(request, now)
    news = _not_in(issue, new_by_section(since=since, until=now))
    form = ChooseItemsForm(posted(request), news=news)
    answer = save(
        request,
        form,
        lambda: add_items(issue=issue, chosen=form.chosen, at=now),
        to=_desk_of(issue),
        said=lambda count: (
            ngettext("%(count)d item added.", "%(count)d items added.", count) % {"count": count}
        ),
    )
    chosen = {
        field: set(request.POST.getlist(field)) if request.method == "POST" else set()
        for field in form.sections
    }
    context = {
        "issue": issue,
        "since_form": since_form,
        "groups": [
            (field, heading_of(name), [(each, each.key in chosen[field]) for each in news[name]])
            for field, name in form.sections.items()
        ],
    }
    return answer or show(request, "newsletters/issue_choose.html", form, context)


def _since(request: MemberRequest, now: dt.datetime) -> tuple[dt.datetime, SinceForm]:
    """Return from when on things are new: the day that is asked for, or when the last issue was sent."""
    today = timezone.localdate(now)
    last = Issue.objects.exclude(state=IssueState.DRAFT).order_by("-sent_at").first()
    usual = last.sent_at if last and last.sent_at else now - _FIRST_LOOKS_BACK
    initial = {"since": timezone.localdate(usual)}
    if "since" not in request.GET:
        return usual, SinceForm(initial=initial, today=today)
    form = SinceForm(request.GET, initial=initial, today=today)
    if not form.is_valid():
        return usual, form
    midnight = dt.datetime.combine(form.cleaned_data["since"], dt.time())
    return timezone.make_aware(midnight), form


def _not_in(issue: Issue, news: Mapping[str, Sequence[News]]) -> dict[str, list[News]]:
    known = set(issue.items.values_list("section", "key"))
    left = {name: [n for n in some if (name, n.key) not in known] for name, some in news.items()}
    return {name: some for name, some in left.items() if some}


def _find_item(request: MemberRequest, pk: int, item_pk: int) -> IssueItem:
    issue = find_draft(request, pk)
    return get_object_or_404(IssueItem.objects.select_related("issue"), issue=issue, pk=item_pk)


@reads_and_writes
def item_new(request: MemberRequest, pk: int) -> HttpResponse:
    """Add an item in one's own words."""
    issue = find_draft(request, pk)
    form = NewItemForm(posted(request))
    answer = save(
        request,
        form,
        lambda: write_item(issue=issue, key=form.key, at=timezone.now(), **form.words),
        to=_desk_of(issue),
        said=_("Item added."),
    )
    return answer or show(request, "newsletters/item_new.html", form, {"issue": issue})


@reads_and_writes
def item_edit(request: MemberRequest, pk: int, item_pk: int) -> HttpResponse:
    """Write a word about an item, or change one that was written by hand."""
    item = _find_item(request, pk, item_pk)
    initial: dict[str, Any] = {"note": item.note}
    form: ItemNoteForm | OwnItemForm
    if item.section:
        form = ItemNoteForm(posted(request), initial=initial)
    else:
        initial |= {"title": item.title, "address": item.address}
        initial |= {"topics": list(item.topics.order_by("code"))}
        form = OwnItemForm(posted(request), initial=initial)
    answer = save(
        request,
        form,
        lambda: edit_item(item=item, at=timezone.now(), **form.words),
        to=_desk_of(item.issue),
        said=_("Item saved."),
    )
    context = {"issue": item.issue, "item": item}
    return answer or show(request, "newsletters/item_edit.html", form, context)


@require_POST
def item_move(request: MemberRequest, pk: int, item_pk: int) -> HttpResponse:
    """Move an item one place up or down."""
    step = step_of(request)
    item = _find_item(request, pk, item_pk)
    move_item(item=item, step=step, at=timezone.now())
    return redirect(f"{reverse('newsletters:issue_desk', args=[pk])}#item-{item.pk}")


@require_POST
def item_remove(request: MemberRequest, pk: int, item_pk: int) -> HttpResponse:
    """Take an item out of a draft; one that is gone stays gone."""
    issue = find_draft(request, pk)
    item = issue.items.select_related("issue").filter(pk=item_pk).first()
    if item is not None:
        remove_item(item=item, at=timezone.now())
    messages.success(request, _("Item removed."))
    return redirect("newsletters:issue_desk", pk)
