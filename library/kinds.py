"""The notification kinds of the library."""

from django.utils.translation import gettext_lazy as _

from notifications.kinds import Channel, Kind

NEW_FOR_SEARCH = Kind(
    name="library.new_for_search",
    group="library",
    title=_("%(new)s for your search “%(target)s”"),
    why=_("you asked us to tell you about new records for this search"),
    channel=Channel.MAIL,
)
PROPOSAL_ACCEPTED = Kind(
    name="library.proposal_accepted",
    group="library",
    title=_("Your correction of “%(target)s” was accepted"),
    why=_("you proposed this correction"),
    channel=Channel.MAIL,
)
PROPOSAL_DECLINED = Kind(
    name="library.proposal_declined",
    group="library",
    title=_("Your correction of “%(target)s” was not accepted"),
    why=_("you proposed this correction"),
    channel=Channel.MAIL,
)
GAP_ACCEPTED = Kind(
    name="library.gap_accepted",
    group="library",
    title=_("Your evidence gap “%(target)s” is public now"),
    why=_("you proposed this evidence gap"),
)
GAP_DISMISSED = Kind(
    name="library.gap_dismissed",
    group="library",
    title=_("Your evidence gap “%(target)s” was dismissed"),
    why=_("you proposed this evidence gap"),
)
GAP_FILLED = Kind(
    name="library.gap_filled",
    group="library",
    title=_("The evidence gap “%(target)s” was filled"),
    why=_("you follow this evidence gap"),
    channel=Channel.MAIL,
)
REPRESENTATION_CONFIRMED = Kind(
    name="library.representation_confirmed",
    group="library",
    title=_("You can answer recommendations for %(target)s"),
    why=_("you asked to answer for this organisation or place"),
    channel=Channel.MAIL,
)
REPRESENTATION_DECLINED = Kind(
    name="library.representation_declined",
    group="library",
    title=_("Your request to answer for %(target)s was not confirmed"),
    why=_("you asked to answer for this organisation or place"),
    channel=Channel.MAIL,
)
REPRESENTATION_ENDED = Kind(
    name="library.representation_ended",
    group="library",
    title=_("You no longer answer recommendations for %(target)s"),
    why=_("you answered for this organisation or place, or asked to"),
    channel=Channel.MAIL,
)
RESPONSE_WITHDRAWN = Kind(
    name="library.response_withdrawn",
    group="library",
    title=_("An editor withdrew the answer of %(whom)s to %(target)s"),
    why=_("you answer for this organisation or place"),
    channel=Channel.MAIL,
)
UPDATE_DUE = Kind(
    name="library.update_due",
    group="library",
    title=_("An update is due: %(target)s"),
    why=_("you answer for the organisation or place that committed to this"),
    channel=Channel.MAIL,
)
JUDGEMENT_ENDED = Kind(
    name="library.judgement_ended",
    group="library",
    title=_("Your judgement of “%(target)s” no longer counts"),
    why=_("you judged this case study"),
)
STAGE_FOLLOWED = Kind(
    name="library.stage_followed",
    group="library",
    title=_("Two editors judged your case study “%(work)s”: %(stage)s"),
    why=_("you are an author of this case study"),
    channel=Channel.MAIL,
)
STAGE_ENDED = Kind(
    name="library.stage_ended",
    group="library",
    title=_("Your case study “%(work)s” is no longer shown as %(stage)s"),
    why=_("you are an author of this case study"),
    channel=Channel.MAIL,
)
TRIAL_CONFIRMED = Kind(
    name="library.trial_confirmed",
    group="library",
    title=_("Everyone can now read where you tried it: %(target)s"),
    why=_("you told us that you tried this case study elsewhere"),
    channel=Channel.MAIL,
)
TRIAL_DECLINED = Kind(
    name="library.trial_declined",
    group="library",
    title=_("What you told us was not confirmed: %(target)s"),
    why=_("you told us that you tried this case study elsewhere"),
    channel=Channel.MAIL,
)
