"""Questions that nobody answered, and what editors of the library decided about those that only members read."""

import datetime as dt
import hashlib
import re

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from core.types import Person
from library.gaps.models import EvidenceGap
from networks.models.discussions import Discussion, DiscussionQuerySet, Post
from networks.models.networks import NetworkAccess
from networks.states import DiscussionState, NetworkState, PostState

# So long a question waits before it may be a gap in what is known.
UNANSWERED_AFTER = dt.timedelta(days=60)
# The signs of a question in Latin, Greek, Arabic, Chinese and Japanese, Armenian and Ethiopic scripts.
_SIGNS = "?\u037e؟？՞፧"
_WORD = re.compile(r"\w+")


class SettledQuestion(models.Model):
    """A question of a network that an editor made a gap of, or set aside. The gap has words of its own."""

    discussion = models.OneToOneField(
        Discussion, on_delete=models.CASCADE, related_name="settled_question"
    )
    gap = models.ForeignKey(EvidenceGap, null=True, on_delete=models.CASCADE, related_name="+")
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    settled_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.discussion_id} settled"


def unanswered_questions(now: dt.datetime) -> DiscussionQuerySet:
    """Return open questions in open networks and cohorts, begun 60 days ago, to which nobody else has said a word.

    In the group of a cohort each discussion is a question; elsewhere its title has the sign of one.
    """
    others = Post.objects.filter(discussion=OuterRef("pk"), state=PostState.SHOWN)
    asks = Q(network__cohort__isnull=False)
    for sign in _SIGNS:
        asks |= Q(title__contains=sign)
    return (
        Discussion.objects.filter(
            asks,
            state=DiscussionState.OPEN,
            answer=None,
            created_at__lte=now - UNANSWERED_AFTER,
            network__state=NetworkState.OPEN,
        )
        .exclude(Exists(others.exclude(author=OuterRef("author"))))
        .select_related("network")
        .order_by("created_at", "pk")
    )


def in_open_networks(questions: DiscussionQuerySet) -> DiscussionQuerySet:
    """Keep questions in networks that everyone with an account can join."""
    return questions.filter(network__access=NetworkAccess.OPEN, network__cohort=None)


def read_by_members_only(questions: DiscussionQuerySet, *, user: Person) -> DiscussionQuerySet:
    """Keep those in other networks and in cohorts that this person reads as a member, and that nobody has settled."""
    closed = ~Q(network__access=NetworkAccess.OPEN) | Q(network__cohort__isnull=False)
    readable = Discussion.objects.visible_to(user).values("pk")
    return questions.filter(closed, pk__in=readable, settled_question=None)


def source_of(question: Discussion) -> str:
    """Return a question as the gap that came from it keeps it."""
    return f"question:{question.pk}"


def folded(title: str) -> str:
    """Return the words of a title, by which repeated questions are one: without case, signs and spaces between."""
    return " ".join(_WORD.findall(title.casefold()))


def key_of_question(title: str) -> str:
    """Return the key of a gap that a question asks for, which is short and tells no words."""
    return f"question:{hashlib.sha256(folded(title).encode()).hexdigest()[:40]}"
