"""Flags, cases and the code of conduct as people see them: each page is judged by axe at two widths."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from demo.factories.accounts import UserFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory, NetworkFactory
from networks.actions.cases import flag
from networks.actions.conduct import publish_conduct
from networks.actions.discussions import reply
from networks.models import Case

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def window_of(visitor):
    """``window_of(person)``: a window in which this person is signed in."""

    def sign_in(person):
        window = visitor()
        client = Client()
        client.force_login(person)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        window.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": window.address}]
        )
        return window

    return sign_in


def test_a_flag_goes_from_member_to_moderator_to_author_and_to_somebody_else(window_of):
    moderator, administrator = UserFactory(), UserFactory(is_superuser=True)
    network = NetworkFactory(by=moderator)
    author, flagger = (MembershipFactory(network=network).user for _ in range(2))
    discussion = DiscussionFactory(network=network, author=author, title="Cold homes")
    now = timezone.now()
    reply(
        discussion=discussion,
        author=MembershipFactory(network=network).user,
        body="See https://elsewhere.example/",
        key=discussion.form_key,
        at=now,
    )

    member = window_of(flagger)
    member.go(discussion.get_absolute_url())
    member.check("discussion-with-flags")
    member.follow("Flag post 1")
    member.check("flag")
    member.choose("Personal or patient information")
    member.fill("Tell the moderators more", "It names a mother.")
    member.press("Send to the moderators")
    member.sees("This post is hidden until a moderator has looked at it.")

    desk = window_of(moderator)
    desk.go(network.get_absolute_url())
    desk.follow("Flags (2)")
    desk.check("cases")
    desk.page.locator("#cases").get_by_role("link", name="Cold homes").first.click()
    desk.press("Take this case")
    desk.check("case")
    desk.choose("Agree with the flag: hide it")
    desk.fill("Reason", "Leave names out, please.")
    desk.press("Decide")

    case = Case.objects.get()
    writer = window_of(author)
    writer.go(case.get_absolute_url())
    writer.check("case-for-author")
    writer.fill("Why should someone else look at this again?", "She agreed.")
    writer.press("Appeal")

    above = window_of(administrator)
    above.go(case.get_absolute_url())
    above.press("Take this case")
    above.choose("Disagree with the flag: show it")
    above.fill("Reason", "She did agree.")
    above.press("Decide")

    writer.go(case.get_absolute_url())
    writer.sees("It is shown again.")


def test_the_code_of_conduct_and_the_counts_are_readable(window_of):
    administrator = UserFactory(is_superuser=True)
    discussion = DiscussionFactory()
    flagger = MembershipFactory(network=discussion.network).user
    at = timezone.now()
    flag(discussion=discussion, post=None, person=flagger, reason="spam", words="", at=at)
    publish_conduct(body="## Be kind\n\nAlways.", by=administrator, at=at)
    window = window_of(administrator)

    window.go(reverse("networks:conduct_detail"))
    window.check("conduct")
    window.follow("How flags were decided")
    window.check("transparency")


def test_a_member_is_mentioned_with_the_keyboard_alone(window_of):
    network = NetworkFactory()
    for name in ("Eleri Vaughan", "Elena Ruiz"):
        MembershipFactory(network=network, user=UserFactory(full_name=name))
    discussion = DiscussionFactory(network=network)
    window = window_of(discussion.author)
    window.go(discussion.get_absolute_url())

    field = window.page.get_by_label("Your post")
    field.press_sequentially("Thank you, @ele")
    window.page.get_by_role("option", name="Elena Ruiz").wait_for()
    window.check("mention")
    field.press("ArrowDown")
    field.press("Enter")
    field.press_sequentially("for this")

    assert field.input_value() == "Thank you, @Eleri Vaughan for this"
    assert window.page.get_by_role("option").count() == 0
