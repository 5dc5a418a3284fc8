"""What is refused when people register, in words for them."""

from django.utils.translation import gettext as _

from core.refusals import Conflict


class EventIsOver(Conflict):
    """The time of the event has passed."""

    def __init__(self) -> None:
        super().__init__(_("This event is over. It can no longer be moved or cancelled."))


class StartsInThePast(Conflict):
    """An event is published or moved to a moment that has passed."""

    def __init__(self) -> None:
        super().__init__(_("The start has passed. Choose a time in the future first."))


class EventHasStarted(Conflict):
    """The event has begun, or is over."""

    def __init__(self) -> None:
        super().__init__(_("This event has started. You can no longer register or withdraw."))


class RegistrationClosed(Conflict):
    """The event is a draft, or was cancelled."""

    def __init__(self) -> None:
        super().__init__(_("You cannot register for this event, because it is not taking place."))


class NotForYou(Conflict):
    """The event is by invitation, and nobody lets this person in."""

    def __init__(self) -> None:
        super().__init__(_("This event is by invitation. Ask its hosts whether you can come."))


class NoSuchSeat(Conflict):
    """The event does not take place in this way."""

    def __init__(self) -> None:
        super().__init__(_("You cannot take part in this event that way. Choose another one."))


class AlreadyRegistered(Conflict):
    """The person has a place, or waits for one, of the other kind."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "You have registered for this event already. To take part in another way, withdraw first."
            )
        )


class OfferExpired(Conflict):
    """The place was not taken in time."""

    def __init__(self) -> None:
        super().__init__(
            _("This place is no longer held for you. Register again to join the waiting list.")
        )


class PeopleHaveRegistered(Conflict):
    """An event for which people have registered cannot become a draft again."""

    def __init__(self) -> None:
        super().__init__(
            _("People have registered for this event. Cancel it, so that we tell them.")
        )


class NotYetStarted(Conflict):
    """Nobody can have come before the start."""

    def __init__(self) -> None:
        super().__init__(_("This event has not started yet. Record who attended once it has."))


class SlidesRefused(Conflict):
    """The record cannot be added to the event."""

    def __init__(self) -> None:
        super().__init__(_("This record is no longer in the library."))
