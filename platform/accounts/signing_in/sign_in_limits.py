"""Limits on signing in, counted at the door that somebody knocks at, so that nobody uses up another's.

The door is a device on which the account was signed in to before, or else a client address. What strangers may do to
one account from all their addresses together is limited as well, and never counts for the account's own devices, nor do
their mailed codes count for a client address from which the account is signed in on another device.
While it is used up, a password alone does not sign in on other devices: a mailed code must follow
(``accounts/signing_in/second_proof.py``). How often stands in ``ACCOUNT_RATE_LIMITS``.
"""

from allauth.core.internal import ratelimit
from django.http import HttpRequest
from django.utils import timezone

from accounts.actions.mail_limits import HOUR, MINUTE, MailLimit, TooManyMails, count_under
from accounts.signing_in.addresses import is_signed_in_from
from accounts.signing_in.known_devices import known_device
from core.web.ratelimit import client_address

MAILS_A_MINUTE = 3
MAILS_A_DAY_OF_A_DEVICE = 20
MAILS_A_DAY_OF_AN_ADDRESS = 10
# An hour, so that strangers who stop keep nobody out for the rest of the day.
MAILS_AN_HOUR_OF_STRANGERS = 10


class Door:
    """Where somebody stands who wants to get in to the account of an email address."""

    def __init__(self, request: HttpRequest, email: str) -> None:
        self.request = request
        self.email = email.strip().casefold()
        device = known_device(request, self.email)
        self.is_of_a_stranger = not device
        self.name = f"device {device}" if device else f"address {client_address(request)}"

    @property
    def account(self) -> str:
        """Return the key of what is counted for this account at this door."""
        return f"{self.name} of {self.email}"

    def take(self, action: str, key: str) -> ratelimit.RateLimitUsage | None:
        """Count the action under the key; return what can be given back, or nothing when there is none left."""
        return ratelimit.consume(self.request, app="allauth.account", action=action, key=key)

    @property
    def has_no_guesses_left(self) -> bool:
        """Tell whether this is a stranger, and strangers have used up their guesses at the account."""
        return self.is_of_a_stranger and not ratelimit.consume(
            self.request,
            app="allauth.account",
            action="login_failed_by_strangers",
            key=self.email,
            dry_run=True,
        )

    def may_mail(self) -> bool:
        """Count a mail to the address that is caused here, and tell whether it may go out."""
        if not self.take("mail_at_door", self.name):
            return False
        by_day = MAILS_A_DAY_OF_AN_ADDRESS if self.is_of_a_stranger else MAILS_A_DAY_OF_A_DEVICE
        limits = [
            MailLimit(f"sign-in from {self.account}", MAILS_A_MINUTE, MINUTE),
            MailLimit(f"sign-in from {self.account}", by_day),
        ]
        # Where the owner is signed in with another device, this door's own allowance is limit enough.
        is_at_home = is_signed_in_from(client_address(self.request), self.email)
        if self.is_of_a_stranger and not is_at_home:
            limits.append(MailLimit(f"strangers to {self.email}", MAILS_AN_HOUR_OF_STRANGERS, HOUR))
        try:
            count_under(limits, at=timezone.now())
        except TooManyMails:
            return False
        return True
