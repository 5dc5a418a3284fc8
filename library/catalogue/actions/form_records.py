"""Records from an editor's form, where creators are two texts with one name on each line."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from accounts.actions.organisations import organisation_named
from library.catalogue.actions.records import correct_record, publish_record
from library.catalogue.models import Creator, Record
from library.vocabularies.choices import CreatorRole
from library.vocabularies.names import CreatorName, named_lines, person_typed, without_role


@transaction.atomic
def add_record(*, people: str, organisations: str, on: dt.date, **words: Any) -> Record:
    """Publish a record with the creators entered as text; unknown organisations are created with it.

    ``words`` are those of ``publish_record``, which tells what is raised. The same ``key`` repeats safely.
    """
    creators = creators_typed(people, organisations, present=())
    return publish_record(creators=creators, on=on, **words)


@transaction.atomic
def correct_typed_record(
    *,
    record: Record,
    people: str,
    organisations: str,
    changes: Mapping[str, Any],
    at: dt.datetime,
    **ties: Any,
) -> Record:
    """Correct a record with the creators entered as text. Other arguments as in ``correct_record``."""
    present = record.creators.select_related("user")
    creators = creators_typed(people, organisations, present=present)
    return correct_record(record=record, changes=changes, creators=creators, at=at, **ties)


def creators_typed(
    people: str, organisations: str, *, present: Iterable[Creator]
) -> list[CreatorName]:
    """Parse the creators of both texts. A person whose name stayed keeps the link to their account."""
    accounts = {creator.name: creator.user for creator in present if creator.user_id}
    creators = []
    for line in named_lines(people):
        name, orcid, role = person_typed(line)
        creators.append(CreatorName(name, user=accounts.get(name), role=role, orcid=orcid))
    for line in named_lines(organisations):
        name, role = without_role(line)
        body = organisation_named(name=name)
        if body is not None:
            creators.append(CreatorName(body.name, organisation=body, role=role))
    return creators


def names_of(creators: Iterable[Creator]) -> list[CreatorName]:
    """Return the creators of a record as actions take them. One query for each that is an organisation or has an
    account, unless they were loaded with it.
    """
    return [
        CreatorName(
            creator.name,
            organisation=creator.organisation,
            user=creator.user,
            role=CreatorRole(creator.role),
            orcid=creator.orcid,
        )
        for creator in creators
    ]
