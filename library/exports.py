"""What the library keeps about a person."""

from accounts.export import Part, export_part
from accounts.models import User
from library.models import Creator, Record, SavedSearch, TopicInterest


@export_part("library")
def library_part(user: User) -> Part:
    """The topics they follow and the searches they keep, the records they deposited and those they are named on."""
    followed = TopicInterest.objects.filter(user=user).order_by("topic__code")
    deposited = Record.objects.filter(depositor=user).order_by("pk")
    named = Creator.objects.filter(user=user).select_related("record").order_by("record", "pk")
    return Part(
        {
            "searches_kept": [
                {"name": s.name, "address": s.get_absolute_url(), "rhythm": s.rhythm}
                for s in SavedSearch.objects.filter(user=user).order_by("pk")
            ],
            "topics_followed": list(followed.values_list("topic__code", flat=True)),
            "records_deposited": [
                {"title": r.title, "address": r.get_absolute_url()} for r in deposited
            ],
            "records_created": [
                {
                    "title": c.record.title,
                    "address": c.record.get_absolute_url(),
                    "named_as": c.name,
                    "role": c.role,
                }
                for c in named
            ],
        }
    )
