"""Notes of a match, shared or private."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.constraints import not_blank
from core.types import Person
from mentoring.models.matches import Match


class NoteQuerySet(models.QuerySet["Note"]):
    def visible_to(self, user: Person) -> Self:
        """Return shared notes of one's matches, and one's own private ones.

        Nothing overrides this: not a role, not a superuser.
        """
        if not user.is_authenticated:
            return self.none()
        mine = Q(author=user)
        shared = Q(is_private=False) & (Q(match__mentor=user) | Q(match__mentee=user))
        return self.filter(mine | shared)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")


class Note(models.Model):
    """Something one of the two wrote down, for both or for themself."""

    class Meta:
        constraints = [
            not_blank("body", name="note_is_not_empty"),
            models.UniqueConstraint(fields=["author", "form_key"], name="note_sent_once"),
        ]

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mentoring_notes"
    )
    is_private = models.BooleanField(_("only for me"), default=False)
    body = models.TextField(_("note"), max_length=5_000)
    body_html = models.TextField(editable=False)
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(null=True, editable=False)

    objects = NoteQuerySet.as_manager()

    def __str__(self) -> str:
        return str(_("Note"))

    def get_absolute_url(self) -> str:
        return f"{reverse('mentoring:match_detail', args=[self.match_id])}#notes"
