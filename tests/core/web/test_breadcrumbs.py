"""Breadcrumbs end with the page one is on."""

import re

import pytest
from django.urls import reverse

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory
from demo.factories.mentoring import MentorProfileFactory
from demo.factories.submissions import SubmissionFactory

pytestmark = pytest.mark.django_db
LAST = re.compile(
    r'<ol>.*?<li>(<(?:span|a)[^>]*aria-current="page">[^<]*</(?:span|a)>)</li>\s*</ol>', re.DOTALL
)
MENU = re.compile(r'<ul class="menu-list">(.*?)<form', re.DOTALL)


def test_a_page_that_does_not_name_itself_is_named_by_its_title(client):
    record = RecordFactory(title="Cold & damp homes")

    words = client.get(record.get_absolute_url()).content.decode()

    assert LAST.findall(words) == ['<span aria-current="page">Cold &amp; damp homes</span>']


def test_a_page_that_names_itself_is_named_once(client):
    words = client.get(reverse("library:finder")).content.decode()

    assert (
        words.count('aria-current="page"') == 3
    )  # in the navigation, the menu of the library, and the breadcrumbs
    assert len(LAST.findall(words)) == 1


def test_a_crumb_that_leads_to_the_page_itself_is_its_last(client):
    author = UserFactory()
    submission = SubmissionFactory(author=author, title="Warm homes")
    client.force_login(author)
    address = submission.get_absolute_url()

    words = client.get(address).content.decode()

    assert LAST.findall(words) == [f'<a href="{address}" aria-current="page">Warm homes</a>']


@pytest.mark.parametrize(
    ("roles", "desks"),
    [
        ([], set()),
        ([Role.REVIEWER], {"submissions:review_list"}),
        ([Role.EDITOR], {"submissions:desk", "library:desk"}),
        ([Role.COORDINATOR], {"mentoring:coordinator_desk"}),
    ],
)
@pytest.mark.parametrize("is_mentor", [True, False])
def test_the_menu_shows_every_desk_this_person_has(client, roles, desks, is_mentor):
    user = UserFactory(roles=roles)
    if is_mentor:
        MentorProfileFactory(user=user)
    client.force_login(user)
    every = {"submissions:desk", "submissions:review_list", "library:desk", "mentoring:desk"}
    every |= {"mentoring:coordinator_desk"}

    menu = MENU.findall(client.get(reverse("accounts:settings")).content.decode())[0]

    shown = {name for name in every if f'href="{reverse(name)}"' in menu}
    assert shown == desks | ({"mentoring:desk"} if is_mentor else set())
