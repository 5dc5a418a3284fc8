"""Co-authors: named, told, and their answers."""

import datetime as dt

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.actions.mail_limits import count_mails
from accounts.models import User
from accounts.signing_in.addresses import has_address
from core.refusals import Conflict
from notifications.actions import notify, queue_mail
from submissions import kinds
from submissions.actions.locking import lock_editable
from submissions.content import MAX_CO_AUTHORS
from submissions.models import CoAuthor, CoAuthorAnswer, Submission


class CannotBeNamed(Conflict):
    """This person cannot be added as a co-author; the text says why."""


@transaction.atomic
def add_co_author(
    *, submission: Submission, name: str, email: str, organisation: str = ""
) -> CoAuthor:
    """Name a co-author while the work can be changed; they are told when it is sent in.

    The same address again gives the same co-author with the new name (repeats safely). Raises
    ``CannotBeNamed`` for the author's own address and after twenty people. Its editor and reviewers are
    taken like everyone else, for a refusal would tell the author who they are: the desk sees the conflict.
    """
    submission = lock_editable(submission)
    if email.casefold() == submission.author.email.casefold():
        raise CannotBeNamed(_("You are already the author. Add the others."))
    known = submission.co_authors.filter(email__iexact=email).first()
    if known is not None:
        known.name, known.organisation = name, organisation
        known.save(update_fields=["name", "organisation"])
        return known
    people = submission.co_authors.aggregate(last=Max("position"))
    if submission.co_authors.count() >= MAX_CO_AUTHORS:
        raise CannotBeNamed(_("You can add up to 20 co-authors."))
    return CoAuthor.objects.create(
        submission=submission,
        position=(people["last"] or 0) + 1,
        name=name,
        email=email,
        organisation=organisation,
    )


@transaction.atomic
def remove_co_author(*, co_author: CoAuthor) -> None:
    """Remove a co-author. Repeats safely; ``TransitionNotAllowed`` once the work is sent in."""
    lock_editable(co_author.submission)
    CoAuthor.objects.filter(pk=co_author.pk).delete()


@transaction.atomic
def answer_co_author(
    *, co_author: CoAuthor, is_me: bool, at: dt.datetime, user: User | None = None
) -> CoAuthor:
    """Save the answer of a named co-author; with their account they can follow the work from now on.

    Their account is one that has the address they were named by: a mail can be passed on, and who holds it
    may answer, but does not come to read the confidential work and its letters.
    "Not me" tells the author and the editor, and keeps the name out of the record if it is not published
    yet. The last answer counts.
    """
    co_author = (
        CoAuthor.objects.select_for_update(of=("self",))
        .select_related("submission__author", "submission__editor")
        .get(pk=co_author.pk)
    )
    co_author.answer = CoAuthorAnswer.YES if is_me else CoAuthorAnswer.NOT_ME
    is_theirs = user is not None and has_address(user, co_author.email)
    co_author.user = user if is_me and is_theirs else None
    co_author.answered_at = at
    co_author.save(update_fields=["answer", "user", "answered_at"])
    if not is_me:
        submission = co_author.submission
        notify(
            recipients=[p for p in (submission.author, submission.editor) if p is not None],
            kind=kinds.CO_AUTHOR_DENIED,
            key=f"{kinds.CO_AUTHOR_DENIED.name}:{co_author.pk}",
            target=submission,
            at=at,
            name=co_author.name,
            title=submission.sent_title,
        )
    return co_author


def tell_co_authors(submission: Submission, *, at: dt.datetime) -> None:
    """Mail those who were named and not told yet. Repeats safely.

    The mails count as the author's. Raises ``TooManyMails``.
    """
    people = submission.co_authors.filter(told_at=None)
    named = list(people.in_order())
    count_mails(addresses=[person.email for person in named], sender=submission.author, at=at)
    for person in named:
        queue_mail(mail="submissions.co_author_named", about=person.pk, address=person.email, at=at)
    people.update(told_at=at)


def tell_co_authors_of_record(submission: Submission, *, at: dt.datetime) -> None:
    """Mail those who are named on the record that it is in the library. Repeats safely."""
    people = submission.co_authors.filter(told_of_record_at=None).exclude(
        answer=CoAuthorAnswer.NOT_ME
    )
    for person in people.in_order():
        queue_mail(
            mail="submissions.co_author_published", about=person.pk, address=person.email, at=at
        )
    people.update(told_of_record_at=at)
