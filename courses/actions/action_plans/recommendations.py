"""Naming the recommendations that an action plan acts on."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import ActionPlan, PlanRecommendation
from courses.refusals import CannotBeCited
from library.recommendations.models import Recommendation

MOST_RECOMMENDATIONS = 10


@transaction.atomic
def act_on(
    *, plan: ActionPlan, recommendation: Recommendation, at: dt.datetime
) -> PlanRecommendation:
    """Say that the plan acts on the recommendation. Repeats safely.

    Raises ``CannotBeCited`` for one that was withdrawn, and after ``MOST_RECOMMENDATIONS``.
    """
    plan = ActionPlan.objects.select_for_update().get(pk=plan.pk)
    named = PlanRecommendation.objects.filter(plan=plan)
    if known := named.filter(recommendation=recommendation).first():
        return known
    if not Recommendation.objects.published().filter(pk=recommendation.pk).exists():
        raise CannotBeCited(_("This recommendation has been withdrawn."))
    if named.count() >= MOST_RECOMMENDATIONS:
        most = {"most": MOST_RECOMMENDATIONS}
        raise CannotBeCited(
            _("A plan can act on at most %(most)s recommendations. Remove one first.") % most
        )
    return PlanRecommendation.objects.create(plan=plan, recommendation=recommendation, added_at=at)


def stop_acting_on(*, plan: ActionPlan, recommendation: Recommendation) -> None:
    """Take the recommendation out of the plan. Repeats safely."""
    PlanRecommendation.objects.filter(plan=plan, recommendation=recommendation).delete()
