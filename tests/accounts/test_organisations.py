"""The register of organisations."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.actions.organisations import organisation_named
from accounts.identifiers import bare_ror_id, is_ror_id
from accounts.models import Organisation
from accounts.roles import Role
from demo.factories.accounts import OrganisationFactory, ProfileFactory, UserFactory
from tests.query_counts import queries_of

pytestmark = pytest.mark.django_db


def words(**changes):
    return {
        "name": "Public Health Wales",
        "short_name": "PHW",
        "kind": "health-service",
        "country": "GB",
        "website": "https://phw.nhs.wales",
        "ror_id": "",
        **changes,
    }


@pytest.fixture
def editor(client):
    user = UserFactory(roles=[Role.EDITOR])
    client.force_login(user)
    return user


def test_the_same_name_in_another_case_and_spacing_is_the_same_organisation():
    first = organisation_named(name="Leeds  City Council")

    assert organisation_named(name=" leeds city COUNCIL ") == first
    assert first.name == "Leeds City Council"
    assert organisation_named(name="  ") is None
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize(
    "written", ["02jx3x895", "https://ror.org/02jx3x895", " ROR.org/02JX3X895/ "]
)
def test_a_ror_identifier_is_taken_in_any_form(written):
    assert bare_ror_id(written) == "02jx3x895"
    is_ror_id(bare_ror_id(written))


@pytest.mark.parametrize("wrong", ["02jx3x894", "12jx3x895", "02jx3x8", "02jx3u895", "x", "0" * 9])
def test_what_is_no_ror_identifier_is_refused(wrong):
    with pytest.raises(ValidationError):
        is_ror_id(wrong)


def test_an_editor_adds_an_organisation(client, editor):
    answer = client.post(
        reverse("accounts:organisation_new"),
        words(ror_id="https://ror.org/00265c946", area_code=" w06 000015 "),
    )

    assert answer["Location"] == reverse("accounts:organisation_list")
    organisation = Organisation.objects.get()
    assert (organisation.name, organisation.country, organisation.ror_address) == (
        "Public Health Wales",
        "GB",
        "https://ror.org/00265c946",
    )
    assert organisation.area_code == "W06000015"


def test_an_editor_corrects_an_organisation(client, editor):
    organisation = OrganisationFactory(name="Publc Health Wales")

    client.post(reverse("accounts:organisation_edit", args=[organisation.pk]), words())

    organisation.refresh_from_db()
    assert (organisation.name, organisation.kind) == ("Public Health Wales", "health-service")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 201),
        ("name", "a\x00b"),
        ("name", "COUNCIL OF THE NORTH"),
        ("kind", "empire"),
        ("country", "ZZ"),
        ("website", "javascript:alert(1)"),
        ("ror_id", "0000"),
        ("ror_id", "x" * 100),
        ("area_code", "Leeds"),
        ("area_code", "X08000035"),
        ("area_code", "9" * 50),
        ("short_name", "\x07"),
    ],
)
def test_bad_input_is_refused_beside_the_field_and_kept(client, editor, field, value):
    OrganisationFactory(name="Council of the North")

    answer = client.post(reverse("accounts:organisation_new"), words(**{field: value}))

    assert answer.status_code == 200
    errors = answer.context["form"].errors
    assert set(errors) <= {field, "__all__"}
    assert errors
    assert "PHW" in answer.content.decode() or field == "short_name"
    assert Organisation.objects.count() == 1


def test_an_editor_whose_name_was_taken_a_moment_ago_is_told_so(client, editor, just_before):
    with just_before(Organisation(name="PUBLIC HEALTH WALES")):
        answer = client.post(reverse("accounts:organisation_new"), words())

    assert answer.context["form"].non_field_errors() == [
        "There is already an organisation with this name."
    ]
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '100% "fair" \'', "مجلس", "🙂"])
def test_any_other_name_is_taken_and_shown_escaped(client, editor, name):
    client.post(reverse("accounts:organisation_new"), words(name=name))

    page = client.get(reverse("accounts:organisation_list")).content.decode()
    assert Organisation.objects.get().name == name
    assert "<script>alert" not in page


@pytest.mark.parametrize("role", [None, Role.FACILITATOR, Role.REVIEWER, Role.COORDINATOR])
def test_the_register_is_for_editors_and_administrators(client, role):
    organisation = OrganisationFactory()
    client.force_login(UserFactory(roles=[role] if role else []))

    pages = [
        reverse("accounts:organisation_list"),
        reverse("accounts:organisation_new"),
        reverse("accounts:organisation_edit", args=[organisation.pk]),
    ]
    assert [client.post(page).status_code for page in pages] == [405, 403, 403]
    assert [client.get(page).status_code for page in pages] == [403, 403, 403]


def test_an_organisation_that_is_not_there_is_not_found(client, editor):
    assert client.get(reverse("accounts:organisation_edit", args=[0])).status_code == 404


def test_the_list_takes_as_many_queries_whatever_its_length(client, editor):
    address = reverse("accounts:organisation_list")
    ProfileFactory(organisation=OrganisationFactory())
    few = queries_of(client, address)
    for _ in range(3):
        ProfileFactory(organisation=OrganisationFactory())

    assert queries_of(client, address) == few <= [12]
