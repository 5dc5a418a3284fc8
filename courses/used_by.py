"""The reader's own action plans that use a record, and the lessons that teach a recommendation."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from core.prepared import prepared
from core.types import Member, Person
from courses.models import ActionPlan, Course, Lesson, LessonCitation, PlanEvidence
from library.catalogue.models import Record
from library.catalogue.used_by import MOST_USES, UsedBy, used_by_source
from library.recommendations.chain import MOST_LINES, ChainLine, ChainPart, recommendation_part
from library.recommendations.models import Recommendation


@used_by_source("courses")
def plans_of(user: Person, record: Record) -> list[UsedBy]:
    """Return the reader's own plans that rest on the record; sharing is told by the part that shares."""
    if not user.is_authenticated:
        return []
    return [
        UsedBy(
            _("Your action plan “%(plan)s”") % {"plan": row.plan},
            row.plan.get_absolute_url(),
            row.added_at,
            row.version.number,
        )
        for row in _evidence(user, record)
    ]


@prepared
def _evidence(user: Member, record: Record) -> QuerySet[PlanEvidence]:
    own = PlanEvidence.objects.of(record).filter(plan__in=ActionPlan.objects.visible_to(user))
    return own.select_related("plan", "version").order_by("-added_at", "pk")[:MOST_USES]


@recommendation_part("lessons", position=40)
def lessons_teaching(user: Person, recommendation: Recommendation) -> ChainPart | None:
    """Return the lessons of current versions that name the recommendation, or cite its report."""
    lines = [
        ChainLine(
            lesson.title,
            lesson.get_absolute_url(),
            _("%(course)s. It names this recommendation.")
            % {"course": lesson.module.release.course}
            if recommendation.reference in lesson.body
            else _("%(course)s. It cites the report.") % {"course": lesson.module.release.course},
            names=f"lesson:{lesson.pk}",
        )
        for lesson in _lessons(user, recommendation)
    ]
    return ChainPart(_("What is taught"), lines)


def _lessons(user: Person, recommendation: Recommendation) -> QuerySet[Lesson]:
    record = recommendation.report
    citing = LessonCitation.objects.filter(lesson=OuterRef("pk")).filter(
        Q(version__record=record) | Q(version__record__replaced_by=record)
    )
    current = Lesson.objects.filter(
        module__release__course__in=Course.objects.visible_to(user).published(),
        module__release__published_at__isnull=False,
        module__release__superseded_at=None,
    )
    teaching = current.filter(Q(body__contains=recommendation.reference) | Exists(citing))
    ordered = teaching.select_related("module__release__course").order_by(
        "module__release__course__title", "module__position", "position", "pk"
    )
    return ordered[:MOST_LINES]
