"""Telling the search which records have to be indexed again.

The shelves below the search may not import it. They call ``index_records`` instead, which runs the indexer that
the search registers here (``library/indexers.py``), in the transaction of the change.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from core.registry import Registry

Indexer = Callable[[Collection[int]], None]
_indexers: Registry[Indexer] = Registry("index of records")
_postponed: ContextVar[set[int] | None] = ContextVar("postponed", default=None)


def indexer(name: str) -> Callable[[Indexer], Indexer]:
    """Register the decorated ``(keys of records) -> None``, which brings an index up to date with them."""
    return _indexers.register(name)


def index_records(record_ids: Iterable[int]) -> None:
    """Bring every index up to date with these records: published ones are in it, all others are taken out.

    Call this in the transaction of the change, and with many records at once: that costs much less than one by one.
    """
    waiting = _postponed.get()
    if waiting is not None:
        waiting.update(record_ids)
        return
    keys = sorted(set(record_ids))
    if not keys:
        return
    for index in _indexers.values():
        index(keys)


@contextmanager
def index_together() -> Iterator[None]:
    """Index everything written inside the block at once, at its end. Use it inside the transaction of the writes."""
    outer = _postponed.set(set())
    try:
        yield
        waiting = _postponed.get()
    finally:
        _postponed.reset(outer)
    if waiting:
        # If this block is inside another one, they are indexed at the end of the outer block.
        index_records(waiting)
