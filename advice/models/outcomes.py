"""What happened to advice."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from advice.models.cases import AdviceCase
from advice.states import AdviceOutcomeKind
from core.constraints import AppendOnlyModel, not_blank, only_choices
from core.validators import no_control_characters, no_control_characters_in_paragraphs


class AdviceOutcome(AppendOnlyModel):
    """What became known on one day, and where it can be read. The newest row is what is known now."""

    class Meta:
        constraints = [
            only_choices("outcome", AdviceOutcomeKind.values, name="adviceoutcome_known"),
            not_blank("source", name="adviceoutcome_names_its_source"),
            models.UniqueConstraint(fields=["case", "form_key"], name="adviceoutcome_told_once"),
        ]

    case = models.ForeignKey(AdviceCase, on_delete=models.PROTECT, related_name="outcomes")
    outcome = models.CharField(_("outcome"), max_length=12, choices=AdviceOutcomeKind)
    note = models.TextField(
        _("what happened"),
        max_length=2_000,
        blank=True,
        validators=[no_control_characters_in_paragraphs],
    )
    source = models.CharField(_("source"), max_length=300, validators=[no_control_characters])
    link = models.URLField(_("link"), max_length=500, blank=True)
    known_on = models.DateField(_("date"))
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    told_at = models.DateTimeField()
    form_key = models.UUIDField(editable=False)

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.case_id}"
