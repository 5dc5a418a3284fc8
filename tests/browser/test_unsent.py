"""What is typed and left is there when the form is opened again, until it is sent."""

import re

import pytest
from django.conf import settings
from django.test import Client

from demo.factories.accounts import UserFactory
from demo.factories.networks import DiscussionFactory, NetworkFactory
from unsent.models import UnsentText

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_reply_is_typed_left_found_again_sent_and_gone(visitor):
    writer = UserFactory()
    discussion = DiscussionFactory(network=NetworkFactory(by=writer), title="Cold homes")
    client = Client()
    client.force_login(writer)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    session = [{"name": settings.SESSION_COOKIE_NAME, "value": cookie}]
    first = visitor()
    first.context.add_cookies([each | {"url": first.address} for each in session])

    first.go(discussion.get_absolute_url())
    first.page.locator("textarea").first.fill("A long answer that I will finish later.")
    first.sees("until you send it")
    first.check("unsent-kept")
    first.page.goto("about:blank")

    second = visitor()
    second.context.add_cookies([each | {"url": second.address} for each in session])
    second.go(discussion.get_absolute_url())
    second.sees("You started writing here on")
    second.check("unsent-offered")
    second.follow("Continue writing")
    box = second.page.locator("textarea").first
    assert box.input_value() == "A long answer that I will finish later."
    second.go("/unsent/")
    second.check("unsent-list")
    second.follow(re.compile("^Your post"))
    second.check("unsent-text")
    second.follow("Continue in the form")
    second.page.locator("form:has(textarea) [type=submit]").first.click()
    second.sees("A long answer that I will finish later.")

    assert not UnsentText.objects.exists()
