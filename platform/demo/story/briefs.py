"""Briefs: one that everyone reads, one that waits for an editor, one that is private."""

from typing import Any

from briefs.actions.parts import add_chosen, edit_part, write_text
from briefs.actions.publishing import offer_brief, publish_draft
from briefs.actions.writing import begin_brief, edit_words
from briefs.models import Edition
from briefs.sources import chosen_from
from courses.models import Lesson
from demo.story.stage import Stage, told_in
from library.vocabularies.models import Place


def write_briefs(stage: Stage) -> None:
    """Let members write briefs, and an editor publish one."""
    for told in told_in("briefs"):
        _write(stage, told)


def _write(stage: Stage, told: dict[str, Any]) -> None:
    author, at = stage.people[told["by"]], stage.ago(told["ago"])
    title, question = told["title"], told["question"]
    key = stage.key("brief", title)
    brief = begin_brief(author=author, key=key, at=at, title=title, question=question)
    draft = Edition.objects.drafts().get(brief=brief)
    edit_words(
        edition=draft,
        opened_at=None,
        at=at,
        title=title,
        question=question,
        messages=told["messages"],
        place=Place.objects.filter(code=told.get("place", "")).first(),
        topics=stage.topics(told["topics"]),
    )
    for number, part in enumerate(told["parts"]):
        _put(stage, draft, part, number)
    if told["state"] != "private":
        offer_brief(brief=brief, at=at)
    if told["state"] == "published":
        editor = stage.people["editor"]
        publish_draft(edition=draft, by=editor, seen=None, at=stage.ago(told["ago"] - 1))


def _put(stage: Stage, draft: Edition, told: dict[str, Any], number: int) -> None:
    at = stage.ago(0)
    if "text" in told:
        key = stage.key("brief part", draft.title, number)
        write_text(edition=draft, key=key, heading=told["heading"], words=told["text"], at=at)
        return
    kind = next(name for name in ("record", "figure", "recommendation", "lesson") if name in told)
    chosen = chosen_from([f"{kind}:{_key(stage, kind, told[kind])}"], draft.brief.author)
    if add_chosen(edition=draft, chosen=chosen, at=at) != 1:
        raise ValueError(f"The demo names a {kind} that is not there: {told[kind]}")
    part = draft.parts.in_order().last()
    if part is not None and told.get("words"):
        edit_part(part=part, heading="", words=told["words"], at=at)


def _key(stage: Stage, kind: str, named: str) -> str:
    if kind == "record":
        return str(stage.record(named).pk)
    if kind == "lesson":
        current = Lesson.objects.filter(module__release__superseded_at=None, title=named)
        return str(current.exclude(module__release__published_at=None).get().pk)
    return named
