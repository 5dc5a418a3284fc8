"""A network and the people in it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role as StaffRole
from core.constraints import not_blank, only_choices
from core.covers.cover import Cover
from core.covers.models import Covered, cover_has_words
from core.types import Person
from courses.models import Cohort
from library.vocabularies.cover_topics import cover_topic, made_cover
from library.vocabularies.models import Topic
from networks.states import MembershipState, NetworkState


class NetworkAccess(models.TextChoices):
    """How one becomes a member, which also decides who knows that the network exists."""

    OPEN = "open", _("Open: everyone with an account can join")
    APPROVAL = "approval", _("By approval: a moderator answers each request")
    INVITED = "invited", _("By invitation: only its members know that it exists")


LISTED_ACCESS = frozenset({NetworkAccess.OPEN, NetworkAccess.APPROVAL})


class NetworkQuerySet(models.QuerySet["Network"]):
    def listed(self) -> Self:
        """Networks that everyone may know of."""
        return self.filter(access__in=LISTED_ACCESS)

    def open(self) -> Self:
        """Return networks that are not archived."""
        return self.filter(state=NetworkState.OPEN)

    def without_groups(self) -> Self:
        """Leave out the groups of cohorts, which one joins with the cohort and finds there."""
        return self.filter(cohort=None)

    def visible_to(self, user: Person) -> Self:
        """Everyone sees that listed networks exist; members and administrators also see the others.

        This is the front page only: what members write is for members (``Discussion.objects.visible_to``).
        """
        if not user.is_authenticated:
            return self.listed()
        if user.is_superuser or user.has_role(StaffRole.ADMINISTRATOR):
            return self
        mine = Membership.objects.current().filter(network=OuterRef("pk"), user=user)
        return self.filter(Q(access__in=LISTED_ACCESS) | Exists(mine))

    def containing(self, text: str) -> Self:
        """Networks with these words in their name or purpose."""
        return self.filter(Q(name__icontains=text) | Q(purpose__icontains=text))

    def of_member(self, user: Person) -> Self:
        """Networks of which this person is an active member."""
        if not user.is_authenticated:
            return self.none()
        mine = Membership.objects.active().filter(network=OuterRef("pk"), user=user)
        return self.filter(Exists(mine))

    def moderated_by(self, user: Person) -> Self:
        """Networks and groups that this person moderates."""
        if not user.is_authenticated:
            return self.none()
        mine = Membership.objects.moderators().filter(network=OuterRef("pk"), user=user)
        return self.filter(Exists(mine))

    def with_size(self) -> Self:
        """Add ``size``, the number of active members."""
        members = (
            Membership.objects.active()
            .filter(network=OuterRef("pk"))
            .order_by()
            .values("network")
            .annotate(number=Count("pk"))
            .values("number")
        )
        return self.annotate(size=Coalesce(Subquery(members), 0))

    def with_cover(self) -> Self:
        """Load what the cover is made from. Takes no query."""
        return self.annotate(cover_topic=cover_topic("networks"))

    def by_name(self) -> Self:
        return self.order_by(Lower("name"), "pk")


class Network(Covered):
    """People who work on the same question. Its address stays, whatever its name becomes.

    The network of a cohort is called its group: its members are the learners and facilitators of the cohort, and
    moderators are the facilitators (``actions/cohort_groups.py``).
    """

    class Meta:
        constraints = [
            not_blank("name", name="network_has_a_name"),
            models.UniqueConstraint(
                Lower("name"),
                # Two cohorts may have one name.
                condition=Q(cohort=None),
                name="network_name_is_unique",
                violation_error_message=_("There is already a network with this name."),
            ),
            only_choices("access", NetworkAccess.values, name="network_access_known"),
            only_choices("state", NetworkState.values, name="network_state_known"),
            cover_has_words(name="network_cover_has_words"),
            models.CheckConstraint(
                condition=Q(cohort=None) | Q(access=NetworkAccess.INVITED),
                name="network_of_a_cohort_is_unlisted",
            ),
        ]

    slug = models.SlugField(_("address"), max_length=80, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    purpose = models.TextField(_("purpose"), max_length=2_000)
    purpose_html = models.TextField(editable=False)
    access = models.CharField(_("who can join"), max_length=10, choices=NetworkAccess)
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), related_name="networks")
    state = models.CharField(
        _("state"), max_length=10, choices=NetworkState, default=NetworkState.OPEN
    )
    created_at = models.DateTimeField(_("created"))
    # The cohort whose group this is. One that is deleted takes an empty group along (``receivers.py``).
    cohort = models.OneToOneField(
        Cohort,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.DO_NOTHING,
        related_name="group",
    )

    objects = NetworkQuerySet.as_manager()

    # Only for networks ``with_cover()``.
    cover_topic: str
    # Set by the finders of the views: its cohort is over or cancelled, so that it can only be read.
    is_over = False

    def __str__(self) -> str:
        return self.name

    def cover_address(self, name: str) -> str:
        return reverse("networks:network_cover", args=[self.slug, name])

    @property
    def made_cover(self) -> Cover:
        """The made cover of a network ``with_cover()``."""
        return made_cover(self.name, self.cover_topic, format="wide")

    def get_absolute_url(self) -> str:
        return reverse("networks:network_detail", args=[self.slug])

    @property
    def is_open(self) -> bool:
        """Tell whether people can join and write: it is not archived, and its cohort not known to be over."""
        return self.state == NetworkState.OPEN and not self.is_over

    @property
    def is_listed(self) -> bool:
        """Tell whether everyone may know that the network exists."""
        return self.access in LISTED_ACCESS


class MembershipRole(models.TextChoices):
    """What a member does in a network."""

    MEMBER = "member", _("Member")
    MODERATOR = "moderator", _("Moderator")


class NetworkNews(models.TextChoices):
    """What a member wants to be told of a network beyond what waits on them, such as requests to answer."""

    ALL = "all", _("Everything")
    MENTIONS = "mentions", _("Only mentions of me")
    OFF = "off", _("Nothing")


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> Self:
        return self.filter(state=MembershipState.ACTIVE)

    def wanting_news(self) -> Self:
        """Return active memberships of people who want all news of the network."""
        return self.active().filter(news=NetworkNews.ALL)

    def wanting_mentions(self) -> Self:
        """Return active memberships of people who want to know of mentions at least."""
        return self.active().exclude(news=NetworkNews.OFF)

    def requested(self) -> Self:
        return self.filter(state=MembershipState.REQUESTED)

    def current(self) -> Self:
        """Members, and those who wait for an answer."""
        return self.filter(state__in=(MembershipState.ACTIVE, MembershipState.REQUESTED))

    def moderators(self) -> Self:
        return self.active().filter(role=MembershipRole.MODERATOR)

    def named(self, text: str) -> Self:
        """People with these words in their name."""
        return self.filter(user__full_name__icontains=text)

    def with_people(self) -> Self:
        """Load what a list of people shows of each: name, photo, and the fields they let others read."""
        return self.select_related("user__profile__organisation")

    def by_role_and_name(self) -> Self:
        """Order by role and name, moderators first."""
        return self.order_by("-role", Lower("user__full_name"), "pk")


class Membership(models.Model):
    """A membership: where one person stands with one network now; the history tells how they came there."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "user"], name="membership_one_per_person_and_network"
            ),
            only_choices("role", MembershipRole.values, name="membership_role_known"),
            only_choices("state", MembershipState.values, name="membership_state_known"),
            only_choices("news", NetworkNews.values, name="membership_news_known"),
            models.CheckConstraint(
                condition=Q(role=MembershipRole.MEMBER) | Q(state=MembershipState.ACTIVE),
                name="membership_moderator_is_active",
            ),
            models.CheckConstraint(
                condition=~Q(state=MembershipState.ACTIVE) | Q(joined_at__isnull=False),
                name="membership_active_has_joined",
            ),
        ]
        indexes = [
            models.Index(fields=["network", "state", "role"], name="membership_of_network"),
            models.Index(fields=["user", "state"], name="membership_of_user"),
        ]

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(
        _("role"), max_length=10, choices=MembershipRole, default=MembershipRole.MEMBER
    )
    state = models.CharField(
        _("state"), max_length=10, choices=MembershipState, default=MembershipState.REQUESTED
    )
    news = models.CharField(
        _("notifications"),
        max_length=10,
        choices=NetworkNews,
        default=NetworkNews.ALL,
        db_default=NetworkNews.ALL,
    )
    message = models.TextField(_("message to the moderators"), max_length=1_000, blank=True)
    asked_at = models.DateTimeField(_("asked"))
    joined_at = models.DateTimeField(_("joined"), null=True, blank=True)
    # High-water mark: what was written until then counts as read in every discussion.
    read_until = models.DateTimeField(null=True, blank=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.user} – {self.network}"

    def get_absolute_url(self) -> str:
        return self.network.get_absolute_url()

    @property
    def is_active(self) -> bool:
        return self.state == MembershipState.ACTIVE

    @property
    def is_requested(self) -> bool:
        return self.state == MembershipState.REQUESTED

    @property
    def is_moderator(self) -> bool:
        return self.role == MembershipRole.MODERATOR and self.is_active
