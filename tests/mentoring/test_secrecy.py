"""Private notes, reasons of endings and feedback: bytewise absent from every answer, log, mail and export of others."""

import json
import logging
import uuid

import pytest
from django.contrib import admin
from django.core.serializers.json import DjangoJSONEncoder
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone
from django.views.debug import get_default_exception_reporter_filter

from accounts.models import User
from accounts.personal_data.registry import personal_data_of
from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.mentoring import FeedbackFactory, GoalFactory, MatchFactory, SessionFactory
from mentoring.actions.matches import end_match
from mentoring.actions.notes import edit_note, write_note
from mentoring.models import Match, Note
from mentoring.views import notes as note_views
from notifications.models import Notification
from tests.demo.crawl import addresses
from tests.mails import delivered, error_mails
from tests.shared import shared

pytestmark = pytest.mark.django_db

NOTE, END, FEEDBACK = "quagga-private", "okapi-ending", "dodo-feedback"
SOUGHT = "aardwolf"
WORDS = (NOTE, END, FEEDBACK)


@shared
def match():
    """A mentoring with all there can be, in which the mentor wrote what is for others' eyes least."""
    now = timezone.now()
    match = MatchFactory()
    SessionFactory(match=match)
    GoalFactory(match=match)
    note = write_note(
        match=match, author=match.mentor, body=f"{SOUGHT} before", is_private=True,
        key=uuid.uuid4(), at=now,
    )  # fmt: skip
    edit_note(note=note, body=f"{SOUGHT} {NOTE}", at=now)
    FeedbackFactory(match=match, author=match.mentor, text=FEEDBACK)
    end_match(match=match, by=match.mentor, reason=END, at=now)
    return match


def pages_of(user, match):
    """Every page of ours that takes no key or that of something of the match, searches, and the administration."""
    client = Client(raise_request_exception=False)
    client.force_login(user)
    keys = {match.pk, match.mentor_id, match.mentee_id, match.request_id}
    keys |= {
        thing.pk
        for name in ("sessions", "goals", "notes", "feedback")
        for thing in _all(match, name)
    }
    paths = {f"{place}?q={SOUGHT}" for place in ("/search/", "/library/", "/networks/")}
    paths |= {
        f"{reverse('mentoring:coordinator_desk')}?show=matches{csv}" for csv in ("", "&format=csv")
    }
    for _name, route, parts in addresses(get_resolver().url_patterns):
        if "<key:pk>" in route and route.startswith("mentoring/"):
            paths |= {"/" + route.replace("<key:pk>", str(key)) for key in keys}
        elif not parts:
            paths.add("/" + route)
    for model in admin.site._registry:
        paths.add(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"))
    found = {}
    for path in sorted(paths):
        answer = client.get(path)
        found[path] = b"".join(answer) if answer.streaming else answer.content
    return found


def _all(match, name):
    return getattr(match, name).all() if hasattr(match, name) else []


READERS = {
    "mentee": lambda match: match.mentee,
    "coordinator": lambda match: UserFactory(roles=[Role.COORDINATOR]),
    "superuser": lambda match: UserFactory(is_superuser=True, is_staff=True),
}
# Coordinators read why a mentoring ended and what people say of it; that is what they were asked for.
COORDINATING = {"coordinator", "superuser"}


@pytest.mark.parametrize("who", READERS)
def test_no_page_of_somebody_else_holds_the_words(match, who):
    pages = pages_of(READERS[who](match), match)

    holding = {
        word: [path for path, page in pages.items() if word.encode() in page] for word in WORDS
    }
    allowed = who in COORDINATING
    assert len(pages) > 200
    assert holding[NOTE] == []
    for word in (END, FEEDBACK):
        assert bool(holding[word]) is allowed, holding
        assert all(path.startswith("/mentoring/") for path in holding[word])


def test_the_author_finds_the_note_where_it_was_written(client, match):
    client.force_login(match.mentor)

    assert NOTE.encode() in client.get(match.get_absolute_url()).content


def test_the_words_are_in_no_mail_no_notification_and_no_export_of_others(match):
    UserFactory(roles=[Role.COORDINATOR])
    mails = [f"{mail.subject}\n{mail.body}\n{mail.alternatives}" for mail in delivered()]
    rows = [str(row) for row in Notification.objects.values_list("title", "text", "address")]

    exports = {
        user.pk: json.dumps(
            {name: part.data for name, part in personal_data_of(user).items()},
            cls=DjangoJSONEncoder,
        )
        for user in User.objects.all()
    }

    assert mails != []
    assert [text for text in (*mails, *rows) if any(word in text for word in WORDS)] == []
    for word in WORDS:
        assert [pk for pk, export in exports.items() if word in export] == [match.mentor_id]


@pytest.fixture
def as_in_production(settings):
    settings.DEFAULT_EXCEPTION_REPORTER_FILTER = "core.logs.error_reports.FieldNamesOnlyFilter"
    get_default_exception_reporter_filter.cache_clear()
    yield
    get_default_exception_reporter_filter.cache_clear()


@pytest.mark.usefixtures("as_in_production")
def test_an_error_while_a_note_is_sent_neither_logs_nor_mails_the_words(
    settings, monkeypatch, caplog
):
    settings.ADMINS = [("Operator", "operator@example.org")]
    match = MatchFactory()

    def fail(**_):
        raise RuntimeError("The database has gone.")

    monkeypatch.setattr(note_views, "write_note", fail)
    client = Client(raise_request_exception=False)
    client.force_login(match.mentor)

    with caplog.at_level(logging.DEBUG):
        answer = client.post(
            reverse("mentoring:note_new", args=[match.pk]), {"body": NOTE, "readers": "me"}
        )

    assert answer.status_code == 500
    assert not Note.objects.filter(match=match).exists()
    assert NOTE not in caplog.text
    assert error_mails() != []
    assert [m for m in error_mails() if NOTE in f"{m.subject}{m.body}{m.alternatives}"] == []
    assert Match.objects.get(pk=match.pk).state == match.state
