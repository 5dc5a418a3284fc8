"""Who gets which issue, and test mails of drafts."""

from django.conf import settings
from django.db import models

from core.constraints import only_choices
from newsletters.models.issues import Issue
from newsletters.models.subscribers import Subscriber
from newsletters.states import CopyState


class IssueCopy(models.Model):
    """One issue for one subscriber, at most once. The mail itself is a delivery about this row.

    Who unsubscribes is no longer named; their copies count on.
    """

    class Meta:
        verbose_name_plural = "issue copies"
        constraints = [
            models.UniqueConstraint(fields=["issue", "subscriber"], name="issuecopy_sent_once"),
            only_choices("state", CopyState.values, name="issuecopy_state_known"),
        ]
        indexes = [models.Index(fields=["issue", "state"], name="issuecopy_by_state")]

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="copies")
    subscriber = models.ForeignKey(
        Subscriber, null=True, on_delete=models.SET_NULL, related_name="copies"
    )
    state = models.CharField(max_length=10, choices=CopyState, default=CopyState.WAITING)

    def __str__(self) -> str:
        return f"{self.issue_id} for {self.subscriber_id}: {self.state}"


class TestCopy(models.Model):
    """A draft that an editor asked for by mail, to see how it arrives."""

    # For pytest, which takes every class of such a name for tests.
    __test__ = False

    class Meta:
        verbose_name_plural = "test copies"

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="test_copies")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="newsletter_tests"
    )
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.issue_id} for {self.user_id}"
