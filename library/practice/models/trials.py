"""Where others tried what a case study describes."""

from typing import Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.constraints import not_blank, only_choices
from core.types import Person
from library.catalogue.models import Record
from library.catalogue.models.records import is_library_staff
from library.practice.models.assessments import case_studies
from library.practice.states import Manner, TrialResult, TrialState

LONGEST_TRIAL = 2_000


class TrialQuerySet(models.QuerySet["Trial"]):
    def published(self) -> Self:
        """Return those that an editor confirmed, of case studies that can be read."""
        published = case_studies().values("pk")
        return self.filter(state=TrialState.CONFIRMED, record__in=published)

    def visible_to(self, user: Person) -> Self:
        """Return confirmed ones and one's own; for the library's staff all of them."""
        if is_library_staff(user):
            return self
        if not user.is_authenticated:
            return self.published()
        return self.filter(Q(pk__in=self.model.objects.published().values("pk")) | Q(user=user))

    def open(self) -> Self:
        """Return those that wait for an editor."""
        return self.filter(state=TrialState.OPEN)

    def for_list(self) -> Self:
        return self.select_related("record", "user")

    def newest_first(self) -> Self:
        return self.order_by("-told_at", "-pk")


class Trial(models.Model):
    """Somebody tried elsewhere what a case study describes, and tells what resulted."""

    State = TrialState

    class Meta:
        constraints = [
            not_blank("place", name="trial_has_a_place"),
            not_blank("words", name="trial_says_what_happened"),
            only_choices("manner", Manner.values, name="trial_manner_known"),
            only_choices("result", TrialResult.values, name="trial_result_known"),
            only_choices("state", TrialState.values, name="trial_state_known"),
            models.CheckConstraint(
                condition=~Q(state=TrialState.DECLINED) | ~Q(answer=""),
                name="trial_declined_says_why",
            ),
            models.UniqueConstraint(fields=["user", "form_key"], name="trial_told_once"),
        ]
        indexes = [
            models.Index(fields=["state", "told_at"], name="trial_waiting"),
            models.Index(fields=["record", "state"], name="trial_of_record"),
        ]

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="trials")
    # Nobody once the account was closed; what an editor confirmed stays.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="trials"
    )
    place = models.CharField(_("place"), max_length=200)
    manner = models.CharField(_("how it was done"), max_length=10, choices=Manner)
    result = models.CharField(_("result"), max_length=10, choices=TrialResult)
    words = models.TextField(
        _("what happened"),
        max_length=LONGEST_TRIAL,
        validators=[MaxLengthValidator(LONGEST_TRIAL)],
    )
    link = models.URLField(_("link"), max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=TrialState, default=TrialState.OPEN)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    told_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    form_key = models.UUIDField(editable=False)

    objects = TrialQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.record}: {self.place}"

    def get_absolute_url(self) -> str:
        return reverse("library:trial_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == TrialState.OPEN

    @property
    def is_confirmed(self) -> bool:
        return self.state == TrialState.CONFIRMED
