"""Briefs and their versions."""

import uuid
from typing import Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from briefs.states import KNOWN_STATES, BriefState
from core.constraints import in_order, not_blank, only_choices
from core.types import Person
from core.validators import no_control_characters, no_control_characters_in_paragraphs
from library.catalogue.models import Record
from library.vocabularies.models import Place, Topic


def is_brief_editor(user: Person) -> bool:
    """Tell whether this person publishes briefs, by their role."""
    return user.is_authenticated and (user.is_superuser or user.has_role(Role.EDITOR))


class BriefQuerySet(models.QuerySet["Brief"]):
    def published(self) -> Self:
        """Return the briefs that everyone may read."""
        return self.filter(state=BriefState.PUBLISHED)

    def visible_to(self, user: Person) -> Self:
        """Return what was ever published, one's own, and for editors what they were asked to publish."""
        known = Q(state__in=KNOWN_STATES)
        if not user.is_authenticated:
            return self.filter(known)
        seen = known | Q(author=user)
        return self.filter(seen | Q(offered_at__isnull=False) if is_brief_editor(user) else seen)

    def editable_by(self, user: Person) -> Self:
        """Return one's own; for editors those that they were asked to publish, and published ones."""
        if not user.is_authenticated:
            return self.none()
        own = Q(author=user)
        if is_brief_editor(user):
            own |= Q(offered_at__isnull=False) | Q(state=BriefState.PUBLISHED)
        return self.filter(own).exclude(state=BriefState.WITHDRAWN)

    def of(self, user: Person) -> Self:
        """Return the briefs that this person wrote."""
        return self.filter(author=user) if user.is_authenticated else self.none()


class Brief(models.Model):
    """Two pages around chosen evidence. What readers see are its versions."""

    class Meta:
        constraints = [
            only_choices("state", BriefState.values, name="brief_state_known"),
            models.CheckConstraint(
                condition=~Q(state=BriefState.WITHDRAWN) | ~Q(withdrawal_reason=""),
                name="brief_withdrawn_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state=BriefState.PRIVATE) | Q(published_at__isnull=False),
                name="brief_was_published_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | ~Q(replaced_by=F("id")),
                name="brief_does_not_replace_itself",
            ),
            models.UniqueConstraint(fields=["author", "form_key"], name="brief_begun_once"),
        ]
        indexes = [
            models.Index(fields=["state", "-published_at"], name="brief_newest"),
            models.Index(fields=["author", "-changed_at"], name="brief_of_author"),
        ]

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="briefs"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=BriefState, default=BriefState.PRIVATE, editable=False
    )
    topics = models.ManyToManyField(Topic, blank=True, related_name="briefs")
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="briefs"
    )
    # The title by which lists and searches know it: of what is published, else of the draft.
    title = models.CharField(max_length=150, editable=False)
    question = models.CharField(max_length=300, editable=False)
    # When editors were asked to publish the draft.
    offered_at = models.DateTimeField(null=True, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    withdrawal_reason = models.CharField(max_length=500, blank=True, editable=False)
    replaced_by = models.ForeignKey(
        "self", null=True, editable=False, on_delete=models.PROTECT, related_name="replaced"
    )
    # Its record in the library, once an editor has added it there.
    record = models.OneToOneField(
        Record, null=True, editable=False, on_delete=models.PROTECT, related_name="brief"
    )
    created_at = models.DateTimeField(editable=False)
    changed_at = models.DateTimeField(editable=False)
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)

    objects = BriefQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("briefs:brief_detail", args=[self.pk])

    @property
    def readable_record(self) -> Record | None:
        """Return its record in the library, or the one that this was merged into; nothing for a withdrawn one."""
        record = self.record and (self.record.replaced_by or self.record)
        return record if record and record.is_published else None

    @property
    def is_published(self) -> bool:
        return self.state == BriefState.PUBLISHED

    @property
    def is_withdrawn(self) -> bool:
        return self.state == BriefState.WITHDRAWN


class EditionQuerySet(models.QuerySet["Edition"]):
    def published(self) -> Self:
        return self.filter(published_at__isnull=False)

    def drafts(self) -> Self:
        return self.filter(published_at=None)

    def current(self) -> Self:
        """Return the versions that readers of published briefs see first."""
        return self.published().filter(superseded_at=None, brief__state=BriefState.PUBLISHED)


class Edition(models.Model):
    """One version of a brief: a draft that its author changes, or what was published and stays."""

    class Meta:
        constraints = [
            not_blank("title", name="edition_has_a_title"),
            models.UniqueConstraint(fields=["brief", "number"], name="edition_numbers_differ"),
            models.UniqueConstraint(
                fields=["brief"], condition=Q(published_at=None), name="edition_one_draft"
            ),
            models.UniqueConstraint(
                fields=["brief"],
                condition=Q(published_at__isnull=False, superseded_at=None),
                name="edition_one_current",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at=None) | Q(published_at__isnull=False),
                name="edition_superseded_was_published",
            ),
            in_order("published_at", "superseded_at", name="edition_superseded_later"),
        ]

    brief = models.ForeignKey(Brief, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    title = models.CharField(_("title"), max_length=150, validators=[no_control_characters])
    question = models.CharField(
        _("question"), max_length=300, blank=True, validators=[no_control_characters]
    )
    # One on each line.
    messages = models.TextField(
        _("key messages"),
        max_length=2_000,
        blank=True,
        validators=[MaxLengthValidator(2_000), no_control_characters_in_paragraphs],
    )
    # The name of its author as it was when it was published.
    author_name = models.CharField(max_length=200, blank=True, editable=False)
    note = models.CharField(_("what is new"), max_length=300, blank=True, editable=False)
    edit_number = models.PositiveIntegerField(default=0, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    superseded_at = models.DateTimeField(null=True, editable=False)

    objects = EditionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.brief_id} v{self.number}"

    def get_absolute_url(self) -> str:
        """Return the permanent address of this version."""
        return reverse("briefs:edition_detail", args=[self.brief_id, self.number])

    @property
    def key_messages(self) -> list[str]:
        """Return the messages one by one."""
        return [line.strip() for line in self.messages.splitlines() if line.strip()]
