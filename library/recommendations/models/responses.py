"""Responses to recommendations: the present one of each respondent, and everything that was said before."""

from typing import Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.constraints import AppendOnlyModel, only_choices
from core.types import Person
from library.catalogue.models.records import is_library_staff
from library.recommendations.models.recommendations import Recommendation
from library.recommendations.models.respondents import Respondent
from library.recommendations.states import ResponseState, Stance
from library.vocabularies.models import Place


class ResponseQuerySet(models.QuerySet["Response"]):
    def given(self) -> Self:
        """Return the responses that everyone may read: given ones, to published recommendations."""
        published = Recommendation.objects.published().values("pk")
        return self.filter(state=ResponseState.GIVEN, recommendation__in=published)

    def visible_to(self, user: Person) -> Self:
        """Return what everyone may read; for the library's staff withdrawn ones, too."""
        return self if is_library_staff(user) else self.given()

    def of_place(self, place: Place) -> Self:
        """Return the responses for the place or for one in it."""
        return self.filter(respondent__in=Respondent.objects.of_place(place).values("pk"))

    def for_list(self) -> Self:
        """Load everything that a row shows."""
        return self.select_related(
            "recommendation__record__replaced_by",
            "respondent__organisation",
            "respondent__place",
            "current",
        )

    def newest_first(self) -> Self:
        return self.order_by("-changed_at", "-pk")


class Response(models.Model):
    """What an organisation or a place answers to a recommendation; its words are in its statements."""

    State = ResponseState

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "respondent"], name="response_is_one"
            ),
            only_choices("state", ResponseState.values, name="response_state_known"),
            only_choices("stance", Stance.values, name="response_stance_known"),
            models.CheckConstraint(
                condition=~Q(state=ResponseState.WITHDRAWN) | ~Q(withdrawal_reason=""),
                name="response_withdrawn_says_why",
            ),
        ]
        indexes = [models.Index(fields=["state", "-changed_at"], name="response_newest")]

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="responses"
    )
    respondent = models.ForeignKey(Respondent, on_delete=models.PROTECT, related_name="responses")
    # That of the newest statement.
    stance = models.CharField(_("answer"), max_length=10, choices=Stance)
    current = models.ForeignKey(
        "Statement", null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, choices=ResponseState, default=ResponseState.GIVEN)
    withdrawal_reason = models.CharField(_("why it was withdrawn"), max_length=500, blank=True)
    changed_at = models.DateTimeField()

    objects = ResponseQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.respondent}: {self.recommendation.reference}"

    def get_absolute_url(self) -> str:
        return reverse("recommendations:response_detail", args=[self.pk])

    @property
    def is_given(self) -> bool:
        return self.state == ResponseState.GIVEN


class Statement(AppendOnlyModel):
    """One thing that a respondent said about a recommendation. It stays as it was said."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["response", "number"], name="statement_numbers_differ"),
            models.UniqueConstraint(
                fields=["recorded_by", "form_key"], name="statement_recorded_once"
            ),
            only_choices("stance", Stance.values, name="statement_stance_known"),
            models.CheckConstraint(
                condition=Q(is_own=True) | ~Q(document=""),
                name="statement_of_others_names_its_source",
                violation_error_message=_("Enter the address of the public source."),
            ),
        ]

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="statements")
    number = models.PositiveSmallIntegerField()
    stance = models.CharField(_("answer"), max_length=10, choices=Stance)
    words = models.TextField(
        _("in their words"), max_length=4_000, blank=True, validators=[MaxLengthValidator(4_000)]
    )
    document = models.URLField(_("document"), max_length=500, blank=True)
    given_on = models.DateField(_("answered on"))
    # Recorded by its own representative, or by an editor from a public source.
    is_own = models.BooleanField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    recorded_at = models.DateTimeField()
    form_key = models.UUIDField(editable=False)

    def __str__(self) -> str:
        return f"{self.response_id}, {self.number}"
