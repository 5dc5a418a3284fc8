"""The words of a concern are read by the lead and by its reporter, and are in nothing that anybody else gets."""

import json
import logging
import uuid

import pytest
from django.contrib import admin
from django.core.serializers.json import DjangoJSONEncoder
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from accounts.models import User
from accounts.personal_data.registry import personal_data_of
from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.mentoring import MatchFactory
from notifications.models import Notification
from safeguarding import actions
from safeguarding.actions import move_concern, report_concern, suspend, write_note
from safeguarding.models import Concern
from safeguarding.places import suspendables_of
from tests.demo.crawl import addresses
from tests.mails import delivered, error_mails

pytestmark = pytest.mark.django_db

MARKER = "quagga-4711"
NOTE = "okapi-0815"
# A page of a search repeats what was sought, so it is sought by another word than the one that is looked for.
SOUGHT = "aardwolf"


@pytest.fixture
def concern(lead):
    """A concern with a history: reported about a mentor, assessed, noted upon, the mentoring suspended."""
    match = MatchFactory()
    now = timezone.now()
    report = report_concern(
        reporter=match.mentee,
        words=f"It was {SOUGHT} {MARKER}.",
        where=match.get_absolute_url(),
        person=match.mentor,
        key=uuid.uuid4(),
        at=now,
    )
    concern = Concern.objects.get(pk=report.pk)
    write_note(concern=concern, words=NOTE, by=lead, at=now)
    move_concern(concern=concern, move="assess", by=lead, at=now, note=NOTE)
    (thing,) = suspendables_of(concern.person)
    suspend(concern=concern, part=thing.part, key=thing.key, by=lead, at=now)
    return concern


def pages_of(user: User, concern: Concern) -> dict[str, bytes]:
    """Every page of ours that takes no key or that of the concern, the search for its words, and the admin."""
    client = Client(raise_request_exception=False)
    client.force_login(user)
    paths = {f"/search/?q={SOUGHT}", f"/library/?q={SOUGHT}", f"/networks/?q={SOUGHT}"}
    for _name, route, parts in addresses(get_resolver().url_patterns):
        if set(parts) <= {"pk"}:
            paths.add("/" + route.replace("<key:pk>", str(concern.pk)))
    for model in admin.site._registry:
        paths.add(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"))
    return {path: getattr(client.get(path), "content", b"") for path in sorted(paths)}


@pytest.mark.parametrize(
    "who", ["person", "coordinator", "editor", "administrator", "superuser", "stranger"]
)
def test_the_words_are_on_no_page_of_anybody_else(concern, who):
    made = {
        "person": lambda: concern.person,
        "coordinator": lambda: UserFactory(roles=[Role.COORDINATOR]),
        "editor": lambda: UserFactory(roles=[Role.EDITOR, Role.FACILITATOR, Role.REVIEWER]),
        "administrator": lambda: UserFactory(roles=[Role.ADMINISTRATOR]),
        "superuser": lambda: UserFactory(is_superuser=True, is_staff=True),
        "stranger": UserFactory,
    }[who]()

    pages = pages_of(made, concern)

    assert len(pages) > 150
    assert [path for path, page in pages.items() if MARKER.encode() in page] == []
    assert [path for path, page in pages.items() if NOTE.encode() in page] == []
    # Nor is it told who reported anything.
    told = b"Your report has a new status"
    assert [path for path, page in pages.items() if told in page] == []


def test_the_lead_and_the_reporter_read_the_words_and_only_the_lead_the_notes(concern, lead):
    client = Client()
    client.force_login(lead)
    lead_page = client.get(concern.get_absolute_url()).content
    pages = pages_of(concern.reporter, concern)

    reading = [path for path, page in pages.items() if MARKER.encode() in page]
    assert MARKER.encode() in lead_page
    assert NOTE.encode() in lead_page
    assert reading == [f"/safeguarding/reports/{concern.pk}/"]
    assert [path for path, page in pages.items() if NOTE.encode() in page] == []


def test_the_words_are_in_no_mail_and_no_notification(concern, lead):
    UserFactory(roles=[Role.ADMINISTRATOR])
    report_concern(
        reporter=concern.reporter,
        words=f"Again: {MARKER}.",
        where="",
        person=concern.person,
        key=uuid.uuid4(),
        at=timezone.now(),
    )

    mails = [f"{mail.subject}\n{mail.body}\n{mail.alternatives}" for mail in delivered()]

    assert [mail for mail in mails if "A concern was reported" in mail] != []
    assert [mail for mail in mails if MARKER in mail or NOTE in mail] == []
    rows = Notification.objects.values_list("title", "text", "address")
    assert [row for row in rows if MARKER in str(row) or NOTE in str(row)] == []
    to_lead = Notification.objects.filter(recipient=lead).last()
    assert concern.person.full_name not in to_lead.title + to_lead.text


def test_the_words_are_in_the_export_of_the_reporter_alone(concern, lead):
    holding = {
        user.pk
        for user in User.objects.all()
        if MARKER
        in json.dumps(
            {name: part.data for name, part in personal_data_of(user).items()},
            cls=DjangoJSONEncoder,
        )
    }

    assert holding == {concern.reporter_id}


def test_an_error_while_it_is_sent_neither_logs_nor_mails_the_words(
    settings, monkeypatch, caplog, lead
):
    settings.ADMINS = [("Operator", "operator@example.org")]

    def fail(**_):
        raise RuntimeError("The database has gone.")

    monkeypatch.setattr(actions, "notify", fail)
    client = Client(raise_request_exception=False)
    client.force_login(UserFactory())

    with caplog.at_level(logging.DEBUG):
        answer = client.post(reverse("safeguarding:concern_new"), {"happened": MARKER})

    assert answer.status_code == 500
    assert not Concern.objects.exists()
    assert MARKER not in caplog.text
    assert [m for m in error_mails() if MARKER in f"{m.subject}{m.body}{m.alternatives}"] == []
