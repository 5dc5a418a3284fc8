"""Settings that put the site at risk."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Tags, run_checks
from django.utils.translation import gettext as _

from core.doctor.findings import Finding, fault, ok, warning

_HERE = {"localhost", "127.0.0.1", "::1"}
_SHORTEST_SECRET = 50
# The key is judged here in other words. HSTS for subdomains and for browsers' lists is the operator's choice.
_TOLD_OR_CHOSEN = {"security.W009", "security.W005", "security.W021"}
_EXAMPLES = ("put-at-least", "django-insecure-", "change-me", "changeme", "secret")


def look() -> Iterator[Finding]:
    """Tell of each dangerous setting, or that there is none."""
    found = [*_about_debug(), *_about_secret(), *_about_addresses(), *_of_django()]
    yield from found or [ok(_("Settings"), _("nothing dangerous"))]


def _about_debug() -> Iterator[Finding]:
    is_here = urlsplit(settings.SITE_URL).hostname in _HERE
    if settings.DEBUG:
        judge = warning if is_here else fault
        yield judge(
            _("DEBUG"),
            _("on: errors show code and values to everyone"),
            _("Unset DEBUG, unless this is a developer’s machine."),
        )
    elif settings.DEMO:
        yield fault(
            _("DEMO"),
            _("on: the people of the demo can sign in with a password that everyone knows"),
            _("Unset DEMO."),
        )


def _about_secret() -> Iterator[Finding]:
    secret = settings.SECRET_KEY
    if len(secret) < _SHORTEST_SECRET or secret.lower().startswith(_EXAMPLES):
        yield fault(
            _("SECRET_KEY"),
            _("short, or that of an example: anyone who guesses it can sign in as anyone"),
            _("Set fifty random characters; everyone then has to sign in again."),
        )


def _about_addresses() -> Iterator[Finding]:
    if "*" in settings.ALLOWED_HOSTS:
        yield warning(
            _("ALLOWED_HOSTS"),
            _("the site answers to any name"),
            _("Name the addresses of the site."),
        )
    if settings.DEBUG:
        return
    if not settings.SITE_URL.startswith("https://"):
        yield warning(
            _("SITE_URL"),
            _("%(address)s: the links in emails are not encrypted")
            % {"address": settings.SITE_URL},
            _("Set the address that people use, with https://"),
        )
    if not settings.ADMINS:
        yield warning(
            _("ERROR_EMAIL"),
            _("nobody gets emails about errors"),
            _("Set the address of the operator."),
        )


def _of_django() -> Iterator[Finding]:
    """Report what Django itself warns of in production."""
    if settings.DEBUG:
        return
    for message in run_checks(tags=[Tags.security], include_deployment_checks=True):
        name = str(message.id)
        if (
            name.startswith("security.")
            and name not in _TOLD_OR_CHOSEN
            and not message.is_silenced()
        ):
            yield warning(name, str(message.msg), str(message.hint or ""))
