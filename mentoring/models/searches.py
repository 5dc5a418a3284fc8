"""Searches for a mentor that go on, because nobody fitted when a coordinator looked."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.constraints import only_choices
from core.types import Person
from mentoring.models.mentors import STAFF_ROLES
from mentoring.states import SearchState


class MentorSearchQuerySet(models.QuerySet["MentorSearch"]):
    def visible_to(self, user: Person) -> Self:
        """Return one's own; for coordinators all."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser or any(user.has_role(role) for role in STAFF_ROLES):
            return self
        return self.filter(mentee=user)

    def live(self) -> Self:
        return self.exclude(state=SearchState.CLOSED)


class MentorSearch(models.Model):
    """A learner whom no mentor fits yet. It is looked at again whenever a mentor could have a free place."""

    class Meta:
        constraints = [
            only_choices("state", SearchState.values, name="mentor_search_state_known"),
            models.UniqueConstraint(
                fields=["mentee"],
                condition=~Q(state=SearchState.CLOSED),
                name="mentor_search_one_live_per_person",
            ),
        ]

    mentee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mentor_searches"
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    # What the coordinator wrote to the learner; erased when the search is closed.
    words = models.TextField(_("message"), max_length=500, blank=True)
    state = models.CharField(max_length=20, choices=SearchState, default=SearchState.OPEN)
    opened_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    objects = MentorSearchQuerySet.as_manager()

    def __str__(self) -> str:
        return str(_("Search for a mentor"))

    def get_absolute_url(self) -> str:
        return reverse("mentoring:search_detail", args=[self.pk])

    @property
    def is_live(self) -> bool:
        return self.state != SearchState.CLOSED
