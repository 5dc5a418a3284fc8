"""Telling whether an email address belongs to a person, and whether its owner is signed in from a client address."""

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db.models import Q

from accounts.models import User
from core.web.ratelimit import is_ip_address


def has_address(user: User, email: str) -> bool:
    """Tell whether the address is the person's own: that of the account, or another confirmed one."""
    if user.email.lower() == email.lower():
        return True
    return EmailAddress.objects.filter(user=user, email__iexact=email, verified=True).exists()


def is_signed_in_from(client: str, email: str) -> bool:
    """Tell whether the owner of the email address has a session at this client address, on whatever device."""
    if not is_ip_address(client):
        return False
    owners = EmailAddress.objects.filter(email__iexact=email, verified=True).values("user")
    sessions = UserSession.objects.filter(ip=client)
    return sessions.filter(Q(user__email__iexact=email) | Q(user__in=owners)).exists()
