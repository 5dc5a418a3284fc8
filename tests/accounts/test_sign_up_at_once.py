"""Sign-ups and changes of address that meet: one of them gets the address, and everybody the usual answer."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.at_once import at_once
from tests.mails import delivered

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]
SIGN_UP = reverse("account_signup")
VERIFY = reverse("account_email_verification_sent")


def test_of_sign_ups_of_one_address_at_once_one_opens_an_account_and_gets_the_code():
    browsers = [Client(), Client(), Client()]

    def sign_up(client: Client) -> tuple[int, str]:
        answer = client.post(SIGN_UP, {"email": "a@example.org", "full_name": "Ada"})
        return answer.status_code, answer.headers.get("Location", "")

    answers = at_once(*(lambda client=client: sign_up(client) for client in browsers))

    assert answers == [(302, VERIFY)] * 3
    assert User.objects.count() == 1
    (letter,) = delivered()
    code = letter.subject.partition(" ")[0]
    for client in browsers:
        client.post(VERIFY, {"code": code})
    assert ["_auth_user_id" in client.session for client in browsers].count(True) == 1
