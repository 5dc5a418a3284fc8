"""Giving a thing a cover of its own, making its sizes, and taking it away."""

from typing import TypeVar

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from core.announcements import announce
from core.covers.models import Covered
from core.covers.signals import cover_uploaded
from core.covers.uploaded import all_names, new_name, size_name, sizes_of

_Thing = TypeVar("_Thing", bound=Covered)


@transaction.atomic
def set_cover(*, thing: _Thing, picture: ContentFile | None, alt: str) -> _Thing:
    """Give the thing this cover, as ``uploaded.cover_picture`` made it, or change the words of the one it has.

    The files of the cover before are deleted after the commit. A worker makes the sizes.
    """
    locked = _locked(thing)
    locked.cover_alt = alt
    if picture is not None:
        delete_cover_files(locked)
        locked.cover_file.name = default_storage.save(new_name(), picture)
        locked.has_cover_sizes = False
    locked.save(update_fields=["cover_file", "cover_alt", "has_cover_sizes"])
    if picture is not None:
        announce(cover_uploaded, type(thing), label=thing._meta.label, key=thing.pk)
    return locked


@transaction.atomic
def remove_cover(*, thing: _Thing) -> _Thing:
    """Take the uploaded cover away; the made one is shown again. Repeats safely."""
    locked = _locked(thing)
    delete_cover_files(locked)
    locked.cover_file.name, locked.cover_alt, locked.has_cover_sizes = "", "", False
    locked.save(update_fields=["cover_file", "cover_alt", "has_cover_sizes"])
    return locked


def make_cover_sizes(*, thing: Covered) -> None:
    """Make the smaller sizes of an uploaded cover. Repeats safely; does nothing for a cover that was replaced."""
    name = str(thing.cover_file.name)
    with default_storage.open(name) as whole:
        sizes = sizes_of(whole.read())
    for size, picture in sizes.items():
        smaller = size_name(name, size)
        default_storage.delete(smaller)
        default_storage.save(smaller, picture)
    is_still = type(thing)._default_manager.filter(pk=thing.pk, cover_file=name)
    if not is_still.update(has_cover_sizes=True):
        _delete(all_names(name))


def delete_cover_files(thing: Covered) -> None:
    """Delete the files of an uploaded cover once the transaction is over."""
    if name := str(thing.cover_file.name or ""):
        transaction.on_commit(lambda: _delete(all_names(name)))


def _delete(names: list[str]) -> None:
    for name in names:
        default_storage.delete(name)


def _locked(thing: _Thing) -> _Thing:
    return type(thing)._default_manager.select_for_update().get(pk=thing.pk)
