"""Reporting a concern, looking at it, moving it on, and suspending what it is about."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Role
from core.forms.form_keys import first_result
from core.refusals import Conflict
from notifications.actions import notify
from safeguarding import kinds
from safeguarding.models import Concern, ConcernEntry, EntryKind, OwnReport, UnheldConcern
from safeguarding.places import SUSPENDERS, Suspendable, people_on_page, suspendables_of
from safeguarding.states import CONCERN_FLOW, ConcernState
from safeguarding.working_days import after_working_days

ASSESS_WITHIN = 2
# A page of more people, such as a long discussion, does not tell whom a concern is about.
FEW_PEOPLE = 5


class NothingToSuspend(Conflict):
    """The person of the concern has no such mentoring or membership any more."""

    def __init__(self) -> None:
        super().__init__(_("There is nothing left to suspend. Look at the list again."))


@transaction.atomic
def report_concern(
    *,
    reporter: User,
    words: str,
    where: str,
    person: User | None,
    key: uuid.UUID,
    at: dt.datetime,
) -> OwnReport:
    """Keep the concern and tell the safeguarding leads that there is one, without a word of it.

    Where nobody can read it, administrators are told that the role is free, and it waits. The same key and words
    return the first report. Raises ``AlreadySubmitted``.
    """
    reporter = User.objects.select_for_update(no_key=True).get(pk=reporter.pk)
    first = first_result(
        OwnReport.objects.filter(reporter=reporter),
        key,
        words=words,
        where=where,
        person_id=person.pk if person else None,
    )
    if first:
        return first
    others = people_on_page(where, reporter) if where else []
    report = OwnReport.objects.create(
        reporter=reporter,
        words=words,
        where=where,
        person=person,
        only_other=others[0] if len(others) == 1 else None,
        form_key=key,
        reported_at=at,
        assess_by=after_working_days(at, ASSESS_WITHIN),
    )
    if len(others) <= FEW_PEOPLE:
        report.on_page.set(others)
    _tell_those_responsible(report.pk, report.may_be_about, at=at)
    return report


def _tell_those_responsible(pk: int, person: int | None, *, at: dt.datetime) -> None:
    def without_person(people: list[User]) -> list[User]:
        return [one for one in people if one.pk != person]

    leads = without_person(list(User.objects.open().with_role(Role.SAFEGUARDING_LEAD)))
    if leads:
        concern = Concern.objects.get(pk=pk)
        key = f"safeguarding.reported:{pk}"
        notify(recipients=leads, kind=kinds.REPORTED, key=key, target=concern, at=at)
        return
    notify(
        recipients=without_person(list(User.objects.administrators())),
        kind=kinds.UNHELD,
        key=f"safeguarding.unheld:{pk}",
        target=UnheldConcern.objects.get(pk=pk),
        at=at,
    )


def note_look(*, concern: Concern, by: User, at: dt.datetime) -> None:
    """Log that somebody opened the concern."""
    _log(concern, EntryKind.LOOKED, by=by, at=at)


@transaction.atomic
def move_concern(
    *, concern: Concern, move: str, by: User, at: dt.datetime, note: str = ""
) -> Concern:
    """Make the move, log it with the note, and tell the reporter that there is a new status.

    The note stays in the log, which only leads read. Raises ``TransitionNotAllowed``.
    """
    transition = CONCERN_FLOW.make(move, concern, actor=by, at=at)
    label = str(ConcernState(transition.to_state).label)
    _log(concern, EntryKind.MOVED, by=by, at=at, words=f"{label}\n\n{note}" if note else label)
    notify(
        recipients=[concern.reporter],
        kind=kinds.MOVED,
        key=f"safeguarding.moved:{transition.pk}",
        target=OwnReport.objects.get(pk=concern.pk),
        at=at,
    )
    return concern


def write_note(*, concern: Concern, words: str, by: User, at: dt.datetime) -> None:
    """Write a note into the log of the concern."""
    _log(concern, EntryKind.NOTED, by=by, at=at, words=words)


@transaction.atomic
def suspend(*, concern: Concern, part: str, key: int, by: User, at: dt.datetime) -> None:
    """Suspend something of a person whom the concern is about, and log it. Raises ``NothingToSuspend``."""
    person, thing = _suspendable(concern, part, key)
    if not thing.is_suspended:
        SUSPENDERS[part].suspend(key, person, at)
        _log(concern, EntryKind.SUSPENDED, by=by, at=at, words=thing.label)


@transaction.atomic
def lift_suspension(*, concern: Concern, part: str, key: int, by: User, at: dt.datetime) -> None:
    """Let what was suspended go on, and log it. Raises ``NothingToSuspend``."""
    person, thing = _suspendable(concern, part, key)
    if thing.is_suspended:
        SUSPENDERS[part].lift(key, person, at)
        _log(concern, EntryKind.LIFTED, by=by, at=at, words=thing.label)


def people_of(concern: Concern) -> list[User]:
    """Return whom the concern is about; where its reporter named nobody, the few people of the page it came from.

    They are those of the moment of the report: what is hidden or suspended since is still to be dealt with.
    """
    return [concern.person] if concern.person else list(concern.on_page.order_by("pk"))


def _suspendable(concern: Concern, part: str, key: int) -> tuple[User, Suspendable]:
    for person in people_of(concern):
        for thing in suspendables_of(person):
            if (thing.part, thing.key) == (part, key):
                return person, thing
    raise NothingToSuspend


def _log(
    concern: Concern, kind: EntryKind, *, by: User, at: dt.datetime, words: str = ""
) -> ConcernEntry:
    return ConcernEntry.objects.create(concern_id=concern.pk, kind=kind, by=by, words=words, at=at)
