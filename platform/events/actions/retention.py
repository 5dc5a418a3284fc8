"""Forgetting who came to events of long ago."""

import datetime as dt

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from events.models import Registration
from workflow.models import Transition

KEPT = dt.timedelta(days=730)


@transaction.atomic
def forget_registrations(*, at: dt.datetime) -> int:
    """Delete the registrations of events that ended two years ago, with their history; return how many."""
    old = Registration.objects.filter(event__ends_at__lte=at - KEPT)
    keys = list(old.values_list("pk", flat=True))
    kind = ContentType.objects.get_for_model(Registration)
    Transition.objects.filter(content_type=kind, object_id__in=keys).delete()
    Registration.objects.filter(pk__in=keys).delete()
    return len(keys)
