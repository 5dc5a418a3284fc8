"""Dimensions: added, named, put in another order and deleted by data managers."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.indicators import (
    IndicatorFactory,
    ObservationFactory,
    PlaceFactory,
    ReleaseFactory,
)
from indicators.catalogue.actions.dimensions import (
    GroupWords,
    create_dimension,
    delete_dimension,
    edit_dimension,
)
from indicators.catalogue.models import Dimension, Subgroup
from indicators.catalogue.refusals import DimensionIsUsed

pytestmark = pytest.mark.django_db
WORDS = {"about": "", "first_label": "Most deprived", "last_label": "Least deprived"}


@pytest.fixture
def thirds(db):
    groups = [GroupWords("Poor"), GroupWords("Middle"), GroupWords("Rich")]
    return create_dimension(name="Thirds", is_ordered=True, groups=groups, **WORDS)


@pytest.fixture
def manager_client(client, manager):
    client.force_login(manager)
    return client


def named(dimension):
    return list(dimension.subgroups.in_order().values_list("name", "position"))


def address(dimension, act="edit"):
    return reverse(f"indicators:dimension_{act}", args=[dimension.code])


def sent(dimension, **changes):
    fields = {"name": dimension.name, "is_ordered": "on", "more": ""}
    for group in dimension.subgroups.all():
        fields |= {
            f"name_{group.pk}": group.name,
            f"short_{group.pk}": group.short_name,
            f"position_{group.pk}": group.position,
        }
    return fields | changes


def test_a_data_manager_adds_a_dimension_with_its_groups_in_order(manager_client):
    answer = manager_client.post(
        reverse("indicators:dimension_new"),
        {"name": "Schooling", "is_ordered": "on", "more": "None\r\n\r\n Primary  school \r\nMore"},
        follow=True,
    )

    made = Dimension.objects.get(name="Schooling")
    assert (made.code, made.is_ordered) == ("schooling", True)
    assert named(made) == [("None", 1), ("Primary school", 2), ("More", 3)]
    assert "Schooling added." in answer.content.decode()


def test_groups_change_places_and_names_and_keep_their_figures(manager_client, thirds):
    poor, _middle, rich = thirds.subgroups.in_order()
    figure = ObservationFactory(subgroup=poor)
    changes = {
        f"name_{poor.pk}": "Rich", f"name_{rich.pk}": "Poor", f"position_{poor.pk}": 3,
        f"position_{rich.pk}": 1, "reference": poor.pk, "more": "Very rich",
    }  # fmt: skip

    answer = manager_client.post(address(thirds), sent(thirds, **changes))

    assert answer.status_code == 302
    assert named(thirds) == [("Poor", 1), ("Middle", 2), ("Rich", 3), ("Very rich", 4)]
    figure.refresh_from_db()
    assert (figure.subgroup.name, figure.subgroup.is_reference) == ("Rich", True)


def test_another_order_is_measured_anew(client, thirds):
    town = PlaceFactory()
    indicator, release = IndicatorFactory(), ReleaseFactory()
    for group, value in zip(thirds.subgroups.in_order(), (30.0, 20.0, 10.0), strict=True):
        ObservationFactory(
            release=release, indicator=indicator, place=town, subgroup=group, value=value, population=100
        )  # fmt: skip
    before = client.get(indicator.get_absolute_url()).content.decode()
    groups = [GroupWords(g.name, pk=g.pk) for g in thirds.subgroups.in_order().reverse()]
    edit_dimension(dimension=thirds, name="Thirds", is_ordered=True, groups=groups, **WORDS)

    after = client.get(indicator.get_absolute_url()).content.decode()

    assert "higher in the most disadvantaged" in before
    assert "higher in the least disadvantaged" in after
    assert "higher in the most disadvantaged" not in after


def test_an_unused_group_is_deleted_and_a_used_one_is_not_offered(manager_client, thirds):
    poor, middle, _rich = thirds.subgroups.in_order()
    ObservationFactory(subgroup=poor)

    page = manager_client.get(address(thirds)).content.decode()
    manager_client.post(
        address(thirds), sent(thirds, **{f"remove_{middle.pk}": "on", f"remove_{poor.pk}": "on"})
    )

    assert f"remove_{poor.pk}" not in page
    assert "Delete this dimension" not in page
    assert named(thirds) == [("Poor", 1), ("Rich", 2)]
    with pytest.raises(DimensionIsUsed):
        edit_dimension(dimension=thirds, name="Thirds", is_ordered=True, groups=[], **WORDS)
    with pytest.raises(DimensionIsUsed):
        delete_dimension(dimension=thirds)
    assert Subgroup.objects.filter(pk=poor.pk).exists()


def test_a_dimension_without_figures_is_deleted(manager_client, thirds):
    assert "Delete this dimension" in manager_client.get(address(thirds)).content.decode()

    manager_client.post(address(thirds, "delete"))

    assert not Dimension.objects.exists()
    delete_dimension(dimension=thirds)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "Enter the name."),
        ({"name": "ethnic GROUP"}, "Another dimension has this name."),
        ({"position_0": "2"}, "“Poor” has this position already."),
        ({"position_0": "0"}, "Enter a number from 1 to 200"),
        ({"position_0": "9" * 40}, "Enter a number from 1 to 200"),
        ({"position_0": "first"}, "Enter a number from 1 to 200"),
        ({"name_0": ""}, "Enter the name of “Poor”."),
        ({"name_0": "MIDDLE"}, "Two groups are called"),
        ({"name_0": "a\x00b"}, "invisible control characters"),
        ({"name_0": "x" * 121}, "at most 120"),
        ({"more": "Poor\r\n"}, "Two groups are called “Poor”."),
        ({"more": "y" * 121}, "is too long"),
        ({"more": "\r\n".join(map(str, range(201)))}, "at most 200 groups"),
        ({"reference": "999999"}, "999999"),
    ],
)  # fmt: skip
def test_what_cannot_be_says_what_is_wrong_and_changes_nothing(
    manager_client, thirds, changes, said
):
    create_dimension(name="Ethnic group")
    first, second, _third = thirds.subgroups.in_order()
    named_changes = {}
    for name, value in changes.items():
        field = name.replace("_0", f"_{first.pk}")
        named_changes[field] = value
    if changes.get("position_0") == "2":
        named_changes = {f"position_{second.pk}": "1"}
    before = named(thirds)

    answer = manager_client.post(address(thirds), sent(thirds, **named_changes))

    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert named(thirds) == before


def test_what_somebody_else_saved_meanwhile_is_told(manager_client, thirds):
    page = manager_client.get(address(thirds))
    seen = page.context["form"]["seen"].value()
    changed = sent(thirds, seen=seen, name="My name")
    Dimension.objects.filter(pk=thirds.pk).update(name="Their name")

    answer = manager_client.post(address(thirds), changed)

    assert answer.status_code == 409
    assert "Their name" in answer.content.decode()
    assert Dimension.objects.get().name == "Their name"


@pytest.mark.parametrize("role", [None, Role.EDITOR, Role.FACILITATOR, "visitor"])
def test_nobody_else_keeps_dimensions(client, thirds, role):
    if role != "visitor":
        client.force_login(UserFactory(roles=[role] if role else []))
    addresses = [
        reverse("indicators:dimension_table"), reverse("indicators:dimension_new"), address(thirds),
    ]  # fmt: skip
    refused = 302 if role == "visitor" else 403

    assert [client.get(each).status_code for each in addresses] == [refused] * 3
    assert client.post(address(thirds, "delete")).status_code == refused
    assert Dimension.objects.exists()


@pytest.mark.parametrize("count", [1, 5])
def test_pages_take_the_same_queries_whatever_their_length(
    manager_client, django_assert_max_num_queries, count
):
    for n in range(count):
        last = create_dimension(
            name=f"Way {n}", groups=[GroupWords(f"Group {m}") for m in range(count)]
        )
    asked = []
    for page in (reverse("indicators:dimension_table"), address(last)):
        with django_assert_max_num_queries(9) as queries:
            manager_client.get(page)
        asked.append(len(queries))

    assert asked == [4, 5]


def test_a_taken_name_is_refused_when_a_dimension_is_added(thirds):
    with pytest.raises(ValidationError):
        create_dimension(name="THIRDS")
