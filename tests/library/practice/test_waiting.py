"""The queue of case studies to judge, and what authors are told of the stage."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory
from demo.factories.mentoring import MatchFactory
from demo.factories.practice import CaseStudyFactory, JudgementFactory, judged
from library.agenda import do_next_of
from library.catalogue.actions.versions import deposit_version
from library.practice.actions.judging import withdraw_assessment, withdraw_outdated
from library.practice.models import Assessment
from library.vocabularies.names import CreatorName
from notifications.models import Notification

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture
def editor(client):
    user = UserFactory(roles=[Role.EDITOR], full_name="Zoë Ångström")
    client.force_login(user)
    return user


def rows(client, query=""):
    table = client.get(f"{reverse('library:practice_desk')}?{query}").context["table"]
    return [(row.record, str(row.obstacle)) for row in table.rows]


def titles_to_do(editor):
    return [each.title for each in do_next_of(editor, now=NOW) if "case stud" in each.title]


def told(kind):
    rows = Notification.objects.filter(kind=f"library.{kind}").order_by("pk")
    return [(row.recipient, row.title, row.address) for row in rows]


@pytest.mark.parametrize(("role", "status"), [(None, 403), (Role.REVIEWER, 403), (Role.EDITOR, 200)])  # fmt: skip
def test_the_queue_is_for_editors(client, role, status):
    client.force_login(UserFactory(roles=[role] if role else []))

    assert client.get(reverse("library:practice_desk")).status_code == status


def test_what_waits_longest_comes_first_and_what_one_may_not_judge_is_left_out(client, editor):
    RecordFactory()
    settled = CaseStudyFactory()
    JudgementFactory.create_batch(2, record=settled)
    fresh = CaseStudyFactory(on=timezone.localdate() - DAY)
    begun = CaseStudyFactory(on=timezone.localdate() - 9 * DAY)
    JudgementFactory(record=begun, at=timezone.now() - 3 * DAY)
    own = CaseStudyFactory(on=timezone.localdate() - 8 * DAY, depositor=editor)
    named = CaseStudyFactory(
        on=timezone.localdate() - 7 * DAY, creators=[CreatorName("ZOË ÅNGSTRÖM")]
    )
    close = MatchFactory(mentor=editor).mentee
    of_close = CaseStudyFactory(
        on=timezone.localdate() - 6 * DAY, creators=[CreatorName("C", user=close)]
    )
    judged_by_me = CaseStudyFactory(on=timezone.localdate() - 5 * DAY)
    JudgementFactory(record=judged_by_me, by=editor, at=timezone.now() - 4 * DAY)

    assert rows(client) == [(begun, ""), (fresh, "")]
    assert rows(client, "missing=second") == [(begun, "")]
    assert rows(client, "missing=first") == [(fresh, "")]
    assert rows(client, f"q={fresh.title[-6:]}") == [(fresh, "")]
    assert rows(client, f"topic={fresh.topics.get().code}") == [(fresh, "")]
    assert rows(client, "show=all") == [
        (own, "You submitted it, or added it to the library"),
        (named, "One of its authors has your name"),
        (of_close, "You work closely with an author"),
        (judged_by_me, "You have judged it"),
        (begun, ""),
        (fresh, ""),
    ]
    html = client.get(reverse("library:practice_desk"), {"show": "all"}).content.decode()
    assert html.count(f'href="{reverse("library:practice_judge", args=[own.pk])}"') == 0
    assert html.count(f'href="{reverse("library:practice_judge", args=[begun.pk])}"') == 1
    assert "Case studies to judge</a>" not in html


@pytest.mark.parametrize("query", ["topic=none", "missing=x", "q=%00", "topic=%00", "show=%00"])
def test_what_no_filter_means_is_no_error(client, editor, query):
    assert client.get(f"{reverse('library:practice_desk')}?{query}").status_code == 200


def test_home_names_second_judgements_first_and_only_those_one_may_give(editor):
    assert titles_to_do(editor) == []
    CaseStudyFactory(depositor=editor)
    assert titles_to_do(editor) == []
    record = CaseStudyFactory()
    assert titles_to_do(editor) == ["Judge a case study"]
    JudgementFactory(record=record)
    assert titles_to_do(editor) == ["Give the second judgement of a case study"]
    JudgementFactory(record=record, by=editor)
    assert titles_to_do(editor) == []


def test_the_queue_takes_the_same_queries_at_any_length(client, editor):
    taken = []
    for _round in range(2):
        for _each in range(2):
            CaseStudyFactory(creators=[CreatorName("A")])
            JudgementFactory()
        client.get(reverse("library:practice_desk"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("library:practice_desk"))
        taken.append(len(queries))

    assert taken[0] == taken[1] <= 12


def test_authors_are_told_of_the_stage_once_and_of_its_end(client, django_capture_on_commit_callbacks):  # fmt: skip
    author, depositor = UserFactory(), UserFactory()
    record = CaseStudyFactory(
        title="School meals",
        creators=[CreatorName("A", user=author), CreatorName("Without account")],
        depositor=depositor,
    )
    JudgementFactory(record=record, judged=judged(participation="partly"), at=NOW)
    assert told("stage_followed") == []
    JudgementFactory(record=record, at=NOW)

    page = reverse("library:practice_detail", args=[record.pk])
    title = "Two editors judged your case study “School meals”: Promising practice"
    assert told("stage_followed") == [(author, title, page)]
    client.force_login(author)
    assert title in client.get(reverse("notifications:inbox")).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        deposit_version(record=record, body="New.", note="More", by=author, at=timezone.now())
    withdraw_outdated(at=NOW)
    ended = "Your case study “School meals” is no longer shown as Promising practice"
    assert told("stage_ended") == [(author, ended, page)]
    JudgementFactory.create_batch(2, record=record, judged=judged("not-told", measure="none"))
    assert [title for _who, title, _page in told("stage_followed")][-1].endswith("no stage yet")


def test_whoever_gave_the_work_hears_of_it_where_no_author_has_an_account():
    depositor = UserFactory()
    record = CaseStudyFactory(depositor=depositor, creators=[CreatorName("Unknown")])

    JudgementFactory.create_batch(2, record=record)
    withdraw_assessment(assessment=Assessment.objects.get(), reason="An error.", by=None, at=NOW)

    assert [who for who, _title, _page in told("stage_followed")] == [depositor]
    assert Notification.objects.get(kind="library.stage_ended").text == "An error."
