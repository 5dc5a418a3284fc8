"""Files that members attach to their posts."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.constraints import not_blank
from core.types import Person
from networks.models.cases import Case
from networks.models.discussions import Post
from networks.models.networks import Membership
from networks.states import PostState

MOST_FILES = 5


class PostFileQuerySet(models.QuerySet["PostFile"]):
    def attached(self) -> Self:
        """Return files that their author has not removed."""
        return self.filter(removed_at=None)

    def visible_to(self, user: Person) -> Self:
        """Return one's own files; as a member those of posts that are shown; as a moderator all of the network.

        Whoever sees a case about a post or its discussion sees its files, also those removed meanwhile.
        """
        if not user.is_authenticated:
            return self.none()
        read = Q(
            post__in=Post.objects.visible_to(user).filter(state=PostState.SHOWN), removed_at=None
        )
        moderated = Membership.objects.moderators().filter(user=user).values("network")
        cases = Case.objects.visible_to(user)
        about_post = Q(post__in=cases.filter(post__isnull=False).values("post"))
        about_all = Q(
            post__number=1, post__discussion__in=cases.filter(post=None).values("discussion")
        )
        of_moderator = Q(post__discussion__network__in=moderated)
        return self.filter(Q(post__author=user) | read | of_moderator | about_post | about_all)

    def in_order(self) -> Self:
        return self.order_by("position", "pk")


class PostFile(models.Model):
    """A file of a post. Its content is checked before it is kept; ``name`` is what readers see of it.

    One that its author removed is kept for a while for moderators, in case of a complaint.
    """

    class Meta:
        constraints = [
            not_blank("name", name="postfile_has_a_name"),
            # Five numbered places, so that six files cannot be shown however many uploads run at once.
            models.UniqueConstraint(
                fields=["post", "position"],
                condition=Q(removed_at=None),
                name="postfile_position_is_free",
            ),
            models.UniqueConstraint(
                fields=["post", "sha256"],
                condition=Q(removed_at=None),
                name="postfile_is_there_once",
            ),
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lte=MOST_FILES), name="postfile_at_most_five"
            ),
        ]
        indexes = [models.Index(fields=["removed_at"], name="postfile_removed")]

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="files")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=200)
    content = models.FileField(_("file"), upload_to="networks/files/", max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PostFileQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def ending(self) -> str:
        """Return what kind of file it is, as readers know it, such as “PDF”."""
        return str(self.content).rpartition(".")[2].upper()
