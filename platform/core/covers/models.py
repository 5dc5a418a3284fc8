"""The columns of a thing that may have a cover of its own; without one the server makes it one."""

from abc import ABCMeta, abstractmethod

from django.db import models
from django.db.models import Q
from django.db.models.base import ModelBase
from django.utils.translation import gettext_lazy as _

from core.covers.cover import Cover
from core.covers.uploaded import SIZE, WIDTHS, size_name


def cover_has_words(*, name: str) -> models.CheckConstraint:
    """Make a constraint: a cover that was uploaded says what it shows."""
    return models.CheckConstraint(condition=Q(cover_file="") | ~Q(cover_alt=""), name=name)


class _AbstractModel(ModelBase, ABCMeta):
    """The type of models that leave something to their subclasses, which cannot be made without it."""


class Covered(models.Model, metaclass=_AbstractModel):
    """A thing with a cover: the one that was uploaded, or else one that is made from title and topic.

    A subclass says how one is made (``made_cover``) and at which address its pictures are (``cover_address``).
    """

    class Meta:
        abstract = True

    cover_file = models.FileField(
        upload_to="covers/", max_length=100, blank=True, default="", db_default="", editable=False
    )
    cover_alt = models.CharField(
        _("what the cover shows"),
        max_length=200,
        blank=True,
        default="",
        db_default="",
        editable=False,
    )
    # Whether a worker has made the smaller sizes.
    has_cover_sizes = models.BooleanField(default=False, db_default=False, editable=False)

    @property
    @abstractmethod
    def made_cover(self) -> Cover:
        """The cover that the server makes."""

    @abstractmethod
    def cover_address(self, name: str) -> str:
        """Return the address of one of the pictures, by the last part of its stored name."""

    @property
    def cover(self) -> Cover:
        """The cover that pages show. Takes no query for things ``with_cover()``."""
        if not self.cover_file:
            return self.made_cover
        name = str(self.cover_file.name)
        whole = self._address_of(name)
        if not self.has_cover_sizes:
            return Cover(whole, *SIZE, social=self.made_cover.social, alt=self.cover_alt)
        sizes = [(self._address_of(size_name(name, str(width))), width) for width in WIDTHS]
        return Cover(
            sizes[-1][0],
            *SIZE,
            social=self._address_of(size_name(name, "social")),
            alt=self.cover_alt,
            widths=", ".join(
                f"{address} {width}w" for address, width in [*sizes, (whole, SIZE[0])]
            ),
        )

    def _address_of(self, name: str) -> str:
        return self.cover_address(name.removeprefix("covers/"))
