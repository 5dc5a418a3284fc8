"""Corrections that readers propose: kept until an editor decides, field by field."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.forms.form_keys import first_result
from core.refusals import Conflict
from library.catalogue.actions.form_records import creator_names
from library.catalogue.actions.records import correct_record
from library.catalogue.models import Record
from library.curation.models import Proposal
from library.curation.states import PROPOSAL_FLOW, ProposalState
from library.kinds import PROPOSAL_ACCEPTED, PROPOSAL_DECLINED
from library.vocabularies.dates import parse_issued
from notifications.actions import notify

# The fields that readers may propose to correct, as forms name them.
PROPOSABLE = ("title", "summary", "issued", "publisher", "container", "url", "doi")
MOST_OPEN = 20


class TooManyProposals(Conflict):
    """The reader has as many open proposals as allowed."""

    def __init__(self) -> None:
        words = {"most": MOST_OPEN}
        super().__init__(
            _(
                "You already have %(most)s proposals waiting for an editor. Wait for an answer "
                "before you send another."
            )
            % words
        )


def current_values(record: Record) -> dict[str, str]:
    """Return the present values of the fields that readers may propose to correct."""
    return {
        name: str(record.issued or "") if name == "issued" else getattr(record, name)
        for name in PROPOSABLE
    }


@transaction.atomic
def propose_correction(
    *,
    record: Record,
    words: Mapping[str, str],
    reason: str,
    by: User,
    at: dt.datetime,
    key: uuid.UUID,
) -> Proposal:
    """Save the changes that a reader proposes for these fields, for an editor to decide.

    ``words`` are values by the names in ``PROPOSABLE``; without any that differs, ``reason`` says what is
    wrong. The same ``key`` and reason give the first proposal again. Raises ``AlreadySubmitted`` for another reason
    under the key, ``TooManyProposals``, and ``ValidationError`` for a withdrawn record.
    """
    User.objects.select_for_update().get(pk=by.pk)
    mine = Proposal.objects.filter(by=by)
    if first := first_result(mine, key, reason=reason, record_id=record.pk):
        return first
    record = Record.objects.get(pk=record.pk)
    if not record.is_published:
        raise ValidationError(_("This record has since been withdrawn."))
    if mine.open().count() >= MOST_OPEN:
        raise TooManyProposals
    before = current_values(record)
    after = {
        name: words[name] for name in PROPOSABLE if words.get(name, before[name]) != before[name]
    }
    return Proposal.objects.create(
        record=record,
        by=by,
        before={name: before[name] for name in after},
        after=after,
        reason=reason,
        proposed_at=at,
        form_key=key,
    )


@transaction.atomic
def accept_proposal(
    *, proposal: Proposal, fields: Collection[str], answer: str, by: User, at: dt.datetime
) -> Proposal:
    """Correct the record in these of the proposed fields, and tell the reader with the editor's answer.

    None may be chosen: then the editor did by hand what the reason asks for. Raises ``TransitionNotAllowed``
    when it was decided before, and ``ValidationError`` with nothing written when a field does not hold.
    """
    PROPOSAL_FLOW.make("accept", proposal, actor=by, note=answer, at=at)
    taken = [name for name in PROPOSABLE if name in fields and name in proposal.after]
    if taken:
        record = proposal.record
        correct_record(
            record=record,
            changes=_columns({name: proposal.after[name] for name in taken}),
            topics=record.topics.all(),
            creators=creator_names(record.creators.order_by("position", "pk")),
            at=at,
        )
    proposal.taken = taken
    return _decided(proposal, answer, at)


@transaction.atomic
def decline_proposal(*, proposal: Proposal, answer: str, by: User, at: dt.datetime) -> Proposal:
    """Leave the record as it is, and tell the reader why.

    Raises ``TransitionNotAllowed`` when it was decided before.
    """
    PROPOSAL_FLOW.make("decline", proposal, actor=by, note=answer, at=at)
    return _decided(proposal, answer, at)


@transaction.atomic
def withdraw_proposal(*, proposal: Proposal, by: User, at: dt.datetime) -> Proposal:
    """Withdraw one's own proposal. Raises ``TransitionNotAllowed`` when it was decided before."""
    PROPOSAL_FLOW.make("withdraw", proposal, actor=by, at=at)
    proposal.decided_at = at
    proposal.save(update_fields=["decided_at"])
    return proposal


def _columns(words: Mapping[str, str]) -> dict[str, object]:
    changes: dict[str, object] = {name: word for name, word in words.items() if name != "issued"}
    if "issued" in words:
        issued = parse_issued(words["issued"])
        changes |= {part: getattr(issued, part, None) for part in ("year", "month", "day")}
    return changes


def _decided(proposal: Proposal, answer: str, at: dt.datetime) -> Proposal:
    proposal.answer, proposal.decided_at = answer, at
    proposal.save(update_fields=["answer", "decided_at", "taken"])
    is_accepted = proposal.state == ProposalState.ACCEPTED
    if proposal.by is not None:
        notify(
            recipients=[proposal.by],
            kind=PROPOSAL_ACCEPTED if is_accepted else PROPOSAL_DECLINED,
            key=f"library.proposal:{proposal.pk}",
            target=proposal,
            at=at,
            text=answer,
        )
    return proposal
