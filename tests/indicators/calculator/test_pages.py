"""The pages of the calculator: for everyone, storing nothing; and the data sets of those signed in."""

import datetime as dt
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.personal_data.registry import personal_data_of
from demo.factories.accounts import UserFactory
from indicators.calculator.actions import (
    TooManyDataSets,
    delete_data_set,
    restore_data_set,
    save_data_set,
)
from indicators.calculator.models import DataSet
from indicators.calculator.questions import Question
from indicators.measures.catalogue import MEASURES
from indicators.tasks import erase_deleted_data_sets, forget_data_sets_of_closed_accounts

pytestmark = pytest.mark.django_db
CALCULATOR = "/indicators/calculator/"
FIGURES = "Fifth\tSmokers\tAdults\r\nFifth 1\t900\t4000\r\nFifth 2\t510\t3000\r\nFifth 3\t380\t2500\r\nFifth 4\t240\t2000\r\nFifth 5\t150\t1500"
QUERY = Question(FIGURES.replace("\r\n", "\n"), title="Smoking").to_query()


@pytest.fixture
def client_for():
    def signed_in(person):
        client = Client()
        client.force_login(person)
        return client

    return signed_in


def test_a_visitor_pastes_figures_and_the_address_holds_them(client):
    sent = client.post(CALCULATOR, {"figures": FIGURES, "title": "Smoking", "better": "lower"})
    page = client.get(sent["Location"]).content.decode()

    assert sent.status_code == 302
    assert parse_qs(urlsplit(sent["Location"]).query)["title"] == ["Smoking"]
    assert "<h1>Smoking</h1>" in page
    assert "the value is 22.5\u00a0%, in the least disadvantaged (Fifth 5) 10.0\u00a0%" in page
    assert "the line falls by 15.6\u00a0percentage points" in page
    assert "95 % interval" in page
    assert '<option value="population" selected>' in page
    assert DataSet.objects.count() == 0


def test_the_example_gives_the_published_slope_index(client):
    start = client.get(CALCULATOR).content.decode()
    example = re.search(r'href="([^"]+figures=[^"]+)"', start)[1].replace("&amp;", "&")

    page = client.get(example).content.decode()

    assert "the line falls by 17.2\u00a0percentage points" in page


def test_a_long_table_stays_in_the_form(client):
    figures = "\n".join(f"Area with a long name {n}\t{20 + n / 7:.4f}" for n in range(150))

    page = client.post(CALCULATOR, {"figures": figures, "order": "none"})

    assert page.status_code == 200
    assert "Index of disparity" in page.content.decode()


def test_an_uploaded_file_is_measured_like_pasted_cells(client):
    file = SimpleUploadedFile("figures.csv", "Größe;Wert\nA;12,5\nB;10,0\nC;7,5".encode("cp1252"))

    sent = client.post(CALCULATOR, {"file": file})

    assert "12.5" in client.get(sent["Location"]).content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"figures": ""}, "Paste figures, or choose a file."),
        ({"figures": "a\t120%\nb\t10%\nc\t5%", "kind": "percent"}, "a: a proportion cannot be above 100"),
        ({"figures": "a\t1\nb\t2\nc\t3", "reference": "Nobody"}, "No group is called “Nobody”."),
        ({"figures": "just words"}, "No column contains the values"),
        ({"figures": "a\t1\nb\t2", "order": "sideways"}, "Select a valid choice"),
        ({"file": SimpleUploadedFile("book.xlsx", b"PK\x03\x04")}, "Save it again as XLSX, or as CSV"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, fields, words):
    page = client.post(CALCULATOR, fields, follow=True)

    assert page.status_code == 200
    assert words in page.content.decode()
    assert fields.get("figures", "").split("\t")[0] in page.content.decode()


def test_columns_are_corrected(client):
    figures = "x\ty\tz\na\t10\t30\nb\t20\t40\nc\t30\t50"
    shape = Question(figures).own_shape

    page = client.post(
        CALCULATOR,
        {"figures": figures, "kind": "mean", "shape": shape, "c0": "name", "c1": "value", "c2": "ignored"},
        follow=True,
    ).content.decode()  # fmt: skip

    assert "(a) the value is 10.0, in the least disadvantaged (c) 30.0" in page


@pytest.mark.parametrize(
    ("kind", "media_type", "start"),
    [("csv", "text/csv; charset=utf-8", b"\xef\xbb\xbfGroup"), ("svg", "image/svg+xml", b"<?xml"), ("pdf", "application/pdf", b"%PDF")],
)  # fmt: skip
def test_measures_and_chart_are_taken_along_as_files(client, kind, media_type, start):
    address = f"{CALCULATOR}figures.{kind}"

    got, sent = client.get(f"{address}?{QUERY}"), client.post(address, {"query": QUERY})

    for answer in (got, sent):
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert (answer["Content-Type"], content[: len(start)]) == (media_type, start)
        assert 'filename="smoking.' in answer["Content-Disposition"]


def test_a_file_of_what_cannot_be_measured_leads_to_the_page(client):
    page = client.post(f"{CALCULATOR}figures.csv", {"query": "figures=words"})

    assert (page.status_code, "No column contains the values" in page.content.decode()) == (
        200,
        True,
    )


def test_the_guide_says_of_every_measure_when_not_to_use_it(client):
    page = client.get(reverse("indicators:measure_list")).content.decode()

    assert page.count("When not to use it:") == len(MEASURES)
    assert all(f'id="{measure.code}"' in page for measure in MEASURES)


def test_a_data_set_is_saved_renamed_deleted_and_brought_back(client_for):
    owner = UserFactory()
    client = client_for(owner)

    client.post(reverse("indicators:data_set_new"), {"name": "Town", "query": QUERY})
    data_set = DataSet.objects.get()
    page = client.get(data_set.get_absolute_url()).content.decode()
    client.post(reverse("indicators:data_set_rename", args=[data_set.pk]), {"name": "Our town"})
    listed = client.get(reverse("indicators:data_set_list")).content.decode()
    client.post(reverse("indicators:data_set_delete", args=[data_set.pk]))
    left = list(DataSet.objects.visible_to(owner))
    gone = client.get(data_set.get_absolute_url()).status_code
    restore = reverse("indicators:data_set_restore", args=[data_set.pk])
    client_for(UserFactory()).post(restore)
    stays_deleted = DataSet.objects.visible_to(owner).exists()
    for _click in range(2):
        client.post(restore)
    back = DataSet.objects.visible_to(owner).get()

    assert (data_set.owner, data_set.query.startswith(QUERY)) == (owner, True)
    assert "falls by 15.6" in page
    assert "Our town" in listed
    assert (left, gone, stays_deleted) == ([], 404, False)
    assert (back.pk, back.name, back.query) == (data_set.pk, "Our town", data_set.query)


def test_what_was_deleted_is_erased_after_a_day_and_then_undo_says_so(client_for, time_machine):
    owner, now = UserFactory(), timezone.now()
    one, two = (save_data_set(owner=owner, name=name, query=QUERY, at=now) for name in "ab")
    delete_data_set(data_set=one, at=now - dt.timedelta(days=1, minutes=1))
    delete_data_set(data_set=two, at=now - dt.timedelta(hours=23))

    erase_deleted_data_sets()

    assert list(DataSet.objects.all()) == [two]
    restore = reverse("indicators:data_set_restore", args=[one.pk])
    answer = client_for(owner).post(restore, follow=True)
    assert "was deleted for good" in answer.content.decode()


def test_a_deleted_one_takes_no_room_and_comes_back_only_where_there_is_some(monkeypatch):
    owner, now = UserFactory(), timezone.now()
    monkeypatch.setattr("indicators.calculator.actions.MOST_DATA_SETS", 1)
    first = save_data_set(owner=owner, name="Town", query=QUERY, at=now)
    delete_data_set(data_set=first, at=now)

    second = save_data_set(owner=owner, name="Town", query=QUERY, at=now)

    assert second.pk != first.pk
    with pytest.raises(TooManyDataSets):
        restore_data_set(owner=owner, pk=first.pk)
    assert [row["name"] for row in personal_data_of(owner)["data_sets"].data["data_sets"]] == [
        "Town"
    ]


def test_a_name_is_asked_for_and_the_figures_stay(client_for):
    client = client_for(UserFactory())

    page = client.post(reverse("indicators:data_set_new"), {"name": " ", "query": QUERY})

    assert "Enter a name for the data set." in page.content.decode()
    assert "Fifth+1" in page.content.decode()
    assert not DataSet.objects.exists()


def test_data_sets_are_their_owners_alone(client, client_for):
    data_set = save_data_set(owner=UserFactory(), name="Town", query=QUERY, at=timezone.now())
    stranger = client_for(UserFactory())

    pages = [reverse(f"indicators:data_set_{name}", args=[data_set.pk]) for name in ("detail", "rename")]  # fmt: skip
    assert [stranger.get(page).status_code for page in pages] == [404, 404]
    stranger.post(reverse("indicators:data_set_delete", args=[data_set.pk]))
    assert DataSet.objects.exists()
    assert client.post(reverse("indicators:data_set_new"), {"name": "x", "query": QUERY}).status_code == 302  # fmt: skip
    assert DataSet.objects.count() == 1


def test_the_same_figures_are_saved_once_and_only_so_many(monkeypatch):
    owner, now = UserFactory(), timezone.now()
    monkeypatch.setattr("indicators.calculator.actions.MOST_DATA_SETS", 1)

    first = save_data_set(owner=owner, name="Town", query=QUERY, at=now)
    again = save_data_set(owner=owner, name="Town", query=QUERY, at=now)

    assert first.pk == again.pk
    with pytest.raises(TooManyDataSets):
        save_data_set(owner=owner, name="Other", query="figures=1", at=now)


def test_data_sets_go_along_in_the_export_and_end_with_the_account():
    owner = UserFactory()
    save_data_set(owner=owner, name="Town", query=QUERY, at=timezone.now())

    part = personal_data_of(owner)["data_sets"]
    type(owner).objects.filter(pk=owner.pk).update(closed_at=timezone.now(), is_active=False)
    forget_data_sets_of_closed_accounts()

    assert [row["name"] for row in part.data["data_sets"]] == ["Town"]
    assert not DataSet.objects.exists()


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_takes_the_same_queries_whatever_its_length(
    client_for, django_assert_max_num_queries, count
):
    owner = UserFactory()
    for number in range(count):
        save_data_set(owner=owner, name=f"Set {number}", query=f"figures={number}", at=timezone.now())  # fmt: skip
    client = client_for(owner)
    client.get("/home/")

    with django_assert_max_num_queries(9):
        client.get(reverse("indicators:data_set_list"))
