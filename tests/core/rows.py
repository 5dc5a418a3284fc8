"""Comparing rows with all that is known of them."""

from django.db.models import Model


def all_of(row, _above=()):
    """Return what is known of a row and, where it is a model, of those that were read along with it."""
    if not isinstance(row, Model):
        return kinds_of(row), row
    if any(row is other for other in _above):
        return "the one above"
    shown = {
        name: value
        for name, value in vars(row).items()
        if name not in ("_state", "_prefetched_objects_cache")
    }
    along = {
        name: other and all_of(other, (*_above, row))
        for name, other in row._state.fields_cache.items()
    }
    return type(row), shown, along, row._state.db, row._state.adding


def kinds_of(row):
    """Return what a row is, and what its values are: tuples with names equal those without."""
    values = row.values() if isinstance(row, dict) else row if isinstance(row, tuple) else [row]
    return type(row).__name__, getattr(row, "_fields", None), [type(value) for value in values]
