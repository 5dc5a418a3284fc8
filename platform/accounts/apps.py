from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


def make_groups(using: str, **_: Any) -> None:
    """See to it that every role has its group. Runs after each ``migrate`` and repeats safely."""
    from django.contrib.auth.models import Group

    from accounts.roles import Role

    for role in Role.values:
        Group.objects.using(using).get_or_create(name=role)


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        # Registered by being imported.
        import accounts.checks  # noqa: F401

        post_migrate.connect(make_groups, sender=self)
