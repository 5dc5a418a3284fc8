"""Places at events: taken, waited for, offered, passed on, given up."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.actions.closing import close_account
from accounts.models import User
from demo.factories.accounts import UserFactory
from demo.factories.events import EventFactory, RegistrationFactory
from events.actions.events import cancel_event, edit_event, move_event, unpublish_event
from events.actions.places import OFFERED_FOR
from events.actions.registrations import (
    accept_offer,
    end_registrations_of_absent,
    leave_for_closed_accounts,
    pass_on_places,
    register,
    withdraw,
)
from events.actions.retention import forget_registrations
from events.exports import events_of
from events.models import Event, Registration
from events.refusals import (
    AlreadyRegistered,
    EventHasStarted,
    NoSuchSeat,
    NotForYou,
    OfferExpired,
    PeopleHaveRegistered,
    RegistrationClosed,
)
from events.states import EventAccess, EventMode, EventState, RegistrationState, Seat
from notifications.models import Notification

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
HOUR = dt.timedelta(hours=1)


def come(event, user=None, *, at, seat=Seat.ONLINE):
    return register(event=event, user=user or UserFactory(), seat=seat, at=at)


def states(event, seat=Seat.ONLINE):
    rows = Registration.objects.filter(event=event, seat=seat).order_by("number")
    return list(rows.values_list("state", flat=True))


def kinds_of(user):
    return list(
        Notification.objects.filter(recipient=user).order_by("pk").values_list("kind", flat=True)
    )


def test_places_in_person_and_online_are_counted_apart(now):
    event = EventFactory(mode=EventMode.HYBRID, capacity_in_person=1, capacity_online=None)

    for seat in (Seat.IN_PERSON, Seat.IN_PERSON, Seat.ONLINE, Seat.ONLINE):
        come(event, at=now, seat=seat)

    assert states(event, Seat.IN_PERSON) == ["registered", "waiting"]
    assert states(event, Seat.ONLINE) == ["registered", "registered"]


def test_to_register_twice_is_once_and_the_other_seat_is_refused(now):
    event, user = EventFactory(mode=EventMode.HYBRID), UserFactory()

    first, second = come(event, user, at=now), come(event, user, at=now)

    assert first == second
    assert kinds_of(user) == ["events.registered"]
    with pytest.raises(AlreadyRegistered):
        come(event, user, at=now, seat=Seat.IN_PERSON)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"state": EventState.DRAFT}, RegistrationClosed),
        ({"state": EventState.CANCELLED}, RegistrationClosed),
        ({"mode": EventMode.IN_PERSON}, NoSuchSeat),
        ({"access": EventAccess.GROUP}, NotForYou),
    ],
)
def test_who_cannot_come_is_told_why(now, changes, refusal):
    with pytest.raises(refusal):
        come(EventFactory(**changes), at=now)

    assert not Registration.objects.exists()


def test_nobody_registers_or_withdraws_after_the_start(now):
    event, user = EventFactory(starts_at=now + HOUR), UserFactory()
    come(event, user, at=now)

    with pytest.raises(EventHasStarted):
        come(event, at=now + HOUR)
    with pytest.raises(EventHasStarted):
        withdraw(event=event, user=user, by=user, at=now + HOUR)


def test_a_freed_place_is_offered_to_the_first_who_waits_and_passes_on_in_time(now):
    event = EventFactory(capacity_online=1)
    holder, first, second = UserFactory(), UserFactory(), UserFactory()
    for user in (holder, first, second):
        come(event, user, at=now)

    withdraw(event=event, user=holder, by=holder, at=now)
    offered = states(event)
    pass_on_places(at=now + OFFERED_FOR - HOUR)
    still = states(event)
    pass_on_places(at=now + OFFERED_FOR)
    passed_on = states(event)
    accept_offer(event=event, user=second, at=now + OFFERED_FOR + HOUR)

    assert offered == still == ["withdrawn", "offered", "waiting"]
    assert passed_on == ["withdrawn", "lapsed", "offered"]
    assert states(event) == ["withdrawn", "lapsed", "registered"]
    assert kinds_of(first) == ["events.waiting", "events.offered", "events.lapsed"]
    assert kinds_of(second) == ["events.waiting", "events.offered", "events.registered"]
    with pytest.raises(OfferExpired):
        accept_offer(event=event, user=first, at=now + OFFERED_FOR + HOUR)


def test_an_offer_ends_two_hours_before_the_start_and_then_the_first_to_come_gets_the_place(now):
    event = EventFactory(capacity_online=1, starts_at=now + 10 * HOUR)
    holder, first, late = UserFactory(), UserFactory(), UserFactory()
    come(event, holder, at=now)
    come(event, first, at=now)
    withdraw(event=event, user=holder, by=holder, at=now)

    until = Registration.objects.get(user=first).offered_until
    with pytest.raises(OfferExpired):
        accept_offer(event=event, user=first, at=until)
    mine = come(event, late, at=until)

    assert until == event.starts_at - 2 * HOUR
    assert mine.is_registered
    assert come(event, first, at=until).state == RegistrationState.WAITING


def test_who_waits_can_take_a_place_that_is_free_in_the_last_two_hours(now):
    event = EventFactory(capacity_online=1, starts_at=now + 10 * HOUR)
    holder, waits = UserFactory(), UserFactory()
    come(event, holder, at=now)
    come(event, waits, at=now)
    withdraw(event=event, user=holder, by=holder, at=now + 9 * HOUR)

    assert states(event) == ["withdrawn", "waiting"]
    assert come(event, waits, at=now + 9 * HOUR).is_registered


def test_who_withdraws_and_comes_again_is_the_last_in_the_list(now):
    event = EventFactory(capacity_online=1)
    users = [UserFactory() for _ in range(3)]
    for user in users:
        come(event, user, at=now)

    withdraw(event=event, user=users[1], by=users[1], at=now)
    come(event, users[1], at=now)
    withdraw(event=event, user=users[0], by=users[0], at=now)

    assert Registration.objects.get(user=users[2]).state == RegistrationState.OFFERED
    assert Registration.objects.get(user=users[1]).state == RegistrationState.WAITING


def edited(event, by, **changes):
    names = (
        *("title", "summary", "about", "mode", "place", "join_link"),
        *("capacity_in_person", "capacity_online", "access"),
    )
    words = {name: getattr(event, name) for name in names} | changes
    return edit_event(
        event=event,
        by=by,
        topics=[],
        hosts=[by],
        opened_at=None,
        at=changes.pop("at", None) or NOW_,
        **words,
    )


NOW_ = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)


def test_more_places_are_offered_and_fewer_than_are_taken_refused(facilitator):
    event = EventFactory(capacity_online=2)
    for _ in range(4):
        come(event, at=NOW_)

    with pytest.raises(ValidationError) as fewer:
        edited(event, facilitator, capacity_online=1)
    with pytest.raises(ValidationError) as elsewhere:
        edited(event, facilitator, mode=EventMode.IN_PERSON, place="Hall")
    edited(event, facilitator, capacity_online=3)

    assert fewer.value.message_dict == {
        "capacity_online": ["2 places are taken. Enter at least that many."]
    }
    assert list(elsewhere.value.message_dict) == ["mode"]
    assert states(event) == ["registered", "registered", "offered", "waiting"]


def test_an_event_with_registrations_is_cancelled_and_not_taken_back(facilitator, now):
    event, host, holder, waits = (
        EventFactory(capacity_online=1),
        UserFactory(),
        UserFactory(),
        UserFactory(),
    )
    event.hosts.set([facilitator, host])
    come(event, holder, at=now)
    come(event, waits, at=now)

    with pytest.raises(PeopleHaveRegistered):
        unpublish_event(event=event, by=facilitator, at=now)
    cancel_event(event=event, by=facilitator, reason="The speaker is ill.", at=now)

    assert kinds_of(holder)[-1] == kinds_of(waits)[-1] == "events.cancelled"
    assert kinds_of(host) == ["events.host-cancelled"]
    assert kinds_of(facilitator) == []
    assert pass_on_places(at=now) == 0


def test_a_move_tells_everyone_and_no_offer_outlasts_it(facilitator, now):
    event = EventFactory(capacity_online=1)
    holder, first = UserFactory(), UserFactory(time_zone="Asia/Kolkata")
    come(event, holder, at=now)
    come(event, first, at=now)
    withdraw(event=event, user=holder, by=holder, at=now)

    move_event(
        event=event,
        by=facilitator,
        starts_at=now + 12 * HOUR,
        time_zone="UTC",
        minutes=30,
        at=now,
        note="Earlier",
    )

    told = Notification.objects.get(recipient=first, kind="events.moved")
    assert "Tuesday 3 March 2026, 03:30, Asia/Kolkata (IST)" in told.title
    assert told.text == "Earlier"
    assert Registration.objects.get(user=first).offered_until == now + 10 * HOUR
    assert "events.moved" not in kinds_of(holder)


def test_who_closes_the_account_is_suspended_or_no_longer_let_in_loses_the_place_to_the_next(now):
    event = EventFactory(capacity_online=3)
    closed, away, stays, *waiting = [UserFactory() for _ in range(6)]
    for user in (closed, away, stays, *waiting):
        come(event, user, at=now)
    event.hosts.set([closed, stays])

    close_account(user=closed, at=now)
    leave_for_closed_accounts(at=now)
    User.objects.filter(pk=away.pk).update(is_active=False)
    User.objects.filter(pk=waiting[0].pk).update(is_active=False)
    ended = end_registrations_of_absent(at=now)
    again = end_registrations_of_absent(at=now)

    assert (ended, again) == (2, 0)
    assert states(event) == [
        "withdrawn",
        "withdrawn",
        "registered",
        "withdrawn",
        "offered",
        "offered",
    ]
    assert list(event.hosts.all()) == [stays]
    Event.objects.update(access=EventAccess.GROUP)
    assert end_registrations_of_absent(at=now) == 2
    assert states(event)[2] == "registered"


def test_an_offer_is_not_taken_by_somebody_whom_nobody_lets_in_any_more(now):
    event = EventFactory(capacity_online=1)
    holder, first = UserFactory(), UserFactory()
    come(event, holder, at=now)
    come(event, first, at=now)
    withdraw(event=event, user=holder, by=holder, at=now)
    Event.objects.update(access=EventAccess.GROUP)

    with pytest.raises(NotForYou):
        accept_offer(event=event, user=first, at=now)
    assert states(event) == ["withdrawn", "offered"]


def test_registrations_are_exported_and_forgotten_two_years_after_the_event(now):
    place = RegistrationFactory(event__starts_at=now - dt.timedelta(days=730, hours=2))
    RegistrationFactory(event__starts_at=now - dt.timedelta(days=700))

    exported = events_of(place.user).data["registrations"]

    assert [row["event__title"] for row in exported] == [place.event.title]
    assert forget_registrations(at=now) == 1
    assert Registration.objects.count() == 1


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["come", "withdraw", "accept", "pass_on", "more"]), st.integers(0, 5)
    ),
    max_size=25,
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(acts=ACTS)
def test_after_any_sequence_no_place_is_given_twice_and_nobody_waits_beside_a_free_one(acts, now):
    Registration.objects.all().delete()
    users = list(User.objects.filter(full_name__startswith="Anyone"))
    users = users or [UserFactory(full_name=f"Anyone {n}") for n in range(6)]
    event = EventFactory(capacity_online=2, starts_at=now + dt.timedelta(days=200))
    at = now
    for act, number in acts:
        at += 20 * HOUR
        user = users[number]
        try:
            if act == "come":
                come(event, user, at=at)
            elif act == "withdraw":
                withdraw(event=event, user=user, by=user, at=at)
            elif act == "accept":
                accept_offer(event=event, user=user, at=at)
            elif act == "pass_on":
                pass_on_places(at=at)
        except OfferExpired:
            pass
        rows = Registration.objects.filter(event=event)
        taken, waiting = rows.taking().count(), rows.waiting().count()
        assert taken <= 2
        assert not (waiting and taken < 2)
