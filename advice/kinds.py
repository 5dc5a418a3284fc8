"""The notification kinds of advice."""

from django.utils.translation import gettext_lazy as _

from notifications.kinds import Channel, Kind

_LEAD = _("you lead this case")
_REVIEWER = _("you are asked to review this advice")
_SIGN_OFF = _("you sign off this advice")

LED = Kind(
    "advice.led",
    "advice",
    _("You now lead the advice on: %(target)s"),
    _LEAD,
    Channel.MAIL,
    is_confidential=True,
)
JOINED = Kind(
    "advice.joined",
    "advice",
    _("You now write this advice with others: %(target)s"),
    _("you write this advice with others"),
    Channel.MAIL,
    is_confidential=True,
)
REVIEW_ASKED = Kind(
    "advice.review_asked",
    "advice",
    _("Please review by %(due)s: %(target)s"),
    _REVIEWER,
    Channel.MAIL,
    is_confidential=True,
)
REVIEW_CANCELLED = Kind(
    "advice.review_cancelled",
    "advice",
    _("Your review is no longer needed: %(target)s"),
    _REVIEWER,
    is_confidential=True,
)
REVIEWED = Kind(
    "advice.reviewed",
    "advice",
    _("%(reviewer)s: %(answer)s. %(target)s"),
    _LEAD,
    Channel.MAIL,
    is_confidential=True,
)
SIGN_OFF_ASKED = Kind(
    "advice.sign_off_asked",
    "advice",
    _("Both reviewers find it ready. Please sign off: %(target)s"),
    _SIGN_OFF,
    Channel.MAIL,
    is_confidential=True,
)
SIGNED_OFF = Kind(
    "advice.signed_off",
    "advice",
    _("Signed off, ready to send: %(target)s"),
    _LEAD,
    Channel.MAIL,
    is_confidential=True,
)
RETURNED = Kind(
    "advice.returned",
    "advice",
    _("Returned for changes: %(target)s"),
    _LEAD,
    Channel.MAIL,
    is_confidential=True,
)
CLOSING = Kind(
    "advice.closing",
    "advice",
    _("Closes on %(closes)s: %(target)s"),
    _("you lead or sign off this case"),
    Channel.MAIL,
    is_confidential=True,
)
