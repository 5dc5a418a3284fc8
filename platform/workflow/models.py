"""The history of every state that changed."""

from typing import Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class TransitionQuerySet(models.QuerySet["Transition"]):
    def of(self, thing: models.Model) -> Self:
        """Return the history of one thing, oldest first."""
        kind = ContentType.objects.get_for_model(thing)
        return self.filter(content_type=kind, object_id=thing.pk).in_order()

    def in_order(self) -> Self:
        """Each with whoever made it, oldest first."""
        return self.select_related("actor").order_by("at", "pk")


class Transition(models.Model):
    """One change of state: who, from what, to what, why and when. Never changed, never deleted."""

    class Meta:
        indexes = [models.Index(fields=["content_type", "object_id", "at"], name="transition_of")]

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    thing = GenericForeignKey("content_type", "object_id")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    move = models.CharField(_("move"), max_length=40)
    from_state = models.CharField(_("from"), max_length=40)
    to_state = models.CharField(_("to"), max_length=40)
    note = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField(_("at"))

    objects = TransitionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.move}: {self.from_state} → {self.to_state}"
