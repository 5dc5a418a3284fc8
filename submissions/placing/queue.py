"""The queue of published case studies whose lessons an editor places."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from core.types import Person
from library.catalogue.models import Record
from submissions.content import SubmissionKind
from submissions.models import Submission, SubmissionQuerySet
from submissions.states import SubmissionState, TriageState

LABELS: dict[str, StrOrPromise] = {
    TriageState.OPEN: _("To place"),
    TriageState.SET_ASIDE: _("Set aside"),
    TriageState.PLACED: _("Placed"),
    TriageState.NOT_PLACED: _("Not placed"),
}


@dataclass(frozen=True)
class TriageQueue:
    """The case studies in one state, and how many they are."""

    name: str
    label: StrOrPromise
    count: int


def published_studies(editor: Person) -> SubmissionQuerySet:
    """Return the case studies in the library that this editor may place: those of others."""
    published = Submission.objects.for_desk_of(editor).filter(
        kind=SubmissionKind.CASE_STUDY,
        state=SubmissionState.ACCEPTED,
        record__in=Record.objects.published(),
    )
    return published.select_related("record", "author", "triage")


def studies_to_place(editor: Person) -> SubmissionQuerySet:
    """Return those whose lessons nobody has placed yet."""
    return published_studies(editor).filter(in_state(TriageState.OPEN))


def queues_of(editor: Person) -> list[TriageQueue]:
    """Return all queues with their lengths, in one query."""
    counts = published_studies(editor).aggregate(
        **{name.replace("-", "_"): Count("pk", filter=in_state(name)) for name in LABELS}
    )
    return [
        TriageQueue(name, label, counts[name.replace("-", "_")]) for name, label in LABELS.items()
    ]


def studies_in(name: str, *, editor: Person, filters: Mapping[str, Any]) -> SubmissionQuerySet:
    """Return the case studies of one queue."""
    found = published_studies(editor).filter(in_state(name))
    if text := filters.get("q"):
        found = found.filter(
            Q(record__title__icontains=text) | Q(author__full_name__icontains=text)
        )
    if topic := filters.get("topic"):
        found = found.filter(record__topics=topic)
    return found.annotate(placed=Count("placements"))


def in_state(name: str) -> Q:
    """Describe the case studies in this state; what nobody has begun is to be placed."""
    here = Q(triage__state=name)
    return here | Q(triage=None) if name == TriageState.OPEN else here
