"""Addresses made of titles, in letters that every keyboard has."""

from collections.abc import Container

from anyascii import anyascii
from django.db.models import Model, QuerySet
from django.utils.text import slugify

_LONGEST = 70


def slug_of(title: str, *, fallback: str, most: int = _LONGEST) -> str:
    """Return the title as a part of an address; other scripts are written in Latin letters."""
    slug = slugify(anyascii(title))
    if len(slug) > most:
        slug = slug[: most + 1].rpartition("-")[0] or slug[:most]
    return slug.strip("-_") or fallback


def free_slug(
    title: str,
    rows: QuerySet[Model],
    *,
    fallback: str,
    field: str = "slug",
    most: int = _LONGEST,
    reserved: Container[str] = (),
) -> str:
    """Return a slug made of the title that none of the rows has; a number tells equal titles apart."""
    wanted = slug_of(title, fallback=fallback, most=most)
    taken = set(rows.filter(**{f"{field}__startswith": wanted}).values_list(field, flat=True))
    number, slug = 1, wanted
    while slug in taken or slug in reserved:
        number += 1
        slug = f"{wanted}-{number}"
    return slug
