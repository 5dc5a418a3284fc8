"""What a release takes from indicators: figures of its lessons, and the data of exercises, both kept as they were."""

from typing import Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.constraints import not_blank, only_choices
from core.types import Person
from courses.models.content import Course, Release
from courses.models.learning import Enrolment
from courses.models.questions import Question
from indicators.catalogue.models import Indicator
from indicators.catalogue.models import Release as FigureRelease
from indicators.excerpts.excerpt import Excerpt, Selection
from indicators.measures.working import EXPLAINED


class IndicatorFigure(models.Model):
    """A figure of a release, drawn from an indicator, under the name by which its lessons show it.

    ``excerpt`` holds the numbers as they were when its author took them: what is published or withdrawn later changes
    nothing here. Empty words are made from the numbers.
    """

    class Meta:
        constraints = [
            not_blank("slug", name="indicator_figure_has_a_name"),
            models.UniqueConstraint(
                fields=["release", "slug"], name="indicator_figure_name_in_release"
            ),
            models.UniqueConstraint(
                fields=["release", "form_key"], name="indicator_figure_made_once"
            ),
        ]

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="figures")
    # Key of the form that made it; copies have one that does not count.
    form_key = models.UUIDField(null=True, editable=False)
    slug = models.SlugField(_("name"), max_length=80)
    title = models.CharField(_("title"), max_length=200, blank=True)
    description = models.CharField(_("what it shows"), max_length=1_000, blank=True)
    selection = models.JSONField()
    excerpt = models.JSONField()
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(FigureRelease, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.title or f"{self.excerpt['name']}, {self.excerpt['period']}"

    @property
    def marker(self) -> str:
        """Return what an author writes on a line of its own to show it."""
        return f"{{{{figure:{self.slug}}}}}"

    @property
    def chosen(self) -> Selection:
        """Return what its author chose."""
        return Selection.from_plain(self.selection)

    @property
    def taken(self) -> Excerpt:
        """Return the numbers as they were taken."""
        return Excerpt.from_plain(self.excerpt)


class ExerciseDataQuerySet(models.QuerySet["ExerciseData"]):
    def visible_to(self, user: Person) -> Self:
        """Return the data of lessons that this person may read: learners theirs, authors and reviewers those of their courses."""
        if not user.is_authenticated:
            return self.none()
        written = Course.objects.draft_read_by(user).values("pk")
        learned = Enrolment.objects.filter(user=user).not_left().values("release")
        return self.filter(
            models.Q(question__lesson__module__release__course__in=written)
            | models.Q(question__lesson__module__release__in=learned)
        )


class ExerciseData(models.Model):
    """The groups that a question asks a measure of: taken from an indicator, or pasted. Its answer stands in the question."""

    class Meta:
        constraints = [
            only_choices("measure", list(EXPLAINED), name="exercise_measure_is_explained"),
            not_blank("figures", name="exercise_has_figures"),
            not_blank("source", name="exercise_names_its_source"),
            models.CheckConstraint(
                condition=Q(tolerance_percent=None) | Q(tolerance_percent__gte=0),
                name="exercise_tolerance_counts",
            ),
            models.CheckConstraint(
                condition=Q(indicator=None, release=None)
                | Q(indicator__isnull=False, release__isnull=False),
                name="exercise_release_has_its_indicator",
            ),
        ]

    question = models.OneToOneField(Question, on_delete=models.CASCADE, related_name="data")
    measure = models.CharField(_("measure"), max_length=40)
    # The answer is asked without its sign.
    is_size = models.BooleanField(_("without a sign"), default=False)
    # In per cent of the answer, where its author did not give a number; the question holds what follows from it.
    tolerance_percent = models.DecimalField(
        _("tolerance in per cent"),
        max_digits=6,
        decimal_places=3,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    title = models.CharField(_("title of the data"), max_length=200)
    # A table as the calculator reads it: one row a group, from the most to the least disadvantaged.
    figures = models.TextField(_("data"), max_length=40_000)
    # What the calculator calls the kind of value, its unit and which way is better.
    values = models.CharField(_("kind of value"), max_length=20)
    unit = models.CharField(_("unit"), max_length=120, blank=True)
    is_ordered = models.BooleanField(_("the groups have an order"), default=True)
    better = models.CharField(_("which way is better"), max_length=10, blank=True)
    source = models.CharField(_("source"), max_length=500)
    selection = models.JSONField(null=True)
    indicator = models.ForeignKey(Indicator, null=True, on_delete=models.PROTECT, related_name="+")
    release = models.ForeignKey(
        FigureRelease, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ExerciseDataQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the data as a file."""
        return reverse("courses:exercise_csv", args=[self.pk])
