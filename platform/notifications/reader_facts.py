"""The kinds of what a reader has not read, loaded with the account for the number on every page."""

from typing import Any

from django.db.models import F, Func, OuterRef, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from accounts.reader_facts import reader_fact
from notifications.models import Notification


class _Kinds(Func):
    """The different values of a column as one text. Stands alone in a subquery, so it needs no GROUP BY."""

    template = "STRING_AGG(DISTINCT %(expressions)s, ',')"
    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="GROUP_CONCAT(DISTINCT %(expressions)s)", **context
        )


@reader_fact("unread_kinds")
def unread_kinds() -> Coalesce:
    """Return the expression that names the kinds of unread notifications, with commas between.

    Their rules are not asked here: there are more than a hundred, and PostgreSQL would plan all of them for each page.
    """
    unread = Notification.objects.filter(recipient=OuterRef("pk")).unread()
    named = Subquery(unread.order_by().values(kinds=_Kinds(F("kind"))))
    return Coalesce(named, Value(""), output_field=TextField())
