"""Records of the library that were announced to a network."""

from typing import Self

from django.db import models

from library.catalogue.models import Record
from networks.models.networks import Network


class NetworkRecordQuerySet(models.QuerySet["NetworkRecord"]):
    def newest_first(self) -> Self:
        return self.order_by("-announced_at", "-pk")


class NetworkRecord(models.Model):
    """A record that was published for the topics of a network."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "record"], name="networkrecord_announced_once"
            ),
        ]
        indexes = [
            models.Index(fields=["network", "-announced_at"], name="networkrecord_newest"),
        ]

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="announced")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    announced_at = models.DateTimeField()

    objects = NetworkRecordQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.record_id} in {self.network_id}"
