"""Commitments: how they are doing, what is told of them, and who is reminded."""

import datetime as dt
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.roles import Role
from core.constraints import AppendOnlyError
from core.forms.edit_conflicts import EditedElsewhere
from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory
from demo.factories.recommendations import CommitmentFactory, RepresentationFactory
from library import tasks
from library.recommendations.actions.commitments import (
    Promise,
    add_update,
    edit_commitment,
    remind_of_update,
)
from library.recommendations.models import Commitment, CommitmentUpdate, Response
from library.recommendations.standing import counts_of, marks_of
from notifications.models import Notification

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture
def editor(client):
    user = UserFactory(roles=[Role.EDITOR])
    client.force_login(user)
    return user


def page_of(name, *args):
    return reverse(f"recommendations:{name}", args=args)


def told(commitment, by, at=NOW, **words):
    return add_update(commitment=commitment, **{"words": "Half done.", "state": "open", "by": by, "at": at, "key": uuid4(), **words})  # fmt: skip


def sent(**words):
    return {
        "form_key": str(uuid4()),
        "action": "Insulate 400 homes",
        "about": "",
        "lead": "Housing",
        "starts_on": "2026-01-01",
        "due_on": "2027-01-01",
        "milestones": "2026-06-01 Survey\n2026-09-01 Half of them",
        **words,
    }


def test_a_commitment_is_made_told_of_and_done(client, editor):
    response = CommitmentFactory().response
    Commitment.objects.all().delete()
    words = sent()
    for _click in range(2):
        client.post(page_of("commitment_new", response.pk), words)
    commitment = Commitment.objects.get()
    survey = commitment.milestones.get(title="Survey")
    record = RecordFactory()

    update = {
        "form_key": str(uuid4()),
        "happened": "All homes were looked at.",
        "reached": [survey.pk],
        "document": "https://council.example/survey",
        "record_number": str(record.pk),
        "state": "done",
    }
    for _click in range(2):
        client.post(page_of("commitment_update", commitment.pk), update)

    commitment.refresh_from_db()
    assert commitment.state == "done"
    [row] = CommitmentUpdate.objects.all()
    assert (row.record, list(row.milestones.all())) == (record, [survey])
    page = client.get(commitment.get_absolute_url()).content.decode()
    assert record.title in page
    assert "Half of them" in page
    with pytest.raises(AppendOnlyError):
        row.save()


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"action": ""}, "action"),
        ({"action": "a" * 301}, "action"),
        ({"due_on": ""}, "due_on"),
        ({"due_on": "2025-01-01"}, "due_on"),
        ({"due_on": "9999-01-01"}, "due_on"),
        ({"starts_on": "soon"}, "starts_on"),
        ({"milestones": "Survey"}, "milestones"),
        ({"milestones": "2026-06-01"}, "milestones"),
        ({"milestones": "01/06/2026 Survey"}, "milestones"),
        ({"milestones": "2026-06-01 Survey\n2026-07-01 Survey"}, "milestones"),
        ({"milestones": "2026-06-01 " + "a" * 201}, "milestones"),
        ({"milestones": "\n".join(f"2026-06-01 Step {n}" for n in range(21))}, "milestones"),
        ({"milestones": "0001-01-01 Survey"}, "milestones"),
        ({"lead": "a\0"}, "lead"),
    ],
)
def test_what_is_wrong_with_a_commitment_is_said_beside_its_field(client, editor, words, field):
    response = CommitmentFactory().response
    before = Commitment.objects.count()

    answer = client.post(page_of("commitment_new", response.pk), sent(**words))

    assert (answer.status_code, list(answer.context["form"].errors)) == (200, [field])
    assert Commitment.objects.count() == before


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"happened": " "}, "happened"),
        ({"reached": ["0"]}, "reached"),
        ({"reached": ["x"]}, "reached"),
        ({"document": "ftp//x"}, "document"),
        ({"record_number": "0"}, "record_number"),
        ({"record_number": "9" * 20}, "record_number"),
        ({"state": "nearly"}, "state"),
    ],
)
def test_what_is_wrong_with_an_update_is_said_beside_its_field(client, editor, words, field):
    commitment = CommitmentFactory(milestones=[(NOW.date(), "Survey")])
    update = {"form_key": str(uuid4()), "happened": "Yes.", "state": "open", **words}

    answer = client.post(page_of("commitment_update", commitment.pk), update)

    assert (answer.status_code, list(answer.context["form"].errors)) == (200, [field])
    assert not CommitmentUpdate.objects.exists()


def test_milestones_of_others_are_not_reached_and_reached_ones_stay(editor):
    commitment = CommitmentFactory(milestones=[(NOW.date(), "Survey")])
    [survey] = commitment.milestones.all()
    [strange] = CommitmentFactory(milestones=[(NOW.date(), "Other")]).milestones.all()

    with pytest.raises(ValidationError):
        told(commitment, editor, reached=[strange])
    told(commitment, editor, reached=[survey])
    with pytest.raises(ValidationError):
        told(commitment, editor, reached=[survey])
    without = Promise(commitment.action, "", "", None, commitment.due_on, ())
    with pytest.raises(ValidationError):
        edit_commitment(commitment=commitment, promise=without, opened_at=None, by=editor, at=NOW)
    assert CommitmentUpdate.objects.count() == 1


def test_two_tabs_do_not_write_over_each_other(editor):
    commitment = CommitmentFactory()
    promise = Promise("Other", "", "", None, commitment.due_on)

    edit_commitment(commitment=commitment, promise=promise, opened_at=0, by=editor, at=NOW)

    with pytest.raises(EditedElsewhere):
        edit_commitment(commitment=commitment, promise=promise, opened_at=0, by=editor, at=NOW)
    with pytest.raises(PermissionDenied):
        edit_commitment(
            commitment=commitment, promise=promise, opened_at=1, by=UserFactory(), at=NOW
        )


def labels(commitment, at):
    return [mark.label for mark in marks_of(commitment, at)]


def test_no_edit_hides_what_was_promised_before(client, editor):
    late, step = timezone.localdate() - DAY, dt.date(2026, 1, 5)
    commitment = CommitmentFactory(due_on=late, milestones=[(step, "Survey <all>")])
    words = {"action": commitment.action, "about": "", "lead": commitment.lead}
    later = timezone.localdate() + 90 * DAY

    for number, until in enumerate((later, later)):
        milestones = "" if number == 0 else f"{later} Other"
        client.post(
            page_of("commitment_edit", commitment.pk),
            sent(
                **words, edit_number=number, starts_on="", due_on=str(until), milestones=milestones
            ),
        )
    commitment.refresh_from_db()

    assert (commitment.due_on, commitment.first_due_on) == (later, late)
    assert labels(commitment, timezone.now()) == ["Under way", "Postponed"]
    client.logout()
    page = client.get(commitment.get_absolute_url())
    newest, oldest = page.context["changes"]
    assert [label for label, *_words in newest.words] == ["Milestone “Other”"]
    assert [(label, before) for label, before, _after in oldest.words] == [
        ("Due", date_format(late, "j F Y")),
        ("Milestone “Survey <all>”", "5 January 2026"),
    ]
    assert "Survey &lt;all&gt;" in page.content.decode()
    told_first = f"first promised for {date_format(late, 'j F Y')}"
    for address in (
        commitment.get_absolute_url(),
        commitment.response.get_absolute_url(),
        commitment.response.recommendation.get_absolute_url(),
        "/recommendations/commitments/",
        "/recommendations/commitments/?standing=postponed",
    ):
        shown = client.get(address).content.decode()
        assert told_first in shown
        assert "Postponed" in shown
    assert counts_of(Response.objects.all(), timezone.now()).postponed == 1
    with pytest.raises(AppendOnlyError):
        commitment.earlier.first().delete()


def test_an_edit_that_changes_nothing_leaves_no_trace(editor):
    commitment = CommitmentFactory(milestones=[(NOW.date(), "Survey")])
    same = Promise(
        commitment.action,
        commitment.about,
        commitment.lead,
        commitment.starts_on,
        commitment.due_on,
        [(NOW.date(), "Survey")],
    )

    edit_commitment(commitment=commitment, promise=same, opened_at=0, by=editor, at=NOW)

    commitment.refresh_from_db()
    assert (commitment.earlier.count(), commitment.first_due_on) == (0, None)


def test_a_commitment_without_updates_tells_when_it_was_published_and_of_no_update(client):
    commitment = CommitmentFactory()

    page = client.get(commitment.get_absolute_url()).content.decode()

    assert "No updates yet." in page
    assert "Last update" not in page


def test_what_is_late_or_silent_is_shown(editor):
    commitment = CommitmentFactory(at=NOW, due_on=(NOW + 190 * DAY).date())

    assert labels(commitment, NOW + 179 * DAY) == ["Under way"]
    assert labels(commitment, NOW + 180 * DAY) == ["No update for 180 days"]
    assert labels(commitment, NOW + 190 * DAY) == ["No update for 180 days"]
    assert labels(commitment, NOW + 191 * DAY) == ["Overdue", "No update for 180 days"]
    told(commitment, editor, at=NOW + 191 * DAY)
    commitment.refresh_from_db()
    assert labels(commitment, NOW + 191 * DAY) == ["Overdue"]
    told(commitment, editor, at=NOW + 192 * DAY, state="stopped")
    commitment.refresh_from_db()
    assert labels(commitment, NOW + 500 * DAY) == ["Stopped"]


def test_the_day_of_the_reader_decides_what_is_overdue():
    commitment = CommitmentFactory(at=NOW, due_on=dt.date(2026, 6, 1))
    late_evening = dt.datetime(2026, 6, 1, 23, 30, tzinfo=dt.UTC)

    with timezone.override("Pacific/Honolulu"):
        assert labels(commitment, late_evening) == ["Under way"]
    with timezone.override("Asia/Tokyo"):
        assert labels(commitment, late_evening) == ["Overdue"]


def test_the_list_and_the_counts_tell_the_same(client):
    now = timezone.now()
    made = {
        "open": CommitmentFactory(),
        "overdue": CommitmentFactory(due_on=(now - DAY).date()),
        "stale": CommitmentFactory(at=now - 200 * DAY, due_on=(now + 90 * DAY).date()),
        "done": CommitmentFactory(),
    }
    told(made["done"], UserFactory(roles=[Role.EDITOR]), at=now, state="done")

    def shown(standing):
        page = client.get("/recommendations/commitments/", {"standing": standing})
        return {line.commitment.pk for line in page.context["lines"]}

    pk = {name: commitment.pk for name, commitment in made.items()}
    assert shown("") == set(pk.values())
    assert shown("overdue") == {pk["overdue"]}
    assert shown("stale") == {pk["stale"]}
    assert shown("open") == {pk["open"], pk["overdue"], pk["stale"]}
    assert shown("done") == {pk["done"]}
    assert shown("nonsense") == set(pk.values())
    counts = counts_of(Response.objects.all(), now)
    assert (counts.open, counts.overdue, counts.stale, counts.done) == (3, 1, 1, 1)


def test_representatives_are_reminded_once_until_they_tell_something():
    now = timezone.now()
    quiet = CommitmentFactory(at=now - 151 * DAY)
    CommitmentFactory(at=now - 149 * DAY)
    user = RepresentationFactory(respondent=quiet.response.respondent).user
    RepresentationFactory()

    for _day in range(2):
        tasks.remind_of_commitments()

    assert [(n.recipient, n.kind) for n in Notification.objects.all()] == [
        (user, "library.update_due")
    ]
    told(quiet, user, at=now)
    tasks.remind_of_commitments()
    assert Notification.objects.count() == 1
    quiet.refresh_from_db()
    assert remind_of_update(commitment=quiet, at=now + 200 * DAY) == 1


def test_an_ended_commitment_goes_on_only_when_somebody_says_so(editor):
    commitment = CommitmentFactory()
    told(commitment, editor, state="done")

    with pytest.raises(ValidationError):
        told(commitment, editor, state="stopped")
    told(commitment, editor, state="open")

    commitment.refresh_from_db()
    assert commitment.is_open
