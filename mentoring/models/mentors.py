"""People who offer their time as mentors."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from core.addresses import address_of
from core.constraints import not_blank, only_choices
from core.types import Person
from library.vocabularies.models import Topic
from mentoring.states import MentorState

MAX_PLACES = 20
MAX_TOPICS = 6
STAFF_ROLES = (Role.COORDINATOR, Role.ADMINISTRATOR)


class MentorProfileQuerySet(models.QuerySet["MentorProfile"]):
    def visible_to(self, user: Person) -> Self:
        """Everyone signed in sees the approved mentors; one's own and, for coordinators, all."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser or any(user.has_role(role) for role in STAFF_ROLES):
            return self
        return self.filter(Q(state=MentorState.APPROVED) | Q(user=user))

    def approved(self) -> Self:
        return self.filter(state=MentorState.APPROVED, user__is_active=True)

    def with_free_place(self) -> Self:
        """Approved mentors who take requests and have room for one more."""
        return self.approved().filter(is_open=True, places_taken__lt=F("capacity"))

    def full(self) -> Self:
        """Return approved mentors who take requests and have no room."""
        return self.approved().filter(is_open=True, places_taken__gte=F("capacity"))

    def waiting(self) -> Self:
        return self.filter(state=MentorState.OFFERED, user__is_active=True)

    def with_people(self) -> Self:
        """Load all that a card of the list shows, without a query for each."""
        return self.select_related("user__profile__organisation").prefetch_related("topics")


class MentorProfile(models.Model):
    """What someone offers as a mentor, and how many of their places are taken."""

    class Meta:
        constraints = [
            only_choices("state", MentorState.values, name="mentor_profile_state_known"),
            not_blank("headline", name="mentor_profile_has_a_headline"),
            models.CheckConstraint(
                condition=Q(capacity__gte=1, capacity__lte=MAX_PLACES),
                name="mentor_profile_capacity_is_1_to_20",
                violation_error_message=_("Enter a number of places from 1 to 20."),
            ),
            models.CheckConstraint(
                condition=Q(places_taken__gte=0, places_taken__lte=F("capacity")),
                name="mentor_profile_places_taken_within_capacity",
                violation_error_message=_(
                    "You have more mentees than places. Enter a higher number."
                ),
            ),
        ]
        indexes = [models.Index(fields=["state", "is_open"], name="mentor_profile_open")]

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="mentor_profile",
        primary_key=True,
    )
    headline = models.CharField(_("headline"), max_length=120)
    about = models.TextField(_("about"), max_length=3_000, blank=True)
    about_html = models.TextField(blank=True, editable=False)
    topics = models.ManyToManyField(Topic, related_name="mentors", verbose_name=_("topics"))
    languages = models.JSONField(_("languages"), default=list, blank=True)
    capacity = models.PositiveSmallIntegerField(_("places"), default=2)
    # Changed with the row locked; the constraint above enforces the limit.
    places_taken = models.PositiveSmallIntegerField(_("places taken"), default=0, editable=False)
    is_open = models.BooleanField(_("open to requests"), default=True)
    state = models.CharField(max_length=20, choices=MentorState, default=MentorState.OFFERED)
    offered_at = models.DateTimeField(_("offered"), default=timezone.now, editable=False)

    objects = MentorProfileQuerySet.as_manager()

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        return address_of("mentoring:mentor_detail", self.pk)

    @property
    def free_places(self) -> int:
        return max(self.capacity - self.places_taken, 0)
