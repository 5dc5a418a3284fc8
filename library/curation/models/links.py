"""Checks whether the web addresses of records still lead to the works."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.constraints import only_choices
from library.catalogue.models.records import Record
from library.catalogue.states import RecordState

# Servers are down now and then: editors are told after this many failures in a row.
FAILURES_TO_TELL = 3


class LinkState(models.TextChoices):
    """The result of the last check of an address."""

    WAITING = "waiting", _("Not checked yet")
    WORKS = "works", _("It works")
    GUARDED = "guarded", _("The page answers, but blocks our check")
    FAILING = "failing", _("It did not answer")
    GONE = "gone", _("Page not found")
    REFUSED = "refused", _("We do not open addresses like this")


class LinkCheckQuerySet(models.QuerySet["LinkCheck"]):
    def due_at(self, moment: dt.datetime) -> Self:
        """Return the checks that are due, the longest due first."""
        return self.filter(next_at__lte=moment).order_by("next_at", "pk")

    def working(self) -> Self:
        """Return the addresses that answered at their last check, the latest first."""
        return self.filter(state=LinkState.WORKS).order_by("-checked_at", "-pk")

    def broken(self) -> Self:
        """Return broken links that editors should correct: of published records, not accepted as they are."""
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
    """The last check of one record's address, and when the next one is due."""

    State = LinkState

    class Meta:
        constraints = [only_choices("state", LinkState.values, name="linkcheck_state_known")]
        indexes = [
            models.Index(fields=["next_at"], name="linkcheck_due"),
            models.Index(fields=["state", "failures"], name="linkcheck_broken"),
        ]

    record = models.OneToOneField(Record, on_delete=models.CASCADE, related_name="link_check")
    # The address that was checked: a corrected one is checked anew.
    url = models.CharField(max_length=500)
    state = models.CharField(max_length=10, choices=LinkState, default=LinkState.WAITING)
    # What the server answered, in words for editors, or why it was not asked.
    answer = models.CharField(max_length=300, blank=True)
    failures = models.PositiveIntegerField(default=0)
    checked_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField()
    # An editor accepted the address, whatever the check says.
    is_accepted = models.BooleanField(default=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = LinkCheckQuerySet.as_manager()

    def __str__(self) -> str:
        return self.url
