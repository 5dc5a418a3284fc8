"""The parts of a draft: added, written, put in order, renewed, removed."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db import transaction

from briefs.models import Brief, Edition, Part
from briefs.newer import newer_thing
from briefs.refusals import AlreadyChosen, EditionFrozen, TooManyParts
from briefs.sources import Chosen, of_figure
from briefs.states import PartKind
from core.forms.form_keys import first_result
from core.queries.ordering import move_by_one, next_position
from core.text import render_markdown
from core.types import Person
from indicators.excerpts.excerpt import Selection

MOST_PARTS = 40
TOP_HEADING = 3
_ONCE = ("version", "recommendation", "lesson")


@transaction.atomic
def add_chosen(*, edition: Edition, chosen: Iterable[Chosen], at: dt.datetime) -> int:
    """Add things in this order and return how many are new in the draft; what is in it already is passed over.

    Raises ``TooManyParts`` and ``EditionFrozen``.
    """
    edition = lock_draft(edition)
    known = {
        (name, key)
        for name in _ONCE
        for key in edition.parts.exclude(**{name: None}).values_list(name, flat=True)
    }
    position = next_position(edition.parts.all())
    parts: list[Part] = []
    for each in chosen:
        mark = next(((n, each.columns[n].pk) for n in _ONCE if n in each.columns), None)
        if mark in known and mark is not None:
            continue
        known |= {mark} if mark else set()
        parts.append(
            Part(
                edition=edition,
                kind=each.kind,
                position=position + len(parts),
                taken=each.taken,
                **each.columns,
            )
        )
    _check_room(edition.parts.count() + len(parts))
    Part.objects.bulk_create(parts)
    if parts:
        _touch(edition, at)
    return len(parts)


@transaction.atomic
def write_text(
    *, edition: Edition, key: uuid.UUID, heading: str, words: str, at: dt.datetime
) -> Part:
    """Add a section of text. The same key and words return the first one.

    Raises ``AlreadySubmitted``, ``TooManyParts`` and ``EditionFrozen``.
    """
    edition = lock_draft(edition)
    if first := first_result(edition.parts.all(), key, heading=heading, words=words):
        return first
    _check_room(edition.parts.count() + 1)
    part = Part.objects.create(
        edition=edition,
        kind=PartKind.TEXT,
        form_key=key,
        position=next_position(edition.parts.all()),
        heading=heading,
        words=words,
        words_html=render_markdown(words, top_heading=TOP_HEADING),
    )
    _touch(edition, at)
    return part


@transaction.atomic
def add_figure(
    *,
    edition: Edition,
    selection: Selection,
    title: str,
    words: str,
    key: uuid.UUID,
    at: dt.datetime,
) -> Part:
    """Take figures of an indicator as they are now. The same key and words return the first part.

    Raises ``ExcerptRefused``, ``AlreadySubmitted``, ``TooManyParts`` and ``EditionFrozen``.
    """
    edition = lock_draft(edition)
    said = {"heading": title, "words": words, "selection": selection.to_plain()}
    if first := first_result(edition.parts.all(), key, **said):
        return first
    _check_room(edition.parts.count() + 1)
    figure = of_figure(selection)
    part = Part.objects.create(
        edition=edition,
        kind=PartKind.FIGURE,
        form_key=key,
        position=next_position(edition.parts.all()),
        heading=title,
        words=words,
        words_html=render_markdown(words, top_heading=TOP_HEADING),
        taken=figure.taken,
        **figure.columns,
    )
    _touch(edition, at)
    return part


@transaction.atomic
def edit_part(*, part: Part, heading: str, words: str, at: dt.datetime) -> Part:
    """Change the author's words in or about a part. Raises ``EditionFrozen``."""
    edition, part = _lock_part(part)
    part.heading, part.words = heading, words
    part.words_html = render_markdown(words, top_heading=TOP_HEADING)
    part.save(update_fields=["heading", "words", "words_html"])
    _touch(edition, at)
    return part


@transaction.atomic
def move_part(*, part: Part, step: int, at: dt.datetime) -> None:
    """Move a part one place up or down. Raises ``EditionFrozen``."""
    edition, part = _lock_part(part)
    if move_by_one(edition.parts.order_by("position", "pk"), part, step):
        _touch(edition, at)


@transaction.atomic
def remove_part(*, part: Part, at: dt.datetime) -> None:
    """Take a part out of a draft; what is gone stays gone. Raises ``EditionFrozen``."""
    edition = lock_draft(part.edition)
    deleted, _rows = Part.objects.filter(pk=part.pk).delete()
    if deleted:
        _touch(edition, at)


@transaction.atomic
def renew_part(*, part: Part, by: Person, at: dt.datetime) -> bool:
    """Take the newer version of what a part holds; the author's words stay. Return whether there was one.

    Repeats safely. Raises ``ExcerptRefused`` where newer figures have not all of it, ``AlreadyChosen`` and ``EditionFrozen``.
    """
    edition, part = _lock_part(part)
    part = Part.objects.with_things().get(pk=part.pk)
    newer = newer_thing(part, by)
    if newer is None:
        return False
    others = Part.objects.filter(edition=edition).exclude(pk=part.pk)
    for name in _ONCE:
        if name in newer.columns and others.filter(**{name: newer.columns[name]}).exists():
            raise AlreadyChosen
    for name, value in newer.columns.items():
        setattr(part, name, value)
    part.taken = newer.taken
    part.save()
    _touch(edition, at)
    return True


def lock_draft(edition: Edition) -> Edition:
    """Lock and return a draft as it is now. Raises ``EditionFrozen`` for one that was published or deleted."""
    editions = Edition.objects.select_for_update(of=("self",)).select_related("brief")
    locked = editions.filter(pk=edition.pk).first()
    if locked is None or locked.published_at is not None or locked.brief.is_withdrawn:
        raise EditionFrozen
    return locked


def _lock_part(part: Part) -> tuple[Edition, Part]:
    edition = lock_draft(part.edition)
    locked = Part.objects.filter(edition=edition, pk=part.pk).first()
    if locked is None:
        raise EditionFrozen
    return edition, locked


def _check_room(number: int) -> None:
    if number > MOST_PARTS:
        raise TooManyParts(MOST_PARTS)


def _touch(edition: Edition, at: dt.datetime) -> None:
    """Count the change, so that nobody publishes an older copy unaware."""
    edition.edit_number += 1
    edition.save(update_fields=["edit_number"])
    Brief.objects.filter(pk=edition.brief_id).update(changed_at=at)
