"""Discussions and their posts, who follows them, and how far each member has read."""

from typing import Any, NoReturn, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Length
from django.db.models.lookups import GreaterThan
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.constraints import not_blank, only_choices
from core.types import Person
from courses.models import ActionPlan, Lesson, parts_of_plans
from indicators.catalogue.addresses import address_of
from indicators.catalogue.models import Indicator
from library.catalogue.models import Record
from library.vocabularies.models import Place
from networks.models.networks import Membership, MembershipRole, Network
from networks.states import DiscussionState, PostState

POSTS_PER_PAGE = 30
_SHOWN = (DiscussionState.OPEN, DiscussionState.CLOSED)


class DiscussionQuerySet(models.QuerySet["Discussion"]):
    def shown(self) -> Self:
        """Return discussions that every member of their network sees."""
        return self.filter(state__in=_SHOWN)

    def visible_to(self, user: Person) -> Self:
        """Members read the discussions of their networks; moderators also those that are hidden or wait for them.

        Who began one that waits sees it, too.
        """
        if not user.is_authenticated:
            return self.none()
        mine = Membership.objects.active().filter(network=OuterRef("network"), user=user)
        moderated = Q(state__in=(DiscussionState.HIDDEN, DiscussionState.HELD))
        own = Q(state=DiscussionState.HELD, author=user)
        return self.filter(
            ((Q(state__in=_SHOWN) | own) & Exists(mine))
            | (moderated & Exists(mine.filter(role=MembershipRole.MODERATOR)))
        )

    def in_groups(self) -> Self:
        """Return discussions of cohorts."""
        return self.filter(network__cohort__isnull=False)

    def unanswered(self) -> Self:
        """Return open questions of learners that no facilitator has answered, and of which no post is the answer."""
        return self.in_groups().filter(is_unanswered())

    def with_unanswered(self) -> Self:
        """Add ``needs_answer`` to discussions of a cohort. Takes no query."""
        return self.annotate(
            needs_answer=models.Case(models.When(is_unanswered(), then=True), default=False)
        )

    def containing(self, text: str) -> Self:
        """Discussions with these words in the title or in a post that is shown."""
        posts = Post.objects.filter(
            discussion=OuterRef("pk"), state=PostState.SHOWN, body__icontains=text
        )
        return self.filter(Q(title__icontains=text) | Exists(posts))

    def unread_by(self, user: User) -> Self:
        """Shown discussions of this member's networks with posts they have not read, without muted ones and quiet networks."""
        read = ReadMark.objects.filter(
            discussion=OuterRef("pk"), user=user, number__gte=OuterRef("post_count")
        )
        muted = Follow.objects.filter(discussion=OuterRef("pk"), user=user, is_muted=True)
        behind = Membership.objects.wanting_news().filter(
            network=OuterRef("network"), user=user, read_until__lt=OuterRef("last_post_at")
        )
        return self.shown().filter(Exists(behind), ~Exists(read), ~Exists(muted))

    def with_unread(self, user: User) -> Self:
        """Add ``unread``, the number of posts this member has not read, and ``is_muted``."""
        posts = (
            Post.objects.filter(discussion=OuterRef("pk"))
            .unread_by(user)
            .order_by()
            .values("discussion")
            .annotate(number=Count("pk"))
            .values("number")
        )
        muted = Follow.objects.filter(discussion=OuterRef("pk"), user=user, is_muted=True)
        return self.annotate(unread=Coalesce(Subquery(posts), 0), is_muted=Exists(muted))

    def with_wishes_of(self, user: User) -> Self:
        """Add ``wants_no_news`` (nothing without a wish) and ``read_number`` of this member. Takes no query."""
        follow = Follow.objects.filter(discussion=OuterRef("pk"), user=user)
        mark = ReadMark.objects.filter(discussion=OuterRef("pk"), user=user)
        return self.annotate(
            wants_no_news=Subquery(follow.values("is_muted")[:1]),
            read_number=Coalesce(Subquery(mark.values("number")[:1]), 0),
        )

    def pinned_first(self) -> Self:
        return self.order_by(*pinned_order())

    def newest_first(self) -> Self:
        return self.order_by("-last_post_at", "-pk")


def pinned_order() -> tuple[Any, ...]:
    """Return the order of a list of discussions: pinned ones, then those with the newest posts."""
    return F("pinned_at").desc(nulls_last=True), "-last_post_at", "-pk"


def is_unanswered() -> Q:
    """Describe an open discussion that a learner began, without a shown post by staff or one that is the answer."""
    shown = Post.objects.filter(discussion=OuterRef("pk"), state=PostState.SHOWN)
    told = shown.filter(Q(is_by_staff=True) | Q(pk=OuterRef("answer")))
    return Q(~Exists(told), state=DiscussionState.OPEN)


class Discussion(models.Model):
    """One question or offer, and what the members of a network say about it."""

    class Meta:
        constraints = [
            not_blank("title", name="discussion_has_a_title"),
            only_choices("state", DiscussionState.values, name="discussion_state_known"),
            models.UniqueConstraint(fields=["author", "form_key"], name="discussion_started_once"),
        ]
        indexes = [
            models.Index(fields=["network", "-last_post_at"], name="discussion_newest"),
        ]

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="discussions")
    # In the group of a cohort: the lesson that it is about, if one.
    lesson = models.ForeignKey(
        Lesson, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    title = models.CharField(_("title"), max_length=150)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        _("state"), max_length=10, choices=DiscussionState, default=DiscussionState.OPEN
    )
    form_key = models.UUIDField(editable=False)
    created_at = models.DateTimeField(_("started"))
    pinned_at = models.DateTimeField(_("pinned"), null=True, blank=True, editable=False)
    last_post_at = models.DateTimeField(_("last post"))
    # The number of its last post: posts are numbered from 1 and none ever vanishes.
    post_count = models.PositiveIntegerField(default=0, editable=False)
    # The post that answers it, as its author or a facilitator says. It counts while it is shown.
    answer = models.ForeignKey(
        "Post", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    objects = DiscussionQuerySet.as_manager()

    # Only for discussions ``with_wishes_of`` a member.
    wants_no_news: bool | None
    read_number: int

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("networks:discussion_detail", args=[self.network.slug, self.pk])

    def get_unread_url(self) -> str:
        """Return the address of the first post that the reader has not read."""
        return reverse("networks:discussion_unread", args=[self.network.slug, self.pk])

    @property
    def reply_count(self) -> int:
        return max(self.post_count - 1, 0)

    @property
    def is_open(self) -> bool:
        return self.state == DiscussionState.OPEN

    @property
    def is_closed(self) -> bool:
        return self.state == DiscussionState.CLOSED

    @property
    def is_hidden(self) -> bool:
        return self.state == DiscussionState.HIDDEN

    @property
    def is_held(self) -> bool:
        return self.state == DiscussionState.HELD


class PostQuerySet(models.QuerySet["Post"]):
    def visible_to(self, user: Person) -> Self:
        """Keep the posts of the discussions that this person sees; a tombstone is a post too."""
        return self.filter(discussion__in=Discussion.objects.visible_to(user))

    def unread_by(self, user: User) -> Self:
        """Return posts after this member's read mark in their discussion and network."""
        mark = ReadMark.objects.filter(discussion=OuterRef("discussion"), user=user)
        read_until = Membership.objects.active().filter(
            network=OuterRef("discussion__network"), user=user
        )
        return self.filter(
            number__gt=Coalesce(Subquery(mark.values("number")[:1]), 0),
            created_at__gt=Subquery(read_until.values("read_until")[:1]),
        )

    def with_everything(self) -> Self:
        """Load what a thread shows of each post."""
        listed = Indicator.objects.listed().filter(pk=OuterRef("indicator"))
        return (
            self.annotate(has_listed_indicator=Exists(listed))
            .select_related(
                *("author__profile__organisation", "record", "plan__owner"),
                *("indicator", "indicator_place"),
            )
            .prefetch_related("record__topics", "files", *parts_of_plans("plan"))
        )

    def held(self) -> Self:
        """Return posts that wait for a moderator, by themselves or with the discussion that they began."""
        return self.filter(Q(state=PostState.HELD) | Q(discussion__state=DiscussionState.HELD))

    def in_order(self) -> Self:
        return self.order_by("number", "pk")


class Post(models.Model):
    """One contribution to a discussion. Its number and address stay for ever, even when its words go."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["discussion", "number"], name="post_number_is_unique"),
            models.UniqueConstraint(fields=["author", "form_key"], name="post_written_once"),
            only_choices("state", PostState.values, name="post_state_known"),
            models.CheckConstraint(
                condition=Q(state=PostState.REMOVED) | Q(GreaterThan(Length(F("body")), 0)),
                name="post_says_something",
            ),
        ]
        indexes = [
            models.Index(fields=["discussion", "created_at"], name="post_newest"),
        ]

    discussion = models.ForeignKey(Discussion, on_delete=models.PROTECT, related_name="posts")
    number = models.PositiveIntegerField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts"
    )
    body = models.TextField(_("text"), max_length=20_000, blank=True)
    body_html = models.TextField(editable=False, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=PostState, default=PostState.SHOWN)
    record = models.ForeignKey(
        Record, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Readers see the plan as it is now, with later changes: its owner agreed to that, and can stop it.
    plan = models.ForeignKey(
        ActionPlan, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    plan_stopped_at = models.DateTimeField(null=True, blank=True, editable=False)
    # An indicator, and the place whose figures are meant, if one is.
    indicator = models.ForeignKey(
        Indicator, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    indicator_place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    form_key = models.UUIDField(editable=False)
    created_at = models.DateTimeField(_("written"))
    edited_at = models.DateTimeField(_("changed"), null=True, blank=True)
    # Its author facilitated the cohort when they wrote it.
    is_by_staff = models.BooleanField(default=False, db_default=False, editable=False)

    objects = PostQuerySet.as_manager()

    def __str__(self) -> str:
        return self.discussion.title

    def get_absolute_url(self) -> str:
        """Return the page of the discussion that shows this post, at its place."""
        page = (self.number - 1) // POSTS_PER_PAGE + 1
        query = f"?page={page}" if page > 1 else ""
        return f"{self.discussion.get_absolute_url()}{query}#{self.anchor}"

    def get_permanent_url(self) -> str:
        return reverse("networks:post_detail", args=[self.discussion.network.slug, self.pk])

    @property
    def anchor(self) -> str:
        return f"post-{self.number}"

    @property
    def indicator_address(self) -> str:
        """Return the address of the indicator that it shares, in the place that is meant."""
        return address_of(self.indicator, self.indicator_place) if self.indicator else ""

    @property
    def attached_files(self) -> list[Any]:
        """Return its files that were not removed, for posts ``with_everything``."""
        files = [file for file in self.files.all() if file.removed_at is None]
        return sorted(files, key=lambda file: file.position)

    @property
    def is_shown(self) -> bool:
        return self.state == PostState.SHOWN

    @property
    def is_hidden(self) -> bool:
        return self.state == PostState.HIDDEN

    @property
    def is_held(self) -> bool:
        return self.state == PostState.HELD

    @property
    def is_removed(self) -> bool:
        return self.state == PostState.REMOVED


class Follow(models.Model):
    """A member's wish about one discussion: to hear of replies, or not to hear of it at all."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["discussion", "user"], name="follow_one_per_person"),
        ]

    discussion = models.ForeignKey(Discussion, on_delete=models.CASCADE, related_name="follows")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="followed_discussions"
    )
    is_muted = models.BooleanField(_("muted"), default=False)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.discussion_id}"


class ReadMark(models.Model):
    """The number of the last post that one member has read in one discussion.

    It goes back only when the member takes that step back.
    """

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["discussion", "user"], name="readmark_one_per_person"),
        ]

    discussion = models.ForeignKey(Discussion, on_delete=models.CASCADE, related_name="read_marks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    read_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id}: {self.discussion_id} until {self.number}"


class PostRevision(models.Model):
    """What a post said until it was changed or removed. Never changed, never deleted."""

    class Meta:
        indexes = [models.Index(fields=["post", "until"], name="postrevision_of")]

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="revisions")
    body = models.TextField(_("text"))
    body_html = models.TextField()
    until = models.DateTimeField(_("until"))

    def __str__(self) -> str:
        return f"{self.post_id} until {self.until:%Y-%m-%d %H:%M}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("What a post said does not change.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("What a post said is not deleted.")
