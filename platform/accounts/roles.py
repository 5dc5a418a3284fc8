"""The roles of the institute's staff, kept as Django groups of the same name."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """The roles that the institute gives, beyond taking part."""

    EDITOR = "editor", _("Editor")
    REVIEWER = "reviewer", _("Reviewer")
    COORDINATOR = "coordinator", _("Mentoring coordinator")
    FACILITATOR = "facilitator", _("Course facilitator")
    DATA_MANAGER = "data manager", _("Data manager")
    SAFEGUARDING_LEAD = "safeguarding lead", _("Safeguarding lead")
    ADMINISTRATOR = "administrator", _("Administrator")


# Those who can change what others rely on sign in with a second factor.
SECOND_FACTOR_ROLES = frozenset(set(Role) - {Role.REVIEWER})
