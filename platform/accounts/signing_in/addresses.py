"""Telling whether an email address belongs to a person."""

from allauth.account.models import EmailAddress

from accounts.models import User


def has_address(user: User, email: str) -> bool:
    """Tell whether the address is the person's own: that of the account, or another confirmed one."""
    if user.email.lower() == email.lower():
        return True
    return EmailAddress.objects.filter(user=user, email__iexact=email, verified=True).exists()
