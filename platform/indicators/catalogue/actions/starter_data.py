"""Loading the dimensions, indicators and codes of places that come with Praxis."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from indicators.catalogue.actions.indicators import create_indicator
from indicators.catalogue.models import Dimension, Indicator, PlaceCode, Subgroup
from library.vocabularies.models import Place, Topic


@transaction.atomic
def load_place_codes(*, codes: Mapping[str, str]) -> int:
    """Add the codes of places that are there and have none yet; return how many are new. Repeats safely."""
    places = {place.code: place for place in Place.objects.filter(code__in=codes.values())}
    known = set(PlaceCode.objects.values_list("code", flat=True))
    new = [
        PlaceCode(code=code, place=places[name])
        for code, name in codes.items()
        if name in places and code not in known
    ]
    return len(PlaceCode.objects.bulk_create(new))


@transaction.atomic
def load_dimensions(*, rows: Iterable[Mapping[str, Any]]) -> int:
    """Add the dimensions that are not there, with their subgroups in order; return how many are new. Repeats safely."""
    made = 0
    for row in rows:
        dimension, is_new = Dimension.objects.get_or_create(
            code=row["code"],
            defaults={
                "name": row["name"],
                "about": row["about"],
                "is_ordered": row["ordered"],
                "first_label": row.get("first", ""),
                "last_label": row.get("last", ""),
            },
        )
        if is_new:
            made += 1
            Subgroup.objects.bulk_create(
                Subgroup(
                    dimension=dimension,
                    name=group["name"],
                    short_name=group.get("short", ""),
                    position=position,
                )
                for position, group in enumerate(row["groups"], start=1)
            )
    return made


@transaction.atomic
def load_indicators(*, rows: Iterable[Mapping[str, Any]], at: dt.datetime) -> int:
    """Add the indicators that are not there; return how many are new. What data managers changed stays."""
    topics = {topic.code: topic for topic in Topic.objects.all()}
    known = set(Indicator.objects.values_list("code", flat=True))
    new = [row for row in rows if row["code"] not in known]
    for row in new:
        create_indicator(by=None, at=at, **{**row, "topic": topics.get(row["topic"])})
    return len(new)
