"""Links from a page back to the list it was opened from keep the filters, order, page and row of that list."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from demo.factories.accounts import OrganisationFactory, UserFactory
from demo.factories.library import RecordFactory
from demo.factories.networks import MembershipFactory, NetworkFactory
from demo.factories.submissions import SubmissionFactory
from submissions.states import SubmissionState

pytestmark = pytest.mark.django_db

HOST = "http://testserver"
WAY_BACK = re.compile(r'<p class="way-back"><a href="([^"]*)">([^<]*)</a></p>')


def client_for(*roles: Role) -> Client:
    client = Client()
    client.force_login(UserFactory(roles=roles))
    return client


def test_results_of_the_finder_are_where_they_were_for_visitors_too():
    record = RecordFactory(title="Cold homes")
    results = f"{reverse('library:finder')}?q=cold&page=1"
    client = Client()

    listed = client.get(results).content.decode()
    page = client.get(record.get_absolute_url(), headers={"Referer": HOST + results})

    place = f"at-{record.get_absolute_url()}"
    assert f'id="{place}"' in listed
    assert WAY_BACK.findall(page.content.decode()) == [
        (f"{results.replace('&', '&amp;')}#{place}", "Back to search results")
    ]
    assert client.cookies == {}


def test_a_row_of_a_table_is_found_again_by_the_way_back_from_its_page():
    work = SubmissionFactory(state=SubmissionState.SUBMITTED)
    client = client_for(Role.EDITOR)
    desk, address = reverse("submissions:desk"), reverse("submissions:desk_detail", args=[work.pk])

    listed = client.get(f"{desk}?sort=-title").content.decode()
    page = client.get(address, headers={"Referer": f"{HOST}{desk}?sort=-title&choose=all"})

    assert f'<tr role="row" id="at-{address}">' in listed
    assert WAY_BACK.findall(page.content.decode()) == [
        (f"{desk}?sort=-title#at-{address}", "Back to the editors’ desk")
    ]


@pytest.mark.parametrize(
    "before",
    [
        "",
        "https://elsewhere.example/library/?q=cold",
        f"{HOST}.elsewhere.example/library/?q=cold",
        f"{HOST}/home/",
        f"{HOST}/no-such-page/",
        f"{HOST}//elsewhere.example/library/",
        f"{HOST}/library/%00",
        "http://[",
        "javascript:alert(1)",
    ],
)
def test_no_other_address_is_a_way_back(before):
    page = Client().get(RecordFactory().get_absolute_url(), headers={"Referer": before})

    assert page.status_code == 200
    assert WAY_BACK.findall(page.content.decode()) == []


def test_a_saved_form_leads_back_to_its_row_with_filters_and_page():
    organisation = OrganisationFactory()
    client = client_for(Role.EDITOR)
    address = organisation.get_absolute_url()
    listed = f"{reverse('accounts:organisation_list')}?q=a&sort=-people"

    form = client.get(address, headers={"Referer": HOST + listed}).content.decode()
    [back] = re.findall(r'<input type="hidden" name="back" value="([^"]*)">', form)
    back = back.replace("&amp;", "&")
    kept = {"name": "Renamed", "kind": "charity", "back": back}
    saved = client.post(address, kept | fields_of(form), headers={"Referer": HOST + address})

    assert back == f"{listed}#at-{address}"
    assert (saved.status_code, saved["Location"]) == (302, back)


def fields_of(form: str) -> dict[str, str]:
    """Return the other hidden fields of the form of an organisation."""
    found = re.findall(r'<input type="hidden" name="(seen|edit_number)" value="([^"]*)"', form)
    return dict(found)


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example/people/", "x"])
def test_a_form_leads_to_no_other_address(back):
    client = client_for(Role.EDITOR)
    organisation = OrganisationFactory()

    saved = client.post(
        organisation.get_absolute_url(), {"name": "Renamed", "kind": "charity", "back": back}
    )

    assert (saved.status_code, saved["Location"]) == (302, reverse("accounts:organisation_list"))


def test_a_button_in_a_row_leaves_the_list_as_it_was():
    client = client_for(Role.EDITOR)
    listed = f"{reverse('library:saved_search_list')}?sort=name"

    answer = client.post(
        reverse("library:saved_search_delete", args=[1]), headers={"Referer": HOST + listed}
    )

    assert answer["Location"] == listed


def test_the_message_of_a_form_that_stays_on_its_page_links_back_to_the_list():
    client = client_for(Role.ADMINISTRATOR)
    address = reverse("accounts:person_roles", args=[UserFactory().pk])
    back = f"{reverse('accounts:people')}?q=a#at-{address}"

    page = client.post(address, {"roles": ["editor"], "back": back}, follow=True)

    assert f'<a href="{back}">Back to people and roles</a>' in page.content.decode()


def test_pages_that_ask_a_reason_keep_their_own_way_out():
    moderator = UserFactory()
    member = MembershipFactory(network=NetworkFactory(by=moderator))
    client = Client()
    client.force_login(moderator)
    members = reverse("networks:network_members", args=[member.network.slug])
    address = reverse("networks:member_remove", args=[member.network.slug, member.pk])

    page = client.get(address, headers={"Referer": f"{HOST}{members}?page=1"}).content.decode()

    assert f'<a href="{members}">Cancel</a>' in page


def test_the_page_of_a_link_at_the_end_of_a_row_leads_back_to_that_row():
    moderator = UserFactory()
    network = NetworkFactory(by=moderator)
    member = MembershipFactory(network=network)
    client = Client()
    client.force_login(moderator)
    members = reverse("networks:network_members", args=[network.slug])
    address = reverse("networks:member_remove", args=[network.slug, member.pk])

    listed = client.get(members).content.decode()
    page = client.get(address, headers={"Referer": f"{HOST}{members}?page=1"}).content.decode()

    [(back, _label)] = WAY_BACK.findall(page)
    assert back == f"{members}?page=1#at-{address}"
    assert listed.count(f'id="at-{address}"') == 1


@pytest.mark.parametrize(
    ("fragment", "quoted"),
    [
        ("at-/people/Łódź 1/", "at-/people/%C5%81%C3%B3d%C5%BA%201/"),
        ('at-/x/"<b>', "at-/x/%22%3Cb%3E"),
    ],
)
def test_what_a_form_takes_along_is_quoted_in_the_header(fragment, quoted):
    client = client_for(Role.EDITOR)
    organisation = OrganisationFactory()
    listed = reverse("accounts:organisation_list")
    form = client.get(organisation.get_absolute_url()).content.decode()
    words = {"name": "Renamed", "kind": "charity", "back": f"{listed}#{fragment}"}

    saved = client.post(organisation.get_absolute_url(), words | fields_of(form))

    assert (saved.status_code, saved["Location"]) == (302, f"{listed}#{quoted}")
