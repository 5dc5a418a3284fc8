"""The reader’s own action plans on the page of a place."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.types import Member, Person
from courses.models import ActionPlan
from indicators.profiles.parts import MOST_LINES, PagePart, PartLine, names_place, place_part
from library.vocabularies.models import Place

_MOST_READ = 50


@place_part("plans", position=20)
def plans_for(user: Person, place: Place) -> PagePart | None:
    """Return the reader's own action plans that name the place."""
    if not user.is_authenticated:
        return None
    found = [plan for plan in _plans(user, place.name) if names_place(place, [plan.place])]
    return PagePart(
        _("Your action plans"),
        [PartLine(str(plan), plan.get_absolute_url()) for plan in found[:MOST_LINES]],
    )


def _plans(user: Member, name: str) -> QuerySet[ActionPlan]:
    own = ActionPlan.objects.visible_to(user).filter(place__icontains=name)
    return own.newest_first()[:_MOST_READ]
