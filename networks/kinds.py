"""The notification kinds of the networks: only what waits on people or answers them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from notifications.kinds import Channel, Kind

ASKED_TO_JOIN = Kind(
    name="networks.asked_to_join",
    group="networks",
    title=_("%(person)s asks to join %(target)s"),
    why=_("you moderate this network"),
    channel=Channel.MAIL,
)
APPROVED = Kind(
    name="networks.approved",
    group="networks",
    title=_("You are now a member of %(target)s"),
    why=_("you asked to join this network"),
    channel=Channel.MAIL,
)
DECLINED = Kind(
    name="networks.declined",
    group="networks",
    title=_("Your request to join %(target)s was not accepted"),
    why=_("you asked to join this network"),
    channel=Channel.MAIL,
)
REMOVED = Kind(
    name="networks.removed",
    group="networks",
    title=_("You are no longer a member of %(target)s"),
    why=_("a moderator ended your membership of this network"),
    channel=Channel.MAIL,
)
MADE_MODERATOR = Kind(
    name="networks.made_moderator",
    group="networks",
    title=_("You now moderate %(target)s"),
    why=_("a moderator of this network gave you this role"),
    channel=Channel.MAIL,
)
INVITED = Kind(
    name="networks.invited",
    group="networks",
    title=_("%(person)s invites you to join %(target)s"),
    why=_("a moderator of this network invited you"),
    channel=Channel.INBOX,
)
REPLIED = Kind(
    name="networks.replied",
    group="networks",
    title=_("%(who)s replied in “%(target)s”"),
    why=_("you follow this discussion"),
    channel=Channel.DIGEST,
    counted=ngettext_lazy("%(count)s new reply", "%(count)s new replies", "count"),
)
POST_HIDDEN = Kind(
    name="networks.post_hidden",
    group="networks",
    title=_("A moderator hid your post in “%(target)s”"),
    why=_("you wrote this post"),
    channel=Channel.MAIL,
)
