"""Responses to recommendations: given, given anew, withdrawn and restored."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.forms.form_keys import first_result
from core.permissions import require
from library import kinds
from library.recommendations.actions.respondents import respondent_named
from library.recommendations.models import (
    Recommendation,
    Representation,
    Respondent,
    Response,
    Statement,
)
from library.recommendations.states import RESPONSE_FLOW
from library.vocabularies.models import Place
from notifications.actions import notify


@dataclass(frozen=True)
class Said:
    """What a respondent says about a recommendation."""

    stance: str
    words: str
    document: str
    given_on: dt.date


@transaction.atomic
def record_response(
    *,
    recommendation: Recommendation,
    respondent: Respondent,
    said: Said,
    by: User,
    at: dt.datetime,
    key: uuid.UUID,
) -> Response:
    """Record what a respondent answers; an earlier answer stays in the history.

    Its representative speaks for it; an editor records what a public source says, and names the source. The same
    ``key`` and words give the first answer again, and the very words that are there already add nothing. Raises
    ``PermissionDenied`` for others, ``AlreadySubmitted``, and ``ValidationError``.
    """
    require(by, "library.answer_for", respondent)
    recommendation = Recommendation.objects.select_for_update(of=("self",)).get(
        pk=recommendation.pk
    )
    earlier = first_result(Statement.objects.filter(recorded_by=by), key, words=said.words)
    if earlier:
        return earlier.response
    if not Recommendation.objects.published().filter(pk=recommendation.pk).exists():
        raise ValidationError(_("This recommendation has been withdrawn."))
    if said.given_on > timezone.localdate(at):
        raise ValidationError({"given_on": _("The day of the answer cannot be in the future.")})
    is_own = Respondent.objects.represented_by(by).filter(pk=respondent.pk).exists()
    response, _made = Response.objects.get_or_create(
        recommendation=recommendation,
        respondent=respondent,
        defaults={"stance": said.stance, "changed_at": at},
    )
    if not response.is_given:
        raise ValidationError(_("This answer was withdrawn. An editor can restore it."))
    if _is_said_already(response, said):
        return response
    statement = Statement(
        response=response,
        number=response.statements.count() + 1,
        stance=said.stance,
        words=said.words,
        document=said.document,
        given_on=said.given_on,
        is_own=is_own,
        recorded_by=by,
        recorded_at=at,
        form_key=key,
    )
    statement.full_clean()
    statement.save()
    response.stance, response.current, response.changed_at = said.stance, statement, at
    response.save(update_fields=["stance", "current", "changed_at"])
    return response


@transaction.atomic
def record_public_response(
    *,
    recommendation: Recommendation,
    organisation: str,
    place: Place | None,
    said: Said,
    by: User,
    at: dt.datetime,
    key: uuid.UUID,
) -> Response:
    """Record an answer that an editor found in a public source, of somebody who may be new here.

    Raises what ``respondent_named`` and ``record_response`` raise; nothing is written then.
    """
    require(by, "library.edit")
    respondent = respondent_named(organisation=organisation, place=place)
    return record_response(
        recommendation=recommendation, respondent=respondent, said=said, by=by, at=at, key=key
    )


@transaction.atomic
def withdraw_response(*, response: Response, reason: str, by: User, at: dt.datetime) -> Response:
    """Hide an answer that was recorded by mistake, with a reason; editors can restore it.

    Those who answer for its respondent are told why, once for each time.
    Raises ``TransitionNotAllowed`` when it is withdrawn already, ``ValidationError`` without a reason, and
    ``PermissionDenied`` for everyone but editors.
    """
    _only_editors(by)
    if not reason.strip():
        raise ValidationError({"reason": _("Enter the reason.")})
    withdrawn = Response.objects.select_for_update(of=("self",)).get(pk=response.pk)
    if withdrawn.is_given:
        withdrawn.withdrawal_reason = reason.strip()
        withdrawn.save(update_fields=["withdrawal_reason"])
    RESPONSE_FLOW.make("withdraw", withdrawn, actor=by, note=reason, at=at)
    answering = Representation.objects.confirmed().filter(respondent=withdrawn.respondent_id)
    notify(
        recipients=User.objects.open().filter(pk__in=answering.values("user")).exclude(pk=by.pk),
        kind=kinds.RESPONSE_WITHDRAWN,
        key=f"{kinds.RESPONSE_WITHDRAWN.name}:{withdrawn.pk}:{at:%Y%m%d%H%M%S%f}",
        target=withdrawn.recommendation,
        at=at,
        text=withdrawn.withdrawal_reason,
        whom=str(withdrawn.respondent),
    )
    return withdrawn


@transaction.atomic
def restore_response(*, response: Response, by: User, at: dt.datetime) -> Response:
    """Show a withdrawn answer again. Raises ``TransitionNotAllowed`` unless it is withdrawn."""
    _only_editors(by)
    restored = Response.objects.select_for_update(of=("self",)).get(pk=response.pk)
    RESPONSE_FLOW.make("restore", restored, actor=by, at=at)
    restored.withdrawal_reason = ""
    restored.save(update_fields=["withdrawal_reason"])
    return restored


def _only_editors(by: User) -> None:
    require(by, "library.edit")


def _is_said_already(response: Response, said: Said) -> bool:
    last = response.current
    return last is not None and said == Said(last.stance, last.words, last.document, last.given_on)
