"""The history of a network, its memberships and discussions, in words.

Moves of single posts (hidden, shown again, removed) are not listed here. They are kept as ``workflow.Transition`` of
the post; ``views/threads.py`` shows the reason of the last hiding beside the post.
"""

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from networks.models import Discussion, Membership, Network
from networks.states import MembershipState
from workflow.history import HistoryLine, with_actor
from workflow.models import Transition, TransitionQuerySet

_OF_MEMBERSHIP: dict[str, StrOrPromise] = {
    "ask": _("Asked to join again"),
    "join": _("Joined again"),
    "approve": _("The request was accepted"),
    "decline": _("The request was declined"),
    "withdraw": _("The request was withdrawn"),
    "accept_invitation": _("Joined by an invitation"),
    "leave": _("Left"),
    "remove": _("Removed from the network"),
    "restore": _("Restored"),
    "make_moderator": _("Became a moderator"),
    "step_down": _("Stopped moderating"),
}
# These moves answer a request, so only people who asked have them.
_ANSWERS = frozenset({"approve", "decline", "withdraw"})
# Only members make these moves themselves, so that nobody else is named.
_OWN = frozenset({"ask", "join", "withdraw", "accept_invitation", "leave", "step_down"})
_OF_DISCUSSION: dict[str, StrOrPromise] = {
    "close": _("Discussion closed"),
    "reopen": _("Discussion reopened"),
    "hide": _("Discussion hidden"),
    "show": _("Discussion shown again"),
    "show_closed": _("Discussion shown again"),
    "show_held": _("Discussion waiting for a moderator again"),
    "approve": _("Discussion shown to members"),
    "remove": _("Discussion removed by its author"),
}
_OF_NETWORK: dict[str, StrOrPromise] = {
    "archive": _("Network archived"),
    "reopen": _("Network reopened"),
}
_WORDS: dict[type[Model], dict[str, StrOrPromise]] = {
    Membership: _OF_MEMBERSHIP,
    Discussion: _OF_DISCUSSION,
    Network: _OF_NETWORK,
}


def membership_history(membership: Membership) -> list[HistoryLine]:
    """Return the history of a membership, oldest first."""
    moves = list(Transition.objects.of(membership))
    events = [(move.at, _with_actor(str(_words(move)), move), move.note) for move in moves]
    has_asked = moves[0].move in _ANSWERS if moves else membership.is_requested
    # Asking again overwrites ``asked_at``, so for these people the day of the first request is not known any more.
    if has_asked and (not moves or membership.asked_at <= moves[0].at):
        events.insert(0, (membership.asked_at, str(_("Asked to join")), ""))
    return events


def moves_in(network: Network) -> TransitionQuerySet:
    """Return all moves of the network, its memberships and its discussions, the latest first."""
    memberships = Membership.objects.filter(network=network).values("pk")
    discussions = Discussion.objects.filter(network=network).values("pk")
    kinds = ContentType.objects.get_for_models(Network, Membership, Discussion)
    return (
        Transition.objects.filter(
            Q(content_type=kinds[Network], object_id=network.pk)
            | Q(content_type=kinds[Membership], object_id__in=memberships)
            | Q(content_type=kinds[Discussion], object_id__in=discussions)
        )
        .select_related("actor")
        .order_by("-at", "-pk")
    )


def in_words(moves: Iterable[Transition]) -> list[HistoryLine]:
    """Return the moves as lines, each with whom or what it concerns. Two queries."""
    moves = list(moves)
    people = Membership.objects.filter(pk__in=_keys(moves, Membership)).select_related("user")
    names: dict[tuple[type[Model], int], str] = {
        **{(Membership, row.pk): str(row.user) for row in people},
        **{
            (Discussion, row.pk): row.title
            for row in Discussion.objects.filter(pk__in=_keys(moves, Discussion))
        },
    }
    return [_event(move, names) for move in moves]


def _event(move: Transition, names: dict[tuple[type[Model], int], str]) -> HistoryLine:
    about = names.get((_model(move), move.object_id))
    what = str(_words(move))
    return (move.at, _with_actor(f"{about}: {what}" if about else what, move), move.note)


def _with_actor(what: str, move: Transition) -> str:
    is_own = _model(move) is Membership and move.move in _OWN
    return what if is_own else with_actor(what, move)


def _words(move: Transition) -> StrOrPromise:
    if move.move == "join" and move.from_state == MembershipState.REQUESTED:
        return _("Joined")
    return _WORDS[_model(move)][move.move]


def _model(move: Transition) -> type[Model]:
    # From the memory of the process: the relation would be asked for anew with each move.
    model = ContentType.objects.get_for_id(move.content_type_id).model_class()
    assert model is not None  # noqa: S101  (an app that is gone has no history here)
    return model


def _keys(moves: list[Transition], model: type[Model]) -> list[int]:
    return [move.object_id for move in moves if _model(move) is model]
