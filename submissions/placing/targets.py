"""What a case study's lessons can be placed under: what it suggests itself, and what a search finds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from core.searchers import with_every_word
from core.types import Person
from core.web.requests import key_of
from courses.models import Course, Lesson
from courses.states import LessonKind
from library.gaps.models import EvidenceGap
from library.recommendations.models import Recommendation
from submissions.models import Placement, Submission

MOST_OFFERED = 15
_LONGEST_WORDS = 100
_RECOMMENDATION, _GAP, _LESSON = "recommendation", "gap", "lesson"


@dataclass(frozen=True)
class Target:
    """A thing that can be chosen: the word by which a form names it, its title and page."""

    ref: str
    title: str
    about: StrOrPromise
    address: str


@dataclass(frozen=True)
class TargetGroup:
    """Things of one kind under a heading."""

    heading: StrOrPromise
    targets: Sequence[Target]


@dataclass(frozen=True)
class Chosen:
    """What was chosen: recommendations, gaps and lessons that can be read now."""

    recommendations: Sequence[Recommendation] = field(default_factory=tuple)
    gaps: Sequence[EvidenceGap] = field(default_factory=tuple)
    lessons: Sequence[Lesson] = field(default_factory=tuple)

    def __len__(self) -> int:
        return len(self.recommendations) + len(self.gaps) + len(self.lessons)


def chosen_from(refs: Iterable[str], editor: Person) -> Chosen:
    """Return the things that these words name and that can be read now. Up to three queries.

    A word is a kind, a colon and a key: ``recommendation:FSHL-2010-A1``, ``gap:4``, ``lesson:12``.
    """
    keys: dict[str, list[str]] = {_RECOMMENDATION: [], _GAP: [], _LESSON: []}
    for ref in refs:
        kind, _colon, key = ref.partition(":")
        keys.get(kind, []).append(key)
    references = [key for key in keys[_RECOMMENDATION] if "\0" not in key]
    gaps = EvidenceGap.objects.public().filter(pk__in=map(key_of, keys[_GAP]))
    lessons = _lessons(editor).filter(pk__in=map(key_of, keys[_LESSON]))
    return Chosen(
        list(Recommendation.objects.published().filter(reference__in=references)),
        list(gaps.order_by("pk")),
        list(lessons.order_by("pk")),
    )


def found_for(
    words: str, *, submission: Submission, editor: Person, placed: Iterable[Placement]
) -> list[TargetGroup]:
    """Return what these words find; without words what the work itself names. Three queries.

    What it is placed under already is left out.
    """
    words = words[:_LONGEST_WORDS].replace("\0", "").strip()
    rows = list(placed)
    recommendations = Recommendation.objects.published()
    gaps, lessons = EvidenceGap.objects.public(), _lessons(editor)
    if words:
        recommendations = with_every_word(recommendations, words, "reference", "title", "text")
        gaps = with_every_word(gaps, words, "title", "rationale")
        lessons = with_every_word(lessons, words, "title", "module__release__course__title")
    else:
        recommendations = recommendations.filter(
            pk__in=submission.recommendations.order_by().values("pk")
        )
        gaps = gaps.filter(_own_gap(submission))
        lessons = lessons.filter(_suggested(submission))
    recommendations = recommendations.exclude(pk__in=_keys(rows, "recommendation_id"))
    gaps = gaps.exclude(pk__in=_keys(rows, "gap_id"))
    taken = {row.lesson.lineage for row in rows if row.lesson}
    groups = [
        TargetGroup(
            _("Recommendations"),
            [
                _recommendation(each)
                for each in _first(recommendations.select_related("record").in_order())
            ],
        ),
        TargetGroup(
            _("Evidence gaps"),
            [_gap(each) for each in _first(gaps.order_by("priority", "title", "pk"))],
        ),
        TargetGroup(
            _("Lessons of courses"),
            [_lesson(each) for each in _first(_in_order(lessons.exclude(lineage__in=taken)))],
        ),
    ]
    return [group for group in groups if group.targets]


def _own_gap(submission: Submission) -> Q:
    """Describe the gap for which the work was begun, or the one it was merged into."""
    own = EvidenceGap.objects.filter(submissions=submission).order_by()
    return Q(pk__in=own.values("pk")) | Q(pk__in=own.values("merged_into"))


def _suggested(submission: Submission) -> Q:
    """Describe the lessons that cite a work on which this one draws, or a report on whose recommendations it acts."""
    drawn_on = submission.draws_on.order_by().values("pk")
    reports = submission.recommendations.order_by().values("record")
    cites = Q(citations__version__record__in=drawn_on) | Q(citations__version__record__in=reports)
    return Q(pk__in=Lesson.objects.filter(cites).order_by().values("pk"))


def _lessons(editor: Person) -> QuerySet[Lesson]:
    """Return the lessons that new learners get; quizzes are left out, as their page shows no evidence."""
    found = Lesson.objects.filter(
        module__release__course__in=Course.objects.visible_to(editor).published(),
        module__release__published_at__isnull=False,
        module__release__superseded_at=None,
    )
    return (
        found.exclude(kind=LessonKind.QUIZ)
        .defer("body", "body_html")
        .select_related("module__release__course")
    )


def _in_order(lessons: QuerySet[Lesson]) -> QuerySet[Lesson]:
    return lessons.order_by("module__release__course__title", "module__position", "position", "pk")


def _first(found: QuerySet[Any]) -> QuerySet[Any]:
    return found[:MOST_OFFERED]


def _keys(rows: Iterable[Placement], name: str) -> list[int]:
    return [key for row in rows if (key := getattr(row, name))]


def _recommendation(each: Recommendation) -> Target:
    title = f"{each.reference} {each.title}"
    return Target(
        f"{_RECOMMENDATION}:{each.reference}", title, each.record.title, each.get_absolute_url()
    )


def _gap(each: EvidenceGap) -> Target:
    return Target(
        f"{_GAP}:{each.pk}", each.title, each.get_state_display(), each.get_absolute_url()
    )


def _lesson(each: Lesson) -> Target:
    course = each.module.release.course
    address = f"{course.get_absolute_url()}#{each.anchor}"
    return Target(f"{_LESSON}:{each.pk}", each.title, course.title, address)
