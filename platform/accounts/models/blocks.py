"""Who has blocked whom. A block works both ways, and only the one who made it knows of it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from core.types import Person


class BlockQuerySet(models.QuerySet["Block"]):
    def between(self, first: Person, second: Person) -> Self:
        """Return the blocks between these two, whoever made them."""
        return self.filter(Q(blocker=first, blocked=second) | Q(blocker=second, blocked=first))

    def made_by(self, user: Person) -> Self:
        return self.filter(blocker=user)


class Block(models.Model):
    """One person wants nothing to do with another one."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["blocker", "blocked"], name="block_made_once"),
            models.CheckConstraint(
                condition=~Q(blocker=F("blocked")), name="block_is_of_somebody_else"
            ),
        ]

    blocker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blocks_made"
    )
    blocked = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = BlockQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.blocker_id} → {self.blocked_id}"


def are_apart(first: Person, second: Person) -> bool:
    """Tell whether one of the two has blocked the other. This is the rule that every part asks."""
    return Block.objects.between(first, second).exists()


def has_blocked(user: Person, pk: int) -> bool:
    """Tell whether the user made a block of the person with this key, who is not told."""
    return user.is_authenticated and Block.objects.made_by(user).filter(blocked=pk).exists()


def is_apart_from(user: Person | OuterRef, person: str = "pk") -> Exists:
    """Return the condition that a block stands between the user and the person of a row.

    ``person`` names the column of the row that holds the person. ``user`` may be one of a query further out.
    """
    theirs, mine = (
        Q(blocker=OuterRef(person), blocked=user),
        Q(blocker=user, blocked=OuterRef(person)),
    )
    return Exists(Block.objects.filter(theirs | mine))
