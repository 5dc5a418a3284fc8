"""A concern from the page to the lead, and a block, in a browser with and without scripts."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions.blocking import block_person
from accounts.models import Block
from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.mentoring import MatchFactory, MentorProfileFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory, NetworkFactory
from mentoring.states import MatchState
from safeguarding.models import Concern

pytestmark = pytest.mark.django_db(transaction=True)


def sign_in(person, user):
    session = Client()
    session.force_login(user)
    cookie = {"name": "sessionid", "value": session.cookies["sessionid"].value}
    person.page.context.add_cookies([{**cookie, "url": person.address, "httpOnly": True}])
    return person


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_concern_is_reported_assessed_and_acted_on(visitor, scripts):
    lead = UserFactory(roles=[Role.SAFEGUARDING_LEAD])
    match = MatchFactory()

    mentee = sign_in(visitor(java_script_enabled=scripts), match.mentee)
    mentee.go(match.get_absolute_url())
    mentee.page.get_by_role("link", name="Report a concern").click()
    mentee.page.get_by_label("What happened?").fill("He asks for my address in each session.")
    mentee.page.get_by_label(match.mentor.full_name).check()
    if scripts:
        mentee.check("concern-new")
    mentee.page.get_by_role("button", name="Send to the safeguarding lead").click()
    mentee.page.get_by_text("Your report was sent").wait_for()
    if scripts:
        mentee.check("report-detail")

    reader = sign_in(visitor(java_script_enabled=scripts), lead)
    reader.go(reverse("safeguarding:concern_list"))
    if scripts:
        reader.check("concern-list")
    reader.page.get_by_role("link", name=str(Concern.objects.get())).click()
    reader.page.get_by_label("Note for the log").fill("Called her.")
    reader.page.get_by_role("button", name="Start assessing").click()
    reader.page.get_by_text("Saved in the log.").wait_for()
    reader.page.get_by_role("button", name="Suspend").click()
    reader.page.get_by_role("button", name="Lift the suspension").wait_for()
    if scripts:
        reader.check("concern-detail")

    match.refresh_from_db()
    assert match.state == MatchState.SUSPENDED
    assert Concern.objects.get().state == "triage"


def test_a_person_is_blocked_and_unblocked(visitor):
    reader, other = UserFactory(), UserFactory(full_name="Kim Blocked")
    person = sign_in(visitor(), reader)

    person.go(other.get_absolute_url())
    person.check("person-with-block")
    person.page.get_by_role("link", name="Block Kim Blocked").click()
    person.check("block-new")
    person.page.get_by_role("button", name="Block").click()
    person.page.get_by_text("is blocked.").wait_for()
    person.check("block-list")
    person.go(other.get_absolute_url())
    person.page.get_by_role("button", name="Unblock Kim Blocked").wait_for()
    person.check("person-blocked")
    person.go(reverse("accounts:block_new", args=[other.pk]))
    person.check("block-made")
    person.page.get_by_role("button", name="Unblock Kim Blocked").click()
    person.page.get_by_text("no longer blocked.").wait_for()

    assert not Block.objects.exists()


def test_what_is_hidden_by_hand_is_told_and_a_blocked_mentor_says_nothing_of_it(visitor):
    moderator = UserFactory()
    network = NetworkFactory(by=moderator)
    author = MembershipFactory(network=network).user
    discussion = DiscussionFactory(network=network, author=author, title="Cheap heaters")
    desk = sign_in(visitor(), moderator)
    desk.go(reverse("networks:discussion_hide", args=[network.slug, discussion.pk]))
    desk.fill("Reason", "An advert.")
    desk.press("Hide the discussion")
    desk.sees(re.compile("We have told its author why, and how to appeal."))
    desk.go(f"{reverse('networks:case_list', args=[network.slug])}?show=decided")
    desk.follow("Cheap heaters")
    desk.check("case-by-hand")

    writer = sign_in(visitor(), author)
    writer.go(reverse("notifications:inbox"))
    writer.follow(re.compile("A moderator hid what you wrote"))
    writer.check("case-by-hand-for-author")
    writer.fill("Why should someone else look at this again?", "It was none.")
    writer.press("Appeal")
    writer.sees(re.compile("We have asked someone else to look at it again"))

    mentor = MentorProfileFactory()
    block_person(blocker=mentor.user, blocked=author, at=timezone.now())
    writer.go(reverse("mentoring:request_new", args=[mentor.pk]))
    writer.sees(re.compile("This mentor is not taking requests at the moment."))
    writer.check("request-in-vain")
