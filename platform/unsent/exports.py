"""The unsent texts in the personal data export."""

from accounts.models import User
from accounts.personal_data.registry import DataPart, export_part
from unsent.models import UnsentText


@export_part("unsent")
def unsent_texts_of(user: User) -> DataPart:
    """Return what the person wrote and has not sent."""
    texts = UnsentText.objects.filter(owner=user).order_by("pk")
    return DataPart(data=list(texts.values("title", "page", "fields", "began_at", "saved_at")))
