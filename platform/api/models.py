"""Tokens of people and services."""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from core.constraints import not_blank
from core.types import Person
from core.validators import no_control_characters


def _sees_all(user: Person) -> bool:
    return user.is_authenticated and (user.is_superuser or user.has_role(Role.ADMINISTRATOR))


class ServiceQuerySet(models.QuerySet["Service"]):
    def visible_to(self, user: Person) -> Self:
        """Return the services that this person is the contact of; for administrators all."""
        if not user.is_authenticated:
            return self.none()
        return self if _sees_all(user) else self.filter(contact=user)


class Service(models.Model):
    """A program of the institute or of a partner. It sees what everyone may see, unless a scope grants more."""

    class Meta:
        constraints = [
            not_blank("name", name="service_has_a_name"),
            models.UniqueConstraint(
                fields=["name"],
                name="service_names_differ",
                violation_error_message=_("There is already a service with this name."),
            ),
        ]

    name = models.CharField(_("name"), max_length=100, validators=[no_control_characters])
    purpose = models.TextField(
        _("what it is for"), max_length=500, blank=True, validators=[MaxLengthValidator(500)]
    )
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="services"
    )
    scopes = models.JSONField(_("what it can do"), default=list, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField()

    objects = ServiceQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("api:service_detail", args=[self.pk])

    @property
    def lacks_contact(self) -> bool:
        """Tell whether its contact has left: takes no query where ``contact`` is loaded."""
        return self.contact.closed_at is not None or not self.contact.is_active


class ServiceChange(models.Model):
    """What a service was from a moment on, and who decided it. A row is written once and never changed."""

    class Meta:
        indexes = [models.Index(fields=["service", "at"], name="service_change_of_service")]

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="changes")
    name = models.CharField(max_length=100)
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    scopes = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name}: {' '.join(self.scopes)}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row. Raises ``TypeError`` when it is there already: history is not edited."""
        if not self._state.adding:
            raise TypeError("A line of history is written once.")
        super().save(*args, **kwargs)


class TokenQuerySet(models.QuerySet["Token"]):
    def visible_to(self, user: Person) -> Self:
        """Return one's own tokens and those of services one is the contact of; for administrators all."""
        if not user.is_authenticated:
            return self.none()
        is_theirs = Q(person=user) | Q(service__contact=user)
        return self if _sees_all(user) else self.filter(is_theirs)

    def working(self, at: dt.datetime) -> Self:
        """Return the tokens that are answered at this moment."""
        has_owner = Q(person=None) | Q(person__is_active=True, person__closed_at=None)
        return self.filter(has_owner, revoked_at=None, expires_at__gt=at)

    def newest_first(self) -> Self:
        return self.order_by("-made_at", "-pk")


class Token(models.Model):
    """A token with which a program asks as a person or as a service. Its secret is not kept, only a digest."""

    class Meta:
        constraints = [
            not_blank("name", name="token_has_a_name"),
            models.CheckConstraint(
                condition=Q(person=None) ^ Q(service=None), name="token_has_one_owner"
            ),
            models.UniqueConstraint(fields=["digest"], name="token_digests_differ"),
            models.UniqueConstraint(fields=["made_by", "form_key"], name="token_made_once"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="token_ends_after_its_making"
            ),
        ]

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="tokens"
    )
    service = models.ForeignKey(Service, null=True, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(_("name"), max_length=100, validators=[no_control_characters])
    # Of a person's token. Those of a service are what the service may do, today and not when it was made.
    scopes = models.JSONField(_("what it can do"), default=list, blank=True)
    shown_part = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    form_key = models.UUIDField(editable=False)

    objects = TokenQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return self.service.get_absolute_url() if self.service else reverse("api:token_list")

    @property
    def granted(self) -> list[str]:
        """The scopes that count now. Takes no query where ``service`` is loaded."""
        return self.service.scopes if self.service else self.scopes

    def is_working(self, at: dt.datetime) -> bool:
        """Tell whether it was not revoked and has not expired; its owner may have left all the same."""
        return self.revoked_at is None and self.expires_at > at
