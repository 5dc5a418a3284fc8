"""What people wrote in forms and have not sent yet."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from core.forms.sent_words import field_label
from core.forms.unsent import LONGEST_ADDRESS, with_unsent
from core.parts import title_at
from core.types import Person

# Hidden fields that come along for the form itself.
_NOT_SHOWN = frozenset({"edit_number", "seen"})
_MOST_WORDS = 20


class UnsentTextQuerySet(models.QuerySet["UnsentText"]):
    def visible_to(self, user: Person) -> Self:
        """Return one's own: nobody else sees them, whatever their role."""
        return self.filter(owner=user.pk) if user.is_authenticated else self.none()

    def for_form(self, *, address: str, form: str) -> Self:
        """Return the texts for one form, by the address it is sent to and its class."""
        return self.filter(address=address, form=form)

    def newest_first(self) -> Self:
        return self.order_by("-saved_at", "-pk")


class UnsentText(models.Model):
    """What one person wrote in one copy of a form, until it is sent, discarded or a month old.

    ``fields`` are the names and values as the form sends them; ``edit_number`` counts the saves.
    """

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "key"], name="unsenttext_one_per_copy"),
        ]
        indexes = [
            models.Index(fields=["owner", "-saved_at"], name="unsenttext_newest"),
            models.Index(fields=["saved_at"], name="unsenttext_oldest"),
        ]

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="unsent_texts"
    )
    key = models.UUIDField(default=uuid.uuid4)
    form = models.CharField(max_length=LONGEST_ADDRESS)
    address = models.CharField(max_length=LONGEST_ADDRESS)
    page = models.CharField(max_length=LONGEST_ADDRESS)
    # What its page calls itself, with the name of the thing it is about.
    title = models.CharField(max_length=200, blank=True)
    fields: Any = models.JSONField()
    edit_number = models.PositiveIntegerField(default=1)
    began_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    objects = UnsentTextQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.key)

    def get_absolute_url(self) -> str:
        return reverse("unsent:text_detail", args=[self.key])

    @property
    def continue_url(self) -> str:
        """Return the address of the page of the form, which fills in the text."""
        return with_unsent(self.page, self.key)

    @property
    def part(self) -> StrOrPromise:
        """Return the part of the platform that the form belongs to."""
        return title_at(self.page)

    @property
    def beginning(self) -> str:
        """Return the first words of the longest field, by which its writer knows it again."""
        _name, longest = self._longest
        return Truncator(longest).words(_MOST_WORDS)

    @property
    def name(self) -> str:
        """Return what kind of text it is and the page it belongs to: “Your post: Cold homes”."""
        field, _value = self._longest
        label = field_label(self.form, field) if field else _("No words yet")
        return f"{label}: {self.title}" if self.title else str(label)

    @property
    def _longest(self) -> tuple[str, str]:
        return max(self._written, key=lambda pair: len(pair[1]), default=("", ""))

    @property
    def _written(self) -> list[tuple[str, str]]:
        return [
            (name, value) for name, value in self.fields if value.strip() and name not in _NOT_SHOWN
        ]

    @property
    def words(self) -> list[tuple[str, str]]:
        """Return what was written, each with the label of its field."""
        return [(field_label(self.form, name), value) for name, value in self._written]
