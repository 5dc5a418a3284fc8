"""Hiding words from members, and showing them again: by hand, or as what became of a flag."""

import datetime as dt

from accounts.models import User
from networks.models import Discussion, Post
from networks.states import DISCUSSION_FLOW, POST_FLOW, DiscussionState
from unsent.actions import forget_titles
from workflow.models import Transition


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
    """Show what was hidden; a discussion is closed again if it was. Raises ``TransitionNotAllowed`` unless hidden."""
    if isinstance(thing, Post):
        POST_FLOW.make("show", thing, actor=by, at=at)
        return
    moves = Transition.objects.of(thing)
    hiding = moves.filter(move="hide").last()
    if hiding is None or hiding.from_state != DiscussionState.CLOSED:
        DISCUSSION_FLOW.make("show", thing, actor=by, at=at)
        return
    closing = moves.filter(move="close").last()
    # Readers find at its end why it is closed.
    note = closing.note if closing else ""
    DISCUSSION_FLOW.make("show_closed", thing, actor=by, note=note, at=at)
