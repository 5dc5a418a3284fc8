"""Calling for contributions in networks, and keeping the replies that the draft takes up."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from advice.actions.locking import lock_for
from advice.models import AdviceCase, ContributionCall, KeptContribution
from advice.refusals import Confidential, NotInCase
from advice.states import WRITABLE
from networks.actions.discussions import start_discussion
from networks.models import Network, Post
from networks.states import PostState
from workflow.flows import TransitionNotAllowed

_LONGEST_TITLE = 150


@transaction.atomic
def call_for_contributions(
    *,
    case: AdviceCase,
    networks: Sequence[Network],
    question: str,
    by: User,
    at: dt.datetime,
    key: uuid.UUID,
) -> list[ContributionCall]:
    """Begin a discussion about the case in each network, all or none. The same key gives the first calls.

    Raises ``Confidential``, ``TransitionNotAllowed`` unless the draft can be written, ``NotYourPart``, and what
    ``start_discussion`` refuses.
    """
    case = lock_for(case, "advice.lead", by=by)
    if case.is_confidential:
        raise Confidential
    if case.state not in WRITABLE:
        raise TransitionNotAllowed("start", case)
    calls = []
    for network in sorted(networks, key=lambda each: each.pk):
        discussion = start_discussion(
            network=network,
            author=by,
            title=_title(case),
            body=_body(case, network, question),
            key=uuid.uuid5(key, str(network.pk)),
            at=at,
        )
        call, _made = ContributionCall.objects.get_or_create(
            discussion=discussion, defaults={"case": case, "called_at": at}
        )
        calls.append(call)
    return calls


@transaction.atomic
def keep_contribution(*, case: AdviceCase, post: Post, by: User, at: dt.datetime) -> None:
    """Keep a reply that the draft takes up. Repeats safely. Raises ``NotInCase`` and ``NotYourPart``."""
    case = lock_for(case, "advice.write", by=by)
    if not replies_to(case).filter(pk=post.pk).exists():
        raise NotInCase
    KeptContribution.objects.get_or_create(
        post=post, defaults={"case": case, "kept_by": by, "kept_at": at}
    )


@transaction.atomic
def drop_contribution(*, case: AdviceCase, post: Post, by: User) -> None:
    """Keep a reply no longer. Repeats safely. Raises ``NotYourPart``."""
    case = lock_for(case, "advice.write", by=by)
    KeptContribution.objects.filter(case=case, post=post).delete()


def replies_to(case: AdviceCase) -> models.QuerySet[Post]:
    """Return the replies to all calls of the case that members of the networks see; the posts that ask are left out."""
    discussions = case.calls.values("discussion")
    return Post.objects.filter(discussion__in=discussions, number__gt=1, state=PostState.SHOWN)


def calls_of(case: AdviceCase) -> models.QuerySet[ContributionCall, Any]:
    """Return the calls of the case in order, each with how many replies the case keeps in all as ``kept``."""
    kept = models.Count("case__contributions")
    calls = case.calls.select_related("discussion__network").annotate(kept=kept)
    return calls.order_by("called_at", "pk")


def _title(case: AdviceCase) -> str:
    title = _("Contributions wanted: %(title)s") % {"title": case.title}
    return title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1] + "…"


def _body(case: AdviceCase, network: Network, question: str) -> str:
    """Write the first post. It names its network, as nobody posts the same words twice within minutes."""
    lines = [question, _("Asked by: %(body)s") % {"body": case.body}]
    if case.closes_at:
        lines.append(_("Closes: %(moment)s") % {"moment": case.closing_in_words})
    lines.append(
        f"[{_('The case, for members of %(network)s')}]({case.get_absolute_url()})"
        % {"network": network.name.replace("]", "").replace("[", "")}
    )
    return "\n\n".join(lines)
