"""What the two agree on, field by field; the text that they sign is made from it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.constraints import not_blank, only_choices
from mentoring.models.matches import Match

SHORTEST, LONGEST = 15, 240
MOST_MONTHS = 24
USUAL_MONTHS = 6


class Rhythm(models.TextChoices):
    """How often the two meet."""

    WEEKLY = "weekly", _("Once a week")
    FORTNIGHTLY = "fortnightly", _("Every two weeks")
    MONTHLY = "monthly", _("Once a month")
    QUARTERLY = "quarterly", _("Every three months")


class MeetingWay(models.TextChoices):
    """How the two meet."""

    VIDEO = "video", _("By video call")
    PHONE = "phone", _("By phone")
    IN_PERSON = "in-person", _("In person")
    MIXED = "mixed", _("In person and by video call or phone")


class AgreementTerms(models.Model):
    """The fields of an agreement. One of an earlier version has a text alone."""

    class Meta:
        constraints = [
            only_choices("rhythm", Rhythm.values, name="agreement_terms_rhythm_known"),
            only_choices("way", MeetingWay.values, name="agreement_terms_way_known"),
            models.CheckConstraint(
                condition=Q(minutes__gte=SHORTEST, minutes__lte=LONGEST),
                name="agreement_terms_minutes_are_15_to_240",
            ),
            models.CheckConstraint(
                condition=Q(months__gte=1, months__lte=MOST_MONTHS),
                name="agreement_terms_months_are_1_to_24",
            ),
            not_blank("boundaries", name="agreement_terms_have_boundaries"),
            not_blank("limit_harm", name="agreement_terms_have_a_limit_of_harm"),
            not_blank("limit_protection", name="agreement_terms_have_a_limit_of_protection"),
            not_blank("limit_law", name="agreement_terms_have_a_limit_of_law"),
            not_blank("ending", name="agreement_terms_have_an_ending"),
        ]

    match = models.OneToOneField(
        Match, on_delete=models.CASCADE, primary_key=True, related_name="terms"
    )
    rhythm = models.CharField(_("how often we meet"), max_length=20, choices=Rhythm)
    minutes = models.PositiveSmallIntegerField(_("minutes of a session"))
    months = models.PositiveSmallIntegerField(_("for how many months"))
    way = models.CharField(_("how we meet"), max_length=20, choices=MeetingWay)
    boundaries = models.TextField(_("what each of us does, and does not do"), max_length=1_000)
    # The three cases in which what was said in confidence is told to others.
    limit_harm = models.CharField(_("risk of serious harm"), max_length=300)
    limit_protection = models.CharField(_("a child or an adult at risk"), max_length=300)
    limit_law = models.CharField(_("what the law requires"), max_length=300)
    ending = models.TextField(_("how we end"), max_length=600)
    also = models.TextField(_("what else we agree"), max_length=1_200, blank=True)

    def __str__(self) -> str:
        return str(_("Agreement"))


TERMS = (
    *("rhythm", "minutes", "months", "way", "boundaries"),
    *("limit_harm", "limit_protection", "limit_law", "ending", "also"),
)
