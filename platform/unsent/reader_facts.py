"""How many unsent texts a person has, loaded with the account."""

from django.db.models import F, Func, IntegerField, OuterRef, Subquery

from accounts.reader_facts import reader_fact
from unsent.models import UnsentText


@reader_fact("unsent_count")
def unsent_count() -> Subquery:
    """Return the expression that counts them."""
    mine = UnsentText.objects.filter(owner=OuterRef("pk"))
    # A plain function counts the rows of the subquery without a GROUP BY.
    count = Func(F("pk"), function="COUNT", output_field=IntegerField())
    return Subquery(mine.order_by().values(count=count))
