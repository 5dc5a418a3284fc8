"""Reading lists: works that someone put in an order, with notes on why."""

from typing import Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.constraints import not_blank, only_choices
from core.covers.cover import Cover
from core.covers.models import Covered, cover_has_words
from core.types import Person
from library.catalogue.models.records import Record, is_library_staff
from library.catalogue.states import RecordState
from library.vocabularies.cover_topics import cover_topic, made_cover


class Sharing(models.TextChoices):
    """Who may read a list."""

    PRIVATE = "private", _("Only me")
    LINK = "link", _("Anyone with the link")
    CURATED = "curated", _("Everyone: as a collection of the library")


class ReadingListQuerySet(models.QuerySet["ReadingList"]):
    def curated(self) -> Self:
        """Keep the collections that the library shows on its pages."""
        return self.filter(sharing=Sharing.CURATED)

    def of(self, user: Person) -> Self:
        """Return the lists that this person made."""
        return self.filter(user=user) if user.is_authenticated else self.none()

    def visible_to(self, user: Person) -> Self:
        """Return collections, and the reader's own lists. For shared links see ``with_link_token``."""
        is_open = Q(sharing=Sharing.CURATED)
        return self.filter(is_open | Q(user=user) if user.is_authenticated else is_open)

    def with_link_token(self, token: str) -> Self:
        """Return the list that this link opens."""
        return self.filter(sharing=Sharing.LINK, token=token)

    def editable_by(self, user: Person) -> Self:
        """Return the lists this person may edit: their own; collections only for the library's editors."""
        if not user.is_authenticated:
            return self.none()
        theirs, curated = Q(user=user), Q(sharing=Sharing.CURATED)
        return self.filter(theirs | curated if is_library_staff(user) else theirs & ~curated)

    def holding(self, record: Record) -> Self:
        """Return the lists that hold the record, or a duplicate merged into it."""
        held = Listed.objects.filter(Q(record=record) | Q(record__replaced_by=record))
        return self.filter(pk__in=held.values("reading_list"))

    def with_counts(self) -> Self:
        """Add ``works``, the number of readable records in each list."""
        readable = Q(listed__record__state=RecordState.PUBLISHED)
        return self.annotate(works=models.Count("listed", filter=readable))

    def with_cover(self) -> Self:
        """Load what the cover is made from: a topic of its first work. Takes no query."""
        relation = "records__listed__reading_list"
        return self.annotate(cover_topic=cover_topic(relation, "records__listed__position"))

    def latest_first(self) -> Self:
        return self.order_by("-changed_at", "-pk")


class ReadingList(Covered):
    """Works in an order, with a note on each: for oneself, for those with a link, or for everyone."""

    Sharing = Sharing

    class Meta:
        constraints = [
            not_blank("name", name="readinglist_has_a_name"),
            cover_has_words(name="readinglist_cover_has_words"),
            only_choices("sharing", Sharing.values, name="readinglist_sharing_known"),
            models.CheckConstraint(
                condition=Q(sharing=Sharing.LINK) ^ Q(token=""),
                name="readinglist_link_while_shared",
            ),
            models.UniqueConstraint(
                fields=["token"], condition=~Q(token=""), name="readinglist_links_differ"
            ),
            models.UniqueConstraint(fields=["user", "form_key"], name="readinglist_made_once"),
        ]
        indexes = [models.Index(fields=["sharing", "-changed_at"], name="readinglist_curated")]

    # A collection stays when its maker closes their account.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="reading_lists"
    )
    name = models.CharField(_("name"), max_length=150)
    about = models.TextField(
        _("what it is for"), max_length=1_000, blank=True, validators=[MaxLengthValidator(1_000)]
    )
    sharing = models.CharField(
        _("who can read it"), max_length=10, choices=Sharing, default=Sharing.PRIVATE
    )
    # The secret part of the shared link; empty unless the list is shared by link.
    token = models.CharField(max_length=43, blank=True, editable=False)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    form_key = models.UUIDField(null=True, editable=False)

    objects = ReadingListQuerySet.as_manager()

    # Only for lists ``with_cover()``.
    cover_topic: str

    def __str__(self) -> str:
        return self.name

    def cover_address(self, name: str) -> str:
        return reverse("library:collection_cover", args=[self.pk, name])

    @property
    def made_cover(self) -> Cover:
        """The made cover of a list ``with_cover()``."""
        return made_cover(self.name, self.cover_topic, format="wide")

    def get_absolute_url(self) -> str:
        return reverse("library:reading_list_detail", args=[self.pk])

    @property
    def is_curated(self) -> bool:
        return self.sharing == Sharing.CURATED


class ListedQuerySet(models.QuerySet["Listed"]):
    def in_order(self) -> Self:
        return self.order_by("position", "pk")


class Listed(models.Model):
    """One work in a list."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reading_list", "record"], name="listed_once"),
        ]

    reading_list = models.ForeignKey(ReadingList, on_delete=models.CASCADE, related_name="listed")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="listed")
    position = models.PositiveSmallIntegerField(_("position"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    added_at = models.DateTimeField()

    objects = ListedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.reading_list_id}: {self.record_id}"

    @property
    def shown_record_id(self) -> int:
        """Return the key of the record that is shown: two of the same work may have been merged."""
        return self.record.replaced_by_id or self.record_id
