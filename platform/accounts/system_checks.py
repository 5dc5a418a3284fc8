"""System checks for what must not reach production."""

from typing import Any

from django.conf import settings
from django.core import checks


@checks.register(checks.Tags.security, deploy=True)
def demo_is_off(**_: Any) -> list[checks.CheckMessage]:
    """Warn when the demo is on: its people have a known password and no second factor."""
    if not settings.DEMO:
        return []
    return [
        checks.Warning(
            "The demo is on: its people can sign in with a password that everyone knows.",
            hint="Set DEMO=0.",
            id="accounts.W001",
        )
    ]
