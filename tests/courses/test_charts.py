"""A pasted table becomes a chart with its numbers and its source."""

import uuid

import pytest
from django.utils import timezone

from courses.actions.charts import make_chart, remove_chart
from courses.actions.content import edit_lesson
from courses.actions.releases import begin_draft
from courses.importing.pasted_tables import TableRefused, read_table
from courses.lessons.publishing_checks import missing_in
from courses.models import Chart, Lesson
from courses.refusals import ReleaseFrozen
from demo.factories.accounts import UserFactory
from demo.factories.courses import EnrolmentFactory
from demo.factories.courses import publish_release as publish
from tests.courses.authoring import address

pytestmark = pytest.mark.django_db
NOW = timezone.now()
WORDS = {
    "title": "Days above 30 °C",
    "kind": "bars",
    "table": "Place\tDays\r\nEly\t12\r\nRoath\t7.5\r\n",
    "unit": "days a year",
    "description": "Ely has nearly twice as many hot days as Roath.",
    "source": "Met Office, 2026",
}


@pytest.fixture
def course(author, draft):
    return draft


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("A\tB\nx\t1\ny\t2,5", [["x", "1"], ["y", "2.5"]]),
        ("A;B\nx;1 234,5\ny;-2", [["x", "1234.5"], ["y", "-2"]]),
        ("A,B\nx,1\ny,12 %", [["x", "1"], ["y", "12"]]),
        ("| A | B |\n| --- | --- |\n| x | 1 |\n| y | 2 |", [["x", "1"], ["y", "2"]]),
        ('A\tB\n"x\ty"\t1\n\ny\t2\n', [["x\ty", "1"], ["y", "2"]]),
    ],
)
def test_tables_are_read_as_the_clipboard_has_them(text, rows):
    assert read_table(text).rows == rows


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Paste a table"),
        ("only words", "Paste a table"),
        ("A\tB\nx\t1", "Paste a table"),
        ("A\tB\nx\t1\ny\tmany", "Row 3: “many” is not a number."),
        ("A\tB\nx\t1,234\ny\t2", "Row 2: “1,234” may mean 1.2340 or 1234. Write one of them."),
        ("A\tB\nx\t1\ny\t2\t3", "Row 3 has 3 cells, and the headings have 2."),
        ("A\tB\nx\t1\n\t2", "Row 3 has no name."),
        ("A\tB\nx\t1\ny\t99999999999", "too large to draw"),
        ("A\tB\tC\tD\tE\tF\nx\t1\t1\t1\t1\t1\ny\t1\t1\t1\t1\t1", "at most 4 columns"),
        ("A\tB\n" + "x\t1\n" * 41, "at most 40 rows"),
    ],
)
def test_a_table_that_is_none_is_refused_with_the_place(text, words):
    with pytest.raises(TableRefused, match=words.replace(".", r"\.")):
        read_table(text)


def test_a_chart_is_looked_at_made_once_and_shown_to_learners(client, author, course):
    page = address("chart_new", course.slug)
    key = {"form_key": str(uuid.uuid4())}

    looked = client.post(page, {**WORDS, **key, "preview": "1"})
    nothing_yet = Chart.objects.exists()
    done = [client.post(page, {**WORDS, **key}).url for _click in range(2)]

    chart = Chart.objects.get()
    assert "<svg" in looked.context["shown"]
    assert not nothing_yet
    assert done == [address("media_list", course.slug)] * 2
    assert (chart.marker, chart.rows) == (
        "{{chart:days-above-30-degc}}",
        [["Ely", "12"], ["Roath", "7.5"]],
    )
    lesson = Lesson.objects.select_related("module__release__course").get()
    edit_lesson(lesson=lesson, body=f"Look:\n\n{chart.marker}\n\n{{{{chart:gone}}}}")
    assert [lack.text for lack in missing_in(course.releases.get())] == [
        f"“{lesson.title}” shows the chart gone, which does not exist."
    ]
    edit_lesson(lesson=lesson, body=chart.marker)
    publish(release=course.releases.get(), by=author, at=NOW)
    client.force_login(EnrolmentFactory(course=course).user)
    shown = client.get(lesson.get_absolute_url()).content.decode()
    assert "Ely has nearly twice as many hot days as Roath." in shown
    assert "<td>7.5</td>" in shown
    assert "Source: Met Office, 2026" in shown


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"table": "A\tB\nx\t-1\ny\t2"}, "table", "Bars begin at zero. Choose lines for numbers below it."),
        ({"table": "A\tB\tC\nx\t1\t1\ny\t2\t2"}, "table", "Bars show one column of numbers. Choose lines for several."),
        ({"source": " "}, "source", "Name the source of the numbers."),
        ({"table": ""}, "table", "Paste the table."),
        ({"unit": ""}, "unit", "Enter the unit of the numbers."),
        ({"description": ""}, "description", "Say in a sentence what the chart shows."),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_told_and_stays_typed(client, course, changed, field, words):
    answer = client.post(address("chart_new", course.slug), {**WORDS, **changed})

    assert answer.context["form"].errors == {field: [words]}
    assert "Days above 30 °C" in answer.content.decode()
    assert not Chart.objects.exists()


@pytest.mark.parametrize("kind", ["lines", "gradient"])
def test_lines_and_gradients_take_several_columns(client, course, kind):
    table = "Year\tEly\tRoath\n2020\t-1\t3\n2021\t2\t4\n2022\t3\t3"

    client.post(address("chart_new", course.slug), {**WORDS, "kind": kind, "table": table})

    page = client.get(address("chart_edit", course.slug, Chart.objects.get().pk))
    assert "<svg" in page.context["shown"]
    assert page.context["form"]["table"].value() == table


def test_a_chart_is_changed_and_goes_and_published_versions_keep_theirs(client, author, course):
    client.post(address("chart_new", course.slug), WORDS)
    chart = Chart.objects.get()
    page = address("chart_edit", course.slug, chart.pk)
    client.post(page, {**WORDS, "title": "Hot days"})
    publish(release=course.releases.get(), by=author, at=NOW)
    draft = begin_draft(course=course, at=NOW)

    with pytest.raises(ReleaseFrozen):
        remove_chart(chart=chart)
    frozen = client.post(page, WORDS).status_code
    copy = draft.charts.get()
    for _click in range(2):
        client.post(address("chart_remove", course.slug, copy.pk))

    assert (copy.title, copy.slug, frozen) == ("Hot days", "days-above-30-degc", 409)
    assert list(Chart.objects.all()) == [chart]


def test_only_authors_make_charts(client, course):
    table = read_table(WORDS["table"])
    words = {name: word for name, word in WORDS.items() if name != "table"}
    chart = make_chart(release=course.releases.get(), table=table, key=uuid.uuid4(), **words)
    client.force_login(UserFactory())

    assert client.get(address("chart_new", course.slug)).status_code == 404
    assert client.get(address("chart_edit", course.slug, chart.pk)).status_code == 404
