"""Asking a mentor, and the mentor's answer."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Organisation, User, are_apart
from core.forms.form_keys import first_result
from core.refusals import Conflict
from courses.models import ActionPlan
from mentoring import kinds
from mentoring.actions.searches import close_searches_of
from mentoring.agreement_text import agreement_of, render_agreement, usual_terms
from mentoring.models import AgreementTerms, Match, MentoringRequest, MentorProfile
from mentoring.models.requests import ANSWER_WITHIN, MAX_OPEN_REQUESTS, MAX_REQUESTS_A_DAY
from mentoring.states import REQUEST_FLOW, MentorState
from mentoring.suggestions.sent import suggestion_key
from notifications.actions import notify
from workflow.flows import TransitionNotAllowed


class RequestRefused(Conflict):
    """A mentor cannot be asked, or cannot accept, for a reason the reader can act on."""

    # Another mentor may still be asked.
    is_about_mentor = True


class MentorNotAvailable(RequestRefused):
    def __init__(self) -> None:
        super().__init__(
            _("This mentor is not taking requests at the moment. Choose another mentor.")
        )


class NoPlaceLeft(RequestRefused):
    """All of the mentor's places are taken."""

    def __init__(self) -> None:
        super().__init__(_("This mentor has no free places."))


class TooManyOpenRequests(RequestRefused):
    is_about_mentor = False

    def __init__(self) -> None:
        super().__init__(
            ngettext(
                "You are already waiting for %(count)d mentor to answer. Wait, or withdraw that "
                "request, before you ask another.",
                "You are already waiting for %(count)d mentors to answer. Wait, or withdraw a "
                "request, before you ask another.",
                MAX_OPEN_REQUESTS,
            )
            % {"count": MAX_OPEN_REQUESTS}
        )


class TooManyRequestsToday(RequestRefused):
    is_about_mentor = False

    def __init__(self, until: dt.datetime) -> None:
        super().__init__(
            _(
                "You have sent %(count)d requests in a day. You can send the next one from %(until)s."
            )
            % {"count": MAX_REQUESTS_A_DAY, "until": _moment(until)}
        )


class DeclinedLately(RequestRefused):
    """The mentor declined a request of this person a short while ago."""

    def __init__(self, until: dt.datetime) -> None:
        super().__init__(
            _("This mentor has declined your request. You can ask them again from %(until)s.")
            % {"until": _moment(until)}
        )


class AlreadyRequested(RequestRefused):
    def __init__(self) -> None:
        super().__init__(_("You have already asked this mentor, or you already work with them."))


class NotYourPlan(RequestRefused):
    def __init__(self) -> None:
        super().__init__(_("Choose one of your own action plans."))


class NotYourOrganisation(RequestRefused):
    def __init__(self) -> None:
        super().__init__(_("You can only ask on behalf of your own organisation."))


@transaction.atomic
def request_mentor(
    *,
    mentor: User,
    mentee: User,
    plan: ActionPlan | None,
    message: str,
    key: uuid.UUID,
    at: dt.datetime,
    organisation: Organisation | None = None,
    is_by_coordinator: bool = False,
) -> MentoringRequest:
    """Ask a mentor, who is told at once and may read the plan; it expires after 21 days.

    With ``organisation`` it is asked on behalf of the mentee's own organisation. The same key and words
    return the first request. A match that a coordinator makes by hand knows no limits, and the mentor is told of
    the match alone. Raises a ``RequestRefused`` that says why, and ``AlreadySubmitted``.
    """
    # This lock makes requests of one learner wait for each other, so that parallel ones cannot exceed the limit.
    mentee = User.objects.select_for_update(no_key=True).get(pk=mentee.pk)
    first = first_result(
        MentoringRequest.objects.filter(mentee=mentee),
        key,
        mentor_id=mentor.pk,
        message=message,
        plan_id=plan.pk if plan else None,
        organisation_id=organisation.pk if organisation else None,
    )
    if first:
        return first
    _check_mentor(mentor, mentee)
    _check_own(mentee, plan, organisation)
    if not is_by_coordinator:
        _check_limits(mentor, mentee, at)
    request = MentoringRequest.objects.create(
        mentor=mentor,
        mentee=mentee,
        organisation=organisation,
        plan=plan,
        message=message,
        form_key=key,
        created_at=at,
        expires_at=at + ANSWER_WITHIN,
    )
    notify(
        recipients=[] if is_by_coordinator else [mentor],
        kind=kinds.ASKED,
        key=f"mentoring.asked:{request.pk}",
        target=request,
        at=at,
        text=message,
        who=mentee.full_name,
    )
    return request


def why_not_to_ask(
    *, profile: MentorProfile, mentee: User, at: dt.datetime
) -> RequestRefused | None:
    """Return why this mentor cannot be asked now, so that nobody writes in vain; nothing where they can be.

    A request that waits, and a match of the two, are left to the caller, who leads to them.
    """
    try:
        _check_offer(profile, profile.user, mentee)
        _check_limits(profile.user, mentee, at)
    except RequestRefused as refusal:
        return refusal
    return None


def _check_mentor(mentor: User, mentee: User) -> None:
    if mentor.pk == mentee.pk:
        raise RequestRefused(_("You cannot be your own mentor."))
    if MentoringRequest.objects.filter(mentor=mentor, mentee=mentee).open().exists():
        raise AlreadyRequested
    if Match.objects.filter(mentor=mentor, mentee=mentee).live().exists():
        raise AlreadyRequested
    profile = MentorProfile.objects.approved().filter(pk=mentor.pk).first()
    _check_offer(profile, mentor, mentee)


def _check_offer(profile: MentorProfile | None, mentor: User, mentee: User) -> None:
    is_offered = profile is not None and profile.state == MentorState.APPROVED and profile.is_open
    # A blocked person reads the same words as of a mentor who takes nobody.
    if profile is None or not is_offered or are_apart(mentor, mentee):
        raise MentorNotAvailable
    if not profile.free_places:
        raise NoPlaceLeft


def _check_limits(mentor: User, mentee: User, at: dt.datetime) -> None:
    mine = MentoringRequest.objects.filter(mentee=mentee)
    declined = mine.filter(mentor=mentor).declined_lately(at).order_by("answered_at").last()
    if declined and declined.again_from:
        raise DeclinedLately(declined.again_from)
    if mine.open().count() >= MAX_OPEN_REQUESTS:
        raise TooManyOpenRequests
    today = list(mine.sent_in_the_day_before(at).order_by("-created_at")[:MAX_REQUESTS_A_DAY])
    if len(today) >= MAX_REQUESTS_A_DAY:
        raise TooManyRequestsToday(today[-1].created_at + dt.timedelta(days=1))


def _moment(moment: dt.datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y, H:i")


def _check_own(mentee: User, plan: ActionPlan | None, organisation: Organisation | None) -> None:
    if plan is not None and plan.owner_id != mentee.pk:
        raise NotYourPlan
    if organisation is not None:
        profile = getattr(mentee, "profile", None)
        if profile is None or profile.organisation_id != organisation.pk:
            raise NotYourOrganisation


@transaction.atomic
def accept_request(
    *, request: MentoringRequest, by: User, at: dt.datetime, note: str = ""
) -> Match:
    """Accept the request: one of the mentor's places is taken and a match waits for its signatures.

    The mentee's other open requests are withdrawn, and those mentors are told.
    Raises ``NoPlaceLeft`` when the last place went to someone else, and ``TransitionNotAllowed`` when the
    request is not open any more. Whoever comes second waits for the lock on the mentor's profile.
    """
    profile = MentorProfile.objects.select_for_update().get(pk=request.mentor_id)
    if not profile.free_places:
        raise NoPlaceLeft
    # Two mentors who accept the same person wait for each other: the second finds the request withdrawn. A block of
    # one of the two waits for this lock, or is seen.
    mentee = User.objects.select_for_update(no_key=True).get(pk=request.mentee_id)
    # Nor does anybody begin with a person whose account is suspended or about to be closed.
    both_are_here = mentee.is_active and User.objects.open().filter(pk=request.mentor_id).exists()
    if are_apart(request.mentor, mentee) or not both_are_here:
        raise RequestRefused(_("You can no longer accept this request."))
    if Match.objects.filter(mentor=request.mentor_id, mentee=request.mentee_id).live().exists():
        raise AlreadyRequested
    REQUEST_FLOW.make("accept", request, actor=by, note=note, at=at)
    request.answer = note
    request.answered_at = at
    request.save(update_fields=["answer", "answered_at"])
    # The database checks and counts in one statement, as what was read above may be out of date by now.
    free = MentorProfile.objects.filter(pk=profile.pk, places_taken__lt=F("capacity"))
    if not free.update(places_taken=F("places_taken") + 1):
        raise NoPlaceLeft
    match = _make_match(request, at)
    _withdraw_others(request, at)
    close_searches_of(mentee=mentee, at=at)
    notify(
        recipients=[request.mentee],
        # Whom a coordinator matched by hand may never have asked.
        kind=kinds.ACCEPTED if by.pk == request.mentor_id else kinds.MENTOR_MATCHED,
        key=f"mentoring.accepted:{request.pk}",
        target=match,
        at=at,
        text=note,
        who=request.mentor.full_name,
    )
    return match


def _withdraw_others(accepted: MentoringRequest, at: dt.datetime) -> None:
    """Withdraw what else the mentee asked, so that no mentor thinks about somebody who has found one."""
    others = MentoringRequest.objects.open().filter(mentee=accepted.mentee_id)
    for other in others.with_people().order_by("pk"):
        withdraw_for_another(other, at=at)


def withdraw_for_another(request: MentoringRequest, *, at: dt.datetime) -> MentoringRequest:
    """Withdraw what somebody asked who has found another mentor. Why it became that one is none of this mentor's business."""
    note = _("%(who)s has found a mentor.") % {"who": request.mentee.full_name}
    return withdraw_request(request=request, by=None, at=at, note=note)


def _make_match(request: MentoringRequest, at: dt.datetime) -> Match:
    terms = AgreementTerms(**usual_terms())
    text = agreement_of(request, terms)
    terms.match = Match.objects.create(
        mentor_id=request.mentor_id,
        mentee_id=request.mentee_id,
        organisation_id=request.organisation_id,
        request=request,
        agreement=text,
        agreement_html=render_agreement(text),
        made_at=at,
    )
    terms.save(force_insert=True)
    return terms.match


@transaction.atomic
def decline_request(
    *, request: MentoringRequest, by: User, at: dt.datetime, note: str = ""
) -> MentoringRequest:
    """Decline, with a kind note that the mentee reads. Raises ``TransitionNotAllowed``."""
    REQUEST_FLOW.make("decline", request, actor=by, note=note, at=at)
    request.answer = note
    request.answered_at = at
    request.save(update_fields=["answer", "answered_at"])
    notify(
        recipients=[request.mentee],
        kind=kinds.DECLINED,
        key=f"mentoring.declined:{request.pk}",
        target=request,
        at=at,
        text=note,
        who=request.mentor.full_name,
    )
    return request


@transaction.atomic
def withdraw_request(
    *, request: MentoringRequest, by: User | None, at: dt.datetime, note: str = ""
) -> MentoringRequest:
    """Take the request back; the mentor is told. Raises ``TransitionNotAllowed``."""
    REQUEST_FLOW.make("withdraw", request, actor=by, note=note, at=at)
    notify(
        recipients=[request.mentor],
        kind=kinds.WITHDRAWN,
        key=f"mentoring.withdrawn:{request.pk}",
        target=request,
        at=at,
        text=note,
        who=request.mentee.full_name,
    )
    return request


def expire_requests(*, at: dt.datetime) -> int:
    """Expire what nobody answered for 21 days, tell both, and return how many. Repeats safely."""
    expired = 0
    for request in MentoringRequest.objects.expired_by(at).with_people().order_by("pk"):
        try:
            _expire(request, at)
        except TransitionNotAllowed:
            continue  # answered or withdrawn since it was listed
        expired += 1
    return expired


@transaction.atomic
def _expire(request: MentoringRequest, at: dt.datetime) -> None:
    REQUEST_FLOW.make("expire", request, actor=None, at=at)
    notify(
        recipients=[request.mentee],
        kind=kinds.EXPIRED,
        key=f"mentoring.expired:{request.pk}",
        target=request,
        at=at,
        text=_("You can ask another mentor now."),
        who=request.mentor.full_name,
    )
    notify(
        recipients=[request.mentor],
        kind=kinds.LAPSED,
        key=f"mentoring.lapsed:{request.pk}",
        target=request,
        at=at,
        who=request.mentee.full_name,
    )


def suggest_mentor(
    *,
    profile: MentorProfile,
    mentee: User,
    text: str,
    at: dt.datetime,
    reasons: Sequence[str] = (),
) -> int:
    """Suggest a mentor to a learner, once for each pair; return how many were told: none where one blocked the other.

    The learner reads the coordinator's words, and the ``reasons``, which speak to them.
    """
    if are_apart(profile.user, mentee):
        return 0
    return notify(
        recipients=[mentee],
        kind=kinds.SUGGESTED,
        key=suggestion_key(profile),
        target=profile,
        at=at,
        text="\n\n".join(filter(None, [text, "\n".join(f"– {reason}" for reason in reasons)])),
        who=profile.user.full_name,
    )
