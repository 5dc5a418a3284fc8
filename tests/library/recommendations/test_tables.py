"""Recommendations as a table: what is exported is what can be imported."""

import datetime as dt
from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.roles import Role
from core.files.tables import TableNotReadable
from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory, TopicFactory
from demo.factories.recommendations import RecommendationFactory
from library.recommendations.actions.recommendations import (
    TableHasChanged,
    add_recommendation,
    withdraw_recommendation,
    write_table,
)
from library.recommendations.models import Recommendation
from library.recommendations.states import Horizon, Level, Principle
from library.recommendations.tables import as_text, check_table, read_text
from library.recommendations.wording import Wording, wording_of
from tests.shared import shared

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
HEAD = "reference,title,text,page,principle,addressed_to,horizon,topics,replaced_by\n"
GOOD = "F-A1,Warm homes,Insulate them,12,living-standards,local; national,short,,\nF-A2,Good work,Pay more,,work,,,,F-A1\n"


@shared
def record():
    return RecordFactory()


@shared
def other():
    return RecordFactory()


@pytest.fixture
def editor(client):
    user = UserFactory(roles=[Role.EDITOR])
    client.force_login(user)
    return user


def check(record, content):
    data = content if isinstance(content, bytes) else content.encode()
    return check_table(read_text(data), record)


def write(record, content):
    text = read_text(content.encode() if isinstance(content, str) else content)
    mark = check_table(text, record).mark
    return write_table(record=record, text=text, mark=mark, by=None, at=NOW)


def counts(checked):
    return {row: number for row, number in checked.counts if number}


def test_a_file_is_checked_without_writing_and_then_written_whole(record):
    checked = check(record, HEAD + GOOD)
    assert (counts(checked), Recommendation.objects.count()) == ({"New": 2}, 0)

    write(record, HEAD + GOOD)
    first, second = Recommendation.objects.in_order()
    assert wording_of(first) == Wording(
        "Warm homes",
        "Insulate them",
        page="12",
        principle="living-standards",
        horizon="short",
        levels=("national", "local"),
    )
    assert second.replaced_by == first
    changed = check(
        record, HEAD + GOOD.replace("Pay more", "Pay much more") + "F-A3,New,New,,,,,,\n"
    )
    assert counts(changed) == {"New": 1, "Changed": 1, "The same": 1}


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (",Title,Text,,,,,,", "reference"),
        ("A1,Title,Text,,,,,,", "reference"),
        ("O-1,Title,Text,,,,,,", "reference"),
        ("W-1,Title,Text,,,,,,", "reference"),
        ("F-A1,Title,Text,,,,,,", "reference"),
        ("F-A3,,Text,,,,,,", "title"),
        ("F-A3," + "a" * 201 + ",Text,,,,,,", "title"),
        ("F-A3,Title,,,,,,,", "text"),
        ("F-A3,Title," + "a" * 6_001 + ",,,,,,", "text"),
        ("F-A3,Title,Text," + "1" * 31 + ",,,,,", "page"),
        ("F-A3,Title,Text,,9,,,,", "principle"),
        ("F-A3,Title,Text,,work;places,,,,", "principle"),
        ("F-A3,Title,Text,,,village,,,", "addressed_to"),
        ("F-A3,Title,Text,,,,soon,,", "horizon"),
        ("F-A3,Title,Text,,,,,nothing,", "topics"),
        ("F-A3,Title,Text,,,,,,F-A9", "replaced_by"),
        ("F-A3,Title,Text,,,,,,F-A3", "replaced_by"),
        ("F-A3,Title,Text,,,,,,9", "replaced_by"),
        ("F-A3,Ti\u202etle,Text,,,,,,", "title"),
    ],
)
def test_a_wrong_row_is_told_with_its_column_and_keeps_the_whole_file_out(
    editor, record, row, column
):
    RecommendationFactory(reference="O-1")
    gone = RecommendationFactory(record=record, reference="W-1")
    withdraw_recommendation(recommendation=gone, reason="Wrong.", by=editor, at=NOW)

    checked = check(record, HEAD + GOOD + row + "\n")

    [refused] = checked.of("refused")
    assert (refused.number, [name for name, _why in refused.reasons]) == (4, [column])
    with pytest.raises(ValidationError):
        write(record, HEAD + GOOD + row + "\n")
    assert Recommendation.objects.of(record).count() == 1


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"title\nA\n", "Missing are: reference, text."),
        (b"reference,title,text\n", "no rows"),
        (b"reference,title,text,title\nA-1,b,c,d\n", "twice: title"),
        (b"reference,title,text\nA-1,\xff\x00\xfe", "not a table"),
        (b"\x00" * 50, "Missing are"),
        (b"reference;title;text\nA-1;b;c; d\n", "Line 2 cannot be read: it has more cells"),
        (b"reference,title,text\nA-1,b," + b"c" * 20_000, "Line 2"),
        (b"reference,title,text\n" + b"A-1,b,c\n" * 1_001, "more than 1000 rows"),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(client, editor, record, content, told):
    page = reverse("recommendations:record_recommendations", args=[record.pk])

    answer = client.post(page, {"file": SimpleUploadedFile("x.csv", content)})

    assert answer.status_code == 200
    if content:
        assert told in str(answer.context["form"].errors["file"])
        with pytest.raises(TableNotReadable):
            read_text(content)
    else:
        assert "file" in answer.context["form"].errors


@pytest.mark.parametrize(
    ("encoding", "separator"),
    [("utf-8", ","), ("utf-8-sig", ";"), ("utf-16", "\t"), ("cp1252", "|"), ("utf-16-le", ";")],
)
def test_any_usual_encoding_and_separator_is_read(record, encoding, separator):
    content = "Reference,Title,Text\nf-a1,“Café” für alle,Ümläut\n".replace(",", separator)

    write(record, content.encode(encoding))

    assert Recommendation.objects.get().title == "“Café” für alle"


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;;;;"])
def test_a_line_that_names_the_separator_is_none_of_the_table(record, first):
    checked = check(record, f"{first}\r\nreference;title;text\r\nF-A1;Warm homes, all;;\r\n")

    [row] = checked.rows
    assert (row.number, row.reference, row.reasons) == (
        3,
        "F-A1",
        [("text", "This cell is empty.")],
    )


def test_a_column_that_the_file_leaves_out_stays_as_it_is(record):
    topic = TopicFactory(code="housing")
    write(record, HEAD + GOOD.replace("short,,", f"short,{topic.code},"))
    before = {each.reference: wording_of(each) for each in Recommendation.objects.all()}

    checked = check(
        record,
        "text,title,reference\nPay much more,Good work,F-A2\nInsulate them,Warm homes,F-A1\n",
    )

    assert [(row.reference, [each.column for each in row.changes]) for row in checked.rows] == [
        ("F-A2", ["text"]),
        ("F-A1", []),
    ]
    write(
        record,
        "reference,title,text,page\nF-A2,Good work,Pay much more,\nF-A1,Warm homes,Insulate them,\n",
    )
    after = {each.reference: wording_of(each) for each in Recommendation.objects.all()}
    assert after["F-A2"] == replace(before["F-A2"], text="Pay much more")
    assert after["F-A1"] == replace(before["F-A1"], page="")


def test_an_editor_checks_a_file_looks_at_it_and_imports_it(client, editor, record):
    page = reverse("recommendations:record_recommendations", args=[record.pk])
    file = SimpleUploadedFile("x.csv", ("# A remark\n" + HEAD + GOOD).encode())

    checked = client.post(page, {"file": file})
    assert [row.number for row in checked.context["new"]] == [3, 4]
    form = checked.context["form"]
    sent = {"text": form.initial["text"], "mark": form.initial["mark"]}
    write_page = reverse("recommendations:table_write", args=[record.pk])
    for _click in range(2):
        assert client.post(write_page, sent)["Location"] == page

    assert Recommendation.objects.count() == 2
    assert client.get(write_page)["Location"] == page


def test_what_changed_since_the_check_is_shown_before_anything_is_written(client, editor, record):
    made = RecommendationFactory(record=record, reference="F-A1")
    text = read_text((HEAD + GOOD).encode())
    sent = {"text": text, "mark": check_table(text, record).mark}
    write_page = reverse("recommendations:table_write", args=[record.pk])
    Recommendation.objects.filter(pk=made.pk).update(title="Saved elsewhere")

    answer = client.post(write_page, sent)

    assert "Check it again" in str(answer.context["form"].non_field_errors())
    assert [row.reference for row in answer.context["changed"]] == ["F-A1"]
    assert Recommendation.objects.get().title == "Saved elsewhere"
    with pytest.raises(TableHasChanged):
        write_table(record=record, **sent, by=editor, at=NOW)
    again = client.post(write_page, {**sent, "mark": answer.context["form"]["mark"].value()})
    assert (again.status_code, Recommendation.objects.count()) == (302, 2)


@pytest.mark.parametrize(
    "sent", [{}, {"text": "x"}, {"text": "a\0", "mark": "m"}, {"text": "a,b", "mark": "m"}]
)
def test_a_confirmation_that_no_page_of_ours_sends_writes_nothing(client, editor, record, sent):
    answer = client.post(reverse("recommendations:table_write", args=[record.pk]), sent)

    assert answer.status_code in (404, 200)
    assert not Recommendation.objects.exists()


def text_of(most):
    # What a table cannot hold, forms and actions refuse as well.
    signs = st.characters(
        blacklist_categories=["Cs", "Cc"],
        blacklist_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029\ufeff",
    )
    words = st.text(st.one_of(signs, st.sampled_from("=+-@'\";,|\n")), min_size=1, max_size=most)
    return words.filter(lambda text: bool(text.strip()))


WORDINGS = st.builds(
    Wording,
    title=text_of(40),
    text=text_of(200),
    page=st.text("0123456789–p. ", max_size=9),
    principle=st.sampled_from(["", *Principle.values]),
    horizon=st.sampled_from(["", *Horizon.values]),
    levels=st.lists(st.sampled_from(Level.values), unique=True).map(tuple),
    topics=st.lists(st.sampled_from(["warm", "cold"]), unique=True).map(tuple),
)


@settings(
    max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(wordings=st.lists(WORDINGS, min_size=1, max_size=4), separator=st.sampled_from(["", ";"]))
def test_what_is_exported_is_the_same_when_it_is_imported(record, other, wordings, separator):
    Recommendation.objects.all().delete()
    for code in ("warm", "cold"):
        _topic(code)
    made = [
        add_recommendation(record=record, reference=f"F-{n}", wording=words, by=None, at=NOW)
        for n, words in enumerate(wordings)
    ]
    exported = as_text(Recommendation.objects.in_order())

    checked = check(record, exported)
    assert counts(checked) == {"The same": len(made)}
    told = [wording_of(each) for each in Recommendation.objects.in_order()]
    Recommendation.objects.all().delete()
    write(other, exported)
    assert [wording_of(each) for each in Recommendation.objects.in_order()] == told


def _topic(code):
    from library.vocabularies.models import Topic

    return Topic.objects.filter(code=code).first() or TopicFactory(code=code)
