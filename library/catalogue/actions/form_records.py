"""Records from an editor's form, where creators are two texts with one name on each line."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from accounts.actions.organisations import organisation_named
from library.catalogue.actions.records import correct_record, publish_record
from library.catalogue.models import Creator, Record
from library.vocabularies.choices import CreatorRole
from library.vocabularies.names import CreatorName, parse_person, split_names, split_role


@transaction.atomic
def publish_record_from_form(
    *, people: str, organisations: str, on: dt.date, **words: Any
) -> Record:
    """Publish a record with the creators entered as text; unknown organisations are created with it.

    ``words`` are those of ``publish_record``, which tells what is raised. The same ``key`` repeats safely.
    """
    creators = parse_creators(people, organisations, present=())
    return publish_record(creators=creators, on=on, **words)


@transaction.atomic
def correct_record_from_form(
    *,
    record: Record,
    people: str,
    organisations: str,
    changes: Mapping[str, Any],
    at: dt.datetime,
    **related: Any,
) -> Record:
    """Correct a record with the creators entered as text. Other arguments as in ``correct_record``."""
    present = record.creators.select_related("user")
    creators = parse_creators(people, organisations, present=present)
    return correct_record(record=record, changes=changes, creators=creators, at=at, **related)


def parse_creators(
    people: str, organisations: str, *, present: Iterable[Creator]
) -> list[CreatorName]:
    """Parse the creators of both texts. A person whose name stayed keeps their account and how they are sorted."""
    persons = {creator.name: creator for creator in present if not creator.is_organisation}
    creators = []
    for line in split_names(people):
        name, orcid, role = parse_person(line)
        known = persons.get(name)
        creators.append(
            CreatorName(
                name,
                user=known.user if known else None,
                role=role,
                orcid=orcid,
                known_sort_name=known.sort_name if known else "",
            )
        )
    for line in split_names(organisations):
        name, role = split_role(line)
        body = organisation_named(name=name)
        if body is not None:
            creators.append(CreatorName(body.name, organisation=body, role=role))
    return creators


def creator_names(creators: Iterable[Creator]) -> list[CreatorName]:
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
            known_sort_name=creator.sort_name,
        )
        for creator in creators
    ]
