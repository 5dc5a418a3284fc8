"""Noting who cites a version."""

import datetime as dt

from django.db import transaction

from library.catalogue.models import Audience, Citation, Version


@transaction.atomic
def cite_version(
    *,
    version: Version,
    source_key: str,
    label: str,
    address: str,
    audience: Audience | str,
    at: dt.datetime,
) -> Citation:
    """Note that the source cites the version. The same source again corrects its one line (repeats safely).

    ``source_key`` names the place that cites, ``courses.lesson:17:4``; ``at`` counts only the first time.
    """
    citation, _created = Citation.objects.update_or_create(
        source_key=source_key,
        defaults={
            "version": version,
            "label": label[:300],
            "address": address,
            "audience": audience,
        },
        create_defaults={
            "version": version,
            "label": label[:300],
            "address": address,
            "audience": audience,
            "cited_at": at,
        },
    )
    return citation


def remove_citation(*, source_key: str) -> None:
    """Delete the citation of this source. Repeats safely."""
    Citation.objects.filter(source_key=source_key).delete()
