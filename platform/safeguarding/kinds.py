"""The notification kinds of safeguarding. None of them says a word of the concern, or whom it is about."""

from django.utils.translation import gettext_lazy as _

from notifications.kinds import Channel, Kind

REPORTED = Kind(
    name="safeguarding.reported",
    group="account",
    title=_("A concern was reported"),
    why=_("you are a safeguarding lead"),
    channel=Channel.MAIL,
    can_be_off=False,
    is_urgent=True,
    is_confidential=True,
)
UNHELD = Kind(
    name="safeguarding.unheld",
    group="account",
    title=_("A concern was reported, and no safeguarding lead can read it: give someone the role"),
    why=_("you are an administrator"),
    channel=Channel.MAIL,
    can_be_off=False,
    is_urgent=True,
)
MOVED = Kind(
    name="safeguarding.moved",
    group="account",
    title=_("Your report has a new status"),
    why=_("you reported a concern"),
    channel=Channel.MAIL,
    can_be_off=False,
    is_confidential=True,
)
