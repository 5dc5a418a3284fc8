"""A newsletter from its first word to the one click that ends it, in a browser: an editor and a reader without an account."""

import re
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.events import EventFactory
from demo.factories.library import RecordFactory, TopicFactory
from demo.factories.newsletters import IssueFactory, IssueItemFactory, SubscriberFactory
from newsletters.actions.sending import work_on_issues
from newsletters.models import Subscriber
from newsletters.states import IssueState
from tests.browser.window import open_as
from tests.mails import delivered

pytestmark = pytest.mark.django_db(transaction=True)


def link_in(mail, word):
    """Return the path of the first link in a mail that holds this word."""
    address = next(found for found in re.findall(r"https?://\S+", mail.body) if word in found)
    return urlsplit(address).path


def subscribe(reader, look):
    """Ask for the newsletter without an account, and confirm."""
    reader.go("/newsletter/")
    reader.sees("No issue yet")
    reader.follow("Get it by email")
    reader.fill("Email address", "reader")
    reader.press("Subscribe")
    reader.sees("Enter an email address, such as name@example.org")
    look(reader, "newsletter-subscribe")
    reader.fill("Email address", "reader@example.org")
    reader.press("Subscribe")
    reader.sees("Open your email")
    look(reader, "newsletter-subscribe-done")
    reader.go(link_in(delivered()[-1], "/confirm/"))
    look(reader, "newsletter-confirm")
    reader.press("Yes, subscribe")
    reader.sees("You are subscribed")
    reader.follow("Change your topics")
    look(reader, "newsletter-choices")


def compose(desk, look):
    """Put an issue together from what is new, with words and an order of one's own."""
    desk.follow("Start an issue")
    desk.fill("Title", "Homes in spring")
    desk.fill("Introduction", "Dear *all*")
    look(desk, "newsletter-new")
    desk.press("Save the draft")
    desk.sees("Draft saved. Now choose what is in it.")
    look(desk, "newsletter-choose")
    desk.choose(re.compile("Cold homes: a report"))
    desk.choose(re.compile("A talk on homes"))
    desk.press("Add to the issue")
    desk.sees("2 items added.")
    desk.follow(re.compile("Your words.*Cold homes"))
    desk.fill("Your words about it", "Read this first.")
    look(desk, "newsletter-item")
    desk.press("Save")
    desk.sees("Item saved.")
    desk.press(re.compile("Up.*A talk on homes"))
    desk.follow("Write an item")
    desk.fill("Title", "A call for papers")
    look(desk, "newsletter-own-item")
    desk.press("Add the item")
    look(desk, "newsletter-draft")


def send(desk, look, editor):
    """Look at the issue as a mail, test it, and send it with the second click."""
    desk.follow("As an email")
    look(desk, "newsletter-mail")
    desk.follow("Show the formatted form")
    look(desk, "newsletter-mail-formatted")
    desk.page.go_back()
    desk.follow("Homes in spring")
    desk.press("Send me a test email")
    desk.sees(f"We have sent a test email to {editor.email}.")
    desk.follow("Send the issue")
    desk.sees("It goes to 1 subscriber.")
    look(desk, "newsletter-send")
    desk.press("Send it now")
    desk.sees("The issue is being sent.")
    delivered()
    work_on_issues(at=timezone.now())
    desk.go(desk.page.url)
    look(desk, "newsletter-sent")


def read_and_leave(reader, look):
    """Read the issue in the archive and from the mail, and unsubscribe."""
    mail = next(
        each
        for each in delivered()
        if each.to == ["reader@example.org"] and each.subject == "Homes in spring"
    )
    reader.go("/newsletter/")
    reader.sees("Homes in spring")
    look(reader, "newsletter-archive")
    reader.go(link_in(mail, "/newsletter/"))
    reader.sees("Read this first.")
    look(reader, "newsletter-issue")
    reader.go(link_in(mail, "/unsubscribe/"))
    look(reader, "newsletter-unsubscribe")
    reader.press("Unsubscribe")
    reader.sees("You do not get the newsletter")
    look(reader, "newsletter-unsubscribed")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_an_editor_sends_an_issue_and_a_reader_subscribes_reads_and_leaves(visitor, scripts):
    options = {"java_script_enabled": scripts}
    topic = TopicFactory(label="Homes")
    RecordFactory(title="Cold homes: a report", topics=[topic])
    EventFactory(title="A talk on homes", topics=[topic])
    editor = UserFactory(full_name="Ines Editor", roles=[Role.EDITOR])

    def look(window, name):
        if scripts:
            window.check(name)

    reader = visitor(**options)
    subscribe(reader, look)
    desk = open_as(visitor, editor, "/newsletter/desk/", **options)
    compose(desk, look)
    send(desk, look, editor)
    read_and_leave(reader, look)

    assert not Subscriber.objects.exists()


def test_the_desk_the_numbers_and_the_settings_are_for_everyone(visitor):
    administrator = UserFactory(roles=[Role.ADMINISTRATOR, Role.EDITOR])
    for state in IssueState:
        IssueFactory(state=state, title=f"An issue with a rather long title that is {state.label}")
    running = IssueFactory(state=IssueState.SENDING, audience=20)
    IssueItemFactory(issue=running)
    SubscriberFactory(address="reader@example.org")
    window = open_as(visitor, administrator, "/newsletter/desk/")

    window.check("newsletter-desk")
    window.go(f"/newsletter/desk/{running.pk}/")
    window.check("newsletter-sending")
    window.main.locator("summary", has_text="Stop sending").click()
    window.main.locator("details[open]").get_by_role("button").click()
    window.sees("Sending has stopped.")
    window.check("newsletter-stopped")
    window.follow("Withdraw the issue")
    window.check("newsletter-withdraw")
    window.fill("Why it is withdrawn", "A figure was wrong.")
    window.press("Withdraw the issue")
    window.sees("Issue withdrawn.")
    window.go("/newsletter/desk/subscribers/")
    window.fill("Email address", "reader@example.org")
    window.press("Look up")
    window.check("newsletter-subscribers")
    window.go("/inbox/preferences/")
    window.follow("Get the newsletter by email, or stop it")
    window.press("Subscribe")
    window.sees("Saved. You get the newsletter by email.")
    window.check("newsletter-mine")
    public = visitor()
    public.go(running.get_absolute_url())
    public.check("newsletter-withdrawn")
