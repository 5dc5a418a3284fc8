from typing import Any

from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from core import parts


def make_groups(using: str, **_kwargs: Any) -> None:
    """Make a group for every role that has none. Runs after each ``migrate`` and repeats safely."""
    from django.contrib.auth.models import Group

    from accounts.roles import Role

    for role in Role.values:
        Group.objects.using(using).get_or_create(name=role)


class AccountsConfig(parts.PartConfig):
    name = "accounts"
    address = "accounts"
    title = _("My account")

    def ready(self) -> None:
        post_migrate.connect(make_groups, sender=self)
