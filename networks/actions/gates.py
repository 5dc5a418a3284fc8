"""What is asked before somebody writes in a network."""

import datetime as dt
import re
from html import unescape

from django.conf import settings

from accounts.models import User
from core.refusals import Conflict
from core.text import render_markdown
from courses.cohorts.standing import standing_of
from courses.models import Cohort
from networks.models import (
    Case,
    Discussion,
    Membership,
    MembershipRole,
    Network,
    Post,
    conduct_to_accept,
    pause_of,
)
from networks.refusals import (
    CaseUndecided,
    CohortIsOver,
    ConductNotAccepted,
    DiscussionClosed,
    NetworkArchived,
    NotAMember,
    PostingPaused,
    SaidAlready,
)
from networks.states import DiscussionState, PostState

# "Thank you!" may be said twice.
SHORT_WORDS = 20
SAME_WORDS_WITHIN = dt.timedelta(minutes=5)
_LINK = re.compile(r'<a href="([^"]*)"')


def refuse_unless_may_write(network: Network, author: User, *, at: dt.datetime) -> None:
    """Raise ``NetworkArchived``, ``CohortIsOver``, ``NotAMember``, ``PostingPaused`` or ``ConductNotAccepted``."""
    _refuse_whatever_they_accept(network, author, at=at)
    if conduct_to_accept(author) is not None:
        raise ConductNotAccepted


def why_not_to_write(
    network: Network, author: User, *, at: dt.datetime, discussion: Discussion | None = None
) -> Conflict | None:
    """Return why somebody cannot write here now, so that nobody does in vain; nothing where they can.

    The code of conduct is no reason: its box is part of the form.
    """
    try:
        _refuse_whatever_they_accept(network, author, at=at)
    except Conflict as refusal:
        return refusal
    if discussion is not None and not discussion.is_open:
        return DiscussionClosed()
    return None


def _refuse_whatever_they_accept(network: Network, author: User, *, at: dt.datetime) -> None:
    if network.cohort_id is not None and is_over(network.cohort_id, at):
        raise CohortIsOver
    if not network.is_open:
        raise NetworkArchived
    if not Membership.objects.active().filter(network=network, user=author).exists():
        raise NotAMember
    pause = pause_of(author, network, at)
    if pause is not None:
        raise PostingPaused(pause.ends_at, pause.reason)


def is_over(cohort: int, at: dt.datetime) -> bool:
    """Tell whether the cohort with this key is over or cancelled, so that its group can only be read."""
    return standing_of(Cohort.objects.get(pk=cohort), at).is_ended


def refuse_repeated_words(author: User, *, body: str, at: dt.datetime) -> None:
    """Raise ``SaidAlready`` when the author posted the same words, in any network, within five minutes.

    A word of thanks, or another text of fewer than twenty characters, can be repeated.
    """
    if len(body) < SHORT_WORDS:
        return
    recent = Post.objects.filter(author=author, created_at__gt=at - SAME_WORDS_WITHIN)
    if recent.filter(created_at__lte=at, body=body).exclude(state=PostState.REMOVED).exists():
        raise SaidAlready


def waits_for_moderator(network: Network, author: User, body: str) -> bool:
    """Tell whether this is a member's first post in the network and holds links to elsewhere."""
    if not any(_leads_out(unescape(link)) for link in _LINK.findall(render_markdown(body))):
        return False
    mine = Membership.objects.active().filter(network=network, user=author)
    if mine.filter(role=MembershipRole.MODERATOR).exists():
        return False
    earlier = Post.objects.filter(
        author=author, discussion__network=network, state=PostState.SHOWN
    ).exclude(discussion__state=DiscussionState.HELD)
    return not earlier.exists()


def _leads_out(address: str) -> bool:
    """Tell whether a link leads to another site; one to a page of ours, such as a quotation, is no reason to wait.

    Ours are paths, as links are written, and whole addresses, as they are pasted.
    """
    return not f"{address}/".startswith((f"{settings.SITE_URL}/", "/", "#", "?"))


def refuse_while_undecided(discussion: Discussion, post: Post | None) -> None:
    """Raise ``CaseUndecided`` while somebody has to decide on a flag about this."""
    if Case.objects.about(discussion, post).undecided().exists():
        raise CaseUndecided
