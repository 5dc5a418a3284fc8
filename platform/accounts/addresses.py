"""Which e-mail addresses are a person's own: mail that was sent to one of them was sent to this person."""

from allauth.account.models import EmailAddress

from accounts.models import User


def has_address(user: User, email: str) -> bool:
    """Whether the address is the person's own: that of the account, or another one they confirmed."""
    if user.email.lower() == email.lower():
        return True
    return EmailAddress.objects.filter(user=user, email__iexact=email, verified=True).exists()
