"""Organisations: one row for each body, however people write its name."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Organisation


def organisation_named(*, name: str) -> Organisation | None:
    """Return the organisation of this name, and create it if there is none. Case and spacing do not matter.

    No name, no organisation. Repeats safely, also at the same time.
    """
    name = " ".join(name.split())
    if not name:
        return None
    if found := Organisation.objects.named(name).first():
        return found
    try:
        with transaction.atomic():
            return Organisation.objects.create(name=name)
    except IntegrityError:
        return Organisation.objects.named(name).get()


def save_organisation(*, organisation: Organisation) -> Organisation:
    """Save an organisation. Raises ``ValidationError`` when it breaks a constraint, or another one has the name in other letters.

    Also when another editor took the name in this very moment.
    """
    organisation.full_clean()
    # The constraint on SQLite knows the cases of ASCII letters alone.
    if Organisation.objects.named(organisation.name).exclude(pk=organisation.pk).exists():
        raise ValidationError(_("There is already an organisation with this name."))
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError:
        # What the database has refused, the second look finds and says in words.
        organisation.full_clean()
        raise
    return organisation
