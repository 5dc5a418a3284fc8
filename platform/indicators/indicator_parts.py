"""What the library knows about an indicator: recommendations on its topic, the latest reports first."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from core.types import Person
from indicators.catalogue.models import Indicator
from indicators.profiles.parts import MOST_LINES, PagePart, PartLine, indicator_part
from library.recommendations.models import Recommendation
from library.vocabularies.models import Topic


@indicator_part("recommendations", position=15)
def recommendations_on_topic(user: Person, indicator: Indicator) -> PagePart | None:
    """Return recommendations on the topic of the indicator, or on the broader one: their pages show its trend, too."""
    if indicator.topic is None:
        return None
    return PagePart(
        _("Recommendations on this topic"),
        [
            PartLine(each.title, each.get_absolute_url(), each.reference)
            for each in _recommendations(user, indicator.topic)[:MOST_LINES]
        ],
        more_label=_("All recommendations on this topic"),
        more_address=reverse(
            "recommendations:recommendation_list", query={"topic": indicator.topic.code}
        ),
    )


def _recommendations(user: Person, topic: Topic) -> QuerySet[Recommendation]:
    topics = [key for key in (topic.pk, topic.parent_id) if key is not None]
    found = Recommendation.objects.published().visible_to(user)
    chosen = Recommendation.objects.filter(topics__in=topics).values("pk")
    return found.filter(pk__in=chosen).order_by("-record__year", "sorted_by", "pk")
