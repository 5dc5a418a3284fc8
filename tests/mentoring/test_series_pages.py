"""A series on its pages: shown before it is booked, and free hours that are told and never forbid."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from demo.factories.mentoring import MatchFactory, SessionFactory
from mentoring.actions.free_hours import set_free_hours
from mentoring.booking.free_hours import Hours, NotUnderstood, free_times, read_hours, write_hours
from mentoring.models import FreeHours, Session, SessionSeries
from mentoring.states import SessionState
from tests.mentoring.series import plan, sessions_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_march(time_machine, now):
    time_machine.move_to(now, tick=False)


def form_data(**changes):
    return {
        "day": "2026-03-10",
        "time": "18:00",
        "time_zone": "Europe/London",
        "rhythm": "fortnightly",
        "times": "6",
        "minutes": "45",
        "place_or_link": "Room 3",
        "form_key": str(uuid.uuid4()),
        **changes,
    }


def test_a_series_is_shown_with_clashes_and_clocks_and_then_booked_once(client, far_match):
    SessionFactory(
        match=MatchFactory(mentee=far_match.mentee),
        starts_at=dt.datetime(2026, 3, 24, 18, tzinfo=dt.UTC),
    )
    client.force_login(far_match.mentor)
    address = reverse("mentoring:series_new", args=[far_match.pk])

    shown = client.post(address, form_data())
    assert not Session.objects.filter(match=far_match).exists()
    page = shown.content.decode()
    data = {name: shown.context["form"][name].value() or "" for name in [*form_data(), "shown"]}
    first, second = client.post(address, data), client.post(address, data)

    assert "Eva, Mentee has another session at that time." in page
    assert "Tuesday 10 March 2026, 14:00, America/New York (EDT)" in page
    assert [one.clocks for one in shown.context["form"].planned] == [[]] * 6
    assert first.url == second.url == SessionSeries.objects.get().get_absolute_url()
    assert Session.objects.filter(match=far_match).count() == 6


def test_what_was_not_shown_is_not_booked(client, far_match):
    client.force_login(far_match.mentor)
    address = reverse("mentoring:series_new", args=[far_match.pk])
    shown = client.post(address, form_data()).context["form"]["shown"].value()

    answer = client.post(address, form_data(times="7", shown=shown))

    assert (answer.status_code, len(answer.context["form"].planned)) == (200, 7)
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"times": ""}, "times"),
        ({"times": "27"}, "times"),
        ({"times": "1"}, "times"),
        ({"until": "2026-06-01"}, "until"),
        ({"times": "", "until": "2026-03-01"}, "until"),
        ({"times": "", "until": "2026-03-12"}, "until"),
        ({"times": "", "until": "2028-01-01"}, "until"),
        ({"rhythm": "daily"}, "rhythm"),
        ({"day": "2026-03-01"}, "day"),
        ({"day": "9999-12-31"}, "day"),
        ({"day": "2026-03-15", "time": "01:30"}, "time"),
        ({"place_or_link": ""}, "place_or_link"),
    ],
)
def test_a_series_keeps_bad_input_and_says_what_is_wrong(client, far_match, words, field):
    client.force_login(far_match.mentor)

    answer = client.post(reverse("mentoring:series_new", args=[far_match.pk]), form_data(**words))

    assert (answer.status_code, list(answer.context["form"].errors)) == (200, [field])
    assert not SessionSeries.objects.exists()


@pytest.mark.parametrize(("scope", "left"), [("one", 5), ("following", 2), ("all", 0)])
def test_a_session_of_a_series_is_cancelled_on_its_page_alone_or_with_others(
    client, far_match, now, scope, left
):
    third = sessions_of(plan(far_match, now))[2]
    client.force_login(far_match.mentee)
    address = reverse("mentoring:session_cancel", args=[third.pk])

    client.post(address, {"scope": scope, "reason": "Flu"})

    assert Session.objects.filter(state=SessionState.BOOKED).count() == left


def confirmed(client, address, shown):
    """Send what the page of a preview holds in its button."""
    form = shown.context["form"]
    return client.post(address, {name: form[name].value() or "" for name in form.fields})


def test_those_that_follow_are_shown_where_they_would_move_and_then_moved(client, far_match, now):
    third = sessions_of(plan(far_match, now))[2]
    SessionFactory(
        match=MatchFactory(mentee=far_match.mentee),
        starts_at=dt.datetime(2026, 4, 23, 17, tzinfo=dt.UTC),
    )
    set_free_hours(user=far_match.mentor, hours=[Hours(3, 0, 24 * 60)])
    client.force_login(far_match.mentor)
    address = reverse("mentoring:session_move", args=[third.pk])

    shown = client.post(address, form_data(day="2026-04-09", scope="following"))
    assert not Session.objects.filter(match=far_match, sequence__gt=0).exists()
    page = shown.content.decode()
    answer = confirmed(client, address, shown)

    planned = shown.context["form"].planned
    assert [(one.before, one.mine) for one in planned[:2]] == [
        (
            "Tuesday 7 April 2026, 22:30, Asia/Kolkata (IST)",
            "Thursday 9 April 2026, 22:30, Asia/Kolkata (IST)",
        ),
        (
            "Tuesday 21 April 2026, 22:30, Asia/Kolkata (IST)",
            "Thursday 23 April 2026, 22:30, Asia/Kolkata (IST)",
        ),
    ]
    assert [one.warnings for one in planned] == [
        [],
        ["Eva, Mentee has another session at that time."],
        [],
        [],
    ]
    assert page.count("has another session at that time.") == 1
    assert "Move these 4 sessions" in page
    assert answer.status_code == 302
    assert sorted(series.sessions.count() for series in SessionSeries.objects.all()) == [2, 4]


def test_what_was_not_shown_is_not_moved(client, far_match, now):
    third = sessions_of(plan(far_match, now))[2]
    client.force_login(far_match.mentor)
    address = reverse("mentoring:session_move", args=[third.pk])

    shown = client.post(address, form_data(day="2026-04-09", scope="all"))
    SessionFactory(
        match=MatchFactory(mentee=far_match.mentee),
        starts_at=dt.datetime(2026, 4, 23, 17, tzinfo=dt.UTC),
    )
    again = confirmed(client, address, shown)
    answer = confirmed(client, address, again)

    assert again.status_code == 200
    assert "Eva, Mentee has another session at that time." in again.content.decode()
    assert answer.status_code == 302


def test_each_warning_of_ones_own_hours_says_its_day(client, far_match, now):
    first = sessions_of(plan(far_match, now, times=3))[0]
    set_free_hours(user=far_match.mentor, hours=[Hours(0, 9 * 60, 12 * 60)])
    client.force_login(far_match.mentor)

    shown = client.post(
        reverse("mentoring:session_move", args=[first.pk]),
        form_data(day="2026-03-11", scope="following"),
    )

    assert [one.warnings for one in shown.context["form"].planned] == [
        [f"This is outside your own free hours: Wednesday {day}, 23:30, Asia/Kolkata (IST)."]
        for day in ("11 March 2026", "25 March 2026")
    ] + [
        ["This is outside your own free hours: Wednesday 8 April 2026, 22:30, Asia/Kolkata (IST)."]
    ]


def test_the_question_which_sessions_is_required_and_says_so(client, far_match, now):
    first = sessions_of(plan(far_match, now))[0]
    client.force_login(far_match.mentor)
    address = reverse("mentoring:session_cancel", args=[first.pk])

    page = client.get(address).content.decode()
    refused = client.post(address, {"reason": "Flu"})

    assert "Which sessions?</legend>" in page
    assert refused.context["form"].errors["scope"] == ["Choose which sessions the change is for"]
    assert not Session.objects.filter(state=SessionState.CANCELLED).exists()


def test_the_two_parts_of_a_series_lead_to_each_other(client, far_match, now):
    third = sessions_of(plan(far_match, now))[2]
    client.force_login(far_match.mentor)
    address = reverse("mentoring:session_move", args=[third.pk])
    confirmed(client, address, client.post(address, form_data(day="2026-04-09", scope="following")))
    earlier, later = SessionSeries.objects.order_by("first_on")

    of_earlier = client.get(earlier.get_absolute_url()).content.decode()
    of_later = client.get(later.get_absolute_url()).content.decode()

    assert (
        f'href="{later.get_absolute_url()}">The series after, every two weeks on Thursday'
        in of_earlier
    )
    assert (
        f'href="{earlier.get_absolute_url()}">The series before, every two weeks on Tuesday'
        in of_later
    )


def test_hours_until_midnight_are_shown_as_people_write_them(far_match, now):
    set_free_hours(user=far_match.mentor, hours=[Hours(1, 20 * 60, 24 * 60)])
    set_free_hours(user=far_match.mentee, hours=[Hours(2, 0, 24 * 60), Hours(3, 0, 2 * 60)])

    of_mentor = free_times(far_match.mentee, far_match.mentor, now=now).of_other
    of_mentee = free_times(far_match.mentor, far_match.mentee, now=now).of_other

    assert [one.theirs for one in of_mentor] == ["Tuesday 20:00 to 24:00"]
    assert [one.theirs for one in of_mentee] == ["Wednesday 00:00 to Thursday 02:00"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("14:00 to 16:00", "14:00 to 16:00"),
        ("15-17, 14.00–16.30 and 20:00 until 24:00", "14:00 to 17:00, 20:00 to 24:00"),
        ("", ""),
    ],
)
def test_hours_are_read_and_merged(text, written):
    assert write_hours(read_hours(text, 1)) == written


@pytest.mark.parametrize("text", ["afternoons", "16:00 to 14:00", "14:70 to 15:00", "20 to 25"])
def test_hours_that_are_none_are_refused_in_words_and_kept(client, mentor, text):
    client.force_login(mentor)
    with pytest.raises(NotUnderstood):
        read_hours(text, 1)

    answer = client.post(reverse("mentoring:free_hours"), {"day_0": "9 to 10", "day_1": text})

    assert list(answer.context["form"].errors) == ["day_1"]
    assert text in answer.content.decode()
    assert not FreeHours.objects.exists()


def test_free_hours_are_saved_and_shown_in_both_zones_while_booking(client, far_match, now):
    client.force_login(far_match.mentor)
    client.post(reverse("mentoring:free_hours"), {"day_1": "14:00 to 16:00, 15:00 to 21:00"})
    set_free_hours(user=far_match.mentee, hours=[Hours(1, 9 * 60, 12 * 60)])

    free = free_times(far_match.mentee, far_match.mentor, now=now)

    assert [(one.mine, one.theirs) for one in free.of_other] == [
        ("Tuesday 03:30 to 10:30", "Tuesday 14:00 to 21:00")
    ]
    assert [(one.mine, one.theirs) for one in free.of_both] == [
        ("Tuesday 09:00 to 10:30", "Tuesday 19:30 to 21:00")
    ]
    client.force_login(far_match.mentee)
    page = client.get(reverse("mentoring:session_new", args=[far_match.pk])).content.decode()
    assert "Tuesday 09:00 to 10:30 your time, Tuesday 19:30 to 21:00 theirs" in page


def test_a_time_outside_of_free_hours_is_warned_of_and_not_refused(client, far_match):
    set_free_hours(user=far_match.mentee, hours=[Hours(1, 9 * 60, 12 * 60)])
    client.force_login(far_match.mentor)
    address = reverse("mentoring:session_new", args=[far_match.pk])

    asked = client.post(address, form_data())
    booked = client.post(address, form_data(despite="on"))

    assert asked.context["form"].errors["despite"] == [
        "This is outside the free hours of Eva, Mentee: Tuesday 10 March 2026, 14:00, "
        "America/New York (EDT), for you 23:30, Asia/Kolkata (IST)."
    ]
    assert booked.status_code == 302


def test_one_session_that_moves_onto_another_of_its_series_is_warned_of(client, far_match, now):
    first, second = sessions_of(plan(far_match, now, rhythm="weekly", times=3))[:2]
    local = second.starts_at.astimezone(second.zone)
    client.force_login(far_match.mentor)
    sent = form_data(
        day=local.date().isoformat(),
        time=f"{local:%H:%M}",
        time_zone=second.time_zone,
        scope="one",
    )

    page = client.post(reverse("mentoring:session_move", args=[first.pk]), sent)

    assert page.status_code == 200
    assert "You have a session with" in page.content.decode()
    first.refresh_from_db()
    assert first.starts_at != second.starts_at
