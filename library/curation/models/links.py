"""Whether the addresses that records name still lead to the works."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.constraints import only_choices
from library.catalogue.models.records import Record
from library.catalogue.states import RecordState

# Servers are down now and then: so many looks in a row must fail before editors are told.
FAILURES_TO_TELL = 3


class LinkState(models.TextChoices):
    """What came of the last look at an address."""

    WAITING = "waiting", _("Not looked at yet")
    WORKS = "works", _("It works")
    GUARDED = "guarded", _("It answers, but not to programs")
    FAILING = "failing", _("It did not answer")
    GONE = "gone", _("There is nothing there")
    REFUSED = "refused", _("We do not open such an address")


class LinkCheckQuerySet(models.QuerySet["LinkCheck"]):
    def due_at(self, moment: dt.datetime) -> Self:
        """Those to be looked at now, the longest due first."""
        return self.filter(next_at__lte=moment).order_by("next_at", "pk")

    def working(self) -> Self:
        """Those that answered when they were last looked at, the latest first."""
        return self.filter(state=LinkState.WORKS).order_by("-checked_at", "-pk")

    def broken(self) -> Self:
        """Those that editors should see to: of published records, not accepted as they are."""
        is_broken = Q(state__in=[LinkState.GONE, LinkState.REFUSED]) | Q(
            state=LinkState.FAILING, failures__gte=FAILURES_TO_TELL
        )
        return self.filter(
            is_broken,
            is_accepted=False,
            url=F("record__url"),
            record__state=RecordState.PUBLISHED,
        )


class LinkCheck(models.Model):
    """The last look at the address of one record, and when the next one is due."""

    State = LinkState

    class Meta:
        constraints = [only_choices("state", LinkState.values, name="linkcheck_state_known")]
        indexes = [
            models.Index(fields=["next_at"], name="linkcheck_due"),
            models.Index(fields=["state", "failures"], name="linkcheck_broken"),
        ]

    record = models.OneToOneField(Record, on_delete=models.CASCADE, related_name="link_check")
    # The address that was looked at: a corrected one is looked at anew.
    url = models.CharField(max_length=500)
    state = models.CharField(max_length=10, choices=LinkState, default=LinkState.WAITING)
    # In words for editors: what the server said, or why nothing was asked.
    answer = models.CharField(max_length=300, blank=True)
    failures = models.PositiveIntegerField(default=0)
    checked_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField()
    # An editor looked and found it right, whatever programs are told.
    is_accepted = models.BooleanField(default=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = LinkCheckQuerySet.as_manager()

    def __str__(self) -> str:
        return self.url
