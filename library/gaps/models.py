"""Evidence gaps, what they came from, the records offered for them, who works on them and who follows them."""

from typing import Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.constraints import not_blank, only_choices
from core.types import Person
from library.catalogue.models.records import Record, is_library_staff
from library.gaps.states import DECIDED, UNFILLED, GapState
from library.vocabularies.models import Place, Term, Topic

LONGEST = 2_000


class Priority(models.IntegerChoices):
    """How much depends on filling a gap."""

    HIGH = 1, _("High")
    MEDIUM = 2, _("Medium")
    LOW = 3, _("Low")


class Origin(models.TextChoices):
    """How a gap was found."""

    NO_EVIDENCE = "no-evidence", _("No record in the library")
    OLD_EVIDENCE = "old-evidence", _("Only old evidence")
    NO_SYNTHESIS = "no-synthesis", _("No review of the evidence")
    NO_GROUPS = "no-groups", _("No effects by group")
    SEARCH = "search", _("Search with no results")
    QUESTION = "question", _("Question without an answer")
    PERSON = "person", _("Proposed by a person")


class EvidenceGapQuerySet(models.QuerySet["EvidenceGap"]):
    def public(self) -> Self:
        """Return gaps that an editor has agreed to, whatever became of them since."""
        return self.filter(opened_at__isnull=False, merged_into=None)

    def visible_to(self, user: Person) -> Self:
        """Return public gaps and those one proposed; for the library's staff all of them.

        The words of searches stand in proposals alone, which only the staff sees.
        """
        if is_library_staff(user):
            return self
        public = Q(opened_at__isnull=False, merged_into=None)
        return self.filter(public | Q(proposed_by=user) if user.is_authenticated else public)

    def went_into(self, key: int, user: Person) -> "EvidenceGap | None":
        """Return the gap into which the one with this key was merged, where this reader may know of both.

        A gap that was public leads on for everyone: its address stands in mails, feeds and files.
        """
        known = self.visible_to(user).values("pk")
        merged = self.filter(Q(opened_at__isnull=False) | Q(pk__in=known)).exclude(merged_into=None)
        if not (first := merged.filter(pk=key).first()):
            return None
        gap: EvidenceGap = first
        while gap.merged_into is not None:
            gap = gap.merged_into
        return self.visible_to(user).filter(pk=gap.pk).first()

    def with_numbers(self) -> Self:
        """Load what lists show: the subject, how many work on each gap, and how many records wait as fillings."""
        works = GapWork.objects.filter(gap=OuterRef("pk")).order_by().values("gap")
        offers = GapFilling.objects.offered().filter(gap=OuterRef("pk")).order_by().values("gap")
        return self.select_related("topic", "population", "place").annotate(
            work_count=Coalesce(Subquery(works.annotate(n=Count("pk")).values("n")), 0),
            offer_count=Coalesce(Subquery(offers.annotate(n=Count("pk")).values("n")), 0),
        )


class EvidenceGap(models.Model):
    """Something that is not known: what, why it matters, and what became of it."""

    State = GapState

    class Meta:
        constraints = [
            not_blank("title", name="evidencegap_has_a_title"),
            not_blank("rationale", name="evidencegap_says_why"),
            only_choices("state", GapState.values, name="evidencegap_state_known"),
            only_choices("origin", Origin.values, name="evidencegap_origin_known"),
            models.CheckConstraint(
                condition=Q(priority__in=Priority.values), name="evidencegap_priority_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=GapState.DISMISSED) | ~Q(reason=""),
                name="evidencegap_dismissed_says_why",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None)
                | (Q(state=GapState.DISMISSED) & ~Q(merged_into=F("id"))),
                name="evidencegap_merged_is_dismissed",
            ),
            # A rule or a search proposes the same gap only once.
            models.UniqueConstraint(
                fields=["fact_key"], condition=~Q(fact_key=""), name="evidencegap_fact_once"
            ),
            models.UniqueConstraint(
                fields=["proposed_by", "form_key"], name="evidencegap_proposed_once"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "priority"], name="evidencegap_state_priority"),
            models.Index(fields=["proposed_by", "state"], name="evidencegap_proposals"),
        ]

    title = models.CharField(_("title"), max_length=200)
    rationale = models.TextField(
        _("why it matters"), max_length=LONGEST, validators=[MaxLengthValidator(LONGEST)]
    )
    priority = models.PositiveSmallIntegerField(
        _("priority"), choices=Priority, default=Priority.MEDIUM
    )
    state = models.CharField(_("state"), max_length=10, choices=GapState, default=GapState.PROPOSED)
    origin = models.CharField(max_length=12, choices=Origin, default=Origin.PERSON)
    topic = models.ForeignKey(
        Topic, null=True, blank=True, on_delete=models.SET_NULL, related_name="evidence_gaps"
    )
    population = models.ForeignKey(
        Term, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # What the finder is asked beside the subject; of a search that found nothing its words.
    words = models.CharField(_("words for the search"), max_length=100, blank=True)
    # Which rule or search found it, and what that rested on when it was last looked at; nothing once it no longer holds.
    fact_key = models.CharField(max_length=160, blank=True, editable=False)
    facts = models.JSONField(default=dict, editable=False)

    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposed_at = models.DateTimeField()
    # When an editor first agreed to it; from then on it is public.
    opened_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=1_000, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="merged"
    )
    edit_number = models.PositiveIntegerField(default=0, editable=False)
    form_key = models.UUIDField(null=True, editable=False)

    objects = EvidenceGapQuerySet.as_manager()

    # Only for gaps ``with_numbers()``.
    work_count: int
    offer_count: int

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("library:evidence_gap_detail", args=[self.pk])

    @property
    def is_public(self) -> bool:
        return self.opened_at is not None and self.merged_into_id is None

    @property
    def is_unfilled(self) -> bool:
        return self.state in UNFILLED

    @property
    def is_decided(self) -> bool:
        return self.state in DECIDED

    @property
    def is_proposed(self) -> bool:
        return self.state == GapState.PROPOSED

    @property
    def no_longer_holds(self) -> bool:
        """Tell whether the rule that proposed it no longer finds it."""
        return bool(self.fact_key) and not self.facts

    @property
    def finder_query(self) -> dict[str, str]:
        """Return what the finder is asked to see what is known by now; nothing where the gap names no subject."""
        asked = {
            "q": self.words,
            "topic": self.topic.code if self.topic else "",
            "population": self.population.code if self.population else "",
            "place": self.place.code if self.place else "",
        }
        return {name: value for name, value in asked.items() if value}


class GapSource(models.Model):
    """What a gap came from: a question, a search. Each can have led to several gaps, and a gap can have several."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gap", "source"], name="gapsource_once"),
        ]
        indexes = [models.Index(fields=["source"], name="gapsource_source")]

    gap = models.ForeignKey(EvidenceGap, on_delete=models.CASCADE, related_name="sources")
    # Such as ``question:12`` or ``search:carer respite`` (``library.gaps.came_from``).
    source = models.CharField(max_length=160)

    def __str__(self) -> str:
        return f"{self.gap_id} from {self.source}"


class GapFillingQuerySet(models.QuerySet["GapFilling"]):
    def offered(self) -> Self:
        """Return records that wait for an editor to say whether they fill the gap."""
        return self.filter(confirmed_at=None)

    def readable(self) -> Self:
        """Leave out records that were withdrawn since."""
        return self.filter(record__in=Record.objects.published())

    def in_order(self) -> Self:
        return self.select_related("record").order_by("offered_at", "pk")


class GapFilling(models.Model):
    """A record that fills a gap, or is offered for it until an editor confirms that."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gap", "record"], name="gapfilling_offered_once"),
        ]

    gap = models.ForeignKey(EvidenceGap, on_delete=models.CASCADE, related_name="fillings")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="gaps_filled")
    offered_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    objects = GapFillingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.gap_id}: {self.record_id}"


class GapWork(models.Model):
    """Somebody who works on a gap: a network, a group of a course, a person."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(worker="") & ~Q(name="")) | (~Q(worker="") & Q(name="", address="")),
                name="gapwork_has_a_name_or_a_worker",
            ),
            models.UniqueConstraint(
                fields=["gap", "user", "name"], condition=~Q(name=""), name="gapwork_told_once"
            ),
            models.UniqueConstraint(
                fields=["gap", "worker"], condition=~Q(worker=""), name="gapwork_worker_once"
            ),
        ]

    gap = models.ForeignKey(EvidenceGap, on_delete=models.CASCADE, related_name="works")
    # Who told it, and may take it back.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="gap_works"
    )
    # Who was chosen, such as ``network:12`` (``library.gaps.workers``), or else the name that was typed.
    worker = models.CharField(max_length=40, blank=True)
    name = models.CharField(_("who works on it"), max_length=150, blank=True)
    # An address of this site from its first slash, or of another one.
    address = models.CharField(_("link"), max_length=500, blank=True)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return self.name or self.worker

    @property
    def worker_kind(self) -> str:
        return self.worker.partition(":")[0]

    @property
    def worker_key(self) -> int:
        return int(self.worker.partition(":")[2])


class GapFollow(models.Model):
    """A person who wants to hear when a gap is filled."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gap", "user"], name="gapfollow_is_one"),
        ]

    gap = models.ForeignKey(EvidenceGap, on_delete=models.CASCADE, related_name="follows")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="gap_follows"
    )
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} follows {self.gap_id}"
