"""Organisations that people work for and that create or publish works."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.identifiers import is_area_code, is_ror_id
from core.constraints import not_blank, only_choices
from core.validators import no_control_characters


class OrganisationKind(models.TextChoices):
    """What sort of body an organisation is."""

    LOCAL_GOVERNMENT = "local-government", _("Local government")
    NATIONAL_GOVERNMENT = "national-government", _("National government")
    HEALTH_SERVICE = "health-service", _("Health service")
    UNIVERSITY = "university", _("University or research institute")
    CHARITY = "charity", _("Charity or community organisation")
    INTERNATIONAL = "international", _("International organisation")
    BUSINESS = "business", _("Business")
    OTHER = "other", _("Other")


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def named(self, name: str) -> Self:
        """Return the organisation of this name, whatever its case and spacing."""
        return self.filter(name__iexact=" ".join(name.split()))

    def found_by(self, text: str) -> Self:
        """Organisations whose name or short name contains each word of the text."""
        found = self
        for word in text.split():
            found = found.filter(Q(name__icontains=word) | Q(short_name__icontains=word))
        return found


class Organisation(models.Model):
    """An organisation that people work for and that creates or publishes works."""

    class Meta:
        constraints = [
            not_blank("name", name="organisation_has_a_name"),
            models.UniqueConstraint(
                Lower("name"),
                name="organisation_name_is_unique",
                violation_error_message=_("There is already an organisation with this name."),
            ),
            models.UniqueConstraint(
                fields=["ror_id"],
                condition=~Q(ror_id=""),
                name="organisation_ror_id_is_unique",
                violation_error_message=_("Another organisation has this ROR identifier."),
            ),
            models.UniqueConstraint(
                fields=["area_code"],
                condition=~Q(area_code=""),
                name="organisation_area_code_is_unique",
                violation_error_message=_("Another organisation has this area code."),
            ),
            only_choices("kind", OrganisationKind.values, name="organisation_kind_known"),
        ]

    name = models.CharField(_("name"), max_length=200, validators=[no_control_characters])
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    kind = models.CharField(
        _("type"), max_length=30, choices=OrganisationKind, default=OrganisationKind.OTHER
    )
    country = models.CharField(
        _("country"), max_length=2, blank=True, help_text="ISO 3166-1 alpha-2"
    )
    website = models.URLField(_("website"), blank=True)
    ror_id = models.CharField(_("ROR identifier"), max_length=9, blank=True, validators=[is_ror_id])
    # Ties a council to the figures that are published for its area.
    area_code = models.CharField(
        _("area code"), max_length=9, blank=True, validators=[is_area_code]
    )

    objects = OrganisationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accounts:organisation_edit", args=[self.pk])

    @property
    def ror_address(self) -> str:
        """Return the address of its entry in the Research Organization Registry, if it has one."""
        return f"https://ror.org/{self.ror_id}" if self.ror_id else ""
