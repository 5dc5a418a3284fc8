"""Hiding words from members, and showing them again: by hand, or as what became of a flag."""

import datetime as dt

from accounts.models import User
from networks.models import Discussion, Post
from networks.states import DISCUSSION_FLOW, POST_FLOW, DiscussionState, PostState
from unsent.actions import forget_titles
from workflow.models import Transition

# What takes a hiding back, by the state before it; for all others it is "show".
_BACK_TO = {
    DiscussionState.CLOSED.value: "show_closed",
    DiscussionState.HELD.value: "show_held",
    PostState.HELD.value: "show_held",
}


def is_shown(thing: Post | Discussion) -> bool:
    """Tell whether members see the words."""
    if isinstance(thing, Post):
        return thing.is_shown
    return thing.is_open or thing.is_closed


def hide(thing: Post | Discussion, *, by: User | None, note: str, at: dt.datetime) -> None:
    """Hide a post, or a discussion also with its title in texts that somebody has begun.

    Raises ``TransitionNotAllowed`` for what is hidden or removed.
    """
    if isinstance(thing, Post):
        POST_FLOW.make("hide", thing, actor=by, note=note, at=at)
        return
    DISCUSSION_FLOW.make("hide", thing, actor=by, note=note, at=at)
    forget_titles(under=thing.get_absolute_url())


def show(thing: Post | Discussion, *, by: User, at: dt.datetime) -> None:
    """Take the hiding back: it is shown, closed, or waits for a moderator, as it was before.

    Raises ``TransitionNotAllowed`` unless it is hidden.
    """
    flow = POST_FLOW if isinstance(thing, Post) else DISCUSSION_FLOW
    moves = Transition.objects.of(thing)
    hiding = moves.filter(move="hide").last()
    move = _BACK_TO.get(hiding.from_state, "show") if hiding else "show"
    # Readers find at the end of a discussion why it is closed.
    closing = moves.filter(move="close").last() if move == "show_closed" else None
    flow.make(move, thing, actor=by, note=closing.note if closing else "", at=at)
