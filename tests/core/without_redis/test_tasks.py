"""What was left to the queue while Redis was away is found by a sweep."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings as site_settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone

import config.celery
from accounts.actions.closing import close_account
from config.schedule import SCHEDULE
from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory
from library.finding.models import Gap
from library.lists.actions import create_list
from library.lists.models import ReadingList, Sharing
from library.usage.models import UsageMonth
from notifications.actions import queue_mail
from notifications.mail_writers import _writers
from notifications.models import Delivery, DeliveryState
from notifications.tasks import send_waiting_mail

pytestmark = pytest.mark.django_db


def test_mail_is_not_lost_with_the_queue(
    without_redis, register, django_capture_on_commit_callbacks
):
    register(_writers, "test.letter", lambda key: EmailMessage("Hello", to=["ana@example.org"]))
    moment = timezone.now()

    with django_capture_on_commit_callbacks(execute=True):
        queue_mail(mail="test.letter", about=0, address="ana@example.org", at=moment)
    at_once = Delivery.objects.get().state
    send_waiting_mail()

    assert (at_once, Delivery.objects.get().state) == (DeliveryState.WAITING, DeliveryState.SENT)


def test_uses_and_searches_are_counted_without_the_queue(
    client, without_redis, django_capture_on_commit_callbacks
):
    record = RecordFactory()
    person = {"User-Agent": "Firefox"}

    with django_capture_on_commit_callbacks(execute=True):
        client.get(record.get_absolute_url(), headers=person)
        client.get(reverse("library:finder") + "?q=unheardof", headers=person)

    assert UsageMonth.objects.filter(record=record).count() == 1
    assert Gap.objects.count() == 1


def test_an_account_is_closed_without_the_queue_and_the_sweeps_do_the_rest(
    without_redis, django_capture_on_commit_callbacks
):
    keeper = UserFactory()
    now = timezone.now()
    create_list(user=keeper, name="Cold homes", about="", sharing=Sharing.PRIVATE, at=now)

    with django_capture_on_commit_callbacks(execute=True):
        close_account(user=keeper, at=now)
    left = ReadingList.objects.filter(user=keeper).count()
    for name in SWEEPS:
        config.celery.app.tasks[name].run()

    assert left == 1
    assert not ReadingList.objects.filter(user=keeper).exists()


SWEEPS = sorted({str(entry["task"]) for entry in SCHEDULE.values() if "closed" in entry["task"]})
# What a receiver leaves to the queue, and the job that finds what was lost with it.
SWEPT_BY = {
    "core.tasks.make_sizes_of_cover": "core.tasks.make_missing_sizes_of_covers",
    "notifications.tasks.send_mail": "notifications.tasks.send_waiting_mail",
    "notifications.tasks.empty_inbox": "notifications.tasks.empty_inboxes_of_closed_accounts",
    "api.tasks.delete_tokens": "api.tasks.delete_tokens_of_closed_accounts",
    "unsent.tasks.forget_texts": "unsent.tasks.forget_unsent_texts",
    # Told of a version or not, the same job looks at all of them.
    "library.tasks.withdraw_outdated_judgements": "library.tasks.withdraw_outdated_judgements",
    "briefs.tasks.delete_private_briefs": "briefs.tasks.delete_briefs_of_closed_accounts",
    "advice.tasks.leave_advice": "advice.tasks.leave_advice_of_closed_accounts",
    "advice.tasks.forget_words_of_former": "advice.tasks.forget_words_of_absent",
    "library.tasks.forget_reader": "library.tasks.forget_closed_readers",
    "courses.tasks.leave_all_courses": "courses.tasks.leave_courses_of_closed_accounts",
    "courses.tasks.complete_programme": "courses.tasks.complete_programmes",
    "indicators.tasks.tell_followers": "indicators.tasks.tell_of_recent_releases",
    "indicators.tasks.forget_follower": "indicators.tasks.forget_followers_who_left",
    "indicators.tasks.forget_data_sets": "indicators.tasks.forget_data_sets_of_closed_accounts",
    "networks.tasks.announce_record": "networks.tasks.sweep_records",
    "networks.tasks.part_with_networks": "networks.tasks.sweep_closed_accounts",
    "calendars.tasks.end_feed_of": "calendars.tasks.end_feeds_of_closed_accounts",
    "newsletters.tasks.send_copies": "newsletters.tasks.send_waiting_copies",
    "newsletters.tasks.end_subscription": "newsletters.tasks.end_subscriptions_of_closed_accounts",
    "events.tasks.leave_events": "events.tasks.leave_events_of_closed_accounts",
    "mentoring.tasks.leave_mentoring": "mentoring.tasks.leave_mentoring_of_closed_accounts",
    # Whether the block or suspension was heard of or not, the same jobs look at all of them.
    "mentoring.tasks.end_unanswerable_requests": "mentoring.tasks.end_unanswerable_requests",
    "mentoring.tasks.cancel_sessions_of_suspended_people": "mentoring.tasks.cancel_sessions_of_suspended_people",
    "submissions.tasks.leave_submissions": "submissions.tasks.leave_submissions_of_closed_accounts",
}


def test_every_task_that_may_be_lost_has_its_sweep_or_runs_in_place():
    queued = {
        f"{folder.name}.tasks.{name}"
        for folder in (Path(app.path) for app in apps.get_app_configs())
        if (folder / "receivers.py").exists() and folder.is_relative_to(site_settings.BASE_DIR)
        for name in re.findall(r"(\w+)\.delay\(", (folder / "receivers.py").read_text())
        if ".venv" not in folder.parts
    }
    in_place = {name for name in queued if config.celery.app.tasks[name].runs_without_queue}

    assert queued - in_place == set(SWEPT_BY)
    assert set(SWEPT_BY.values()) <= {entry["task"] for entry in SCHEDULE.values()}
    assert in_place == {
        "library.tasks.count_search_without_result",
        "library.tasks.add_use_of_record",
    }
