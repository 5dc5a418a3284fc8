"""The tokens' part of the personal data export. Secrets are not kept, so none can be in it."""

from accounts.models import User
from accounts.personal_data.registry import DataPart, export_part
from api.models import Service, Token


@export_part("api")
def tokens_of(user: User) -> DataPart:
    """Return the person's tokens, those they made for services, and the services they are the contact of."""
    columns = (
        "name",
        "shown_part",
        "scopes",
        "made_at",
        "expires_at",
        "last_used_on",
        "revoked_at",
    )
    tokens = Token.objects.filter(person=user).newest_first()
    made = Token.objects.filter(made_by=user).exclude(service=None).newest_first()
    services = Service.objects.filter(contact=user).order_by("name", "pk")
    return DataPart(
        data={
            "tokens": list(tokens.values(*columns)),
            "tokens_made_for_services": list(made.values("service__name", "name", "made_at")),
            "contact_of_services": list(services.values("name", "purpose")),
        }
    )
