"""The table of a network's members."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.permissions import allows
from core.tables.cells import Badge, Cell, moment, person
from core.tables.layout import Column, Layout, RowAction
from core.types import Person
from networks.models import Membership, Network


def member_layout(reader: Person, network: Network) -> Layout[Membership]:
    """Lay out the members as this reader may see them, with what they may do about each.

    Only moderators take them along as a file: a list of people is soon passed on.
    """
    is_moderator = allows(reader, "networks.moderate", network)
    may_appoint = allows(reader, "networks.appoint", network)

    def actions(member: Membership) -> list[RowAction]:
        found = []
        if may_appoint and not member.is_moderator:
            found.append(_appoint(network, member))
        if is_moderator and member.user_id != reader.pk:
            address = reverse("networks:member_remove", args=[network.slug, member.pk])
            found.append(RowAction(_("Remove"), address, member.user))
        return found

    columns: tuple[Column[Membership], ...] = (
        Column("name", gettext_lazy("Name"), _name, sort=("user__full_name",), is_wide=True),
        Column(
            "work",
            gettext_lazy("Role at work"),
            lambda m: Cell(_shown(m, "job_title")),
            is_extra=True,
        ),
        Column(
            "organisation",
            gettext_lazy("Organisation"),
            lambda member: Cell(_shown(member, "organisation")),
            is_wide=True,
        ),
        Column(
            "place",
            gettext_lazy("Place"),
            lambda member: Cell(_shown(member, "place")),
            is_extra=True,
        ),
        Column(
            "joined",
            gettext_lazy("Joined"),
            lambda member: moment(member.joined_at),
            sort=("joined_at",),
            is_descending=True,
            is_labelled=True,
        ),
    )
    if is_moderator or may_appoint:
        return Layout(
            name="members",
            caption=gettext_lazy("Members"),
            columns=columns,
            actions=actions,
            has_csv=is_moderator,
        )
    return Layout(name="members", caption=gettext_lazy("Members"), columns=columns, has_csv=False)


def _appoint(network: Network, member: Membership) -> RowAction:
    return RowAction(
        _("Make moderator"),
        reverse("networks:member_make_moderator", args=[network.slug, member.pk]),
        member.user,
        is_sent=True,
        question=_(
            "%(person)s will answer requests, remove members, hide posts and close discussions."
        )
        % {"person": member.user},
    )


def _name(member: Membership) -> Cell:
    return person(
        member.user,
        member.user.get_absolute_url(),
        has_photo=bool(_fields(member).get("photo")),
        badges=(Badge(_("Moderator"), "info"),) if member.is_moderator else (),
    )


def _shown(member: Membership, field: str) -> str:
    return str(_fields(member).get(field, ""))


def _fields(member: Membership) -> dict[str, Any]:
    """Return what the reader may know, as ``show_people`` found it out."""
    shown: dict[str, Any] = member.shown  # type: ignore[attr-defined]
    return shown
