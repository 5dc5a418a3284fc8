"""Limits hold when many knock at the same moment."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.at_once import at_once
from tests.mails import delivered

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]
LOGIN = reverse("account_login")


def test_of_codes_asked_for_at_once_only_three_are_mailed(ada):
    results = at_once(
        *(lambda: Client().post(LOGIN, {"login": ada.email}).status_code for _try in range(8))
    )

    # Who waits for more than a second for the counter is refused, too: a busy machine lets fewer through.
    assert set(results) == {200, 302}
    assert len(delivered()) == results.count(302) <= 3


def test_of_passwords_tried_at_once_only_five_are_looked_at(ada):
    def guess() -> str:
        answer = Client().post(LOGIN, {"login": ada.email, "password": "wrong"})
        return answer.content.decode()

    pages = at_once(*[guess] * 8)

    assert sum("password is wrong" in page for page in pages) <= 5
    assert sum("Too many attempts" in page for page in pages) >= 3
