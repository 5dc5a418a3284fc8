"""The figures of a cohort as pictures with tables."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.types import MemberRequest
from courses.cohorts.figures import FEWEST_ANSWERS, figures_of, questions_of
from courses.views.cohorts.finding import find_my_cohort


@require_safe
def cohort_figures(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Show how far the learners have come, how long it takes, and how the questions do."""
    cohort = find_my_cohort(request, slug, pk)
    questions = questions_of(cohort.release)
    context = {
        "course": cohort.release.course,
        "cohort": cohort,
        "figures": figures_of(cohort),
        "questions": [one for one in questions if one.is_enough],
        "too_few": [one for one in questions if not one.is_enough],
        "fewest": FEWEST_ANSWERS,
    }
    return render(request, "courses/cohorts/cohort_figures.html", context)
