"""The unread count that every page shows, loaded with the account."""

from django.db.models import F, Func, IntegerField, OuterRef, Subquery

from accounts.reader_facts import reader_fact
from notifications.models import Notification


@reader_fact("unread_count")
def unread_count() -> Subquery:
    """Return the expression that counts unread notifications."""
    unread = Notification.objects.filter(recipient=OuterRef("pk")).unread().open_to_recipient()
    # A plain function counts the rows of the subquery without a GROUP BY.
    count = Func(F("pk"), function="COUNT", output_field=IntegerField())
    return Subquery(unread.order_by().values(count=count))
