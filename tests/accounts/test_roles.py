"""Roles: who gives them, and what is written down."""

import datetime as dt
import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from accounts.actions.roles import NoAdministratorLeft, grant_role, revoke_role, set_roles
from accounts.models import RoleGrant, User
from accounts.roles import Role
from demo.factories.accounts import OrganisationFactory, ProfileFactory, UserFactory
from tests.query_counts import queries_of

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def admin():
    return UserFactory(full_name="Ann Admin", roles=[Role.ADMINISTRATOR])


def lines(person):
    grants = RoleGrant.objects.filter(user=person).order_by("pk")
    return [(grant.role, grant.is_granted, grant.by) for grant in grants]


def test_every_role_has_its_group_and_migrating_again_changes_nothing():
    before = set(Group.objects.values_list("pk", "name"))

    call_command("migrate", verbosity=0)

    assert {name for _pk, name in before} == set(Role.values)
    assert set(Group.objects.values_list("pk", "name")) == before


def test_granting_twice_writes_one_line(admin):
    person = UserFactory()

    assert grant_role(user=person, role=Role.EDITOR, by=admin, at=NOW)
    assert not grant_role(user=person, role=Role.EDITOR, by=admin, at=NOW)

    assert person.has_role(Role.EDITOR)
    assert lines(person) == [("editor", True, admin)]


def test_revoking_twice_writes_one_line(admin):
    person = UserFactory(roles=[Role.EDITOR])

    assert revoke_role(user=person, role=Role.EDITOR, by=admin, at=NOW)
    assert not revoke_role(user=person, role=Role.EDITOR, by=admin, at=NOW)

    assert not person.has_role(Role.EDITOR)
    assert lines(person) == [("editor", False, admin)]


def test_the_last_administrator_keeps_the_role(admin):
    with pytest.raises(NoAdministratorLeft):
        revoke_role(user=admin, role=Role.ADMINISTRATOR, by=admin, at=NOW)

    assert lines(admin) == []


def test_one_of_two_administrators_can_give_up_the_role(admin):
    UserFactory(roles=[Role.ADMINISTRATOR])

    assert revoke_role(user=admin, role=Role.ADMINISTRATOR, by=admin, at=NOW)


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_dismiss_each_other_at_once_leave_one():
    pair = [UserFactory(roles=[Role.ADMINISTRATOR]) for _ in range(2)]
    start = threading.Barrier(2)

    def dismiss(user, by):
        try:
            start.wait(timeout=10)
            revoke_role(user=user, role=Role.ADMINISTRATOR, by=by, at=NOW)
        except NoAdministratorLeft:
            return "refused"
        finally:
            connection.close()
        return "dismissed"

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(dismiss, pair, reversed(pair)))

    assert sorted(outcomes) == ["dismissed", "refused"]
    assert User.objects.administrators().count() == 1


def test_setting_roles_refuses_as_a_whole(admin):
    with pytest.raises(NoAdministratorLeft):
        set_roles(user=admin, roles=[Role.EDITOR], by=admin, at=NOW)

    assert lines(admin) == []


def test_a_line_of_the_history_is_not_edited(admin):
    grant_role(user=UserFactory(), role=Role.EDITOR, by=admin, at=NOW)
    line = RoleGrant.objects.get()

    line.is_granted = False
    with pytest.raises(TypeError):
        line.save()


def test_person_roles_are_given_and_taken_on_the_page(client, admin):
    person = UserFactory(roles=[Role.REVIEWER])
    client.force_login(admin)

    answer = client.post(
        reverse("accounts:person_roles", args=[person.pk]), {"roles": ["editor", "facilitator"]}
    )

    assert answer.status_code == 302
    assert lines(person) == [
        ("editor", True, admin),
        ("reviewer", False, admin),
        ("facilitator", True, admin),
    ]
    page = client.get(answer["Location"]).content.decode()
    assert "by Ann Admin" in page


def test_person_roles_says_beside_the_field_why_the_last_administrator_stays(client, admin):
    client.force_login(admin)

    answer = client.post(reverse("accounts:person_roles", args=[admin.pk]), {"roles": []})

    assert answer.status_code == 200
    assert answer.context["form"].errors == {
        "roles": ["There must be at least one administrator. Give the role to someone else first."]
    }


def test_person_roles_refuses_a_role_that_does_not_exist(client, admin):
    client.force_login(admin)

    answer = client.post(reverse("accounts:person_roles", args=[admin.pk]), {"roles": ["emperor"]})

    assert "roles" in answer.context["form"].errors


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
@pytest.mark.parametrize("method", ["get", "post"])
def test_roles_are_the_administrators_business(client, role, method):
    person = UserFactory(roles=[role])
    client.force_login(person)

    assert client.get(reverse("accounts:people")).status_code == 403
    page = reverse("accounts:person_roles", args=[person.pk])
    assert getattr(client, method)(page, {"roles": ["administrator"]}).status_code == 403
    assert lines(person) == []


def test_a_person_who_is_not_there_is_not_found(client, admin):
    client.force_login(admin)

    assert client.get(reverse("accounts:person_roles", args=[0])).status_code == 404


@pytest.mark.parametrize("q", ["ann", "ANN admin", "' OR 1=1", "%", "\\", "🙂", "\x00", "x" * 300])
def test_people_are_found_by_name_or_address(client, admin, q):
    client.force_login(admin)

    answer = client.get(reverse("accounts:people"), {"q": q, "page": "zz"})

    found = [admin] if "ann" in q.lower() else []
    assert answer.status_code == 200
    assert list(answer.context["page"]) == found


def test_people_are_found_by_role(client, admin):
    client.force_login(admin)
    editor = UserFactory(roles=[Role.EDITOR, Role.REVIEWER])

    answer = client.get(reverse("accounts:people"), {"role": "editor"})

    assert list(answer.context["page"]) == [editor]


def test_people_take_as_many_queries_whatever_the_length(client, admin):
    def add(count):
        for _ in range(count):
            person = UserFactory(roles=[Role.EDITOR, Role.REVIEWER])
            ProfileFactory(user=person, organisation=OrganisationFactory())

    client.force_login(admin)
    add(1)
    few = queries_of(client, reverse("accounts:people"))
    add(3)

    assert queries_of(client, reverse("accounts:people")) == few <= [12]


@pytest.mark.parametrize(
    ("roles", "desks"),
    [
        ([], []),
        ([Role.REVIEWER], ["My reviews"]),
        ([Role.FACILITATOR], ["Teach"]),
        (
            [Role.EDITOR],
            [
                "Editors’ desk",
                "Advice cases",
                "Organisations",
                "Library desk",
                "Newsletter desk",
                "Featured record",
            ],
        ),
        ([Role.DATA_MANAGER], ["Figures of indicators"]),
        ([Role.COORDINATOR], ["Advice cases", "Coordinator’s desk"]),
        (
            [Role.ADMINISTRATOR],
            [
                "Teach",
                "Editors’ desk",
                "Advice cases",
                "Coordinator’s desk",
                "People and roles",
                "Organisations",
                "Library desk",
                "Figures of indicators",
                "Services",
                "Featured record",
                "System status",
            ],
        ),
    ],
)
def test_the_name_menu_leads_each_role_to_its_desks(client, roles, desks):
    client.force_login(UserFactory(roles=roles, is_demo=True))

    page = client.get(reverse("accounts:settings")).content.decode()

    menu = page[page.index('<ul class="menu-list">') : page.index("Sign out")]
    names = [name.strip() for name in re.findall(r">([^<>]+)</a>", menu)]
    of_everyone = {
        "Profile",
        "Settings",
        "Events",
        "My action plans",
        "My submissions",
        "My data sets",
    }
    assert [name for name in names if name not in of_everyone] == desks
