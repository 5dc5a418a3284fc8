"""Topics, and which of them a person follows."""

from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.constraints import not_blank


class TopicQuerySet(models.QuerySet["Topic"]):
    def in_order(self) -> Self:
        """Return topics in the order of the taxonomy: each parent before its children."""
        return self.select_related("parent").order_by(
            models.functions.Coalesce("parent__position", "position"),
            models.functions.Coalesce("parent_id", "id"),
            models.F("parent_id").asc(nulls_first=True),
            "position",
            "pk",
        )

    def roots(self) -> Self:
        return self.filter(parent=None).order_by("position", "pk")


class Topic(models.Model):
    """A subject of the taxonomy, on one of two levels. Its code is permanent and never used again."""

    class Meta:
        constraints = [
            not_blank("label", name="topic_has_a_label"),
            models.CheckConstraint(
                condition=models.Q(parent=None) | ~models.Q(parent=models.F("id")),
                name="topic_is_not_its_own_parent",
            ),
        ]

    code = models.SlugField(_("code"), max_length=60, unique=True)
    label = models.CharField(_("label"), max_length=120)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    synonyms = models.JSONField(
        _("other words for it"), default=list, blank=True, help_text=_("Found by the search.")
    )

    objects = TopicQuerySet.as_manager()

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return f"{reverse('library:finder')}?topic={self.code}"


class TopicInterest(models.Model):
    """A topic that a person follows."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "topic"], name="topicinterest_is_one"),
        ]

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="topic_interests"
    )
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="interests")
    since = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return f"{self.user_id} follows {self.topic_id}"
