"""Releases: where figures come from, when, under which licence, and which figures they replace."""

import datetime as dt
from functools import reduce
from operator import or_
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.constraints import not_blank, only_choices
from core.types import Person
from indicators.catalogue.models.indicators import Indicator, is_data_manager
from indicators.catalogue.states import UNPUBLISHED, ReleaseState
from library.vocabularies.licences import LICENCES

_S = ReleaseState


class FigureReleaseQuerySet(models.QuerySet["Release"]):
    def visible_to(self, user: Person) -> Self:
        """Return published and withdrawn releases for everyone, and the others for data managers alone."""
        return self if is_data_manager(user) else self.exclude(state__in=UNPUBLISHED)

    def published(self) -> Self:
        return self.filter(state=_S.PUBLISHED)

    def current(self) -> Self:
        """Return the published releases that no other published one replaces, directly or through withdrawn ones."""
        ways = ("supersedes", "supersedes__supersedes", "supersedes__supersedes__supersedes")
        replaces = [Q(**{way: OuterRef("pk")}) for way in ways]
        newer = Release.objects.filter(reduce(or_, replaces), state=_S.PUBLISHED)
        return self.published().filter(~Exists(newer))

    def published_lately(self, now: dt.datetime) -> Self:
        """Return the releases published in the last three days, whose followers may not all have been told."""
        since = now - dt.timedelta(days=3)
        return self.published().filter(published_at__gte=since).order_by("pk")

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")


class Release(models.Model):
    """Figures that were published together. Those of two releases are never joined into one line."""

    class Meta:
        constraints = [
            not_blank("title", name="release_has_a_title"),
            only_choices("state", _S.values, name="release_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=sorted(UNPUBLISHED))
                | (~Q(publisher="") & ~Q(licence="") & Q(published_at__isnull=False)),
                name="release_published_names_source_and_licence",
                violation_error_message=_("A published release names its source and licence."),
            ),
            models.CheckConstraint(
                condition=~Q(state=_S.WITHDRAWN) | ~Q(withdrawal_reason=""),
                name="release_withdrawn_says_why",
            ),
            models.CheckConstraint(
                condition=Q(supersedes=None) | ~Q(supersedes=models.F("id")),
                name="release_does_not_replace_itself",
            ),
            models.UniqueConstraint(fields=["created_by", "form_key"], name="release_sent_once"),
            models.UniqueConstraint(
                fields=["import_key"], condition=~Q(import_key=""), name="release_is_loaded_once"
            ),
        ]

    title = models.CharField(_("title"), max_length=200)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    address = models.URLField(_("web address"), max_length=500, blank=True)
    published_on = models.DateField(_("published by the source"), null=True, blank=True)
    retrieved_on = models.DateField(_("retrieved"), null=True, blank=True)
    # A code of the library's licences; the form offers them and the action checks it.
    licence = models.CharField(_("licence"), max_length=30, blank=True)
    notes = models.TextField(_("notes"), max_length=3_000, blank=True)
    supersedes = models.ForeignKey(
        "self",
        verbose_name=_("replaces"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="superseded_by",
    )
    # Which indicators it has figures of, kept by the actions that write figures.
    indicators = models.ManyToManyField(Indicator, related_name="releases", editable=False)
    state = models.CharField(_("state"), max_length=10, choices=_S, default=_S.DRAFT)
    # By it the figures that come with Praxis are known again.
    import_key = models.SlugField(max_length=80, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    withdrawal_reason = models.CharField(max_length=500, blank=True, editable=False)
    edit_number = models.PositiveIntegerField(default=0, editable=False)
    form_key = models.UUIDField(null=True, editable=False)

    objects = FigureReleaseQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("indicators:release_detail", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.state == ReleaseState.DRAFT

    @property
    def is_unpublished(self) -> bool:
        """Tell whether readers see nothing of it yet."""
        return self.state in UNPUBLISHED

    @property
    def is_being_published(self) -> bool:
        return self.state == ReleaseState.PUBLISHING

    @property
    def licence_name(self) -> str:
        """Return the name of the licence in words."""
        return str(LICENCES[self.licence][0]) if self.licence in LICENCES else self.licence

    @property
    def licence_address(self) -> str:
        """Return where the text of the licence stands."""
        return LICENCES[self.licence][1] if self.licence in LICENCES else ""


class SeriesBreak(models.Model):
    """A period from which figures of an indicator are not comparable with earlier ones."""

    class Meta:
        constraints = [
            not_blank("note", name="series_break_says_what_changed"),
            models.UniqueConstraint(
                fields=["release", "indicator", "starts_on"], name="series_break_once"
            ),
        ]

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="breaks")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="breaks")
    starts_on = models.DateField(_("from"))
    note = models.CharField(_("what changed"), max_length=500)

    def __str__(self) -> str:
        return self.note
