"""Who answers recommendations: organisations and places, and the people who represent them."""

from typing import Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from core.constraints import not_blank, only_choices
from core.types import Person
from library.catalogue.models.records import is_library_staff
from library.recommendations.states import RepresentationState
from library.vocabularies.models import Place


class RespondentQuerySet(models.QuerySet["Respondent"]):
    def present(self) -> Self:
        """Return those that were not merged into another one."""
        return self.filter(replaced_by=None)

    def represented_by(self, user: Person) -> Self:
        """Return those for whom this person may answer, as an editor has confirmed."""
        if not user.is_authenticated:
            return self.none()
        confirmed = Representation.objects.filter(user=user, state=RepresentationState.CONFIRMED)
        return self.filter(pk__in=confirmed.values("respondent"))

    def of_place(self, place: Place) -> Self:
        """Return those who answer for the place or for one in it."""
        return self.filter(Q(place=place) | Q(place__path__startswith=f"{place.path}/"))

    def with_names(self) -> Self:
        """Load what their names are made of."""
        return self.select_related("organisation", "place")

    def by_name(self) -> Self:
        return self.with_names().order_by("place__name", "organisation__name", "pk")


class Respondent(models.Model):
    """An organisation, a place, or an organisation that answers for a place."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | Q(place__isnull=False),
                name="respondent_is_somebody",
                violation_error_message=_("Name an organisation, a place, or both."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "place"], name="respondent_for_place_is_one"
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(place=None),
                name="respondent_organisation_is_one",
            ),
            models.UniqueConstraint(
                fields=["place"], condition=Q(organisation=None), name="respondent_place_is_one"
            ),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | ~Q(replaced_by=F("id")),
                name="respondent_is_not_replaced_by_itself",
            ),
        ]

    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="respondents"
    )
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="respondents"
    )

    # The one that is the same organisation or place under another name, when two were merged.
    replaced_by = models.ForeignKey(
        "self", null=True, editable=False, on_delete=models.PROTECT, related_name="replaced"
    )

    objects = RespondentQuerySet.as_manager()

    def __str__(self) -> str:
        if self.organisation is None:
            return str(self.place)
        if self.place is None or self.place.name in self.organisation.name:
            return str(self.organisation)
        return f"{self.organisation} ({self.place})"

    def get_absolute_url(self) -> str:
        return reverse("recommendations:respondent_detail", args=[self.pk])


class RepresentationQuerySet(models.QuerySet["Representation"]):
    def visible_to(self, user: Person) -> Self:
        """Return one's own; for editors all of them."""
        if not user.is_authenticated:
            return self.none()
        return self if is_library_staff(user) else self.filter(user=user)

    def open(self) -> Self:
        """Return those that wait for an editor."""
        return self.filter(state=RepresentationState.OPEN)

    def confirmed(self) -> Self:
        return self.filter(state=RepresentationState.CONFIRMED)

    def for_list(self) -> Self:
        return self.select_related("user", "respondent__organisation", "respondent__place")


class Representation(models.Model):
    """Somebody says that they answer for an organisation or a place; an editor checks it."""

    State = RepresentationState

    class Meta:
        constraints = [
            not_blank("grounds", name="representation_says_why"),
            only_choices("state", RepresentationState.values, name="representation_state_known"),
            models.UniqueConstraint(
                fields=["user", "respondent"],
                condition=Q(state__in=[RepresentationState.OPEN, RepresentationState.CONFIRMED]),
                name="representation_is_one",
            ),
            models.UniqueConstraint(fields=["user", "form_key"], name="representation_asked_once"),
        ]
        indexes = [models.Index(fields=["state", "asked_at"], name="representation_waiting")]

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="representations"
    )
    respondent = models.ForeignKey(
        Respondent, on_delete=models.PROTECT, related_name="representations"
    )
    grounds = models.TextField(
        _("how we can check it"), max_length=1_000, validators=[MaxLengthValidator(1_000)]
    )
    state = models.CharField(
        max_length=10, choices=RepresentationState, default=RepresentationState.OPEN
    )
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    form_key = models.UUIDField(editable=False)

    objects = RepresentationQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.respondent)

    def get_absolute_url(self) -> str:
        return reverse("recommendations:representation_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == RepresentationState.OPEN

    @property
    def is_confirmed(self) -> bool:
        return self.state == RepresentationState.CONFIRMED
