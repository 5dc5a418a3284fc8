"""Saving, renaming and deleting data sets."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.refusals import Refusal
from indicators.calculator.models import DataSet

MOST_DATA_SETS = 100


class TooManyDataSets(Refusal):
    """The person has as many data sets as can be kept."""

    def __init__(self) -> None:
        words = {"most": MOST_DATA_SETS}
        super().__init__(_("You can save up to %(most)s data sets. Delete one first.") % words)


@transaction.atomic
def save_data_set(*, owner: User, name: str, query: str, at: dt.datetime) -> DataSet:
    """Save figures under a name. The same figures under the same name are saved once (repeats safely).

    ``query`` is that of a question which could be measured. Raises ``TooManyDataSets``.
    """
    User.objects.select_for_update().get(pk=owner.pk)
    mine = DataSet.objects.kept().filter(owner=owner)
    known = mine.filter(query=query, name=name).order_by("pk").first()
    if known is not None:
        known.changed_at = at
        known.save(update_fields=["changed_at"])
        return known
    if mine.count() >= MOST_DATA_SETS:
        raise TooManyDataSets
    return DataSet.objects.create(owner=owner, name=name, query=query, created_at=at, changed_at=at)


def change_figures(*, data_set: DataSet, query: str, at: dt.datetime) -> None:
    """Replace the figures of a data set; its name stays, and so does what plans took from it. Repeats safely."""
    DataSet.objects.filter(pk=data_set.pk).update(query=query, changed_at=at)


def rename_data_set(*, data_set: DataSet, name: str, at: dt.datetime) -> None:
    """Give a data set another name. Repeats safely."""
    DataSet.objects.filter(pk=data_set.pk).update(name=name, changed_at=at)


def delete_data_set(*, data_set: DataSet, at: dt.datetime) -> None:
    """Delete a data set. For a day ``restore_data_set`` brings the same one back. Repeats safely."""
    DataSet.objects.kept().filter(pk=data_set.pk).update(deleted_at=at)


@transaction.atomic
def restore_data_set(*, owner: User, pk: int) -> DataSet | None:
    """Bring a data set of this person back, with all that was taken from it; nothing if it was erased. Repeats safely.

    Raises ``TooManyDataSets``.
    """
    User.objects.select_for_update().get(pk=owner.pk)
    data_set = DataSet.objects.filter(owner=owner, pk=pk).first()
    if data_set is None or data_set.deleted_at is None:
        return data_set
    if DataSet.objects.kept().filter(owner=owner).count() >= MOST_DATA_SETS:
        raise TooManyDataSets
    data_set.deleted_at = None
    data_set.save(update_fields=["deleted_at"])
    return data_set


def erase_deleted_data_sets(*, before: dt.datetime) -> int:
    """Erase what was deleted before this moment; return how many. Repeats safely."""
    return DataSet.objects.filter(deleted_at__lt=before).delete()[0]


def delete_data_sets_of(*, user_ids: Collection[int]) -> None:
    """Delete everything that these people saved. Repeats safely."""
    DataSet.objects.filter(owner__in=user_ids).delete()
