"""Flags of members, and what moderators decide on them."""

import datetime as dt
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from networks import kinds
from networks.actions.hiding import hide, is_shown, show
from networks.models import Case, Discussion, Flag, FlagReason, Membership, Network, Pause, Post
from networks.refusals import (
    AppealOver,
    ClaimedByAnother,
    NotAMember,
    NothingToFlag,
    NotImpartial,
    OwnWords,
)
from networks.states import CASE_FLOW, CaseState
from notifications.actions import mark_thing_read, notify, notify_of_news
from notifications.kinds import Kind

# After this time another moderator may take a case over from somebody who claimed it and did not decide.
CLAIM_LASTS = dt.timedelta(days=2)
PAUSES = {"7": dt.timedelta(days=7), "30": dt.timedelta(days=30)}


class Outcome(models.TextChoices):
    """What a moderator decides."""

    UPHOLD = "uphold", gettext_lazy("Agree with the flag: hide it")
    DISMISS = "dismiss", gettext_lazy("Disagree with the flag: show it")
    ESCALATE = "escalate", gettext_lazy("Pass it to the administrators")


@transaction.atomic
def flag(
    *,
    discussion: Discussion,
    post: Post | None,
    person: User,
    reason: FlagReason | str,
    words: str,
    at: dt.datetime,
) -> Case:
    """Flag a post, or a discussion as a whole; while a case about it waits, the flag joins that case.

    Personal or patient information is hidden at once, until somebody decides; not again after a moderator has
    dismissed that once. A second flag by the same person changes nothing. Raises ``NotAMember``,
    ``NothingToFlag`` and ``OwnWords``.
    """
    discussion = _locked(discussion)
    if not Membership.objects.active().filter(network=discussion.network, user=person).exists():
        raise NotAMember
    if post is not None:
        post = Post.objects.select_related("author").get(pk=post.pk)
    thing = post or discussion
    if thing.author_id == person.pk:
        raise OwnWords
    case = Case.objects.about(discussion, post).undecided().first()
    if case is None:
        if not is_shown(thing):
            raise NothingToFlag
        case = Case.objects.create(
            network=discussion.network,
            discussion=discussion,
            post=post,
            author=thing.author,
            opened_at=at,
        )
    flagged, is_new = Flag.objects.get_or_create(
        case=case,
        person=person,
        defaults={"reason": reason, "words": words, "created_at": at},
    )
    if is_new and reason == FlagReason.PATIENT and is_shown(thing) and not _was_cleared(case):
        _hide_at_once(case, thing, at=at)
    _tell_handlers(case, kinds.FLAGGED, key=str(flagged.pk), at=at)
    return case


@transaction.atomic
def claim_case(*, case: Case, by: User, at: dt.datetime) -> Case:
    """Take the case on, so that others see who has it. Repeats safely.

    A case that somebody else has had for two days can be taken over. Raises ``ClaimedByAnother``,
    ``NotImpartial`` and, when it is decided, ``TransitionNotAllowed``.
    """
    case = _locked_case(case)
    _refuse_unless_impartial(case, by)
    if case.is_claimed:
        if case.claimed_by_id == by.pk:
            return case
        if case.claimed_at and case.claimed_at > at - CLAIM_LASTS:
            raise ClaimedByAnother(case.claimed_by)
        CASE_FLOW.make("release", case, actor=by, at=at)
    case.claimed_by, case.claimed_at = by, at
    case.save(update_fields=["claimed_by", "claimed_at"])
    CASE_FLOW.make("claim", case, actor=by, at=at)
    return case


@transaction.atomic
def release_case(*, case: Case, by: User, at: dt.datetime) -> Case:
    """Return the case, for another to take on. Raises ``ClaimedByAnother``, ``TransitionNotAllowed``."""
    case = _locked_case(case)
    _refuse_unless_claimed(case, by)
    CASE_FLOW.make("escalate" if case.escalated_at else "release", case, actor=by, at=at)
    return case


@transaction.atomic
def decide_case(
    *, case: Case, by: User, outcome: Outcome | str, reason: str, pause: str = "", at: dt.datetime
) -> Case:
    """Uphold, dismiss or escalate a case that this person has claimed; everyone concerned is told.

    Upholding hides the words; ``pause`` ("7" or "30" days) also keeps their author from posting. Dismissing shows
    what the flag hid. Raises ``ClaimedByAnother``, ``NotImpartial``, ``TransitionNotAllowed``.
    """
    case = _locked_case(case)
    _refuse_unless_claimed(case, by)
    _refuse_unless_impartial(case, by)
    _close_lines(case, at=at)
    if outcome == Outcome.ESCALATE:
        CASE_FLOW.make("escalate", case, actor=by, note=reason, at=at)
        case.escalated_at = at
        case.save(update_fields=["escalated_at"])
        _tell_handlers(case, kinds.ESCALATED, key=f"escalated:{at.isoformat()}", at=at)
        return case
    is_appeal = case.appealed_at is not None
    if is_appeal:
        case.reviewed_by, case.reviewed_at = by, at
    else:
        case.decided_by, case.decided_at = by, at
    case.decision = reason
    case.save(update_fields=["decision", "decided_by", "decided_at", "reviewed_by", "reviewed_at"])
    CASE_FLOW.make(outcome, case, actor=by, note=reason, at=at)
    if outcome == Outcome.UPHOLD:
        _uphold(case, by=by, is_appeal=is_appeal, pause=pause, at=at)
    else:
        _dismiss(case, by=by, is_appeal=is_appeal, at=at)
    _answer_flaggers(case, at=at)
    return case


@transaction.atomic
def appeal_case(*, case: Case, words: str, at: dt.datetime) -> Case:
    """Ask somebody else to look again, as the author; once, within 30 days. Raises ``AppealOver``."""
    case = _locked_case(case)
    if not case.can_be_appealed(at):
        raise AppealOver
    CASE_FLOW.make("appeal", case, actor=case.author, note=words, at=at)
    case.appealed_at, case.appeal = at, words
    case.claimed_by = case.claimed_at = None
    case.save(update_fields=["appealed_at", "appeal", "claimed_by", "claimed_at"])
    _tell_handlers(case, kinds.APPEALED, key="appealed", at=at)
    return case


@transaction.atomic
def lift_pause(*, pause: Pause, by: User, at: dt.datetime) -> None:
    """Let the member post again before the time. Repeats safely."""
    if not Pause.objects.filter(pk=pause.pk).in_force(at).update(lifted_by=by, lifted_at=at):
        return
    notify(
        recipients=[pause.user],
        kind=kinds.PAUSE_LIFTED,
        key=f"networks.pause_lifted:{pause.pk}",
        target=pause,
        at=at,
    )


@transaction.atomic
def hide_by_hand(
    *, discussion: Discussion, post: Post | None, by: User, reason: str, at: dt.datetime
) -> Case | None:
    """Hide what nobody flagged, or what still waits for a decision; its author is told why and how to appeal.

    It is a case that is decided from the start. One that waits stays undecided, and the words are hidden until then.
    Returns the case; nothing where the moderator hides their own words, of which nobody need be told. Raises ``TransitionNotAllowed`` for what is hidden or removed.
    """
    discussion = _locked(discussion)
    thing = post or discussion
    hide(thing, by=by, note=reason, at=at)
    if thing.author_id == by.pk:
        return None
    case = Case.objects.about(discussion, post).undecided().select_related("network").first()
    if case is not None:
        case.hidden_at = at
        case.save(update_fields=["hidden_at"])
        _tell(case, [thing.author], kinds.HIDDEN_AT_ONCE, text=reason, at=at)
        return case
    case = Case.objects.create(
        network=discussion.network,
        discussion=discussion,
        post=post,
        author=thing.author,
        opened_at=at,
        hidden_at=at,
        claimed_by=by,
        claimed_at=at,
        decided_by=by,
        decided_at=at,
        decision=reason,
    )
    CASE_FLOW.make("claim", case, actor=by, at=at)
    CASE_FLOW.make("uphold", case, actor=by, note=reason, at=at)
    _tell(case, [thing.author], kinds.UPHELD, text=reason, at=at)
    return case


@transaction.atomic
def show_by_hand(*, discussion: Discussion, post: Post | None, by: User, at: dt.datetime) -> None:
    """Show what was hidden, which takes the decision and its pause back; its author is told.

    What waited for a moderator waits again. Raises ``TransitionNotAllowed``.
    """
    discussion = _locked(discussion)
    thing = post or discussion
    show(thing, by=by, at=at)
    upheld = Case.objects.about(discussion, post).filter(state=CaseState.UPHELD)
    for case in upheld.select_related("network", "author").order_by("pk"):
        CASE_FLOW.make("take_back", case, actor=by, at=at)
        case.hidden_at = case.hidden_at or case.decided_at
        # Why it was hidden is no reason for showing it.
        case.decision = ""
        case.save(update_fields=["hidden_at", "decision"])
        if is_shown(thing):
            _tell(case, [case.author], kinds.SHOWN_AGAIN, text="", at=at)
        _lift_pauses(case, by=by, at=at)


def handlers_of(case: Case) -> list[User]:
    """Return the people who may decide the case now."""
    moderators = Membership.objects.moderators().filter(network=case.network_id).values("user")
    administrators = User.objects.administrators().values("pk")
    people = User.objects.open().filter(Q(pk__in=moderators) | Q(pk__in=administrators))
    mine = Case.objects.filter(pk=case.pk)
    return [person for person in people if mine.for_handling_by(person).exists()]


def _locked(discussion: Discussion) -> Discussion:
    """Lock the discussion, so that two flags at once open one case."""
    rows = Discussion.objects.select_for_update(of=("self",))
    return rows.select_related("network", "author").get(pk=discussion.pk)


def _locked_case(case: Case) -> Case:
    """Lock the discussion first and then the case, in the order in which flags do."""
    Discussion.objects.select_for_update().get(pk=case.discussion_id)
    rows = Case.objects.select_for_update(of=("self",))
    return rows.select_related("network", "discussion", "post", "author", "claimed_by").get(
        pk=case.pk
    )


def _refuse_unless_claimed(case: Case, by: User) -> None:
    if case.is_claimed and case.claimed_by_id != by.pk:
        raise ClaimedByAnother(case.claimed_by)


def _refuse_unless_impartial(case: Case, by: User) -> None:
    if case.is_undecided and not Case.objects.filter(pk=case.pk).for_handling_by(by).exists():
        raise NotImpartial


def _was_cleared(case: Case) -> bool:
    """Tell whether somebody has found before that this holds no personal information."""
    earlier = Case.objects.filter(
        discussion=case.discussion_id, post=case.post_id, state=CaseState.DISMISSED
    )
    return earlier.filter(flags__reason=FlagReason.PATIENT).exists()


def _hide_at_once(case: Case, thing: Post | Discussion, *, at: dt.datetime) -> None:
    note = _("Flagged as personal or patient information. A moderator will decide.")
    hide(thing, by=None, note=note, at=at)
    case.hidden_at = at
    case.save(update_fields=["hidden_at"])
    _tell(case, [case.author], kinds.HIDDEN_AT_ONCE, text=note, at=at)


def _uphold(case: Case, *, by: User, is_appeal: bool, pause: str, at: dt.datetime) -> None:
    thing = case.post or case.discussion
    if is_shown(thing):
        hide(thing, by=by, note=case.decision, at=at)
    kind = kinds.APPEAL_REJECTED if is_appeal else kinds.UPHELD
    _tell(case, [case.author], kind, text=case.decision, at=at)
    if pause and not is_appeal:
        _pause(case, PAUSES[pause], at=at)


def _dismiss(case: Case, *, by: User, is_appeal: bool, at: dt.datetime) -> None:
    thing = case.post or case.discussion
    if (case.hidden_at or is_appeal) and thing.is_hidden:
        show(thing, by=by, at=at)
        _tell(case, [case.author], kinds.SHOWN_AGAIN, text=case.decision, at=at)
    if is_appeal:
        _lift_pauses(case, by=by, at=at)


def _lift_pauses(case: Case, *, by: User, at: dt.datetime) -> None:
    for pause in Pause.objects.filter(case=case).in_force(at).select_related("user", "network"):
        lift_pause(pause=pause, by=by, at=at)


def _pause(case: Case, length: dt.timedelta, *, at: dt.datetime) -> None:
    pause = Pause.objects.create(
        network=case.network,
        user=case.author,
        case=case,
        reason=case.decision,
        begins_at=at,
        ends_at=at + length,
    )
    notify(
        recipients=[case.author],
        kind=kinds.PAUSED,
        key=f"networks.paused:{pause.pk}",
        target=pause,
        at=at,
        text=pause.reason,
        until=date_format(timezone.localtime(pause.ends_at), "j F Y"),
    )


def _answer_flaggers(case: Case, *, at: dt.datetime) -> None:
    flaggers = User.objects.filter(flags__case=case)
    if case.is_upheld:
        text = _("Thank you. The moderators agreed with you, and it is hidden.")
    else:
        text = _(
            "Thank you for looking out for others. The moderators decided that it can stay. "
            "It is always right to flag what worries you."
        )
    _tell(case, flaggers, kinds.FLAG_ANSWERED, text=text, at=at, target=case.network)


def _tell_handlers(case: Case, kind: Kind, *, key: str, at: dt.datetime) -> None:
    """Tell those who may decide; more flags of a case that nobody has opened yet are one line."""
    notify_of_news(
        recipients=handlers_of(case),
        kind=kind,
        key=f"networks.flagged:{case.pk}:{key}",
        thing=case,
        target=case,
        at=at,
        network=case.network.name,
    )


def _close_lines(case: Case, *, at: dt.datetime) -> None:
    """Mark the line of the case as read for all who might have decided it."""
    for person in handlers_of(case):
        mark_thing_read(user=person, thing=case, at=at)


def _tell(
    case: Case,
    people: Any,
    kind: Kind,
    *,
    text: str,
    at: dt.datetime,
    target: Network | None = None,
) -> None:
    notify(
        recipients=people,
        kind=kind,
        key=f"{kind.name}:{case.pk}:{at.isoformat()}",
        target=target or case,
        at=at,
        text=text,
        about=case,
        network=case.network.name,
    )
