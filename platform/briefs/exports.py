"""The briefs in the personal data export."""

from accounts.models import User
from accounts.personal_data.registry import DataPart, export_part
from briefs.models import Brief, Part


@export_part("briefs")
def briefs_of(user: User) -> DataPart:
    """Return the briefs that the person wrote, with all their versions and words."""
    briefs = Brief.objects.of(user).order_by("created_at", "pk")
    parts = Part.objects.filter(edition__brief__in=briefs).order_by(
        "edition__brief", "edition__number", "position", "pk"
    )
    return DataPart(
        data={
            "briefs": list(
                briefs.values("title", "question", "state", "created_at", "published_at")
            ),
            "parts": list(
                parts.values("edition__title", "edition__number", "kind", "heading", "words")
            ),
        }
    )
