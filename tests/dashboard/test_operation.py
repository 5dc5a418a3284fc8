"""The page of the site's state: for administrators alone, with a test mail on the way of every mail."""

import pytest
from django.core import mail
from django.urls import reverse

from accounts.roles import Role
from core.design.icons import icon
from core.doctor.findings import CHECKS, Check, Finding, State
from demo.factories.accounts import UserFactory
from notifications.models import Delivery, DeliveryState

pytestmark = pytest.mark.django_db
PAGE = reverse("dashboard:operation")
SEND = reverse("dashboard:test_mail_send")


@pytest.fixture
def administrator():
    return UserFactory(roles=[Role.ADMINISTRATOR], is_demo=True)


@pytest.mark.parametrize("role", [None, Role.EDITOR, Role.COORDINATOR, Role.FACILITATOR])
def test_nobody_but_administrators_reads_it_or_sends_a_test_mail(client, role):
    client.force_login(UserFactory(roles=[role] if role else [], is_demo=True))

    assert (client.get(PAGE).status_code, client.post(SEND).status_code) == (403, 403)
    assert not Delivery.objects.exists()


def test_strangers_are_asked_to_sign_in(client):
    assert client.get(PAGE).headers["Location"].startswith(reverse("account_login"))


def test_it_shows_what_the_command_tells_and_stands_in_the_menu(client, administrator, register):
    wrong = Finding("That", State.FAULT, "is <broken>", "Mend it.")
    register(CHECKS, "test.broken", Check(lambda _now: [wrong], asks_database=False))
    client.force_login(administrator)

    page = client.get(PAGE).content.decode()

    assert "Something is wrong." in page
    assert "is &lt;broken&gt;" in page
    assert "Mend it." in page
    assert page.index("That") < page.index("answers")
    assert (
        f'<a href="{PAGE}">{icon("wrench-screwdriver")} System status</a>'
        in client.get(reverse("dashboard:home")).content.decode()
    )


def test_a_test_mail_takes_the_way_of_every_mail(
    client, administrator, django_capture_on_commit_callbacks
):
    client.force_login(administrator)

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(SEND, follow=True)

    assert f"We have sent a test email to {administrator.email}." in answer.content.decode()
    assert [(message.to, message.subject) for message in mail.outbox] == [
        ([administrator.email], "Test email from Institute of Health Equity")
    ]
    assert [each.state for each in Delivery.objects.all()] == [DeliveryState.SENT]


def test_the_test_mail_of_a_closed_account_is_not_sent(
    client, administrator, django_capture_on_commit_callbacks
):
    client.force_login(administrator)
    client.post(SEND)
    administrator.is_active = False
    administrator.save()

    with django_capture_on_commit_callbacks(execute=True):
        client.post(SEND)

    assert mail.outbox == []


def test_the_page_takes_few_queries(client, administrator, django_assert_max_num_queries):
    client.force_login(administrator)
    client.get(PAGE)

    with django_assert_max_num_queries(25):
        client.get(PAGE)
