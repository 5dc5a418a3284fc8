"""Who may still open what indicators tell people of."""

from django.db.models import QuerySet

from indicators import kinds
from indicators.catalogue.models import Release
from notifications.conditions import may_open


@may_open(kinds.NEW_RELEASE)
def published_releases() -> QuerySet[Release]:
    """Describe releases that everyone may read."""
    return Release.objects.published()
