"""Files that were chosen for a post which is not sent yet."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.constraints import not_blank
from core.types import Person


class KeptFileQuerySet(models.QuerySet["KeptFile"]):
    def of(self, user: Person) -> Self:
        """Return what this person chose. Nobody else gets it."""
        return self.filter(owner=user) if user.is_authenticated else self.none()


class KeptFile(models.Model):
    """A file that came with a post that was previewed or refused: browsers choose no file again by themselves.

    It goes with the post that it was chosen for, or after a day.
    """

    class Meta:
        constraints = [not_blank("name", name="keptfile_has_a_name")]
        indexes = [models.Index(fields=["kept_at"], name="keptfile_old")]

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="kept_files"
    )
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=200)
    content = models.FileField(_("file"), upload_to="networks/kept/", max_length=200)
    kept_at = models.DateTimeField()

    objects = KeptFileQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
