"""Cases that would be left without a lead, or with nobody to sign them off."""

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.closing_obstacles import closing_obstacle
from accounts.models import User
from advice.models import AdviceCase


@closing_obstacle("advice")
def cases_that_need_the_person(user: User) -> list[str]:
    """Name the cases that this person leads or signs off and that were not sent."""
    needed = AdviceCase.objects.unsent().filter(Q(lead=user) | Q(sign_off_by=user))
    titles = list(needed.order_by("title", "pk").values_list("title", flat=True))
    if not titles:
        return []
    words = _("You lead or sign off this advice: %(cases)s. Name someone else first.")
    return [words % {"cases": ", ".join(titles)}]
