"""Requests of learners to mentors."""

import datetime as dt
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from core.addresses import address_of
from core.constraints import not_blank, only_choices
from core.types import Person
from courses.models import ActionPlan
from mentoring.states import WORKING_STATES, RequestState

ANSWER_WITHIN = dt.timedelta(days=21)
MAX_OPEN_REQUESTS = 5
MAX_REQUESTS_A_DAY = 10
# Who was declined does not ask the same mentor again for this long.
COOLING_OFF = dt.timedelta(days=30)
_DAY = dt.timedelta(days=1)


class MentoringRequestQuerySet(models.QuerySet["MentoringRequest"]):
    def visible_to(self, user: Person) -> Self:
        """Return requests that the user sent or received; nobody else reads the message."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(mentee=user) | Q(mentor=user))

    def open(self) -> Self:
        return self.filter(state=RequestState.OPEN)

    def sharing_plan(self) -> Self:
        """Return requests whose mentor may read the plan: while it waits, and while they work together."""
        return self.filter(Q(state=RequestState.OPEN) | Q(match__state__in=WORKING_STATES))

    def expired_by(self, now: dt.datetime) -> Self:
        return self.open().filter(expires_at__lte=now)

    def unanswered_since(self, moment: dt.datetime) -> Self:
        return self.open().filter(created_at__lte=moment)

    def sent_in_the_day_before(self, moment: dt.datetime) -> Self:
        return self.filter(created_at__gt=moment - _DAY)

    def declined_lately(self, moment: dt.datetime) -> Self:
        """Return requests whose mentor declined, and that are too fresh to be followed by another one."""
        state = RequestState.DECLINED
        return self.filter(state=state, answered_at__gt=moment - COOLING_OFF)

    def with_people(self) -> Self:
        return self.select_related("mentor", "mentee", "organisation", "plan")


class MentoringRequest(models.Model):
    """A learner asks one mentor, for themself or for their organisation."""

    class Meta:
        constraints = [
            only_choices("state", RequestState.values, name="mentoring_request_state_known"),
            not_blank("message", name="mentoring_request_has_a_message"),
            models.CheckConstraint(
                condition=~Q(mentor=F("mentee")),
                name="mentoring_request_is_to_someone_else",
                violation_error_message=_("You cannot be your own mentor."),
            ),
            models.UniqueConstraint(
                fields=["mentor", "mentee"],
                condition=Q(state=RequestState.OPEN),
                name="mentoring_request_one_open_per_pair",
                violation_error_message=_("You have already asked this mentor."),
            ),
            models.UniqueConstraint(
                fields=["mentee", "form_key"], name="mentoring_request_sent_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["expires_at"],
                condition=Q(state=RequestState.OPEN),
                name="mentoring_request_expiring",
            ),
        ]

    mentor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mentoring_requests_got"
    )
    mentee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mentoring_requests_made"
    )
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="mentoring_requests",
        verbose_name=_("on behalf of"),
    )
    plan = models.ForeignKey(
        ActionPlan,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="mentoring_requests",
        verbose_name=_("action plan"),
    )
    message = models.TextField(_("message"), max_length=2_000)
    answer = models.TextField(_("answer"), max_length=2_000, blank=True)
    state = models.CharField(max_length=20, choices=RequestState, default=RequestState.OPEN)
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("expires"), editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)

    objects = MentoringRequestQuerySet.as_manager()

    def __str__(self) -> str:
        return str(_("Mentoring request"))

    @property
    def again_from(self) -> dt.datetime | None:
        """Return the moment from which a declined request may be followed by another one to the same mentor."""
        if self.state != RequestState.DECLINED or self.answered_at is None:
            return None
        return self.answered_at + COOLING_OFF

    @property
    def shares_plan(self) -> bool:
        """Tell of one request, loaded with its match, what ``sharing_plan`` says of many."""
        match = getattr(self, "match", None)
        return self.state == RequestState.OPEN or (match is not None and match.is_working)

    def get_absolute_url(self) -> str:
        return address_of("mentoring:request_detail", self.pk)
