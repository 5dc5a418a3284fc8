"""What a person tells about their work, each field to readers of its own."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.organisations import Organisation
from core.types import Person


class Visibility(models.TextChoices):
    """Who may read a field of a profile."""

    EVERYONE = "everyone", _("Everyone")
    MEMBERS = "members", _("People who are signed in")
    NETWORKS = "networks", _("Members of my networks")
    NOBODY = "nobody", _("Only me")


def photo_name(profile: "Profile", filename: str) -> str:
    """Return a random file name, new for each photo; the name that was sent is not used."""
    return f"photos/{uuid.uuid4().hex}.webp"


class Profile(models.Model):
    """What a person tells about their work. Each field has readers of its own."""

    # The name is not among them: those who are signed in see who speaks to them (docs/decisions/0008).
    FIELDS = ("job_title", "organisation", "place", "about", "languages", "photo")
    # The zone is kept with the account and the topics with the library; who reads them is chosen here, as is who
    # finds the person by name in the search.
    SHOWABLE = (*FIELDS, "topics", "time_zone", "search")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="profile", primary_key=True
    )
    job_title = models.CharField(_("role"), max_length=120, blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="profiles"
    )
    place = models.CharField(_("place"), max_length=120, blank=True)
    about = models.TextField(_("about me"), max_length=2_000, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    photo = models.ImageField(_("photo"), upload_to=photo_name, blank=True)
    shown_to = models.JSONField(default=dict, blank=True)
    onboarded_at = models.DateTimeField(null=True, blank=True, editable=False)

    def __str__(self) -> str:
        return f"Profile of {self.user_id}"

    def visibility_of(self, field: str) -> Visibility:
        """Return who may read the field; by default people who are signed in."""
        return Visibility(self.shown_to.get(field, Visibility.MEMBERS))

    def shows(self, field: str, viewer: Person, *, shares_network: bool = False) -> bool:
        """Tell whether this viewer may read the field; its owner always may."""
        readers = self.visibility_of(field)
        if viewer.is_authenticated and viewer.pk == self.user_id:
            return True
        if readers == Visibility.MEMBERS:
            return viewer.is_authenticated
        if readers == Visibility.NETWORKS:
            return viewer.is_authenticated and shares_network
        return readers == Visibility.EVERYONE

    def fields_for(self, viewer: Person, shares_network: bool = False) -> dict[str, Any]:
        """Return the filled fields that this viewer may read, in the order in which they are shown.

        ``shares_network`` tells whether viewer and owner are active members of one network. Take the
        profile with its organisation (``select_related``), as this reads its name.
        """
        readable = (
            field
            for field in self.FIELDS
            if self.shows(field, viewer, shares_network=shares_network)
        )
        values = {field: getattr(self, field) for field in readable}
        return {field: value for field, value in values.items() if value}
