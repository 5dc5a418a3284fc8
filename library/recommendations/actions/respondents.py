"""Who answers: naming a respondent, and the people who say that they represent one."""

import datetime as dt
import uuid

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actions.organisations import organisation_named
from accounts.models import Organisation, User
from core.forms.form_keys import first_result
from core.refusals import Conflict
from library import kinds
from library.recommendations.models import Representation, Respondent
from library.recommendations.states import REPRESENTATION_FLOW, RepresentationState
from library.vocabularies.models import Place
from notifications.actions import notify
from notifications.kinds import Kind

MOST_OPEN = 10


class AlreadyRepresents(Conflict):
    """The person has asked to represent this respondent already, or does."""

    def __init__(self) -> None:
        super().__init__(_("You already answer for this organisation or place, or have asked to."))


class TooManyRepresentations(Conflict):
    """The person waits for as many answers as allowed."""

    def __init__(self) -> None:
        words = {"most": MOST_OPEN}
        super().__init__(
            _("You already have %(most)s requests waiting for an editor. Wait for an answer.")
            % words
        )


def respondent_named(*, organisation: str, place: Place | None) -> Respondent:
    """Return who answers under this name and for this place, or was merged with it; add them where they are new.

    Repeats safely, also at the same time. Raises ``ValidationError`` for nobody.
    """
    body: Organisation | None = organisation_named(name=organisation)
    if body is None and place is None:
        raise ValidationError({"organisation": _("Name an organisation, a place, or both.")})
    known = Respondent.objects.filter(organisation=body, place=place)
    if found := known.first():
        return _one_that_is_kept(found)
    try:
        with transaction.atomic():
            return Respondent.objects.create(organisation=body, place=place)
    except IntegrityError:
        # Another request added them in this very moment.
        return known.get()


@transaction.atomic
def ask_to_represent(
    *,
    user: User,
    organisation: str,
    place: Place | None,
    grounds: str,
    at: dt.datetime,
    key: uuid.UUID,
) -> Representation:
    """Say that one answers for an organisation or a place, for an editor to check.

    The same ``key`` and grounds give the first request again. Raises ``AlreadySubmitted``, ``AlreadyRepresents``,
    ``TooManyRepresentations``, and ``ValidationError``.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    mine = Representation.objects.filter(user=user)
    if first := first_result(mine, key, grounds=grounds):
        return first
    respondent = respondent_named(organisation=organisation, place=place)
    current = mine.filter(state__in=[RepresentationState.OPEN, RepresentationState.CONFIRMED])
    if current.filter(respondent=respondent).exists():
        raise AlreadyRepresents
    if mine.open().count() >= MOST_OPEN:
        raise TooManyRepresentations
    return Representation.objects.create(
        user=user, respondent=respondent, grounds=grounds, asked_at=at, form_key=key
    )


@transaction.atomic
def confirm_representation(
    *, representation: Representation, answer: str, by: User, at: dt.datetime
) -> Representation:
    """Let the person answer for the respondent, and tell them.

    Raises ``TransitionNotAllowed`` when it was decided before, and ``ValidationError`` for one's own request.
    """
    _refuse_own(representation, by)
    REPRESENTATION_FLOW.make("confirm", representation, actor=by, note=answer, at=at)
    return _decided(representation, answer, at)


@transaction.atomic
def decline_representation(
    *, representation: Representation, answer: str, by: User, at: dt.datetime
) -> Representation:
    """Do not let the person answer for the respondent, and tell them why.

    Raises ``TransitionNotAllowed`` when it was decided before, and ``ValidationError`` without a reason or for one's
    own request.
    """
    _refuse_own(representation, by)
    if not answer.strip():
        raise ValidationError({"answer": _("Say why. The person reads it.")})
    REPRESENTATION_FLOW.make("decline", representation, actor=by, note=answer, at=at)
    return _decided(representation, answer, at)


@transaction.atomic
def withdraw_representation(
    *, representation: Representation, by: User, at: dt.datetime
) -> Representation:
    """Take back one's own request, which no editor checks any more. Raises ``TransitionNotAllowed`` once it was decided."""
    REPRESENTATION_FLOW.make("withdraw", representation, actor=by, at=at)
    representation.decided_at = at
    representation.save(update_fields=["decided_at"])
    return representation


@transaction.atomic
def end_representation(
    *, representation: Representation, by: User, at: dt.datetime
) -> Representation:
    """Let the person answer for the respondent no longer, and tell them unless they end it; what they recorded stays.

    Raises ``TransitionNotAllowed`` when it has ended, and for a request that still waits.
    """
    REPRESENTATION_FLOW.make("end", representation, actor=by, at=at)
    representation.decided_at = at
    representation.save(update_fields=["decided_at"])
    if by.pk != representation.user_id:
        _tell(representation, kinds.REPRESENTATION_ENDED, at=at)
    return representation


@transaction.atomic
def forget_representations(*, user: User) -> None:
    """Delete what a closed account represented. Repeats safely."""
    Representation.objects.filter(user=user).delete()


def _one_that_is_kept(respondent: Respondent) -> Respondent:
    """Return the one into which this one was merged, if it was, also over several steps."""
    while respondent.replaced_by is not None:
        respondent = respondent.replaced_by
    return respondent


def _refuse_own(representation: Representation, by: User) -> None:
    if representation.user_id == by.pk:
        raise ValidationError(_("Another editor has to check your own request."))


def _decided(representation: Representation, answer: str, at: dt.datetime) -> Representation:
    representation.answer, representation.decided_at = answer, at
    representation.save(update_fields=["answer", "decided_at"])
    kind = (
        kinds.REPRESENTATION_CONFIRMED
        if representation.is_confirmed
        else kinds.REPRESENTATION_DECLINED
    )
    _tell(representation, kind, at=at, text=answer)
    return representation


def _tell(representation: Representation, kind: Kind, *, at: dt.datetime, text: str = "") -> None:
    notify(
        recipients=[representation.user],
        kind=kind,
        key=f"library.representation:{representation.pk}:{representation.state}",
        target=representation,
        at=at,
        text=text,
    )
