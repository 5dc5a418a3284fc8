"""Submissions with their co-authors, attachments and revisions."""

import datetime as dt
import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from core.constraints import not_blank, only_choices
from core.types import Person
from courses.models import ActionPlan
from library.catalogue.models import Record
from library.gaps.models import EvidenceGap
from library.recommendations.models import Recommendation
from library.vocabularies.models import Topic
from submissions.content import SubmissionKind
from submissions.states import (
    EDITABLE,
    EXPECTED_TIME,
    OPEN,
    ReviewState,
    SubmissionState,
)


class Licence(models.TextChoices):
    """What others may do with the text once it is in the library."""

    CC_BY = "CC-BY-4.0", _("CC BY 4.0: anyone may use it and must name you")
    CC_BY_NC = "CC-BY-NC-4.0", _("CC BY-NC 4.0: the same, but not for commercial use")
    CC_BY_ND = "CC-BY-ND-4.0", _("CC BY-ND 4.0: it can be shared, but not changed")
    OGL = "OGL-UK-3.0", _("Open Government Licence 3.0 (UK public bodies)")
    RESERVED = "all-rights-reserved", _("All rights reserved: it can only be read and cited")


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def written_by(self, user: Person) -> Self:
        """Return submissions that this person wrote, alone or as a confirmed co-author."""
        if not user.is_authenticated:
            return self.none()
        confirmed = CoAuthor.objects.of(user).values("submission")
        return self.filter(Q(author=user) | Q(pk__in=confirmed))

    def visible_to(self, user: Person) -> Self:
        """Return one's own submissions as author or confirmed co-author; for editors all that was ever sent in."""
        if user.is_authenticated and is_editor(user):
            theirs = Q(pk__in=Submission.objects.written_by(user).values("pk"))
            return self.filter(theirs | ~Q(state=SubmissionState.DRAFT))
        return self.written_by(user)

    def for_desk_of(self, user: Person) -> Self:
        """Return submissions that this editor may handle: everything sent in, except their own.

        An editor whom the author names as a co-author while changing the text stays its editor until it is sent
        in again.
        """
        if not user.is_authenticated or not is_editor(user):
            return self.none()
        named = Q(pk__in=CoAuthor.objects.named(user).values("submission"))
        sent_in = self.exclude(state=SubmissionState.DRAFT).exclude(author=user)
        return sent_in.exclude(named & ~Q(editor=user))

    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def started_from(self, plan: ActionPlan, *, by: Person) -> Self:
        """Return submissions that this person started from the plan and that still stand, the latest first."""
        if not by.is_authenticated:
            return self.none()
        return (
            self.filter(author=by, plan=plan)
            .exclude(state__in=[SubmissionState.DECLINED, SubmissionState.WITHDRAWN])
            .order_by("-saved_at", "-pk")
        )

    def for_lists(self) -> Self:
        """Load what a row of a list shows, so that its length costs no queries."""
        return self.select_related("author", "editor").prefetch_related("topics")


def is_editor(user: Person) -> bool:
    """Editors, administrators and superusers work at the editors' desk."""
    if not user.is_authenticated:
        return False
    return user.is_superuser or user.has_role(Role.EDITOR) or user.has_role(Role.ADMINISTRATOR)


class Submission(models.Model):
    """A work that an author proposes and an editor decides on.

    What the desk sorts by and every record has (title, summary, place, licence, topics) are columns. What
    only one kind has is prose that is read, compared and printed as a whole, never searched or joined: it
    lives in ``content``, a mapping of the names in ``submissions.content`` to text, checked by the form
    built from the same list. A new question then needs one line there and neither a migration nor a sixth
    table, and a revision keeps every kind in the same shape.
    """

    Kind = SubmissionKind
    State = SubmissionState

    class Meta:
        constraints = [
            only_choices("kind", SubmissionKind.values, name="submission_kind_known"),
            only_choices("state", SubmissionState.values, name="submission_state_known"),
            only_choices("licence", ["", *Licence.values], name="submission_licence_known"),
            models.UniqueConstraint(fields=["author", "form_key"], name="submission_started_once"),
            models.CheckConstraint(
                condition=Q(editor=None) | ~Q(editor=F("author")),
                name="submission_editor_is_not_author",
                violation_error_message=_("Authors cannot decide on their own work."),
            ),
            models.CheckConstraint(
                condition=~Q(state=SubmissionState.ACCEPTED) | Q(record__isnull=False),
                name="submission_accepted_has_a_record",
            ),
            models.CheckConstraint(
                condition=Q(state=SubmissionState.DRAFT) | Q(submitted_at__isnull=False),
                name="submission_sent_in_has_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["author", "-saved_at"], name="submission_of_author"),
            models.Index(fields=["state", "state_at"], name="submission_queue"),
            models.Index(fields=["editor", "state"], name="submission_of_editor"),
        ]

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="submissions"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=SubmissionKind)
    plan = models.ForeignKey(
        ActionPlan, null=True, blank=True, on_delete=models.SET_NULL, related_name="submissions"
    )
    # The evidence gap that it was begun for, if any: its record is then offered for it.
    gap = models.ForeignKey(
        EvidenceGap, null=True, blank=True, on_delete=models.SET_NULL, related_name="submissions"
    )
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)

    title = models.CharField(_("title"), max_length=200, blank=True)
    summary = models.TextField(_("summary"), max_length=2_000, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    licence = models.CharField(_("licence"), max_length=30, choices=Licence, blank=True)
    topics = models.ManyToManyField(
        Topic, blank=True, related_name="submissions", verbose_name=_("topics")
    )
    # Works of the library; the record that grows out of this names them.
    draws_on = models.ManyToManyField(
        Record, blank=True, related_name="+", verbose_name=_("works it draws on")
    )
    # What it acts on: those that the plan named when the draft was begun, and what its author adds.
    recommendations = models.ManyToManyField(
        Recommendation, blank=True, related_name="+", verbose_name=_("recommendations it acts on")
    )
    content = models.JSONField(_("content"), default=dict, blank=True)

    state = models.CharField(
        _("state"), max_length=20, choices=SubmissionState, default=SubmissionState.DRAFT
    )
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="edited_submissions",
    )
    record = models.OneToOneField(
        Record, null=True, blank=True, on_delete=models.PROTECT, related_name="submission"
    )
    # Counts the saves, so that a second tab cannot write over the first without knowing.
    edit_number = models.PositiveIntegerField(default=0)
    # As last sent in: lists for editors and reviewers show these while the author changes the text.
    sent_title = models.CharField(max_length=200, blank=True, editable=False)
    sent_place = models.CharField(max_length=200, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    saved_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    state_at = models.DateTimeField(default=timezone.now)

    objects = SubmissionQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title or str(_("Untitled draft"))

    def get_absolute_url(self) -> str:
        return reverse("submissions:submission_detail", args=[self.pk])

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def expected_at(self) -> dt.datetime | None:
        """Return when the present step should have ended; nothing for a draft and after the decision."""
        allowed = EXPECTED_TIME.get(self.state)
        return self.state_at + allowed if allowed else None

    @property
    def values(self) -> dict[str, Any]:
        """The common fields and those of the kind, by name."""
        return {
            **self.content,
            "title": self.title,
            "summary": self.summary,
            "place": self.place,
            "licence": self.licence,
        }


class CoAuthorAnswer(models.TextChoices):
    """What a co-author said about being named."""

    NONE = "none", _("No answer yet")
    YES = "yes", _("Confirmed")
    NOT_ME = "not-me", _("Says they are not an author")


class CoAuthorQuerySet(models.QuerySet["CoAuthor"]):
    def of(self, user: Person) -> Self:
        """Return namings that this person confirmed with their account."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(user=user, answer=CoAuthorAnswer.YES)

    def named(self, user: Person) -> Self:
        """Return namings of this person by account or address: enough for a conflict of interest."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(user=user) | Q(email__iexact=user.email))

    def with_work(self) -> Self:
        """Load the submission, its author and its record."""
        return self.select_related("submission__author", "submission__record")

    def on_what_was_sent(self) -> Self:
        """Leave out drafts, which only their author sees; load the submissions."""
        return self.exclude(submission__state=SubmissionState.DRAFT).select_related("submission")

    def in_order(self) -> Self:
        return self.order_by("position", "pk")


class CoAuthor(models.Model):
    """A co-author whom the author names. They are told, and can say that it is not them."""

    class Meta:
        constraints = [
            not_blank("name", name="coauthor_has_a_name"),
            only_choices("answer", CoAuthorAnswer.values, name="coauthor_answer_known"),
            models.UniqueConstraint(
                F("submission"),
                Lower("email"),
                name="coauthor_named_once",
                violation_error_message=_("You have already added this person."),
            ),
        ]

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="co_authors")
    position = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(_("full name"), max_length=100)
    email = models.EmailField(_("email address"), max_length=254)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="co_authorships",
    )
    answer = models.CharField(max_length=10, choices=CoAuthorAnswer, default=CoAuthorAnswer.NONE)
    answered_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    told_of_record_at = models.DateTimeField(null=True, blank=True)

    objects = CoAuthorQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, user: Person) -> Self:
        """Return every file for the authors of a work; for editors what was sent in; for reviewers what came with their revision."""
        if not user.is_authenticated:
            return self.none()
        written = Submission.objects.written_by(user).values("pk")
        seen = Submission.objects.visible_to(user).values("pk")
        sent = Q(submission__in=seen, revisions__isnull=False)
        reading = Q(
            revisions__reviews__reviewer=user,
            revisions__reviews__state__in=[ReviewState.ACCEPTED, ReviewState.DELIVERED],
        )
        return self.filter(Q(submission__in=written) | sent | reading).distinct()

    def in_order(self) -> Self:
        return self.order_by("position", "pk")


class Attachment(models.Model):
    """A file that belongs to the work. Its content is checked before it is kept."""

    class Meta:
        constraints = [
            not_blank("name", name="attachment_has_a_name"),
            models.UniqueConstraint(
                fields=["submission", "position"], name="attachment_position_is_free"
            ),
            models.UniqueConstraint(
                fields=["submission", "sha256"], name="attachment_is_there_once"
            ),
            # Ten numbered positions, so that eleven files cannot exist however many uploads run at once.
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lte=10), name="attachment_at_most_ten"
            ),
        ]

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="attachments")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=200)
    content = models.FileField(_("file"), upload_to="submissions/", max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()

    objects = AttachmentQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class Revision(models.Model):
    """A revision: exactly what was sent in, first and after each request for changes. Never changed."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "number"], name="revision_number_once"),
        ]

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField(_("number"))
    snapshot = models.JSONField()
    attachments = models.ManyToManyField(Attachment, related_name="revisions")
    note = models.TextField(_("note to the editor"), blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.submission_id}, revision {self.number}"

    @property
    def title(self) -> str:
        """The title as it was sent in, whatever the author has written since."""
        return self.snapshot["fields"]["title"]

    @property
    def summary(self) -> str:
        """Return the summary as it was sent in."""
        return self.snapshot["fields"]["summary"]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it once; what was sent in is evidence and stays as it was."""
        if not self._state.adding:
            raise TypeError("A revision is never changed.")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("submissions:revision_detail", args=[self.submission_id, self.number])
