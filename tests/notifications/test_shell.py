"""What every page's shell knows of its reader."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from demo.factories.accounts import UserFactory
from demo.factories.notifications import NotificationFactory
from notifications.context import shell


@pytest.mark.parametrize("has_user", [True, False])
def test_nothing_is_unread_where_nobody_was_looked_up(rf, has_user):
    request = rf.get("/")
    if has_user:
        request.user = AnonymousUser()

    assert shell(request)["unread_count"]() == 0


@pytest.mark.django_db
def test_the_head_says_how_much_is_unread_now_and_to_whom(client):
    heads = []
    for name in ("Ada Lovelace", "Mary <Seacole>"):
        reader = UserFactory(full_name=name)
        client.force_login(reader)
        for _ in range(2):
            page = client.get(reverse("accounts:settings")).content.decode()
            is_unread = ", 1 unread" in page
            heads.append(
                (
                    is_unread,
                    page.count(f'name">{name.replace("<", "&lt;").replace(">", "&gt;")}</span>'),
                )
            )
            NotificationFactory(recipient=reader)

    assert heads == [(False, 1), (True, 1)] * 2
