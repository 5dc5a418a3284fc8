"""Issues of the newsletter, and what is in them."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from core.constraints import not_blank, only_choices
from core.types import Person
from library.vocabularies.models import Topic
from newsletters.states import PUBLIC_STATES, IssueState


def is_newsletter_editor(user: Person) -> bool:
    """Tell whether this person puts issues together, by their role."""
    return user.is_authenticated and (user.is_superuser or user.has_role(Role.EDITOR))


class IssueQuerySet(models.QuerySet["Issue"]):
    def visible_to(self, user: Person) -> Self:
        """Return for everyone what was sent, also what was withdrawn later; drafts for editors alone."""
        if is_newsletter_editor(user):
            return self
        return self.filter(state__in=(*PUBLIC_STATES, IssueState.WITHDRAWN))

    def in_archive(self) -> Self:
        """Return the issues that the archive lists, the newest first."""
        return self.filter(state__in=PUBLIC_STATES).order_by("-sent_at", "-pk")

    def with_items(self) -> Self:
        """Load the items in their order, each with its topics. Two more queries."""
        topics = models.Prefetch("topics", Topic.objects.select_related("parent"))
        items = IssueItem.objects.order_by("position", "pk").prefetch_related(topics)
        return self.prefetch_related(models.Prefetch("items", items))


class Issue(models.Model):
    """One issue of the newsletter. It changes only while it is a draft."""

    class Meta:
        constraints = [
            not_blank("title", name="issue_has_a_title"),
            only_choices("state", IssueState.values, name="issue_state_known"),
            models.CheckConstraint(
                condition=Q(state=IssueState.DRAFT) | Q(sent_at__isnull=False),
                name="issue_was_sent_at_a_moment",
            ),
            models.UniqueConstraint(fields=["created_by", "form_key"], name="issue_begun_once"),
        ]
        indexes = [models.Index(fields=["state", "-sent_at"], name="issue_newest_sent")]

    title = models.CharField(_("title"), max_length=150)
    introduction = models.TextField(_("introduction"), max_length=5_000, blank=True)
    introduction_html = models.TextField(editable=False, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=IssueState, default=IssueState.DRAFT, editable=False
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="newsletter_issues"
    )
    created_at = models.DateTimeField(editable=False)
    changed_at = models.DateTimeField(editable=False)
    # When sending began: who subscribed later does not get this issue.
    sent_at = models.DateTimeField(null=True, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)
    # How many subscribed when sending began.
    audience = models.PositiveIntegerField(default=0, editable=False)
    # The key of the last subscriber whose mail was queued. The rest comes after it.
    reached = models.PositiveBigIntegerField(default=0, editable=False)
    edit_number = models.PositiveIntegerField(default=0, editable=False)
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)

    objects = IssueQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("newsletters:issue_detail", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.state == IssueState.DRAFT

    @property
    def is_public(self) -> bool:
        return self.state in PUBLIC_STATES


class IssueItem(models.Model):
    """One thing in an issue, as it was called when it was chosen, and the editor's words about it.

    ``section`` and ``key`` lead back to the thing; what an editor wrote by hand has neither.
    """

    class Meta:
        constraints = [
            not_blank("title", name="issueitem_has_a_title"),
            models.UniqueConstraint(
                fields=["issue", "section", "key"],
                condition=~Q(section=""),
                name="issueitem_is_chosen_once",
            ),
            models.CheckConstraint(
                condition=Q(section="", key="") | ~Q(section="") & ~Q(key=""),
                name="issueitem_leads_back_or_is_written",
            ),
            models.UniqueConstraint(fields=["issue", "form_key"], name="issueitem_written_once"),
        ]

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="items")
    section = models.CharField(max_length=30, blank=True, editable=False)
    key = models.CharField(max_length=20, blank=True, editable=False)
    title = models.CharField(_("title"), max_length=300)
    # A page of ours, or the full address of another site.
    address = models.CharField(_("web address"), max_length=500, blank=True)
    summary = models.CharField(max_length=600, blank=True)
    note = models.TextField(_("your words about it"), max_length=1_000, blank=True)
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), related_name="+")
    position = models.PositiveIntegerField(default=1, editable=False)
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)

    def __str__(self) -> str:
        return self.title
