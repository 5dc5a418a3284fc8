"""Records, who made them, and the versions that were deposited."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.roles import Role
from core.addresses import address_of
from core.constraints import not_blank, only_choices
from core.covers.cover import Cover
from core.types import Person
from library.catalogue.record_covers import record_cover
from library.catalogue.states import RecordState
from library.vocabularies.choices import CreatorRole, EvidenceKind, RecordType, TermKind
from library.vocabularies.cover_topics import cover_topic
from library.vocabularies.dates import FIRST_YEAR, LAST_YEAR, Issued
from library.vocabularies.models.places import Place
from library.vocabularies.models.terms import Term
from library.vocabularies.models.topics import Topic

LIBRARY_STAFF_ROLES = frozenset({Role.EDITOR, Role.ADMINISTRATOR})


def is_library_staff(user: Person) -> bool:
    """Tell whether this person belongs to the library's staff."""
    return user.is_authenticated and bool(user.is_superuser or user.roles & LIBRARY_STAFF_ROLES)


class RecordQuerySet(models.QuerySet["Record"]):
    def published(self) -> Self:
        return self.filter(state=RecordState.PUBLISHED)

    def visible_to(self, user: Person) -> Self:
        """Return published records; the tombstone of a withdrawn one is a page of its own."""
        return self.published()

    def made_by(self, user: Person) -> Self:
        """Return the records that this person made, alone or with others, or deposited."""
        if not user.is_authenticated:
            return self.none()
        made = Creator.objects.filter(user=user).values("record")
        return self.filter(Q(pk__in=made) | Q(depositor=user))

    def whose_usage_is_seen_by(self, user: Person) -> Self:
        """Return the records whose usage this person may see: all for editors, for others their own."""
        return self if is_library_staff(user) else self.made_by(user)

    def with_topics(self) -> Self:
        """Load the topics, which then take no query for each record."""
        return self.prefetch_related(
            models.Prefetch("topics", Topic.objects.order_by("label", "pk"))
        )

    def with_creators(self) -> Self:
        """Load the creators in the order of the title page."""
        return self.prefetch_related(
            models.Prefetch(
                "creators",
                Creator.objects.select_related("organisation").order_by("position", "pk"),
            )
        )

    def with_places(self) -> Self:
        """Load the places, the widest first."""
        return self.prefetch_related(models.Prefetch("places", Place.objects.in_order()))

    def with_terms(self) -> Self:
        """Load the population groups and settings."""
        return self.prefetch_related(models.Prefetch("terms", Term.objects.in_order()))

    def for_list(self) -> Self:
        """Load everything that a row of a list shows."""
        return self.select_related("current_version").with_topics().with_creators()

    def with_cover(self, *, on: dt.date | None = None) -> Self:
        """Load what the cover is made from, with the first PDF that everyone may open that day, or today."""
        drawn = File.objects.filter(version=OuterRef("current_version"), has_first_page=True)
        opened = drawn.open_on(on or timezone.localdate()).order_by("name", "pk")
        return self.annotate(
            cover_topic=cover_topic("records"), cover_file=Subquery(opened.values("pk")[:1])
        )

    def newest_first(self) -> Self:
        """Return records by when they came into the library, the latest first; of one day's load the newest work."""
        return self.order_by("-published_at", F("year").desc(nulls_last=True), "-pk")


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
                condition=Q(year=None) | Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                name="record_year_is_plausible",
                violation_error_message=_("Enter a year between 1800 and 2200."),
            ),
            models.CheckConstraint(
                condition=(Q(month=None) | (Q(year__isnull=False) & Q(month__gte=1, month__lte=12)))
                & (Q(day=None) | (Q(month__isnull=False) & Q(day__gte=1, day__lte=31))),
                name="record_date_is_whole",
                violation_error_message=_("A month needs its year, and a day its month."),
            ),
            only_choices(
                "evidence_kind", ["", *EvidenceKind.values], name="record_evidence_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | Q(state=RecordState.WITHDRAWN),
                name="record_replaced_is_withdrawn",
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
            models.UniqueConstraint(fields=["form_key"], name="record_added_once"),
        ]
        indexes = [
            models.Index(fields=["state", "-published_at"], name="record_newest"),
            models.Index(fields=["state", "year"], name="record_by_year"),
            models.Index(fields=["changed_at", "id"], name="record_by_change"),
        ]

    type = models.CharField(_("type"), max_length=30, choices=RecordType)
    title = models.CharField(_("title"), max_length=300)
    summary = models.TextField(
        _("summary"), max_length=2_000, blank=True, validators=[MaxLengthValidator(2_000)]
    )
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    month = models.PositiveSmallIntegerField(_("month"), null=True, blank=True)
    day = models.PositiveSmallIntegerField(_("day"), null=True, blank=True)
    publisher = models.CharField(_("publisher"), max_length=300, blank=True)
    # Where it appeared, when it is part of something: a journal, a series, a book.
    container = models.CharField(_("journal, series or book"), max_length=300, blank=True)
    volume = models.CharField(_("volume"), max_length=30, blank=True)
    issue = models.CharField(_("issue"), max_length=30, blank=True)
    pages = models.CharField(_("pages"), max_length=30, blank=True)
    doi = models.CharField(_("DOI"), max_length=250, blank=True)
    isbn = models.CharField(_("ISBN"), max_length=13, blank=True)
    geography = models.CharField(_("place in words"), max_length=200, blank=True)
    url = models.URLField(_("address of the source"), max_length=500, blank=True)
    licence = models.CharField(_("licence"), max_length=100, blank=True)
    rights = models.CharField(_("rights"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    evidence_kind = models.CharField(
        _("kind of evidence"), max_length=20, choices=EvidenceKind, blank=True
    )
    topics = models.ManyToManyField(Topic, related_name="records", verbose_name=_("topics"))
    places = models.ManyToManyField(
        Place, blank=True, related_name="records", verbose_name=_("places")
    )
    terms = models.ManyToManyField(
        Term, blank=True, related_name="records", verbose_name=_("population groups and settings")
    )
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
    # Key of the form that added it; empty where no form did.
    form_key = models.UUIDField(null=True, editable=False)
    # The record that describes the same work, when two were merged into it.
    replaced_by = models.ForeignKey(
        "self", null=True, editable=False, on_delete=models.PROTECT, related_name="replaced"
    )
    # The fields that a complete record of its type has and this one has not (``library.catalogue.completeness``).
    lacks = models.JSONField(default=list, editable=False)
    # Counts the corrections, so that a second tab cannot write over the first without knowing.
    edit_number = models.PositiveIntegerField(default=0, editable=False)
    where_seen = models.CharField(_("where we found it"), max_length=300, blank=True)

    objects = RecordQuerySet.as_manager()

    # Only for records ``with_cover()``.
    cover_topic: str
    cover_file: int | None

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address_of("library:record_detail", self.pk)

    def get_type_display(self) -> str:  # type: ignore[no-redef]
        """Return the type in words. Django's own way translates every type again for each record of a list."""
        return str(RecordType(self.type).label)

    @property
    def is_published(self) -> bool:
        return self.state == RecordState.PUBLISHED

    @property
    def is_complete(self) -> bool:
        """Tell whether the record has all that its type should have."""
        return not self.lacks

    @property
    def cover(self) -> Cover:
        """The cover of a record ``with_cover()``: the first page of its document, or a made one."""
        return record_cover(self.title, self.cover_topic, self.cover_file)

    @property
    def issued(self) -> Issued | None:
        """Return when the work was issued, as exactly as it is known."""
        return Issued(self.year, self.month, self.day) if self.year else None

    @property
    def place_names(self) -> list[str]:
        """The places it is about. Takes no query for records ``with_places()``."""
        in_words = [self.geography] if self.geography else []
        return [*(place.name for place in self.places.all()), *in_words]

    @property
    def populations(self) -> list[Term]:
        """The groups it is about. Takes no query for records ``with_terms()``."""
        return [term for term in self.terms.all() if term.kind == TermKind.POPULATION]

    @property
    def settings(self) -> list[Term]:
        """The settings it is about. Takes no query for records ``with_terms()``."""
        return [term for term in self.terms.all() if term.kind == TermKind.SETTING]


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
            models.CheckConstraint(
                condition=Q(organisation=None) | Q(orcid=""), name="creator_orcid_is_of_a_person"
            ),
        ]

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="creators")
    position = models.PositiveSmallIntegerField(_("position"))
    name = models.CharField(_("name"), max_length=200)
    sort_name = models.CharField(_("name for sorting"), max_length=200)
    orcid = models.CharField(_("ORCID iD"), max_length=19, blank=True)
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
    # What the work's type is asked besides the common fields, by the names in ``library.catalogue.type_fields``.
    particulars = models.JSONField(default=dict, blank=True)
    body = models.TextField(_("text"), blank=True)
    # The type fields and then the text as HTML that is safe to show.
    body_html = models.TextField(blank=True, editable=False)
    note = models.CharField(_("what is new"), max_length=300, blank=True)
    deposited_at = models.DateTimeField(_("deposited"))
    deposited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Key of the form that deposited it; empty where no form did.
    form_key = models.UUIDField(null=True, editable=False)

    def __str__(self) -> str:
        return f"{self.record_id} v{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("library:version_detail", args=[self.record_id, self.number])

    @property
    def has_text(self) -> bool:
        """Tell whether the work can be read here, not only found."""
        return bool(self.body_html)


class FileQuerySet(models.QuerySet["File"]):
    def open_on(self, day: dt.date) -> Self:
        """Return the files that are not under embargo on that day."""
        return self.filter(Q(embargo_until=None) | Q(embargo_until__lte=day))

    def with_reading(self) -> Self:
        """Load the state of the text extraction, without the text: it may be a book."""
        return self.select_related("reading").defer("reading__text")

    def visible_to(self, user: Person, *, on: dt.date) -> Self:
        """Files of published records, once their embargo has ended; the library's staff sees them before."""
        published = self.filter(version__record__state=RecordState.PUBLISHED)
        return published if is_library_staff(user) else published.open_on(on)


class File(models.Model):
    """A document of a version. Its content was checked when it was uploaded."""

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
    # Whether its first page was drawn, by ``library.documents.first_pages``, and how often that was tried.
    has_first_page = models.BooleanField(default=False, db_default=False, editable=False)
    first_page_tries = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)

    objects = FileQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("library:file_download", args=[self.pk])

    def is_closed_on(self, day: dt.date) -> bool:
        """Tell whether an embargo still keeps readers out on that day."""
        return self.embargo_until is not None and day < self.embargo_until
