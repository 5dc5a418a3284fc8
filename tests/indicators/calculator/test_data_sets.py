"""My data sets: opened, changed, saved as another one, used in a plan."""

import pytest
from django.urls import reverse
from django.utils import timezone

from demo.factories.accounts import UserFactory
from indicators.calculator.actions import save_data_set
from indicators.calculator.models import DataSet
from indicators.calculator.questions import Question

pytestmark = pytest.mark.django_db
FIGURES = "Group\tValue\nPoorest\t30\nMiddle\t25\nRichest\t20"
OTHER = FIGURES.replace("30", "40")


@pytest.fixture
def data_set(db):
    return save_data_set(
        owner=UserFactory(), name="Our town", query=Question(FIGURES).to_query(), at=timezone.now()
    )


@pytest.fixture
def owner_client(client, data_set):
    client.force_login(data_set.owner)
    return client


def change(client, data_set, query):
    address = reverse("indicators:data_set_change", args=[data_set.pk])
    return client.post(address, {"query": query}, follow=True)


def test_an_opened_data_set_has_its_name_and_what_can_be_done_with_it(owner_client, data_set):
    page = owner_client.get(data_set.get_absolute_url()).content.decode()

    assert '<h1 dir="auto">Our town</h1>' in page
    assert f"{reverse('courses:plan_act_on')}?data_set={data_set.pk}" in page
    assert reverse("indicators:data_set_rename", args=[data_set.pk]) in page
    assert "These figures are not saved yet." not in page


def test_changed_figures_are_measured_first_and_then_saved_with_undo(owner_client, data_set):
    sent = {
        "figures": OTHER.replace("\n", "\r\n"), "order": "most-first", "confidence": "95",
        "data_set": data_set.pk,
    }  # fmt: skip

    measured = owner_client.post(reverse("indicators:calculator"), sent, follow=True)
    page = measured.content.decode()
    before = DataSet.objects.get().query
    saved = change(owner_client, data_set, measured.context["query"]).content.decode()

    assert "These figures are not saved yet." in page
    assert "Save changes to “Our town”" in page
    assert before == data_set.query
    assert "40" in DataSet.objects.get().query
    assert "changed." in saved
    assert "Undo" in saved
    change(owner_client, data_set, before)
    assert DataSet.objects.get().query != measured.context["query"]
    assert "40" not in DataSet.objects.get().query


@pytest.mark.parametrize("query", ["", "figures=", "figures=%00", "figures=" + "x" * 60_000, "%%%"])
def test_what_cannot_be_figures_changes_nothing(owner_client, data_set, query):
    answer = change(owner_client, data_set, query)

    assert answer.status_code == 200
    assert "Our town" in answer.content.decode()
    assert DataSet.objects.get().query == data_set.query


def test_a_strangers_data_set_is_neither_changed_nor_named(client, data_set):
    client.force_login(UserFactory())

    answer = change(client, data_set, Question(OTHER).to_query())
    page = client.get(
        reverse("indicators:calculator"), {"figures": FIGURES, "data_set": data_set.pk}
    ).content.decode()

    assert answer.status_code == 404
    assert "Our town" not in page
    assert DataSet.objects.get().query == data_set.query


@pytest.mark.parametrize("key", ["0", "x", "9" * 20, "²", "\0", "-1"])
def test_a_data_set_that_is_none_is_left_out(owner_client, key):
    page = owner_client.get(reverse("indicators:calculator"), {"figures": FIGURES, "data_set": key})

    assert page.status_code == 200
    assert page.context["data_set"] is None


def test_figures_that_cannot_be_measured_can_be_put_right(owner_client, data_set):
    DataSet.objects.update(query="figures=nothing")

    page = owner_client.get(data_set.get_absolute_url()).content.decode()

    assert "These figures cannot be measured. See below what is wrong with them." in page
    assert "Use in a plan" not in page


def test_without_data_sets_the_list_leads_to_the_calculator(client):
    client.force_login(UserFactory())

    page = client.get(reverse("indicators:data_set_list")).content.decode()

    assert "No data sets yet" in page
    assert reverse("indicators:calculator") in page


def test_the_same_figures_under_another_name_are_another_data_set(owner_client, data_set):
    new = reverse("indicators:data_set_new")

    first = owner_client.post(new, {"name": "For the board", "query": data_set.query}, follow=True)
    second = owner_client.post(new, {"name": "For the board", "query": data_set.query}, follow=True)

    assert set(DataSet.objects.values_list("name", flat=True)) == {"Our town", "For the board"}
    assert DataSet.objects.count() == 2
    assert "Undo" in first.content.decode()
    # An Undo of the second one would delete what the first one saved.
    assert "Undo" not in second.content.decode()


def test_a_new_name_is_taken_back(owner_client, data_set):
    rename = reverse("indicators:data_set_rename", args=[data_set.pk])

    page = owner_client.post(rename, {"name": "Their town"}, follow=True).content.decode()

    assert f'formaction="{rename}"' in page
    assert '<input type="hidden" name="name" value="Our town">' in page
    owner_client.post(rename, {"name": "Our town"})
    assert DataSet.objects.get().name == "Our town"
