"""Editors are told of published case studies whose lessons nobody has placed: at home, and in the weekly summary."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.submissions import SubmissionFactory
from library.catalogue.actions.records import withdraw_record
from notifications.digest.sections import Reader
from submissions.actions.placing import set_aside
from submissions.agenda import do_next_of
from submissions.digests import news_of_the_desk
from submissions.models import CoAuthor
from submissions.states import SubmissionState

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DESK = reverse("submissions:learnt_list")


def published(**fields):
    return SubmissionFactory(state=SubmissionState.ACCEPTED, editor=UserFactory(roles=[Role.EDITOR]), **fields)  # fmt: skip


def told_at_home(person):
    return [thing.title for thing in do_next_of(person, NOW) if thing.address == DESK]


def told_by_mail(person, days=7):
    reader = Reader(person, NOW - dt.timedelta(days=days), NOW + dt.timedelta(days=1))
    lines = news_of_the_desk([reader]).get(person.pk, [])
    return [(line.title, line.address) for line in lines]


def test_an_editor_is_told_how_many_case_studies_wait_to_be_placed(editor, client):
    one = published()
    assert told_at_home(editor) == ["Place what was learnt in a case study"]
    other = published()
    assert told_at_home(editor) == ["Place what was learnt in 2 case studies"]
    client.force_login(editor)
    page = client.get(reverse("dashboard:home")).content.decode()
    assert "Place what was learnt in 2 case studies" in page

    set_aside(submission=one, by=editor, reason="Later.", at=NOW)
    withdraw_record(record=other.record, reason="Wrong.", by=editor, at=NOW)

    assert told_at_home(editor) == []


@pytest.mark.parametrize("who", ["author", "co-author", "reviewer", "member"])
def test_nobody_is_told_of_their_own_works_or_of_what_they_may_not_place(who):
    person = UserFactory(roles=[] if who == "member" else [Role.REVIEWER if who == "reviewer" else Role.EDITOR])  # fmt: skip
    work = published(**({"author": person} if who == "author" else {}))
    if who == "co-author":
        CoAuthor.objects.create(submission=work, user=person, name="P", email=person.email, position=1)  # fmt: skip

    assert (told_at_home(person), told_by_mail(person)) == ([], [])


def test_the_summary_names_those_published_in_its_period_until_they_are_placed(editor):
    work = published()
    line = (work.record.title, reverse("submissions:learnt_detail", args=[work.pk]))
    assert told_by_mail(editor) == [line]

    type(work.record).objects.filter(pk=work.record.pk).update(
        published_at=NOW - dt.timedelta(days=8)
    )
    assert told_by_mail(editor) == []
    assert told_by_mail(editor, days=9) == [line]
    set_aside(submission=work, by=editor, reason="Later.", at=NOW)

    assert told_by_mail(editor, days=9) == []


def test_home_and_summary_take_the_same_queries_for_one_work_and_many(editor):
    taken = []
    _ = editor.roles
    for _round in range(2):
        published()
        published()
        with CaptureQueriesContext(connection) as home:
            told_at_home(editor)
        with CaptureQueriesContext(connection) as mail:
            told_by_mail(editor)
        taken.append((len(home), len(mail)))

    assert taken[0] == taken[1]
