"""Cohorts: people who take one release of a course together."""

from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.constraints import in_order, not_blank, only_choices
from core.types import Person
from courses.models.content import Release, is_author_of_all
from courses.states import GONE, LISTED_ENTRIES, CourseState, EnrolmentState, Entry

MOST_PLACES = 5_000
_HERE = sorted(set(EnrolmentState) - GONE)


class CohortQuerySet(models.QuerySet["Cohort"]):
    def visible_to(self, user: Person) -> Self:
        """Keep listed cohorts of published courses for everyone, others for their people and facilitators."""
        listed = Q(entry__in=sorted(LISTED_ENTRIES), release__course__state=CourseState.PUBLISHED)
        if not user.is_authenticated:
            return self.filter(listed)
        if is_author_of_all(user):
            return self.all()
        # In one call, so that both are asked of the same row: others who have left hide nothing from this person.
        learning = Cohort.objects.filter(enrolments__user=user, enrolments__state__in=_HERE)
        waiting = WaitingPlace.objects.filter(user=user.pk).values("cohort")
        mine = Q(pk__in=learning.values("pk")) | Q(pk__in=waiting)
        return self.filter(listed | mine | _looked_after(user))

    def facilitated_by(self, user: Person) -> Self:
        """Keep cohorts whose learners this person looks after: their own, and those of their courses."""
        if not user.is_authenticated:
            return self.none()
        return self.all() if is_author_of_all(user) else self.filter(_looked_after(user))

    def soonest_first(self) -> Self:
        """Order cohorts by their start; those without one come first."""
        return self.order_by(F("starts_on").asc(nulls_first=True), "name", "pk")


def _looked_after(user: Person) -> Q:
    named = Cohort.facilitators.through.objects.filter(user=user.pk).values("cohort")
    of_course = Release.objects.filter(course__facilitators=user.pk).values("pk")
    return Q(pk__in=named) | Q(release__in=of_course)


class Cohort(models.Model):
    """A run of one release of a course, with dates and facilitators of its own.

    A cohort without a first day is a rolling one: each learner starts when they enrol.
    """

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form_key"], name="cohort_planned_once"),
            not_blank("name", name="cohort_has_a_name"),
            only_choices("entry", Entry.values, name="cohort_entry_known"),
            in_order("starts_on", "ends_on", name="cohort_ends_later"),
            in_order("opens_on", "closes_on", name="cohort_closes_later"),
            in_order("closes_on", "ends_on", name="cohort_closes_before_its_end"),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(capacity__gte=1), name="cohort_has_a_place"
            ),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(taken__lte=F("capacity") - F("reserved")),
                name="cohort_is_not_overfull",
            ),
            models.CheckConstraint(
                condition=~Q(entry=Entry.KEY) | ~Q(key=""), name="cohort_by_key_has_a_key"
            ),
        ]

    Entry = Entry

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="cohorts")
    name = models.CharField(_("name"), max_length=100)
    facilitators = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("facilitators"), blank=True, related_name="+"
    )
    # Places set aside for organisations that nobody has taken; written with ``taken``.
    reserved = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    # Days on the clocks of the zone: the cohort begins with the first and ends after the last.
    time_zone = models.CharField(_("time zone"), max_length=50)
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    opens_on = models.DateField(_("enrolment opens"), null=True, blank=True)
    closes_on = models.DateField(_("last day of enrolment"), null=True, blank=True)
    capacity = models.PositiveSmallIntegerField(
        _("places"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PLACES)],
    )
    has_waiting_list = models.BooleanField(_("waiting list"), default=True)
    # How many places are taken: counted again under the lock of this row by whatever gives or frees one.
    taken = models.PositiveSmallIntegerField(default=0, editable=False)
    entry = models.CharField(_("how to get in"), max_length=10, choices=Entry, default=Entry.OPEN)
    key = models.CharField(_("key"), max_length=50, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancelled_because = models.CharField(_("reason"), max_length=500, blank=True, editable=False)
    created_at = models.DateTimeField(editable=False)
    # Key of the form that planned it.
    form_key = models.UUIDField(null=True, editable=False)

    objects = CohortQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the page of the cohort; load ``release__course`` with it."""
        return reverse("courses:cohort_detail", args=[self.release.course.slug, self.pk])

    @property
    def is_rolling(self) -> bool:
        return self.starts_on is None

    @property
    def is_listed(self) -> bool:
        """Tell whether everyone finds the cohort on the page of the course."""
        return self.entry in LISTED_ENTRIES

    @property
    def places_left(self) -> int | None:
        """Return how many more people can get in; nothing where there is no limit. What is set aside is not free."""
        if self.capacity is None:
            return None
        return max(0, self.capacity - self.taken - self.reserved)


class WaitingPlaceQuerySet(models.QuerySet["WaitingPlace"]):
    def in_order(self) -> Self:
        """Return the waiting list, the first to move up first."""
        return self.order_by("pk")


class WaitingPlace(models.Model):
    """A place on the waiting list of a cohort. It is gone once its person moves up or gives it up."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "user"], name="waiting_place_once_a_cohort"),
        ]

    # Keys are given out under the lock of the cohort, so that they are in the order of the list.
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="waiting")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="waiting_places"
    )
    joined_at = models.DateTimeField(_("on the list since"))

    objects = WaitingPlaceQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.user_id} waits for {self.cohort_id}"
