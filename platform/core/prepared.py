"""Prepared queries: put together once in a process, then asked again and again with other values.

Django takes up to ten times as long to put a query together as the database takes to answer it. A function that
only describes a query is decorated with ``prepared``; calling it answers the rows that are there now::

    @prepared
    def _late_goals(user: Member, today: dt.date) -> QuerySet[Goal]:
        return Goal.objects.open().filter(match__mentor=user, due_on__lt=today)

    goals = _late_goals(user, timezone.localdate())

Nothing of an answer is kept, only the SQL. What is given by position is filled in anew with each call: people and
other rows, moments, days, numbers and texts. What is given by name is part of the question (``limit=6``), and so are
the roles of a person. A prepared function looks at nothing else: not at the clock, the language or the time zone,
and of a row at nothing but its key. A test compares each of them with the query that it stands for.

A list that is counted and shown in pages asks for ``pages``, which goes to ``paginate`` as a QuerySet does::

    page = paginate(request, _discussions.pages(network, user))
"""

import datetime as dt
import functools
from collections.abc import Callable, Hashable, Sequence
from itertools import count
from typing import Any, Generic, NoReturn, ParamSpec, TypeVar, overload

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models import QuerySet
from django.db.models.expressions import Expression

from core.queries.row_reader import RowReader

P = ParamSpec("P")
Row = TypeVar("Row")

_MOST_QUESTIONS = 256

_FIELDS: dict[type, type[models.Field]] = {
    int: models.BigIntegerField,
    str: models.TextField,
    dt.datetime: models.DateTimeField,
    dt.date: models.DateField,
}


class Parameter(Expression):
    """The place of a value in a query. For a row it stands for its key."""

    def __init__(self, position: int, field: models.Field) -> None:
        super().__init__(output_field=field)
        self.position = position

    @property
    def pk(self) -> "Parameter":
        return self

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", (self,)

    def get_group_by_cols(self) -> list[Any]:
        return []

    def __str__(self) -> NoReturn:
        # Some look-ups would write it into their pattern.
        raise TypeError("The value of a parameter is known only when the query is asked.")

    def filled(self, values: Sequence[Any], connection: Any) -> Any:
        """Return the value as the database takes it."""
        value = values[self.position]
        if not isinstance(value, _PLAIN):
            value = value.pk
        return self.output_field.get_db_prep_value(value, connection)


class _Roles:
    """The roles of whoever asks first. They are read only if the query depends on them, and then forgotten."""

    def __init__(self, person: Any) -> None:
        self._person = person
        self.were_read = False

    def read(self) -> frozenset[str]:
        self.were_read = True
        return self._person.roles

    def forget(self) -> None:
        del self._person


class _Asker(Parameter):
    """Whoever asks: a signed-in person of whom nothing is known but the roles."""

    is_authenticated = True

    def __init__(
        self, position: int, field: models.Field, is_superuser: bool, read_roles: _Roles
    ) -> None:
        super().__init__(position, field)
        self.is_superuser = is_superuser
        self.read_roles = read_roles

    @property
    def roles(self) -> frozenset[str]:
        return self.read_roles.read()

    def has_role(self, role: str) -> bool:
        return role in self.roles


_PLAIN = tuple(_FIELDS)


class _Question:
    """A query together with its SQL, and with how its rows are read."""

    def __init__(self, rows: QuerySet[Any, Any]) -> None:
        self.rows = rows
        self.db = rows.db
        compiler = rows.query.get_compiler(using=self.db)
        self.sql: str | None = None
        self.params: tuple[Any, ...] = ()
        try:
            self.sql, self.params = compiler.as_sql()
        except EmptyResultSet:
            # It can find nothing, as ``none()``.
            return
        self._reader = RowReader(rows, compiler)

    def ask(self, values: Sequence[Any]) -> list[Any]:
        """Return the rows that are there now for these values."""
        if self.sql is None:
            return []
        connection = connections[self.db]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.filled(values, connection))
            found = cursor.fetchall()
        return self._reader.read(found, connection)

    def count(self, values: Sequence[Any]) -> int:
        """Return how many rows there are now for these values."""
        if self.sql is None:
            return 0
        connection = connections[self.db]
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT COUNT(*) FROM ({self.sql}) counted",  # noqa: S608  (Django wrote it)
                self.filled(values, connection),
            )
            return cursor.fetchone()[0]

    def filled(self, values: Sequence[Any], connection: Any) -> tuple[Any, ...]:
        """Return the parameters of the SQL with these values in their places."""
        return tuple(
            param.filled(values, connection) if isinstance(param, Parameter) else param
            for param in self.params
        )


class Prepared(Generic[P, Row]):
    """A function that describes a query, and answers its rows when it is called."""

    def __init__(self, describe: Callable[P, QuerySet[Any, Row]]) -> None:
        functools.update_wrapper(self, describe)
        self.describe = describe
        self._questions: dict[Hashable, _Question] = {}
        # The kinds of questions that read otherwise for other roles.
        self._by_roles: set[Hashable] = set()
        PREPARED.append(self)

    def __call__(self, *values: P.args, **choices: P.kwargs) -> list[Row]:
        return self.question(values, choices).ask(values)

    def count(self, *values: P.args, **choices: P.kwargs) -> int:
        """Return how many rows there are now; the order and what is only shown of a row cost nothing."""
        question = self.question(values, choices, of="keys")
        return question.count(values)

    def count_together(self, values: Sequence[Any], each: Sequence[dict[str, Any]]) -> int:
        """Return how many rows there are now for each of these choices, added up; one query."""
        questions = [self.question(values, choices, of="keys") for choices in each]
        asked = [question for question in questions if question.sql is not None]
        if not asked:
            return 0
        connection = connections[asked[0].db]
        parts = " UNION ALL ".join(question.sql or "" for question in asked)
        params = [param for question in asked for param in question.filled(values, connection)]
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM ({parts}) counted", params)  # noqa: S608  (Django wrote it)
            return cursor.fetchone()[0]

    def pages(self, *values: P.args, **choices: P.kwargs) -> "PreparedPages[Row]":
        """Return the list of rows for a paginator."""
        return PreparedPages(self, values, choices)

    def question(
        self, values: Sequence[Any], choices: dict[str, Any], *, of: str | int = "rows"
    ) -> _Question:
        """Return what is asked for values of these kinds; it is put together the first time.

        It is asked ``of`` all rows, of their keys alone, or of as many of the first rows as the number says.
        """
        kind = (of, *map(_kind_of, values), *choices.items())
        if kind in self._by_roles:
            kind = (*kind, *map(_roles_of, values))
        found = self._questions.get(kind)
        if found is None:
            roles = [_Roles(value) for value in values]
            stand_ins = [_stand_in(*each) for each in zip(count(), values, roles, strict=False)]
            found = _Question(_part(self.describe(*stand_ins, **choices), of))
            if any(each.were_read for each in roles) and kind not in self._by_roles:
                self._by_roles.add(kind)
                kind = (*kind, *map(_roles_of, values))
            for each in roles:
                each.forget()
            if len(self._questions) >= _MOST_QUESTIONS:
                # The oldest makes room, as what is given by name may be of very many kinds.
                self._questions.pop(next(iter(self._questions)), None)
            self._questions[kind] = found
        return found


class PreparedPages(Sequence[Row]):
    """The rows of one prepared query, counted and cut into pages.

    The count and the first page, which is what people open, are prepared. Later pages are put together when asked for.
    """

    # A paginator warns of lists without an order.
    ordered = True

    def __init__(
        self, query: Prepared[Any, Row], values: Sequence[Any], choices: dict[str, Any]
    ) -> None:
        self._query, self._values, self._choices = query, values, choices

    def __len__(self) -> int:
        return self._query.count(*self._values, **self._choices)

    @overload
    def __getitem__(self, part: int) -> Row: ...
    @overload
    def __getitem__(self, part: slice) -> list[Row]: ...
    def __getitem__(self, part: int | slice) -> Row | list[Row]:
        if isinstance(part, int):
            return self[part : part + 1][0]
        if part.start:
            return list(self._query.describe(*self._values, **self._choices)[part])
        question = self._query.question(self._values, self._choices, of=part.stop)
        return question.ask(self._values)


# Every prepared query, so that a test can compare each with what it stands for.
PREPARED: list[Prepared[Any, Any]] = []


def prepared(describe: Callable[P, QuerySet[Any, Row]]) -> Prepared[P, Row]:
    """Make the decorated description of a query a function that answers its rows."""
    return Prepared(describe)


def filled_up(keys: Sequence[int], *, to: int = 20) -> list[int]:
    """Return the keys and zeros, which no row has, so that one question serves all pages of up to so many rows."""
    return [*keys, *[0] * (-len(keys) % to)]


def _part(rows: QuerySet[Any, Row], of: str | int) -> QuerySet[Any, Any]:
    """Return the rows, the keys alone, or the first rows."""
    if of == "rows":
        return rows
    return rows.order_by().values("pk") if of == "keys" else rows[: int(of)]


def _kind_of(value: Any) -> Hashable:
    """Return what of a value decides how the query reads, but for the roles."""
    is_signed_in = getattr(value, "is_authenticated", None)
    return type(value), is_signed_in, is_signed_in and value.is_superuser


def _roles_of(value: Any) -> Hashable:
    return value.roles if getattr(value, "is_authenticated", False) else None


def _stand_in(position: int, value: Any, roles: _Roles) -> Any:
    if getattr(value, "is_anonymous", False):
        return value
    if not isinstance(value, models.Model):
        return Parameter(position, _FIELDS[type(value)]())
    key = value._meta.pk
    if getattr(value, "is_authenticated", False):
        return _Asker(position, key, value.is_superuser, roles)  # type: ignore[attr-defined]
    return Parameter(position, key)
