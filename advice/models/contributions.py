"""Calls for contributions in networks, and which replies the lead has kept."""

from django.conf import settings
from django.db import models

from advice.models.cases import AdviceCase
from networks.models import Discussion, Post


class ContributionCall(models.Model):
    """A discussion in a network that asks for contributions to a case."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["discussion"], name="contributioncall_is_of_one_case"),
        ]

    case = models.ForeignKey(AdviceCase, on_delete=models.PROTECT, related_name="calls")
    discussion = models.ForeignKey(Discussion, on_delete=models.PROTECT, related_name="+")
    called_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case_id}: {self.discussion_id}"


class KeptContribution(models.Model):
    """A reply to a call that the draft takes up. Its words stay in the network alone."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post"], name="keptcontribution_kept_once"),
        ]

    case = models.ForeignKey(AdviceCase, on_delete=models.CASCADE, related_name="contributions")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case_id}: {self.post_id}"
