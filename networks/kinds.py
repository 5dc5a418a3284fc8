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
ASKED = Kind(
    name="networks.asked",
    group="networks",
    title=_("%(who)s asks in %(group)s: “%(target)s”"),
    why=_("you facilitate this cohort"),
    channel=Channel.INBOX,
)
MENTIONED = Kind(
    name="networks.mentioned",
    group="networks",
    title=_("%(who)s mentioned you in “%(target)s”"),
    why=_("someone mentioned you in one of your networks"),
    channel=Channel.MAIL,
)
POST_WAITS = Kind(
    name="networks.post_waits",
    group="networks",
    title=_("A first post with links is waiting for you in “%(target)s”"),
    why=_("you moderate this network"),
    channel=Channel.MAIL,
)
POST_APPROVED = Kind(
    name="networks.post_approved",
    group="networks",
    title=_("Your post in “%(target)s” is now shown"),
    why=_("you wrote this post"),
    channel=Channel.INBOX,
)
FLAGGED = Kind(
    name="networks.flagged",
    group="networks",
    title=_("A member flagged something in %(network)s"),
    why=_("you decide on flags in this network"),
    channel=Channel.MAIL,
    counted=ngettext_lazy("%(count)s new flag", "%(count)s new flags", "count"),
)
APPEALED = Kind(
    name="networks.appealed",
    group="networks",
    title=_("An author appeals against a decision in %(network)s"),
    why=_("you decide on flags in this network"),
    channel=Channel.MAIL,
)
ESCALATED = Kind(
    name="networks.escalated",
    group="networks",
    title=_("A moderator of %(network)s passes a decision to you"),
    why=_("you decide on what moderators pass to the administrators"),
    channel=Channel.MAIL,
)
# These name the network alone: the title of a discussion may be what was hidden, or no longer theirs to read.
HIDDEN_AT_ONCE = Kind(
    name="networks.hidden_at_once",
    group="networks",
    title=_("What you wrote in %(network)s is hidden until a moderator decides"),
    why=_("you wrote this post"),
    channel=Channel.MAIL,
)
UPHELD = Kind(
    name="networks.upheld",
    group="networks",
    title=_("A moderator hid what you wrote in %(network)s. You can appeal"),
    why=_("you wrote this post"),
    channel=Channel.MAIL,
    can_be_off=False,
)
SHOWN_AGAIN = Kind(
    name="networks.shown_again",
    group="networks",
    title=_("What you wrote in %(network)s is shown again"),
    why=_("you wrote this post"),
    channel=Channel.MAIL,
)
APPEAL_REJECTED = Kind(
    name="networks.appeal_rejected",
    group="networks",
    title=_("Your appeal in %(network)s was not accepted"),
    why=_("you appealed against a decision"),
    channel=Channel.MAIL,
    can_be_off=False,
)
FLAG_ANSWERED = Kind(
    name="networks.flag_answered",
    group="networks",
    title=_("A moderator has looked at what you flagged in %(network)s"),
    why=_("you flagged something in this network"),
    channel=Channel.INBOX,
)
PAUSED = Kind(
    name="networks.paused",
    group="networks",
    title=_("You cannot post in %(target)s until %(until)s"),
    why=_("the moderators paused your posting in this network"),
    channel=Channel.MAIL,
    can_be_off=False,
)
PAUSE_LIFTED = Kind(
    name="networks.pause_lifted",
    group="networks",
    title=_("You can post in %(target)s again"),
    why=_("a moderator has let you post again"),
    channel=Channel.MAIL,
)
EVENT_PUBLISHED = Kind(
    name="networks.event_published",
    group="networks",
    title=_("An event of your network: %(target)s"),
    why=_("you are a member of a network that announced an event"),
    channel=Channel.DIGEST,
)
