"""The mails of the newsletter: issues, test mails, and those by which people confirm."""

import secrets
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db.models import Prefetch
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from library.vocabularies.models import Topic
from newsletters import names
from newsletters.composing import Composed
from newsletters.links import choices_address, confirm_address, unsubscribe_address
from newsletters.models import Issue, IssueCopy, Subscriber, TestCopy
from newsletters.states import CopyState, IssueState, SubscriberState
from notifications.mail_writers import writes_mail, writes_many_mails

# Stand in the text of an issue for the links of one subscriber, as everything else is the same for many. Nobody can
# guess them: words of an issue that held one would get the links of each subscriber, perhaps in an address elsewhere.
_CHOICES, _UNSUBSCRIBE = (f"urn:newsletter:{secrets.token_hex(16)}" for _link in range(2))


class Body(NamedTuple):
    """The two forms of one mail."""

    text: str
    html: str

    def with_links(self, choices: str, unsubscribe: str) -> "Body":
        """Return it with the links of one subscriber, which hold nothing that HTML would have to escape."""
        return Body(
            *(form.replace(_CHOICES, choices).replace(_UNSUBSCRIBE, unsubscribe) for form in self)
        )


class IssueMails:
    """Writes the mails of one issue; each choice of items is written once."""

    def __init__(self, issue: Issue) -> None:
        self.issue = issue
        self.composed = Composed(issue)
        self._bodies: dict[frozenset[int], Body] = {}

    def body_for(self, topics: Sequence[int] = ()) -> Body:
        """Return the issue for these topics, with marks in the places of the subscriber's links."""
        items = self.composed.items_for(topics)
        if items not in self._bodies:
            words = {
                "issue": self.issue,
                "parts": self.composed.parts(items),
                "is_selection": len(items) < len(self.composed.items),
                "site": settings.SITE_URL,
                "institute_name": settings.INSTITUTE_NAME,
                "choices": _CHOICES,
                "unsubscribe": _UNSUBSCRIBE,
            }
            self._bodies[items] = Body(
                render_to_string("newsletters/mail/issue.txt", words),
                render_to_string("newsletters/mail/issue.html", words),
            )
        return self._bodies[items]

    def mail_to(self, subscriber: Subscriber) -> EmailMultiAlternatives:
        """Write the issue to one subscriber, whose topics are loaded."""
        unsubscribe = unsubscribe_address(subscriber)
        body = self.body_for([topic.pk for topic in subscriber.topics.all()])
        mail = _message(
            self.issue.title,
            body.with_links(choices_address(subscriber), unsubscribe),
            to=subscriber.email,
        )
        mail.extra_headers |= {
            "List-Id": f"<newsletter.{urlsplit(settings.SITE_URL).hostname}>",
            "List-Unsubscribe": f"<{unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Precedence": "bulk",
        }
        return mail

    def mail_for_test(self, address: str) -> EmailMultiAlternatives:
        """Write the draft to an editor, whose links lead to the page of all subscribers."""
        page = settings.SITE_URL + reverse("newsletters:subscribe")
        subject = _("Test: %(title)s") % {"title": self.issue.title}
        return _message(subject, self.body_for().with_links(page, page), to=address)


def _message(subject: str, body: Body, *, to: str) -> EmailMultiAlternatives:
    mail = EmailMultiAlternatives(
        subject=" ".join(subject.split()), body=body.text, to=[to], headers={}
    )
    mail.attach_alternative(body.html, "text/html")
    return mail


def example_body(issue: Issue) -> Body:
    """Return the mail of an issue as a subscriber to everything gets it, without links of anybody."""
    page = settings.SITE_URL + reverse("newsletters:subscribe")
    return IssueMails(issue).body_for().with_links(page, page)


@writes_many_mails(names.COPY)
def write_copies(keys: Sequence[int]) -> dict[int, EmailMessage]:
    """Return the mails of these copies; none of an issue that was stopped, nor for who has unsubscribed."""
    topics = Prefetch("subscriber__topics", Topic.objects.only("pk"))
    copies = IssueCopy.objects.filter(
        pk__in=keys,
        state=CopyState.WAITING,
        issue__state=IssueState.SENDING,
        subscriber__in=Subscriber.objects.receiving(),
    )
    issues: dict[int, IssueMails] = {}
    mails: dict[int, EmailMessage] = {}
    for copy in copies.select_related("issue", "subscriber__user").prefetch_related(topics):
        if copy.issue_id not in issues:
            issues[copy.issue_id] = IssueMails(copy.issue)
        if copy.subscriber:
            mails[copy.pk] = issues[copy.issue_id].mail_to(copy.subscriber)
    return mails


@writes_mail(names.TEST)
def write_test(key: int) -> EmailMessage | None:
    """Return a draft for the editor who asked for it; nothing when the draft was deleted."""
    copy = TestCopy.objects.filter(pk=key).select_related("issue", "user").first()
    return IssueMails(copy.issue).mail_for_test(copy.user.email) if copy else None


@writes_mail(names.CONFIRM)
def write_confirmation(key: int) -> EmailMessage | None:
    """Return the mail with the link that confirms an address; nothing where that has happened."""
    subscriber = Subscriber.objects.filter(pk=key, state=SubscriberState.ASKED).first()
    if subscriber is None:
        return None
    return _letter(
        subscriber,
        _("Confirm that you want our newsletter"),
        "newsletters/mail/confirm.txt",
        confirm=confirm_address(subscriber),
    )


@writes_mail(names.KNOWN)
def write_to_known(key: int) -> EmailMessage | None:
    """Return the mail to an address that subscribes already, with the link to its choices."""
    known = Subscriber.objects.filter(pk=key).exclude(state=SubscriberState.ASKED)
    subscriber = known.select_related("user").first()
    if subscriber is None:
        return None
    return _letter(
        subscriber,
        _("You already get our newsletter"),
        "newsletters/mail/known.txt",
        choices=choices_address(subscriber),
    )


def _letter(subscriber: Subscriber, subject: str, template: str, **words: str) -> EmailMessage:
    text = render_to_string(template, {**words, "institute_name": settings.INSTITUTE_NAME})
    return EmailMessage(subject, text, to=[subscriber.email])
