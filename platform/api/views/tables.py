"""The tables of tokens and services that administrators look after."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from api.models import Service, Token
from api.sections import SCOPES
from core.tables.cells import Badge, Cell, day, link, moment, number
from core.tables.layout import Column, Layout, RowAction


def _owner(token: Token) -> Cell:
    if token.service:
        words = _("service %(name)s") % {"name": token.service}
        return link(words, token.service.get_absolute_url())
    return Cell(str(token.person))


def _scopes(token: Token) -> Cell:
    labels = [str(SCOPES[scope].label) for scope in token.granted if scope in SCOPES]
    return Cell(" · ".join(labels) or _("No permissions"))


def _token_actions(token: Token) -> list[RowAction]:
    return [
        RowAction(
            _("Revoke"),
            reverse("api:token_revoke", args=[token.pk]),
            token.name,
            is_sent=True,
            question=_("Programs can no longer use this token. You cannot undo this."),
        )
    ]


TOKENS = Layout[Token](
    name="tokens",
    caption=gettext_lazy("All tokens"),
    columns=(
        Column(
            "name",
            gettext_lazy("Name"),
            lambda token: Cell(token.name, note=f"{token.shown_part}…"),
            sort=("name",),
            is_wide=True,
        ),
        Column(
            "owner",
            gettext_lazy("Owner"),
            _owner,
            sort=("person__full_name", "service__name"),
            is_labelled=True,
        ),
        Column("scopes", gettext_lazy("What it can do"), _scopes, is_wide=True, is_extra=True),
        Column(
            "used",
            gettext_lazy("Last used"),
            lambda token: day(token.last_used_on),
            sort=("last_used_on",),
            is_descending=True,
            is_labelled=True,
        ),
        Column(
            "made",
            gettext_lazy("Created"),
            lambda token: moment(token.made_at),
            sort=("made_at",),
            is_descending=True,
            is_extra=True,
        ),
        Column(
            "until",
            gettext_lazy("Expires"),
            lambda token: moment(token.expires_at),
            sort=("expires_at",),
            is_labelled=True,
        ),
    ),
    actions=_token_actions,
    usual_sort="-made",
)


def _contact(service: Service) -> Cell:
    if service.lacks_contact:
        gone = Badge(_("The contact has closed their account"), "wait")
        return Cell(str(service.contact), badges=(gone,))
    return Cell(str(service.contact))


SERVICES = Layout[Service](
    name="services",
    caption=gettext_lazy("Services"),
    columns=(
        Column(
            "name",
            gettext_lazy("Name"),
            lambda service: link(service.name, service.get_absolute_url()),
            sort=("name",),
            is_wide=True,
        ),
        Column(
            "contact",
            gettext_lazy("Contact"),
            _contact,
            sort=("contact__full_name",),
            is_labelled=True,
        ),
        Column(
            "working",
            gettext_lazy("Active tokens"),
            lambda service: number(service.working),  # type: ignore[attr-defined]
            sort=("working",),
            is_descending=True,
            is_number=True,
            is_labelled=True,
        ),
    ),
    usual_sort="name",
)
