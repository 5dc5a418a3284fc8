"""The table of people and their roles."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.tables.cells import Badge, Cell, moment, person
from core.tables.layout import Act, Choosing, Column, Layout


def _name(user: User) -> Cell:
    return person(user, reverse("accounts:person_roles", args=[user.pk]))


def _organisation(user: User) -> Cell:
    profile = getattr(user, "profile", None)
    return Cell(str(profile.organisation or "") if profile else "")


def _roles(user: User) -> Cell:
    badges = [Badge(group.name.capitalize(), "info") for group in user.groups.all()]
    if user.is_superuser:
        badges.append(Badge(_("All permissions"), "wait"))
    if user.is_demo:
        badges.append(Badge(_("Demo")))
    return Cell(badges=tuple(badges))


def people_layout() -> Layout[User]:
    """Lay out people, who can be given a role together."""
    return Layout[User](
        name="people",
        caption=_("People and their roles"),
        columns=(
            Column("name", _("Name"), _name, sort=("full_name",), is_wide=True),
            Column("email", _("Email address"), lambda user: Cell(user.email), sort=("email",)),
            Column(
                "organisation",
                _("Organisation"),
                _organisation,
                sort=("profile__organisation__name", "full_name"),
                is_wide=True,
                is_extra=True,
            ),
            Column(
                "joined",
                _("Joined"),
                lambda user: moment(user.joined_at),
                sort=("joined_at",),
                is_descending=True,
                is_extra=True,
            ),
            Column("roles", _("Roles"), _roles),
        ),
        choosing=Choosing(
            address=reverse("accounts:people_grant"),
            acts=(Act(_("Give a role")),),
            key=lambda user: user.pk,
            about=str,
        ),
        usual_sort="name",
    )
