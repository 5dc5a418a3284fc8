"""Chapter 9: a newsletter with one issue in the archive, a draft, and readers with and without an account."""

import datetime as dt
from typing import Any

from demo.story.stage import Stage, told_in
from events.models import Event
from library.catalogue.models import Record
from library.vocabularies.models import Topic
from newsletters.actions.issues import add_items, create_issue, edit_item, write_item
from newsletters.actions.sending import note_outcomes, queue_portion, send_issue
from newsletters.actions.subscribing import ask_to_subscribe, confirm, subscribe_person
from newsletters.models import Issue, Subscriber
from notifications.actions import mark_as_mailed

# Plainly made up; the domain is reserved for examples.
READERS = ("reader.one", "reader.two", "reader.three", "lunch.club", "town.library", "old.address")
_MEMBERS = ("learner", "member", "mentor", "facilitator")


def publish(stage: Stage) -> None:
    """Let readers subscribe, send one issue, and leave one in the editor's hands."""
    _subscribe(stage)
    for told in told_in("newsletters"):
        issue = _compose(stage, told)
        if "ago" in told:
            _send(stage, issue, at=stage.ago(told["ago"]))


def _subscribe(stage: Stage) -> None:
    topics = list(Topic.objects.roots()[:4])
    for number, name in enumerate(READERS):
        at = stage.ago(40 - number)
        address = f"{name}@example.org"
        chosen = topics[number : number + 1] if number % 2 else []
        ask_to_subscribe(address=address, topics=chosen, visitor="demo", at=at)
        # The last one never opened the mail.
        if name != READERS[-1]:
            confirm(subscriber=Subscriber.objects.get(address=address), at=at)
    for key in _MEMBERS:
        subscribe_person(user=stage.people[key], topics=[], at=stage.ago(30))


def _compose(stage: Stage, told: dict[str, Any]) -> Issue:
    at = stage.ago(told.get("ago", 1) + 1)
    editor = stage.people["editor"]
    issue = create_issue(
        by=editor,
        title=told["title"],
        introduction=told["introduction"],
        key=stage.key("newsletter", told["title"]),
        at=at,
    )
    for section, things in (("library", Record), ("events", Event)):
        titles = told.get(section, [])
        keys = dict(things.objects.filter(title__in=titles).values_list("title", "pk"))
        add_items(issue=issue, chosen={section: [str(keys[title]) for title in titles]}, at=at)
    for item in issue.items.filter(title__in=told.get("notes", {})):
        edit_item(item=item, note=told["notes"][item.title], at=at)
    for own in told.get("own", []):
        key = stage.key("newsletter item", own["title"])
        write_item(issue=issue, key=key, topics=[], at=at, **own)
    issue.refresh_from_db()
    return issue


def _send(stage: Stage, issue: Issue, *, at: dt.datetime) -> None:
    """Send the issue as it was long ago: its mails have left."""
    send_issue(issue=issue, by=stage.people["editor"], seen=issue.edit_number, at=at)
    while queue_portion(issue_id=issue.pk, at=at):
        pass
    mark_as_mailed(told_before=stage.ago(2))
    note_outcomes(issue_id=issue.pk, at=at + dt.timedelta(minutes=1))
