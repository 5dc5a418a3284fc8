"""The notification kinds of indicators."""

from django.utils.translation import gettext_lazy as _

from notifications.kinds import Channel, Kind

NEW_RELEASE = Kind(
    name="indicators.new_release",
    group="indicators",
    title=_("New figures: %(target)s"),
    why=_("you follow an indicator or a place that they are about"),
    channel=Channel.MAIL,
)
