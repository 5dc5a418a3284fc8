"""The code of conduct, its versions, and who accepted which."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.constraints import not_blank


class ConductQuerySet(models.QuerySet["ConductVersion"]):
    def newest_first(self) -> Self:
        return self.order_by("-number")


class ConductVersion(models.Model):
    """One version of the code of conduct. It is not changed: a new one follows it."""

    class Meta:
        constraints = [not_blank("body", name="conductversion_has_words")]

    number = models.PositiveIntegerField(unique=True)
    body = models.TextField(gettext_lazy("text"), max_length=20_000)
    body_html = models.TextField(editable=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(gettext_lazy("published"))

    objects = ConductQuerySet.as_manager()

    def __str__(self) -> str:
        return _("Version %(number)d") % {"number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("networks:conduct_detail")


class ConductAcceptance(models.Model):
    """Who accepted which version of the code of conduct, and when."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "user"], name="conductacceptance_once_per_version"
            ),
        ]

    version = models.ForeignKey(
        ConductVersion, on_delete=models.PROTECT, related_name="acceptances"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id}: {self.version_id}"


def conduct_to_accept(user: User) -> ConductVersion | None:
    """Return the present version while this person has not accepted it; nothing where there is none."""
    accepted = ConductAcceptance.objects.filter(version=OuterRef("pk"), user=user)
    versions = ConductVersion.objects.annotate(is_accepted=Exists(accepted))
    newest = versions.newest_first().first()
    return None if newest is None or newest.is_accepted else newest
