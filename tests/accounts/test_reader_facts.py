"""What comes with the account of a session."""

import pytest
from django.contrib.auth import get_user
from django.test import RequestFactory

from accounts.backends import _people
from accounts.models import User
from accounts.reader_facts import fact_of, reader_fact
from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.courses import CourseFactory
from demo.factories.notifications import NotificationFactory

pytestmark = pytest.mark.django_db


def reader_of(client):
    request = RequestFactory().get("/")
    request.session = client.session
    return get_user(request)


def test_roles_and_what_pages_show_come_in_one_query(client, django_assert_num_queries):
    person = UserFactory(roles=[Role.EDITOR, Role.FACILITATOR])
    told = NotificationFactory.create_batch(2, recipient=person)
    NotificationFactory(recipient=person, read_at="2026-01-01T00:00:00Z")
    CourseFactory().facilitators.add(person)
    client.force_login(person)
    reader_of(client)

    with django_assert_num_queries(2):  # the session and the account
        reader = reader_of(client)
        kinds, facilitates = fact_of(reader, "unread_kinds"), fact_of(reader, "facilitates")
        roles = reader.roles

    assert (kinds, facilitates, roles) == (told[0].kind, True, {"editor", "facilitator"})


def test_a_person_without_any_of_it_has_none(client):
    person = UserFactory()
    client.force_login(person)

    reader = reader_of(client)

    assert (fact_of(reader, "unread_kinds"), fact_of(reader, "facilitates")) == ("", False)
    assert reader.roles == frozenset()
    assert fact_of(User.objects.get(pk=person.pk), "unread_kinds") is None


def test_the_query_for_the_account_asks_no_rule_of_notifications():
    asked = _people.question((1,), {})

    # The rules of all kinds are thirty thousand characters, which PostgreSQL took 40 ms to plan for each page.
    assert len(asked.sql) < 5_000


def test_a_name_stands_for_one_fact():
    with pytest.raises(ValueError, match="a fact about the reader has a name of its own"):
        reader_fact("unread_kinds")(lambda: None)
