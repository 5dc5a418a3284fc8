"""Records, who made them, and the versions that were deposited."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.roles import Role
from core.constraints import not_blank, only_choices
from core.types import Person
from library.models.topics import Topic
from library.states import RecordState

STAFF_OF_THE_LIBRARY = frozenset({Role.EDITOR, Role.ADMINISTRATOR})


class RecordType(models.TextChoices):
    """What kind of work a record describes."""

    REPORT = "report", _("Report")
    EVIDENCE_REVIEW = "evidence-review", _("Evidence review")
    POLICY_BRIEF = "policy-brief", _("Policy brief")
    GUIDANCE = "guidance", _("Guidance or toolkit")
    CASE_STUDY = "case-study", _("Case study from practice")
    PROJECT = "project", _("Project or programme")
    DATASET = "dataset", _("Dataset or indicator set")
    ARTICLE = "article", _("Article")
    TEACHING_RESOURCE = "teaching-resource", _("Teaching resource")


class RecordQuerySet(models.QuerySet["Record"]):
    def published(self) -> Self:
        return self.filter(state=RecordState.PUBLISHED)

    def visible_to(self, user: Person) -> Self:
        """Everyone may read what is published; the tombstone of a withdrawn record is a page of its own."""
        return self.published()

    def with_topics(self) -> Self:
        """With their topics, which then take no query each."""
        return self.prefetch_related(
            models.Prefetch("topics", Topic.objects.order_by("label", "pk"))
        )

    def with_creators(self) -> Self:
        """With the people and organisations that made them, in the order of the title page."""
        return self.prefetch_related(
            models.Prefetch(
                "creators",
                Creator.objects.select_related("organisation").order_by("position", "pk"),
            )
        )

    def for_list(self) -> Self:
        """With everything that a row of a list shows."""
        return self.select_related("current_version").with_topics().with_creators()

    def newest_first(self) -> Self:
        """The latest arrivals in the library first."""
        return self.order_by("-published_at", "-pk")


class Record(models.Model):
    """A work in the library: its landing page, permanent, whatever versions it has."""

    State = RecordState
    Type = RecordType

    class Meta:
        constraints = [
            not_blank("title", name="record_has_a_title"),
            only_choices("type", RecordType.values, name="record_type_known"),
            only_choices("state", RecordState.values, name="record_state_known"),
            models.CheckConstraint(
                condition=Q(year=None) | Q(year__gte=1800, year__lte=2200),
                name="record_year_is_plausible",
                violation_error_message=_("Enter a year between 1800 and 2200."),
            ),
            models.CheckConstraint(
                condition=~Q(state=RecordState.WITHDRAWN) | ~Q(withdrawal_reason=""),
                name="record_withdrawn_says_why",
            ),
            models.UniqueConstraint(
                fields=["import_key"],
                condition=~Q(import_key=""),
                name="record_imported_once",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-published_at"], name="record_newest"),
            models.Index(fields=["state", "year"], name="record_by_year"),
        ]

    type = models.CharField(_("type"), max_length=30, choices=RecordType)
    title = models.CharField(_("title"), max_length=300)
    summary = models.TextField(
        _("summary"), max_length=2_000, validators=[MaxLengthValidator(2_000)]
    )
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    publisher = models.CharField(_("publisher"), max_length=300, blank=True)
    geography = models.CharField(_("place"), max_length=200, blank=True)
    url = models.URLField(_("address of the source"), max_length=500, blank=True)
    licence = models.CharField(_("licence"), max_length=100, blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    topics = models.ManyToManyField(Topic, related_name="records", verbose_name=_("topics"))
    has_more_creators = models.BooleanField(_("has further authors"), default=False)

    state = models.CharField(
        _("state"), max_length=10, choices=RecordState, default=RecordState.PUBLISHED
    )
    withdrawal_reason = models.TextField(_("why it was withdrawn"), max_length=1_000, blank=True)
    published_at = models.DateTimeField(_("in the library since"))
    changed_at = models.DateTimeField(_("last changed"))
    current_version = models.ForeignKey(
        "Version", null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    depositor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="deposited_records",
    )
    import_key = models.CharField(max_length=100, blank=True, editable=False)
    # Counts the corrections, so that a second tab cannot write over the first without knowing.
    edit_number = models.PositiveIntegerField(default=0, editable=False)
    where_seen = models.CharField(_("where we saw it"), max_length=300, blank=True)

    objects = RecordQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("library:record_detail", args=[self.pk])

    def get_type_display(self) -> str:  # type: ignore[no-redef]
        """The type in words. Django's own way translates every type again for each record of a list."""
        return str(RecordType(self.type).label)

    @property
    def is_published(self) -> bool:
        return self.state == RecordState.PUBLISHED

    @property
    def places(self) -> list[str]:
        """The places it is about, the widest first."""
        return [place.strip() for place in self.geography.split(";") if place.strip()]


class CreatorRole(models.TextChoices):
    """What a creator did for a work."""

    AUTHOR = "author", _("Author")
    EDITOR = "editor", _("Editor of the work")
    CHAIR = "chair", _("Chair")
    ISSUER = "issuer", _("Issuing organisation")


class Creator(models.Model):
    """A person or an organisation that made a work, in the place where the title page names it."""

    Role = CreatorRole

    class Meta:
        constraints = [
            not_blank("name", name="creator_has_a_name"),
            only_choices("role", CreatorRole.values, name="creator_role_known"),
            models.UniqueConstraint(fields=["record", "position"], name="creator_positions_differ"),
            models.CheckConstraint(
                condition=Q(organisation=None) | Q(user=None),
                name="creator_is_a_person_or_an_organisation",
            ),
        ]

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="creators")
    position = models.PositiveSmallIntegerField(_("position"))
    name = models.CharField(_("name"), max_length=200)
    sort_name = models.CharField(_("name for sorting"), max_length=200)
    role = models.CharField(
        _("role"), max_length=10, choices=CreatorRole, default=CreatorRole.AUTHOR
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="creations"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="creations",
    )

    def __str__(self) -> str:
        return self.name

    @property
    def is_organisation(self) -> bool:
        return self.organisation_id is not None


class Version(models.Model):
    """A fixed deposit: what a citation points to. A correction of metadata is not a version."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "number"], name="version_numbers_differ"),
            models.UniqueConstraint(fields=["record", "form_key"], name="version_deposited_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_counts_from_one"),
        ]

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    body = models.TextField(_("text"), blank=True)
    body_html = models.TextField(blank=True, editable=False)
    note = models.CharField(_("what is new"), max_length=300, blank=True)
    deposited_at = models.DateTimeField(_("deposited"))
    deposited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Of the form that deposited it; what no form deposited has none.
    form_key = models.UUIDField(null=True, editable=False)

    def __str__(self) -> str:
        return f"{self.record_id} v{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("library:version_detail", args=[self.record_id, self.number])


class FileQuerySet(models.QuerySet["File"]):
    def open_on(self, day: dt.date) -> Self:
        """Those that nobody keeps closed on that day."""
        return self.filter(Q(embargo_until=None) | Q(embargo_until__lte=day))

    def visible_to(self, user: Person, *, on: dt.date) -> Self:
        """Files of published records, once their embargo has ended; the library's staff sees them before."""
        published = self.filter(version__record__state=RecordState.PUBLISHED)
        if user.is_authenticated and (user.is_superuser or user.roles & STAFF_OF_THE_LIBRARY):
            return published
        return published.open_on(on)


class File(models.Model):
    """A document of a version, judged by its content when it was uploaded."""

    class Meta:
        constraints = [
            not_blank("name", name="file_has_a_name"),
            models.UniqueConstraint(fields=["version", "sha256"], name="file_is_there_once"),
        ]

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(_("name"), max_length=200)
    content = models.FileField(upload_to="library/", max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    embargo_until = models.DateField(_("closed until"), null=True, blank=True)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = FileQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("library:file_download", args=[self.pk])

    def is_closed_on(self, day: dt.date) -> bool:
        """Tell whether an embargo still keeps readers out on that day."""
        return self.embargo_until is not None and day < self.embargo_until
