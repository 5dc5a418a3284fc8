"""Prepared queries: each asks what its function says, for everyone and at any time."""

import datetime as dt
import inspect
import zoneinfo
from itertools import product
from typing import get_type_hints

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet, TextField
from django.db.models.functions import Length
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

import config.urls  # noqa: F401  (views, too, prepare queries)
from accounts.models import Organisation, User
from accounts.roles import Role
from core import prepared as module
from core.prepared import PREPARED, Parameter, prepared
from core.queries.row_reader import RowReader
from core.types import Member, Person
from core.web.requests import paginate
from demo.factories.accounts import OrganisationFactory, UserFactory
from tests.core.rows import all_of

MOMENT = dt.datetime(2031, 5, 17, 23, 30, tzinfo=dt.UTC)
PLAIN = {int: 61_803, str: "a word", dt.datetime: MOMENT, dt.date: MOMENT.date()}


@pytest.fixture
def apart(monkeypatch):
    """Keep what a test prepares out of the list of all."""
    monkeypatch.setattr(module, "PREPARED", [])


def make_person(*roles, is_superuser=False):
    person = User(pk=31_415, full_name="P", email="p@example.org", is_superuser=is_superuser)
    person.__dict__["role_names"] = "\n".join(roles)
    return person


PEOPLE = [
    make_person(),
    *map(make_person, Role),
    make_person(*Role),
    make_person(is_superuser=True),
]


def lazily(person):
    """The person as a request has them."""
    return SimpleLazyObject(lambda: person)


def samples_of(kind):
    """Values of this type that a prepared query may be asked for."""
    if kind in PLAIN:
        return [PLAIN[kind]]
    if kind in (User, Member):
        return PEOPLE
    if kind is Person:
        return [*PEOPLE, AnonymousUser()]
    return [kind(pk=27_182)]  # a row, of which only the key is known


def asked(query):
    """The arguments by position, in every combination, and those by name that it must be given."""
    hints = get_type_hints(query.describe)
    parameters = list(inspect.signature(query.describe).parameters.values())
    by_position = [p for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]
    # Of as many as one likes two, which differ, as a database takes equal keys for one.
    several = [[1], [2]] if any(p.kind is p.VAR_POSITIONAL for p in parameters) else []
    return product(*(samples_of(hints[p.name]) for p in by_position), *several)


def sql_of(rows):
    try:
        return rows.query.get_compiler(using=rows.db).as_sql()
    except EmptyResultSet:
        return None, ()


def plain(params):
    """The values themselves: no two of psycopg's ``Jsonb`` are equal."""
    return [getattr(param, "obj", param) for param in params]


def bare(sql):
    """The SQL without the brackets that Django writes around the place of an expression."""
    return sql and sql.replace("(%s)", "%s")


def loaded_along(rows):
    """The SQL of each QuerySet that is loaded along; it is kept as it was put together, so no value may stand in it."""
    queries = [getattr(each, "queryset", None) for each in rows._prefetch_related_lookups]
    return [
        (each.to_attr, sql_of(query))
        for each, query in zip(rows._prefetch_related_lookups, queries, strict=True)
        if query is not None
    ]


CHOICES = {
    "courses.progress.outline._learning": {"limit": 3, "with_completed": True},
    "library.finding.suggested_records._records": {"limit": 4, "works_on": None},
    "networks.reading.activity._new_records": {"limit": 6},
    "networks.reading.activity._unread_discussions": {"limit": 6},
    "notifications.unread._newest_unread": {"kinds": ("networks.reply",), "most": 3},
    "notifications.unread._unread": {"kind": "networks.reply"},
}


@pytest.mark.parametrize(
    "query", PREPARED, ids=lambda query: f"{query.__module__}.{query.__name__}"
)
def test_a_prepared_query_is_the_one_that_its_function_describes(query):
    choices = CHOICES.get(f"{query.__module__}.{query.__name__}", {})

    for values in asked(query):
        question = query.question(values, choices)
        with translation.override("de"), timezone.override(zoneinfo.ZoneInfo("Pacific/Apia")):
            rows = query.describe(*values, **choices)
            sql, params = sql_of(rows)
            loaded = loaded_along(rows)

        assert bare(question.sql) == bare(sql)
        assert plain(question.filled(values, connection)) == plain(params)
        assert loaded_along(question.rows) == loaded


@pytest.mark.parametrize(
    "query", PREPARED, ids=lambda query: f"{query.__module__}.{query.__name__}"
)
def test_the_rows_of_a_prepared_query_are_put_together_as_django_does(query, monkeypatch):
    choices = CHOICES.get(f"{query.__module__}.{query.__name__}", {})
    monkeypatch.setattr(SQLCompiler, "get_converters", lambda *_: {})

    for values in asked(query):
        rows = query.describe(*values, **choices)
        # It would ask the database.
        rows._prefetch_related_lookups = ()
        compiler = rows.query.get_compiler(using=rows.db)
        try:
            compiler.as_sql()
        except EmptyResultSet:
            continue
        row = tuple(f"column {place}" for place in range(len(compiler.select)))

        def execute_sql(self, *_args, row=row, **_kwargs):
            self.as_sql()
            return [[row, row]]

        monkeypatch.setattr(SQLCompiler, "execute_sql", execute_sql)

        assert [*map(all_of, RowReader(rows, compiler).read([row, row], connection))] == [
            *map(all_of, rows)
        ]


@pytest.mark.django_db
def test_a_list_is_counted_and_cut_into_pages(apart, rf, django_assert_num_queries):
    @prepared
    def of_kind(kind: str) -> QuerySet[Organisation]:
        named = Organisation.objects.filter(name__startswith="Trust", kind=kind)
        return named.annotate(letters=Length("name")).order_by("-name")

    names = [f"Trust {letter}" for letter in "ABCDE"]
    for name in names:
        OrganisationFactory(name=name, kind="university")
    OrganisationFactory(name="Trust of another kind", kind="charity")

    assert of_kind.count("university") == 5
    assert of_kind.count("museum") == 0
    for number, shown in [("1", "ED"), ("2", "CB"), ("3", "A"), ("9", "A"), ("-", "ED")]:
        with django_assert_num_queries(2):
            page = paginate(rf.get("/", {"page": number}), of_kind.pages("university"), per_page=2)
            rows = list(page)
        assert [row.name[-1] for row in rows] == list(shown)
        assert page.paginator.num_pages == 3
        assert rows[0].letters == 7


@pytest.mark.django_db
def test_the_count_and_the_first_page_are_put_together_once(apart, rf):
    described = []

    @prepared
    def of_kind(kind: str) -> QuerySet[Organisation]:
        described.append(kind)
        return Organisation.objects.filter(kind=kind).order_by("name", "pk")

    OrganisationFactory.create_batch(3, kind="university")
    for _ in range(3):
        list(paginate(rf.get("/"), of_kind.pages("university"), per_page=2))
    assert len(described) == 2

    list(paginate(rf.get("/", {"page": "2"}), of_kind.pages("university"), per_page=2))
    assert described[2:] == ["university"]


@pytest.mark.django_db
def test_what_can_find_nothing_is_counted_as_nothing(apart, django_assert_num_queries):
    @prepared
    def nobody() -> QuerySet[User]:
        return User.objects.none()

    with django_assert_num_queries(0):
        assert nobody.count() == 0


@pytest.mark.django_db
def test_what_is_asked_with_several_choices_is_counted_in_one_query(
    apart, django_assert_num_queries
):
    @prepared
    def of_kind(start: str, *, kind: str) -> QuerySet[Organisation]:
        return Organisation.objects.filter(name__startswith="Trust", name__gt=start, kind=kind)

    for number, kind in enumerate(["university", "university", "charity", "business"]):
        OrganisationFactory(name=f"Trust {number}", kind=kind)

    with django_assert_num_queries(1):
        both = of_kind.count_together(["T"], [{"kind": "university"}, {"kind": "charity"}])
    with django_assert_num_queries(0):
        none = of_kind.count_together(["T"], [])

    assert (both, none) == (3, 0)


def test_no_more_questions_are_kept_than_there_is_room_for(apart, monkeypatch):
    monkeypatch.setattr(module, "_MOST_QUESTIONS", 3)

    @prepared
    def first(*, most: int) -> QuerySet[Organisation]:
        return Organisation.objects.order_by("pk")[:most]

    questions = [first.question([], {"most": most}) for most in (1, 2, 3, 4)]

    assert first.question([], {"most": 4}) is questions[3]
    assert first.question([], {"most": 1}) is not questions[0]


@pytest.mark.django_db
def test_the_rows_are_those_that_are_there_now(apart, django_assert_num_queries):
    @prepared
    def named(name: str, *, most: int) -> QuerySet[Organisation]:
        return Organisation.objects.filter(name__gt=name).order_by("name")[:most]

    before = named("A", most=2)
    first, second, third = (OrganisationFactory(name=name) for name in ("B", "C", "D"))

    assert before == []
    with django_assert_num_queries(3):
        assert named("A", most=2) == [first, second]
        assert named("B", most=2) == [second, third]
        assert named("A", most=1) == [first]


@pytest.mark.django_db
def test_a_query_reads_otherwise_for_people_of_other_roles(apart):
    @prepared
    def seen(person: Person) -> QuerySet[User, str]:
        people = User.objects.order_by("full_name").values_list("full_name", flat=True)
        if not person.is_authenticated:
            return people.none()
        return people if person.has_role(Role.EDITOR) else people.filter(pk=person.pk)

    anna, berta = UserFactory(full_name="Anna"), UserFactory(full_name="Berta")
    editor = UserFactory(full_name="Edna", roles=[Role.EDITOR])

    assert seen(anna) == ["Anna"]
    assert seen(berta) == ["Berta"]
    assert seen(editor) == ["Anna", "Berta", "Edna"]
    assert seen(AnonymousUser()) == []
    assert seen(lazily(anna)) == ["Anna"]
    assert seen(lazily(AnonymousUser())) == []


@pytest.mark.django_db
def test_roles_are_asked_for_only_where_the_query_depends_on_them(apart, django_assert_num_queries):
    @prepared
    def own(person: Person) -> QuerySet[User]:
        return User.objects.filter(pk=person.pk)

    anna = UserFactory()

    with django_assert_num_queries(1):
        assert own(anna) == [anna]


@pytest.mark.django_db
def test_what_is_loaded_along_comes_with_the_rows(apart, django_assert_num_queries):
    @prepared
    def people() -> QuerySet[User]:
        return User.objects.select_related("profile").prefetch_related("groups")

    UserFactory.create_batch(3, roles=[Role.EDITOR])

    with django_assert_num_queries(2):
        rows = people()
        assert [person.profile.pk for person in rows] == [person.pk for person in rows]
        assert [[str(group) for group in person.groups.all()] for person in rows] == [
            ["editor"]
        ] * 3


def test_a_look_up_that_writes_its_value_into_a_pattern_is_refused():
    place = Parameter(0, TextField())

    # As SQLite's ``iexact`` does with what it is given.
    with pytest.raises(TypeError, match="known only when the query is asked"):
        connection.ops.prep_for_like_query(place)


def test_more_of_a_person_than_the_roles_is_not_known(apart):
    @prepared
    def of_name(person: Person) -> QuerySet[User]:
        return User.objects.filter(full_name=person.full_name)

    with pytest.raises(AttributeError, match="full_name"):
        of_name(PEOPLE[0])
