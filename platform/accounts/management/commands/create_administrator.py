"""``manage.py create_administrator EMAIL --name NAME``: the first administrator, without a mail server."""

import argparse
import getpass
import sys
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import timezone

from accounts.actions.administrators import ClosedAccount, make_administrator
from accounts.models import User
from accounts.roles import Role
from core.validators import no_control_characters

EXPLANATION = """\
{name} is an administrator, and signs in at {site}/accounts/login/ with this address and password.
The first sign-in asks for a second factor: an authenticator app or a security key. No mail is needed for that.

Administrators give people their roles at {site}/accounts/people/, to further administrators as well:
  {roles}
docs/deploy.md tells what each of them may do. Everyone else needs no role: they sign up themselves."""


class Command(BaseCommand):
    help = (
        "Make somebody an administrator who can sign in at once, without any mail. The password is asked for, or read from"
        " standard input. Running it again is safe: it sets a new password, and changes nothing else."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="full name; needed for a new account")

    def handle(self, *args: Any, email: str, name: str, **options: Any) -> None:
        address = User.objects.normalize_email(email)
        person = User.objects.filter(email=address).first() or User(
            email=address, full_name=name.strip()
        )
        try:
            validate_email(address)
            no_control_characters(person.full_name)
            if not person.full_name:
                raise CommandError('Say who it is: --name "Ama Mensah"')
            password = _password()
            validate_password(password, person)
            user, _is_new = make_administrator(
                email=address, full_name=person.full_name, password=password, at=timezone.now()
            )
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        except ClosedAccount as error:
            raise CommandError(str(error)) from error
        roles = ", ".join(str(role.label).lower() for role in Role)
        self.stdout.write(
            EXPLANATION.format(name=user.full_name, site=settings.SITE_URL, roles=roles)
        )


def _password() -> str:
    """Return the password: typed twice, or the first line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("Password (at least 10 characters): ")
    if getpass.getpass("The same again: ") != first:
        raise CommandError("The two passwords differ. Start again.")
    return first
