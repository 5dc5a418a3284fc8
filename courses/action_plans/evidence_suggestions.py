"""Evidence suggested for an action plan: records on its topics, and what its course cites."""

from collections.abc import Iterable, Iterator

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.types import Person
from courses.models import ActionPlan, LessonCitation
from library.catalogue.models import Record
from library.catalogue.models.records import RecordQuerySet
from library.finding.suggested_records import SuggestedRecord

_BY_TOPIC = 6
_FROM_COURSE = 6


def suggest_evidence(
    plan: ActionPlan, *, user: Person, taken: Iterable[int]
) -> list[SuggestedRecord]:
    """Suggest records that share most topics with the plan, then what its course cites, in the order of lessons.

    ``taken`` are the keys of the records that it rests on already. Two queries; one for a plan without a course.
    """
    visible = Record.objects.visible_to(user).filter(current_version__isnull=False)
    free = visible.exclude(pk__in=list(taken))
    picks: dict[int, SuggestedRecord] = {}
    for pick in (*_sharing_topics(plan, free), *_cited_in_course(plan, set(taken))):
        picks.setdefault(pick.record.pk, pick)
    return list(picks.values())


def _cited_in_course(plan: ActionPlan, taken: set[int]) -> list[SuggestedRecord]:
    if plan.enrolment_id is None:
        return []
    cited = (
        LessonCitation.objects.filter(lesson__module__release__enrolments=plan.enrolment_id)
        .select_related("version__record", "lesson")
        .order_by("lesson__module__position", "lesson__position", "position", "pk")
    )
    why = _("Cited in the lesson “%(lesson)s”")
    picks = {
        citation.version.record_id: SuggestedRecord(
            citation.version.record, why % {"lesson": citation.lesson.title}
        )
        for citation in reversed(cited)
        if citation.version.record.is_published and citation.version.record_id not in taken
    }
    return list(reversed(picks.values()))[:_FROM_COURSE]


def _sharing_topics(plan: ActionPlan, records: RecordQuerySet) -> Iterator[SuggestedRecord]:
    shared = (
        records.filter(topics__in=plan.topics.all())
        .annotate(shared=Count("topics"))
        .order_by("-shared", "-year", "pk")
    )
    for record in shared[:_BY_TOPIC]:
        why = ngettext(
            "Shares %(count)d topic with your plan",
            "Shares %(count)d topics with your plan",
            record.shared,
        )
        yield SuggestedRecord(record, why % {"count": record.shared})
