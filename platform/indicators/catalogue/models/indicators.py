"""Indicators: what is measured, how, and which way is better."""

from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from core.constraints import not_blank, only_choices
from core.types import Person
from indicators.catalogue.states import Polarity, ReleaseState, ValueType
from library.catalogue.models import Record
from library.vocabularies.models import Topic

DATA_ROLES = (Role.DATA_MANAGER, Role.ADMINISTRATOR)
MOST_DECIMALS = 4
# First words of addresses beside those of indicators.
TAKEN_CODES = frozenset(
    {"calculator", "dimensions", "imports", "manage", "measures", "my-data-sets", "new", "releases"}
)


def is_data_manager(user: Person) -> bool:
    """Tell whether this person looks after indicators and their figures, by their role."""
    if not user.is_authenticated:
        return False
    return user.is_superuser or any(user.has_role(role) for role in DATA_ROLES)


def code_is_free_of_addresses(code: str) -> None:
    """Refuse a code that is the first word of another address."""
    if code in TAKEN_CODES:
        raise ValidationError(_("This code is used by another page. Choose another one."))


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def visible_to(self, user: Person) -> Self:
        """Return indicators with a published release for everyone, and all of them for data managers."""
        return self if is_data_manager(user) else self.listed()

    def listed(self) -> Self:
        """Return the indicators that have published figures."""
        covered = Indicator.releases.through._default_manager.filter(
            indicator=OuterRef("pk"), release__state=ReleaseState.PUBLISHED
        )
        return self.filter(Exists(covered))

    def by_name(self) -> Self:
        return self.order_by("name", "pk")


class Indicator(models.Model):
    """What is measured. Its code is permanent; its figures come in releases."""

    class Meta:
        constraints = [
            not_blank("code", name="indicator_has_a_code"),
            not_blank("name", name="indicator_has_a_name"),
            only_choices("value_type", ValueType.values, name="indicator_value_type_known"),
            only_choices("polarity", Polarity.values, name="indicator_polarity_known"),
            models.CheckConstraint(
                condition=Q(scale__gt=0),
                name="indicator_scale_is_positive",
                violation_error_message=_("Enter a number above zero."),
            ),
            models.CheckConstraint(
                condition=Q(decimals__lte=MOST_DECIMALS), name="indicator_decimals_are_few"
            ),
            models.UniqueConstraint(fields=["created_by", "form_key"], name="indicator_sent_once"),
        ]

    code = models.SlugField(
        _("code"), max_length=60, unique=True, validators=[code_is_free_of_addresses]
    )
    name = models.CharField(_("name"), max_length=200)
    definition = models.TextField(_("definition"), max_length=3_000, blank=True)
    numerator = models.CharField(_("numerator"), max_length=500, blank=True)
    denominator = models.CharField(_("denominator"), max_length=500, blank=True)
    # Said after a value: "% of children measured", "years".
    unit = models.CharField(_("unit"), max_length=120)
    value_type = models.CharField(_("kind of number"), max_length=20, choices=ValueType)
    # What a whole is: 100 of a percentage, 100,000 of a rate per 100,000.
    scale = models.FloatField(_("scale"), default=1)
    polarity = models.CharField(_("which way is better"), max_length=10, choices=Polarity)
    decimals = models.PositiveSmallIntegerField(
        _("decimals"),
        default=1,
        validators=[MinValueValidator(0), MaxValueValidator(MOST_DECIMALS)],
    )
    topic = models.ForeignKey(
        Topic,
        verbose_name=_("topic"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="indicators",
    )
    minimum_count = models.PositiveSmallIntegerField(
        _("smallest number shown"),
        default=0,
        help_text=_("Figures based on fewer people or events are hidden. 0 hides nothing."),
    )
    # The populations of its figures are then people who answered: groups count alike instead of by their size.
    is_survey = models.BooleanField(_("from a survey"), default=False)
    caveats = models.TextField(_("what to bear in mind"), max_length=3_000, blank=True)
    records = models.ManyToManyField(
        Record, verbose_name=_("related records"), blank=True, related_name="indicators"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(editable=False)
    changed_at = models.DateTimeField(editable=False)
    edit_number = models.PositiveIntegerField(default=0, editable=False)
    form_key = models.UUIDField(null=True, editable=False)

    objects = IndicatorQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("indicators:indicator_detail", args=[self.code])

    @property
    def is_percentage(self) -> bool:
        """Tell whether a difference of two values is said in percentage points."""
        return self.value_type == ValueType.PROPORTION and self.scale == 100
