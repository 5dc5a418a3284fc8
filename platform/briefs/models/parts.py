"""What a version of a brief is made of, in its order."""

import uuid
from typing import Any, Self

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from briefs.models.briefs import Brief, Edition
from briefs.states import PartKind
from core.constraints import only_choices
from core.validators import no_control_characters, no_control_characters_in_paragraphs
from courses.models import Lesson
from indicators.catalogue.models import Indicator, Release
from library.catalogue.models import Version
from library.recommendations.models import Recommendation

_THINGS = {
    PartKind.RECORD: "version",
    PartKind.FIGURE: "source",
    PartKind.RECOMMENDATION: "recommendation",
    PartKind.LESSON: "lesson",
}


def _names_its_thing() -> Q:
    """Return the condition that a part leads to the thing of its kind and to nothing else."""
    condition = Q()
    for kind in PartKind:
        holds = Q(kind=kind)
        for other, field in _THINGS.items():
            holds &= Q(**{f"{field}__isnull": other != kind})
        holds &= Q(indicator__isnull=kind != PartKind.FIGURE)
        condition |= holds
    return condition


class PartQuerySet(models.QuerySet["Part"]):
    def in_order(self) -> Self:
        return self.order_by("position", "pk")

    def public(self) -> Self:
        """Return the parts of what readers of published briefs see first."""
        return self.filter(edition__in=Edition.objects.current().values("pk"))

    def with_things(self) -> Self:
        """Load what the parts lead to, for telling what is newer."""
        return self.select_related(
            "version__record__current_version",
            "version__record__replaced_by",
            "source",
            "indicator",
            "recommendation__replaced_by",
            "recommendation__record__replaced_by",
            "lesson__module__release__course",
        )

    def briefs(self) -> "models.QuerySet[Brief]":
        """Return the briefs of these parts, the newest first."""
        found = Brief.objects.published().filter(editions__in=self.values("edition"))
        return found.order_by("-published_at", "-pk").distinct()


class Part(models.Model):
    """A text, or a chosen thing with the author's words about it.

    ``taken`` is what pages and files say of the thing, as it was when it was chosen: nothing that happens to the thing
    later changes it.
    """

    class Meta:
        constraints = [
            only_choices("kind", PartKind.values, name="part_kind_known"),
            models.CheckConstraint(condition=_names_its_thing(), name="part_names_its_thing"),
            models.CheckConstraint(
                condition=~Q(kind=PartKind.TEXT) | ~Q(words=""), name="part_text_says_something"
            ),
            models.UniqueConstraint(fields=["edition", "form_key"], name="part_added_once"),
            models.UniqueConstraint(fields=["edition", "version"], name="part_record_once"),
            models.UniqueConstraint(
                fields=["edition", "recommendation"], name="part_recommendation_once"
            ),
            models.UniqueConstraint(fields=["edition", "lesson"], name="part_lesson_once"),
        ]

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="parts")
    kind = models.CharField(max_length=15, choices=PartKind, editable=False)
    position = models.PositiveSmallIntegerField(default=1, editable=False)
    heading = models.CharField(
        _("heading"), max_length=200, blank=True, validators=[no_control_characters]
    )
    words = models.TextField(
        _("text"),
        max_length=6_000,
        blank=True,
        validators=[MaxLengthValidator(6_000), no_control_characters_in_paragraphs],
    )
    words_html = models.TextField(blank=True, editable=False)
    version = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="+")
    recommendation = models.ForeignKey(
        Recommendation, null=True, on_delete=models.PROTECT, related_name="+"
    )
    lesson = models.ForeignKey(Lesson, null=True, on_delete=models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, null=True, on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(Release, null=True, on_delete=models.PROTECT, related_name="+")
    # What was chosen of the figures of an indicator.
    selection: Any = models.JSONField(null=True, editable=False)
    taken: Any = models.JSONField(default=dict, editable=False)
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)

    objects = PartQuerySet.as_manager()

    def __str__(self) -> str:
        return self.heading or self.taken.get("title", "") or self.get_kind_display()

    @property
    def is_text(self) -> bool:
        return self.kind == PartKind.TEXT

    @property
    def is_figure(self) -> bool:
        return self.kind == PartKind.FIGURE
