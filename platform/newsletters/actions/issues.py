"""Putting an issue together: its words, its items and their order. Only a draft changes."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.text import Truncator

from accounts.models import User
from core.forms.edit_conflicts import check_edit_number
from core.forms.form_keys import first_result
from core.queries.ordering import move_by_one, next_position
from core.text import render_markdown
from library.vocabularies.models import Topic
from newsletters.models import Issue, IssueItem
from newsletters.refusals import TooManyItems
from newsletters.sections import find_again
from newsletters.states import IssueState
from workflow.flows import TransitionNotAllowed

MOST_ITEMS = 60
TOP_HEADING = 2
_LONGEST_TITLE, _LONGEST_SUMMARY = 300, 600


@transaction.atomic
def create_issue(
    *, by: User, title: str, introduction: str, key: uuid.UUID, at: dt.datetime
) -> Issue:
    """Start an issue, as a draft. The same key and words return the first one; raises ``AlreadySubmitted`` for others."""
    begun = first_result(
        Issue.objects.filter(created_by=by), key, title=title, introduction=introduction
    )
    return begun or Issue.objects.create(
        title=title,
        introduction=introduction,
        introduction_html=render_markdown(introduction, top_heading=TOP_HEADING),
        created_by=by,
        created_at=at,
        changed_at=at,
        form_key=key,
    )


@transaction.atomic
def edit_issue(
    *, issue: Issue, title: str, introduction: str, opened_at: int | None, at: dt.datetime
) -> Issue:
    """Change title and introduction. Raises ``EditedElsewhere``, and ``TransitionNotAllowed`` for what was sent."""
    issue = _lock_draft(issue)
    check_edit_number(issue, opened_at)
    issue.title, issue.introduction = title, introduction
    issue.introduction_html = render_markdown(introduction, top_heading=TOP_HEADING)
    issue.changed_at = at
    issue.save()
    return issue


@transaction.atomic
def delete_issue(*, issue: Issue) -> None:
    """Delete a draft with its items. Raises ``TransitionNotAllowed`` for what was sent."""
    _lock_draft(issue).delete()


@transaction.atomic
def add_items(*, issue: Issue, chosen: Mapping[str, Iterable[str]], at: dt.datetime) -> int:
    """Add things of sections by their keys, in this order, and return how many are new in the issue.

    What is in it already, and what not everyone may read, is passed over. Raises ``TooManyItems``, and
    ``TransitionNotAllowed`` for what was sent.
    """
    issue = _lock_draft(issue)
    known = set(issue.items.values_list("section", "key"))
    items: list[IssueItem] = []
    topics: list[Sequence[Topic]] = []
    position = next_position(issue.items.all())
    for section, keys in chosen.items():
        wanted = [key for key in dict.fromkeys(keys) if (section, key) not in known]
        found = find_again(section, wanted)
        for key in wanted:
            if news := found.get(key):
                items.append(
                    IssueItem(
                        issue=issue,
                        section=section,
                        key=key,
                        title=news.title[:_LONGEST_TITLE],
                        address=news.address,
                        summary=Truncator(" ".join(news.summary.split())).chars(_LONGEST_SUMMARY),
                        position=position + len(items),
                    )
                )
                topics.append(news.topics)
    _check_room(len(known) + len(items))
    for item, its_topics in zip(IssueItem.objects.bulk_create(items), topics, strict=True):
        item.topics.set(its_topics)
    if items:
        _touch(issue, at)
    return len(items)


@transaction.atomic
def write_item(
    *, issue: Issue, key: uuid.UUID, topics: Iterable[Topic], at: dt.datetime, **words: str
) -> IssueItem:
    """Add an item in the editor's own words, such as a call for papers of somebody else.

    The same key and words return the first item. Raises ``AlreadySubmitted``, ``TooManyItems``, and
    ``TransitionNotAllowed`` for what was sent.
    """
    issue = _lock_draft(issue)
    if first := first_result(issue.items.all(), key, **words):
        return first
    _check_room(issue.items.count() + 1)
    item = IssueItem.objects.create(
        issue=issue, form_key=key, position=next_position(issue.items.all()), **words
    )
    item.topics.set(topics)
    _touch(issue, at)
    return item


@transaction.atomic
def edit_item(*, item: IssueItem, at: dt.datetime, **words: Any) -> IssueItem:
    """Change the words about an item; of one's own also its title, address and topics.

    Raises ``TransitionNotAllowed`` for what was sent.
    """
    issue = _lock_draft(item.issue)
    item = IssueItem.objects.select_for_update().get(pk=item.pk)
    topics = words.pop("topics", None)
    for name, word in words.items():
        setattr(item, name, word)
    item.save(update_fields=list(words))
    if topics is not None:
        item.topics.set(topics)
    _touch(issue, at)
    return item


@transaction.atomic
def move_item(*, item: IssueItem, step: int, at: dt.datetime) -> None:
    """Move an item one place up or down. Raises ``TransitionNotAllowed`` for what was sent."""
    issue = _lock_draft(item.issue)
    if move_by_one(issue.items.order_by("position", "pk"), item, step):
        _touch(issue, at)


@transaction.atomic
def remove_item(*, item: IssueItem, at: dt.datetime) -> None:
    """Take an item out of a draft. Raises ``TransitionNotAllowed`` for what was sent."""
    issue = _lock_draft(item.issue)
    IssueItem.objects.filter(pk=item.pk).delete()
    _touch(issue, at)


def lock_issue(issue: Issue) -> Issue:
    """Lock and return the row as it is now. Raises ``TransitionNotAllowed`` for a draft that is deleted meanwhile."""
    locked = Issue.objects.select_for_update().filter(pk=issue.pk).first()
    if locked is None:
        raise TransitionNotAllowed("change", issue)
    return locked


def _lock_draft(issue: Issue) -> Issue:
    issue = lock_issue(issue)
    if issue.state != IssueState.DRAFT:
        raise TransitionNotAllowed("change", issue)
    return issue


def _check_room(number: int) -> None:
    if number > MOST_ITEMS:
        raise TooManyItems(MOST_ITEMS)


def _touch(issue: Issue, at: dt.datetime) -> None:
    """Count the change, so that nobody saves or sends an older copy unaware."""
    issue.edit_number += 1
    issue.changed_at = at
    issue.save(update_fields=["edit_number", "changed_at"])
