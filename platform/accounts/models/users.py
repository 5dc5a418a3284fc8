"""A person with an account."""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import (
    AbstractBaseUser,
    BaseUserManager,
    Group,
    PermissionsMixin,
)
from django.db import models, transaction
from django.db.models import F, Func, OuterRef, Q, Subquery, Value
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models.profiles import Profile
from accounts.roles import SECOND_FACTOR_ROLES, Role
from core.constraints import not_blank
from core.validators import no_control_characters


class _Joined(Func):
    """All values of a column as one text. Stands alone in a subquery, so it needs no GROUP BY."""

    function = "STRING_AGG"
    output_field = models.TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **context)


class UserQuerySet(models.QuerySet["User"]):
    def open(self) -> Self:
        """Accounts that have not been closed."""
        return self.filter(closed_at=None, is_active=True)

    def closed(self) -> Self:
        """Accounts that have been closed."""
        return self.filter(closed_at__isnull=False)

    def suspended(self) -> Self:
        """Accounts that an administrator has suspended, also those whose people asked to have them closed."""
        return self.filter(closed_at=None, suspensions__isnull=False, suspensions__lifted_at=None)

    def leaving(self) -> Self:
        """Accounts that their people asked to have closed, and that they can still keep."""
        return self.filter(closes_at__isnull=False, closed_at=None)

    def gone(self) -> Self:
        """Accounts that have been closed or whose people asked for it."""
        return self.filter(Q(closed_at__isnull=False) | Q(closes_at__isnull=False))

    def with_role(self, role: Role) -> Self:
        return self.filter(groups__name=role)

    def with_roles(self) -> Self:
        """Load the names of the roles, which then take no query of their own."""
        names = Group.objects.filter(user=OuterRef("pk")).order_by()
        return self.annotate(
            role_names=Subquery(names.values(joined=_Joined(F("name"), Value("\n"))))
        )

    def administrators(self) -> Self:
        """Open accounts that may give roles to others."""
        return (
            self.open().filter(Q(groups__name=Role.ADMINISTRATOR) | Q(is_superuser=True)).distinct()
        )

    def found_by(self, text: str) -> Self:
        """People whose name or address contains each word of the text."""
        found = self
        for word in text.split():
            found = found.filter(Q(full_name__icontains=word) | Q(email__icontains=word))
        return found


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """Normalise an address to lower case: nobody tells two people apart by its case."""
        return (email or "").strip().lower()

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an account; without a password its owner signs in by mailed code."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email=self.normalize_email(email))


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. The email address is the identity, whatever its case."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_is_one_persons",
                violation_error_message=_("There is already an account with this email address."),
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="user_email_is_lower_case"
            ),
            not_blank("full_name", name="user_has_a_name"),
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(is_active=False), name="user_leaving_is_inactive"
            ),
        ]

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    email = models.EmailField(_("email address"), max_length=254)
    full_name = models.CharField(_("full name"), max_length=100, validators=[no_control_characters])
    time_zone = models.CharField(_("time zone"), max_length=50, default=settings.TIME_ZONE)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(_("can use the administration"), default=False)
    is_demo = models.BooleanField(_("fictional demo person"), default=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # When the account will be closed, as its person asked; until then they can sign in only to keep it.
    closes_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Moves when roles or second factors change, so that a session can remember what it has checked.
    access_changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a new account gets its profile in the same moment, whoever makes it."""
        is_new = self._state.adding
        with transaction.atomic(using=kwargs.get("using")):
            super().save(*args, **kwargs)
            if is_new:
                Profile.objects.using(self._state.db).create(user=self)

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name

    def get_absolute_url(self) -> str:
        return reverse("dashboard:person", args=[self.pk])

    @cached_property
    def roles(self) -> frozenset[str]:
        """Return the names of this person's roles; asked of the database at most once per object."""
        if "role_names" in self.__dict__:
            return frozenset((self.__dict__["role_names"] or "").split("\n")) - {""}
        return frozenset(group.name for group in self.groups.all())

    @property
    def is_leaving(self) -> bool:
        """Tell whether the person asked to have the account closed and can still keep it."""
        return self.closes_at is not None and self.closed_at is None

    def has_role(self, role: Role) -> bool:
        return role in self.roles

    def needs_second_factor(self) -> bool:
        """Tell whether the person's roles need a second factor. People of the demo are not asked."""
        if self.is_demo:
            return False
        return self.is_staff or self.is_superuser or bool(self.roles & SECOND_FACTOR_ROLES)


def closed_name(on: dt.date) -> str:
    """Return the name that replaces a person's after they closed their account."""
    return str(_("Former member (%(year)s)") % {"year": on.year})
