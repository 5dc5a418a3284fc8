"""The steps of an import of figures: moved by one worker, noted for its page."""

from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from core.refusals import Conflict
from indicators.importing.models import DataImport, DataImportState


class WrongImportStep(Conflict):
    """The import has gone on to another step."""

    def __init__(self) -> None:
        super().__init__(_("This import has moved on. Check its current status."))


def begin_try(begun: DataImport, source: DataImportState, target: DataImportState) -> bool:
    """Move the import to a step at which a worker is, and count the try; tell whether this call was the one that did."""
    return move(begun, {source}, target, tries=F("tries") + 1)


def move(
    begun: DataImport, sources: set[DataImportState], target: DataImportState, **values: Any
) -> bool:
    """Move the import to its next step; tell whether this call was the one that did."""
    moved = DataImport.objects.filter(pk=begun.pk, state__in=sources).update(
        state=target, touched_at=timezone.now(), **values
    )
    begun.refresh_from_db()
    return bool(moved)


def note(begun: DataImport, **values: Any) -> None:
    """Write what a worker has found out so far."""
    DataImport.objects.filter(pk=begun.pk).update(touched_at=timezone.now(), **values)
    for name, value in values.items():
        setattr(begun, name, value)
