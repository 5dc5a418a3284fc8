"""The safeguarding part of the personal data export: one's own reports. What is reported of a person is not theirs."""

from accounts.models import User
from accounts.personal_data.registry import DataPart, export_part
from safeguarding.models import Concern


@export_part("safeguarding")
def reports_of(user: User) -> DataPart:
    """Return what the person reported, and where it stands."""
    reports = Concern.objects.reported_by(user).order_by("reported_at", "pk")
    fields = ("words", "where", "person__full_name", "state", "reported_at")
    return DataPart(data={"concerns_reported": list(reports.values(*fields))})
