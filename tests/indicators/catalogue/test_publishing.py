"""A worker publishes what was asked for: once, whole, and what it cannot publish is a draft again that says why."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from demo.factories.indicators import IndicatorFactory, ObservationFactory, ReleaseFactory
from indicators.catalogue.actions import publishing
from indicators.catalogue.actions.publishing import (
    MOST_TRIES,
    ask_to_publish,
    cancel_publishing,
    publish_asked,
)
from indicators.catalogue.actions.releases import delete_release, empty_release
from indicators.catalogue.models import Indicator, Observation, Publication, Release
from indicators.catalogue.models.publications import STALE
from indicators.catalogue.refusals import NotReadyToPublish, ReleaseIsNotADraft
from indicators.tasks import publish_figures
from workflow.flows import TransitionNotAllowed
from workflow.models import Transition

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


@pytest.fixture
def release():
    """Return a draft with two figures, one of which rests on two people."""
    release = ReleaseFactory(state="draft")
    indicator = IndicatorFactory(minimum_count=5, value_type="mean")
    for count in (2, 80):
        ObservationFactory(release=release, indicator=indicator, count=count)
    return release


@pytest.fixture
def asked(release, manager):
    return ask_to_publish(release=release, by=manager, at=NOW)


def state_of(release):
    return Release.objects.get(pk=release.pk).state


def test_a_manager_sees_that_it_is_being_published_and_others_see_nothing_yet(
    release, manager, client
):
    client.force_login(manager)
    address = reverse("indicators:release_publish", args=[release.pk])
    answers = [client.post(address, follow=True) for _click in range(2)]

    for answer in answers:
        assert answer["Refresh"]
        assert "Being published" in answer.content.decode()
    assert Client().get(release.get_absolute_url()).status_code == 404
    assert not Observation.objects.current().exists()
    assert Publication.objects.count() == 1


def test_the_worker_hides_small_numbers_shows_the_rest_and_names_who_asked(asked, manager):
    publish_figures()
    publish_figures()

    assert Client().get(asked.get_absolute_url()).status_code == 200
    assert list(Observation.objects.current().order_by("pk").values_list("count", "hidden")) == [
        (None, "small"),
        (80, ""),
    ]
    moves = Transition.objects.of(asked).values_list("move", "actor")
    assert list(moves) == [("queue", manager.pk), ("publish", manager.pk)]
    assert not Publication.objects.exists()


def test_nothing_of_it_changes_meanwhile(asked):
    for act in (empty_release, delete_release):
        with pytest.raises(ReleaseIsNotADraft):
            act(release=asked)


def test_what_is_not_ready_is_refused_at_once(manager):
    with pytest.raises(NotReadyToPublish):
        ask_to_publish(release=ReleaseFactory(state="draft"), by=manager, at=NOW)


def test_it_is_cancelled_before_it_is_shown_and_not_afterwards(asked, manager, client):
    client.force_login(manager)
    address = reverse("indicators:release_publish_cancel", args=[asked.pk])
    for _click in range(2):
        client.post(address)
    publish_figures()
    assert state_of(asked) == "draft"

    ask_to_publish(release=asked, by=manager, at=NOW)
    publish_figures()
    with pytest.raises(TransitionNotAllowed):
        cancel_publishing(release=asked, by=manager, at=NOW)
    assert client.post(address).status_code == 409


def test_one_that_is_cancelled_at_the_last_moment_shows_nothing(asked, manager, monkeypatch):
    def cancelled(release):
        cancel_publishing(release=release, by=manager, at=NOW)
        return []

    monkeypatch.setattr(publishing, "find_small_numbers", cancelled)
    publish_figures()

    assert state_of(asked) == "draft"


def test_what_was_filled_anew_meanwhile_is_not_shown_by_the_worker_that_saw_the_old_figures(
    asked, manager, monkeypatch, time_machine
):
    def filled_anew(release):
        cancel_publishing(release=release, by=manager, at=NOW)
        indicator = release.observations.first().indicator
        empty_release(release=release)
        ObservationFactory(release=release, indicator=indicator, count=3)
        later = NOW + dt.timedelta(minutes=1)
        ask_to_publish(release=release, by=manager, at=later)
        return []

    with monkeypatch.context() as late:
        late.setattr(publishing, "find_small_numbers", filled_anew)
        publish_figures()
    assert state_of(asked) == "publishing"

    publish_figures()
    assert state_of(asked) == "published"
    assert Observation.objects.get().hidden == "small"


def test_what_it_lacks_by_then_is_told_on_its_page(asked, manager, client):
    Indicator.objects.update(name="Damp", definition="")
    publish_figures()

    assert state_of(asked) == "draft"
    client.force_login(manager)
    assert "“Damp” has no definition" in client.get(asked.get_absolute_url()).content.decode()

    Indicator.objects.update(definition="Homes that are damp.")
    ask_to_publish(release=asked, by=manager, at=NOW)
    publish_figures()
    assert state_of(asked) == "published"


def test_what_fails_is_tried_again_and_given_up_after_three_tries(
    asked, manager, client, monkeypatch, caplog
):
    def fail(_release):
        raise OSError("disk")

    monkeypatch.setattr(publishing, "find_small_numbers", fail)
    states = []
    for _try in range(MOST_TRIES):
        publish_figures()
        states.append(state_of(asked))

    assert states == ["publishing"] * (MOST_TRIES - 1) + ["draft"]
    assert [each.levelname for each in caplog.records] == ["WARNING"] * (MOST_TRIES - 1) + ["ERROR"]
    client.force_login(manager)
    assert "This is our fault" in client.get(asked.get_absolute_url()).content.decode()
    publish_figures()
    assert state_of(asked) == "draft"


def test_one_worker_is_at_it_and_another_takes_over_when_that_one_was_stopped(
    asked, monkeypatch, time_machine
):
    def stopped(_release):
        raise KeyboardInterrupt

    time_machine.move_to(NOW, tick=False)
    with monkeypatch.context() as killed:
        killed.setattr(publishing, "find_small_numbers", stopped)
        with pytest.raises(KeyboardInterrupt):
            publish_figures()
    publish_figures()
    assert state_of(asked) == "publishing"

    time_machine.move_to(NOW + STALE + dt.timedelta(seconds=1), tick=False)
    publish_figures()
    assert state_of(asked) == "published"


def test_a_worker_that_is_stopped_each_time_does_not_go_on_for_ever(asked, time_machine, caplog):
    Publication.objects.update(tries=MOST_TRIES, touched_at=NOW)
    time_machine.move_to(NOW + 2 * STALE, tick=False)

    publish_figures()

    assert state_of(asked) == "draft"
    assert "could not be published" in caplog.text


def test_two_workers_publish_it_once(asked):
    first, second = (Publication.objects.get() for _worker in range(2))

    assert publish_asked(publication=first, now=lambda: NOW) is not None
    assert publish_asked(publication=second, now=lambda: NOW) is None
    assert Transition.objects.of(asked).filter(move="publish").count() == 1
