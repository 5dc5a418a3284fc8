"""What the library tells people."""

from django.utils.translation import gettext_lazy as _

from notifications.kinds import Channel, Group, Kind

NEW_FOR_SEARCH = Kind(
    name="library.new_for_search",
    group=Group.LIBRARY,
    title=_("%(new)s for your search “%(target)s”"),
    why=_("you asked to be told what is new for this search"),
    channel=Channel.MAIL,
)
