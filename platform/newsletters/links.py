"""Signed links, by which subscribers confirm, choose topics and unsubscribe without signing in."""

import datetime as dt
import uuid

from django.conf import settings
from django.core import signing
from django.urls import reverse

from newsletters.models import Subscriber

# How long the link works by which an address is confirmed. The row is forgotten after it.
CONFIRM_WITHIN = dt.timedelta(days=7)
_CONFIRM, _CHOICES = "newsletters.confirm", "newsletters.choices"


def confirm_address(subscriber: Subscriber) -> str:
    """Return the address of the page on which somebody confirms that they asked for the newsletter."""
    return _address("newsletters:confirm", _CONFIRM, subscriber)


def choices_address(subscriber: Subscriber) -> str:
    """Return the address of the page on which a subscriber chooses topics."""
    return _address("newsletters:choices", _CHOICES, subscriber)


def unsubscribe_address(subscriber: Subscriber) -> str:
    """Return the address at which a subscriber, or their mail program, ends the newsletter."""
    return _address("newsletters:unsubscribe", _CHOICES, subscriber)


def _address(view: str, salt: str, subscriber: Subscriber) -> str:
    token = signing.dumps(subscriber.key.hex, salt=salt)
    return settings.SITE_URL + reverse(view, args=[token])


def read_confirm_token(token: str) -> uuid.UUID:
    """Return the key in a token. Raises ``SignatureExpired`` after a week, ``BadSignature`` for what we did not sign."""
    return uuid.UUID(hex=signing.loads(token, salt=_CONFIRM, max_age=CONFIRM_WITHIN))


def read_choices_token(token: str) -> uuid.UUID:
    """Return the key in a token, which never expires. Raises ``BadSignature`` for what we did not sign."""
    return uuid.UUID(hex=signing.loads(token, salt=_CHOICES))
