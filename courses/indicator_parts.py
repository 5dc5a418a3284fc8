"""The lessons that draw on an indicator, on its page."""

from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from core.types import Person
from courses.models import Course, ExerciseData, IndicatorFigure, Lesson
from indicators.catalogue.models import Indicator
from indicators.profiles.parts import MOST_LINES, PagePart, PartLine, indicator_part


@indicator_part("lessons", position=10)
def lessons_with(_user: Person, indicator: Indicator) -> PagePart | None:
    """Return lessons of current versions that show figures of the indicator, or ask for a measure of them."""
    return PagePart(
        _("Lessons with these figures"),
        [
            PartLine(lesson.title, lesson.get_absolute_url(), lesson.module.release.course.title)
            for lesson in _drawing_on(indicator)[:MOST_LINES]
        ],
    )


def _drawing_on(indicator: Indicator) -> QuerySet[Lesson]:
    """Return the lessons, those of one course together. A text names a figure by the place it leaves for it."""
    text = ExpressionWrapper(OuterRef("body_html"), output_field=TextField())
    place = Concat(Value("<!--figure:"), "slug", Value("-->"), output_field=TextField())
    figures = IndicatorFigure.objects.filter(
        indicator=indicator, release=OuterRef("module__release")
    )
    shown = figures.annotate(text=text, place=place).filter(text__contains=F("place"))
    asked = ExerciseData.objects.filter(indicator=indicator, question__lesson=OuterRef("pk"))
    lessons = Lesson.objects.filter(
        Q(Exists(shown)) | Q(Exists(asked)),
        module__release__course__in=Course.objects.published(),
        module__release__published_at__isnull=False,
        module__release__superseded_at=None,
    )
    ordered = lessons.select_related("module__release__course")
    return ordered.order_by("module__release__course__title", "module__position", "position", "pk")
