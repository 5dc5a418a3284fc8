"""What safeguarding knows of the pages of people: whom they are about."""

from django.urls import ResolverMatch

from accounts.models import User
from safeguarding.places import PEOPLE_ON_PAGE


@PEOPLE_ON_PAGE.register("dashboard")
def people_on_page(page: ResolverMatch, reader: User) -> list[User]:
    """Return the person of a person's page."""
    if page.view_name != "dashboard:person":
        return []
    return list(User.objects.open().filter(pk=page.kwargs["pk"]))
