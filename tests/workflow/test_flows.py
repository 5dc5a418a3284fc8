"""The one function that changes a state: only along the moves, with one line of history for each."""

import datetime as dt
import threading

import pytest
from django.db import connection

from demo.factories.accounts import UserFactory
from demo.factories.networks import NetworkFactory
from networks.models import Network
from networks.states import NETWORK_FLOW
from workflow.flows import Flow, Move, TransitionNotAllowed
from workflow.models import Transition

NOW = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
STAYS = Flow({"hand_over": Move({"open"})})


def history(thing):
    moves = Transition.objects.of(thing)
    return [(t.actor, t.move, t.from_state, t.to_state, t.note, t.at) for t in moves]


@pytest.mark.django_db
def test_a_move_changes_the_state_and_leaves_one_line_of_history():
    network, actor = NetworkFactory(), UserFactory()

    NETWORK_FLOW.make("archive", network, actor=actor, note="Its work is done.", at=NOW)

    assert (network.state, Network.objects.get().state) == ("archived", "archived")
    assert history(network) == [(actor, "archive", "open", "archived", "Its work is done.", NOW)]


@pytest.mark.django_db
def test_a_move_that_keeps_the_state_is_told_too():
    network = NetworkFactory()

    STAYS.make("hand_over", network, actor=None, at=NOW)

    assert Network.objects.get().state == "open"
    assert history(network) == [(None, "hand_over", "open", "open", "", NOW)]


@pytest.mark.django_db
def test_the_state_in_the_database_counts_and_the_refusal_tells_it_by_its_label():
    network = NetworkFactory()
    stale = Network.objects.get()
    NETWORK_FLOW.make("archive", network, actor=None, at=NOW)

    with pytest.raises(TransitionNotAllowed, match="The status is now “Archived”"):
        NETWORK_FLOW.make("archive", stale, actor=None, at=NOW)

    assert len(history(network)) == 1


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_of_many_who_make_the_same_move_at_once_one_makes_it():
    network = NetworkFactory()
    answers = []

    def archive() -> None:
        try:
            NETWORK_FLOW.make("archive", Network.objects.get(), actor=None, at=NOW)
        except TransitionNotAllowed:
            answers.append("refused")
        else:
            answers.append("made")
        connection.close()

    people = [threading.Thread(target=archive) for _ in range(6)]
    for person in people:
        person.start()
    for person in people:
        person.join()

    assert sorted(answers) == ["made"] + ["refused"] * 5
    assert len(history(network)) == 1
