"""The section of the newsletter with briefs that were published."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from briefs.models import Brief
from briefs.models.briefs import BriefQuerySet
from library.vocabularies.models import Topic
from newsletters.sections import MOST_NEW, SECTIONS, News, Section


def _news(briefs: BriefQuerySet) -> list[News]:
    topics = Prefetch("topics", Topic.objects.order_by("label", "pk"))
    return [
        News(
            key=str(brief.pk),
            title=brief.title,
            address=brief.get_absolute_url(),
            summary=brief.question,
            at=brief.published_at or brief.created_at,
            topics=list(brief.topics.all()),
        )
        for brief in briefs.prefetch_related(topics)
    ]


def new_briefs(*, since: dt.datetime, until: dt.datetime) -> Sequence[News]:
    """Return briefs that were published in the period, the latest first. Two queries."""
    fresh = Brief.objects.published().filter(published_at__gt=since, published_at__lte=until)
    return _news(fresh.order_by("-published_at", "-pk")[:MOST_NEW])


def briefs_again(keys: Sequence[int]) -> list[News]:
    """Return those of the briefs that everyone may read now."""
    return _news(Brief.objects.published().filter(pk__in=keys))


SECTIONS.add("briefs", Section(_("Briefs"), new_briefs, briefs_again), position=50)
