"""Finding the cohort that an address names."""

from django.shortcuts import get_object_or_404

from core.permissions import require
from core.types import MemberRequest, Person
from courses.models import Cohort


def find_cohort(user: Person, slug: str, pk: int) -> Cohort:
    """Return the cohort to those who may see it. Raises 404."""
    cohorts = Cohort.objects.visible_to(user).select_related("release__course")
    return get_object_or_404(cohorts, pk=pk, release__course__slug=slug)


def find_my_cohort(request: MemberRequest, slug: str, pk: int) -> Cohort:
    """Return the cohort to those who look after its learners. Raises 404 for who may not see it, else 403."""
    cohort = find_cohort(request.user, slug, pk)
    require(request.user, "courses.facilitate_cohort", cohort)
    return cohort
