"""What people are told about tokens."""

from django.utils.translation import gettext_lazy as _

from notifications.kinds import Channel, Kind

TOKEN_MADE = Kind(
    name="api.token_made",
    group="account",
    title=_("New token: %(target)s"),
    why=_("anyone who has the token can read as you, or as a service you are the contact for"),
    channel=Channel.MAIL,
    can_be_off=False,
)
TOKEN_REVOKED = Kind(
    name="api.token_revoked",
    group="account",
    title=_("An administrator revoked a token: %(target)s"),
    why=_("this token is yours, or you are the contact of its service"),
    channel=Channel.MAIL,
    can_be_off=False,
)
