"""What the people of the demo are told leads to pages that are open to them."""

import pytest
from django.test import Client

from accounts.models import User
from notifications.models import Notification

pytestmark = [pytest.mark.django_db, pytest.mark.crawl]


def test_every_line_of_every_inbox_opens_its_page(story):
    told = Notification.objects.open_to_recipient().filter(recipient__is_active=True)
    dead_ends, opened = [], 0
    for reader in User.objects.filter(pk__in=told.values("recipient")):
        client = Client(raise_request_exception=False)
        client.force_login(reader)
        for row in told.filter(recipient=reader):
            answer = client.get(row.address, follow=True)
            opened += 1
            if answer.status_code != 200:
                dead_ends.append((row.kind, row.address, answer.status_code))

    assert dead_ends == []
    assert opened > 20
