"""The kinds of notifications about briefs."""

from django.utils.translation import gettext_lazy as _

from notifications.kinds import Channel, Kind

OFFERED = Kind(
    name="briefs.offered",
    group="library",
    title=_("%(author)s asks you to publish the brief “%(target)s”"),
    why=_("you are an editor"),
)
PUBLISHED = Kind(
    name="briefs.published",
    group="library",
    title=_("Your brief “%(target)s” was published"),
    why=_("you wrote this brief"),
    channel=Channel.MAIL,
)
WITHDRAWN = Kind(
    name="briefs.withdrawn",
    group="library",
    title=_("Your brief “%(target)s” was withdrawn"),
    why=_("you wrote this brief"),
    channel=Channel.MAIL,
)
