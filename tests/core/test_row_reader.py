"""The rows of a prepared query are read as those of the query that it stands for."""

import pytest
from django.db import connection
from django.db.models import F, Prefetch
from django.db.models.functions import Length

from accounts.models import User
from core.queries.row_reader import RowReader
from courses.models import Course, Enrolment, Lesson, Module
from demo.factories.courses import EnrolmentFactory, LessonFactory
from tests.core.rows import all_of, kinds_of

pytestmark = pytest.mark.django_db


def read(rows):
    """Read the rows as a prepared query does."""
    compiler = rows.query.get_compiler(using=rows.db)
    sql, params = compiler.as_sql()
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found = cursor.fetchall()
    return RowReader(rows, compiler).read(found, connection)


@pytest.fixture(autouse=True)
def learners():
    EnrolmentFactory.create_batch(3)


def test_models_with_all_that_is_read_along():
    rows = (
        Enrolment.objects.select_related("release__course", "cohort", "user")
        .annotate(letters=Length("user__full_name"))
        .order_by("pk")
    )

    assert [all_of(each) for each in read(rows)] == [all_of(each) for each in rows]
    assert {each.cohort for each in read(rows)} == {each.cohort for each in rows}


def test_models_of_which_only_some_columns_are_read():
    rows = User.objects.only("full_name", "time_zone").order_by("pk")

    found = read(rows)

    assert [all_of(each) for each in found] == [all_of(each) for each in rows]
    assert found[0].get_deferred_fields() == rows[0].get_deferred_fields() != set()


def test_what_is_loaded_along_takes_one_query_for_all(django_assert_num_queries):
    LessonFactory.create_batch(2)
    lessons = Prefetch("lessons", Lesson.objects.order_by("pk"), to_attr="in_order")
    rows = Module.objects.order_by("pk").prefetch_related(lessons)

    with django_assert_num_queries(2):
        found = read(rows)
        shown = [each.in_order for each in found]

    assert shown == [each.in_order for each in rows]
    assert any(shown)


@pytest.mark.parametrize(
    "rows",
    [
        User.objects.order_by("pk").values_list("pk", "joined_at"),
        User.objects.order_by("pk").values_list("full_name", flat=True),
        User.objects.order_by("pk").values_list("pk", "full_name", named=True),
        User.objects.order_by("pk").values("time_zone", letters=Length("full_name")),
        # What stands in the order alone is read by the database, too, and belongs to no row.
        Course.objects.order_by(Length("title"), "slug").distinct().values_list("title"),
        User.objects.order_by("pk").values_list(F("joined_at"), flat=True),
    ],
    ids=["tuples", "flat", "named", "dictionaries", "without doubles", "moments"],
)
def test_values(rows):
    found = read(rows.all())

    assert found == list(rows.all()) != []
    assert [kinds_of(each) for each in found] == [kinds_of(each) for each in rows.all()]


def test_rows_that_belong_to_another_row_are_refused():
    learner = User.objects.order_by("pk")[0]
    rows = learner.enrolments.all()

    with pytest.raises(TypeError):
        read(rows)
