"""What the rows of a prepared query become: worked out once, as its columns are the same each time.

Django works it out for each query anew, of copies of the query and of what wrote its SQL. That took twice as long as
to ask the database for one row.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    NamedValuesListIterable,
    ValuesIterable,
    ValuesListIterable,
    get_related_populators,
)
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.utils import create_namedtuple_class

Made = Callable[[Sequence[Any]], Any]


class RowReader:
    """Makes models or values of rows, as the QuerySet would whose SQL the compiler has written.

    What a QuerySet knows of that is not told of in its types.
    """

    def __init__(self, rows: Any, compiler: SQLCompiler) -> None:
        columns = [column for column, *_sql in compiler.select[: compiler.col_count]]
        if rows._known_related_objects or compiler.has_composite_fields(columns):
            raise TypeError(
                "Rows of a related manager and keys of several columns are not prepared."
            )
        # In the order in which they are applied, of which there can be several for a column.
        self._converters = [
            (place, convert, expression)
            for place, (converters, expression) in compiler.get_converters(columns).items()
            for convert in converters
        ]
        # Behind them can stand what a query without doubles is ordered by.
        self._width = compiler.col_count if compiler.has_extra_select else None
        self._made = _maker(rows, compiler)
        self._loaded_along = rows._prefetch_related_lookups

    def read(self, rows: Iterable[Sequence[Any]], connection: Any) -> list[Any]:
        """Return what the rows of the database stand for."""
        made = list(map(self._made, self._converted(rows, connection)))
        if made and self._loaded_along:
            prefetch_related_objects(made, *self._loaded_along)
        return made

    def _converted(self, rows: Iterable[Sequence[Any]], connection: Any) -> Iterable[Sequence[Any]]:
        if self._width is not None:
            rows = [row[: self._width] for row in rows]
        if not self._converters:
            return rows
        converted = [list(row) for row in rows]
        for row in converted:
            for place, convert, expression in self._converters:
                row[place] = convert(row[place], expression, connection)
        return converted


def _maker(rows: Any, compiler: SQLCompiler) -> Made:
    kind = rows._iterable_class
    if kind is ModelIterable:
        return _model_maker(rows, compiler)
    if kind is ValuesListIterable:
        return tuple
    if kind is FlatValuesListIterable:
        return lambda row: row[0]
    query = rows.query
    names = [*query.extra_select, *query.values_select, *query.annotation_select]
    names = list(query.selected) if query.selected else names
    if kind is ValuesIterable:
        return lambda row: dict(zip(names, row, strict=True))
    if kind is NamedValuesListIterable:
        return create_namedtuple_class(*(rows._fields or names))._make
    raise TypeError(f"Rows of {kind.__name__} are not prepared.")


def _model_maker(rows: QuerySet[Any, Any], compiler: SQLCompiler) -> Made:
    # There is always one where the rows are models.
    info: dict[str, Any] = compiler.klass_info or {}
    select, db = compiler.select, rows.db
    model = info["model"]
    start, end = info["select_fields"][0], info["select_fields"][-1] + 1
    names = [column.target.attname for column, *_sql in select[start:end]]
    populators = get_related_populators(info, select, db)  # type: ignore[call-arg]  # (as of 5.2)
    annotations = list((compiler.annotation_col_map or {}).items())

    def make(row: Sequence[Any]) -> Any:
        thing = model.from_db(db, names, row[start:end])
        for populator in populators:
            populator.populate(row, thing)
        for name, place in annotations:
            setattr(thing, name, row[place])
        return thing

    return make
