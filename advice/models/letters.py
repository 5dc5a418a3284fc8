"""Contributions that came on paper or by mail, recorded by those who write the advice."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from advice.models.cases import AdviceCase
from advice.states import LetterWay
from core.constraints import not_blank, only_choices
from core.validators import no_control_characters, no_control_characters_in_paragraphs

LONGEST_LETTER = 10_000


class LetterContributionQuerySet(models.QuerySet["LetterContribution"]):
    def counted(self) -> Self:
        """Return those that were not removed."""
        return self.filter(removed_at=None)

    def in_order(self) -> Self:
        """Return the letters in the order in which they arrived."""
        return self.order_by("received_on", "pk")


class LetterContribution(models.Model):
    """What an organisation or group wrote about a case. Only those who work on the case read it."""

    class Meta:
        constraints = [
            not_blank("body", name="lettercontribution_has_a_body"),
            only_choices("way", LetterWay.values, name="lettercontribution_way_known"),
            models.CheckConstraint(
                condition=~Q(words="") | ~Q(document=""),
                name="lettercontribution_says_something",
                violation_error_message=_("Enter what it says, or add the document."),
            ),
            models.UniqueConstraint(fields=["case", "form_key"], name="lettercontribution_once"),
        ]

    case = models.ForeignKey(AdviceCase, on_delete=models.PROTECT, related_name="letters")
    body = models.CharField(
        _("organisation or group"), max_length=200, validators=[no_control_characters]
    )
    way = models.CharField(_("how it arrived"), max_length=10, choices=LetterWay)
    received_on = models.DateField(_("received on"))
    words = models.TextField(
        _("what it says"),
        max_length=LONGEST_LETTER,
        blank=True,
        validators=[no_control_characters_in_paragraphs],
    )
    document = models.FileField(
        _("document"), upload_to="advice/letters/", max_length=200, blank=True
    )
    document_name = models.CharField(max_length=200, blank=True)
    document_type = models.CharField(max_length=100, blank=True)
    # Whether it agreed that readers of the advice see its name.
    is_named = models.BooleanField(_("may be named"), default=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    form_key = models.UUIDField(editable=False)

    objects = LetterContributionQuerySet.as_manager()

    def __str__(self) -> str:
        return self.body

    def get_document_url(self) -> str:
        return reverse("advice:letter_document", args=[self.case_id, self.pk])
