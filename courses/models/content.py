"""Courses, their releases, modules, lessons and citations."""

import uuid
from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from core.addresses import address_of
from core.constraints import in_order, not_blank, only_choices
from core.covers.cover import Cover
from core.covers.models import Covered, cover_has_words
from core.types import Person
from courses.models.bases.described import Described
from courses.states import WRITERS, AuthorRole, CourseLevel, CourseState, LessonKind
from library.vocabularies.cover_topics import cover_topic, made_cover
from library.vocabularies.models import Topic

AUTHOR_ROLES = (Role.FACILITATOR, Role.ADMINISTRATOR)


def is_author_of_all(user: Person) -> bool:
    """Facilitators of all courses, administrators and superusers."""
    return user.is_authenticated and (
        user.is_superuser or any(user.has_role(role) for role in AUTHOR_ROLES)
    )


def with_role(user: Person, roles: Iterable[str]) -> "models.QuerySet[Course, int]":
    """Return the keys of courses in whose writing this person has accepted one of the roles."""
    return Course.objects.filter(
        authorships__user=user.pk,
        authorships__role__in=list(roles),
        authorships__accepted_at__isnull=False,
    ).values_list("pk", flat=True)


class CourseQuerySet(models.QuerySet["Course"]):
    def published(self) -> Self:
        """Courses that anyone may read about and enrol in."""
        return self.filter(state=CourseState.PUBLISHED)

    def visible_to(self, user: Person) -> Self:
        """Keep published courses for everyone, others for those who write them or have enrolled in them."""
        if not user.is_authenticated:
            return self.published()
        if is_author_of_all(user):
            return self.all()
        mine = Course.facilitators.through.objects.filter(user=user).values("course")
        learned = Release.objects.filter(enrolments__user=user).values("course")
        written = with_role(user, AuthorRole.values)
        return self.filter(
            Q(state=CourseState.PUBLISHED) | Q(pk__in=mine) | Q(pk__in=learned) | Q(pk__in=written)
        )

    def written_by(self, user: Person) -> Self:
        """Keep courses that this person may write: as facilitator, owner or author. The one place that says so."""
        if is_author_of_all(user):
            return self.all()
        mine = Course.facilitators.through.objects.filter(user=user.pk).values("course")
        return self.filter(Q(pk__in=mine) | Q(pk__in=with_role(user, WRITERS)))

    def draft_read_by(self, user: Person) -> Self:
        """Keep courses whose draft this person may read: those who write it, and its reviewers."""
        if is_author_of_all(user):
            return self.all()
        mine = Course.facilitators.through.objects.filter(user=user.pk).values("course")
        return self.filter(Q(pk__in=mine) | Q(pk__in=with_role(user, AuthorRole.values)))

    def facilitated_by(self, user: Person) -> Self:
        """Courses whose learners this person looks after; all of them for facilitators of all."""
        if is_author_of_all(user):
            return self.all()
        return self.filter(facilitators=user.pk)

    def with_cover(self) -> Self:
        """Load what the cover is made from. Takes no query."""
        return self.annotate(cover_topic=cover_topic("courses"))


class Course(Described, Covered):
    """A course: what it is about, what one can do afterwards, and who facilitates it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form_key"], name="course_begun_once"),
            not_blank("title", name="course_has_a_title"),
            only_choices("state", CourseState.values, name="course_state_known"),
            cover_has_words(name="course_cover_has_words"),
            only_choices("level", ["", *CourseLevel.values], name="course_level_known"),
            models.CheckConstraint(
                condition=Q(effort_minutes__lte=59)
                & (Q(effort_hours__gte=1) | Q(effort_minutes__gte=1)),
                name="course_takes_time",
            ),
        ]

    State = CourseState
    Level = CourseLevel

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=150)
    summary = models.TextField(_("summary"), max_length=1_000)
    outcomes = models.JSONField(_("what learners can do afterwards"), default=list, blank=True)
    topics = models.ManyToManyField(
        Topic, verbose_name=_("topics"), blank=True, related_name="courses"
    )
    facilitators = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("facilitators"), blank=True, related_name="+"
    )
    state = models.CharField(
        max_length=20, choices=CourseState, default=CourseState.DRAFT, editable=False
    )
    # Nothing is published before another person has approved it.
    needs_review = models.BooleanField(_("a second person approves each version"), default=False)
    created_at = models.DateTimeField(editable=False)
    # Key of the form that added it; copies and imported rows have none that counts.
    form_key = models.UUIDField(null=True, editable=False)

    objects = CourseQuerySet.as_manager()

    # Only for courses ``with_cover()``.
    cover_topic: str

    def __str__(self) -> str:
        return self.title

    def cover_address(self, name: str) -> str:
        return reverse("courses:course_cover", args=[self.slug, name])

    @property
    def made_cover(self) -> Cover:
        """The made cover of a course ``with_cover()``."""
        return made_cover(self.title, self.cover_topic, format="wide")

    def get_absolute_url(self) -> str:
        return address_of("courses:course_detail", self.slug)


class ReleaseQuerySet(models.QuerySet["Release"]):
    def current(self) -> Self:
        """Return the newest published release of each course: what a new learner gets."""
        return self.filter(published_at__isnull=False, superseded_at=None)

    def drafts(self) -> Self:
        return self.filter(published_at=None)


class Release(models.Model):
    """One text of a course. A draft may be edited; a published release changes by corrections alone."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="release_number_is_unique"),
            models.UniqueConstraint(
                fields=["course"],
                condition=Q(published_at=None),
                name="release_one_draft_a_course",
            ),
            models.UniqueConstraint(
                fields=["course"],
                condition=Q(published_at__isnull=False, superseded_at=None),
                name="release_one_current_a_course",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at=None) | Q(published_at__isnull=False),
                name="release_superseded_was_published",
            ),
            in_order("published_at", "superseded_at", name="release_superseded_later"),
        ]

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveSmallIntegerField(_("release"), default=1)
    created_at = models.DateTimeField(editable=False)
    # What an imported release was read from: the same source is not imported twice.
    source_hash = models.CharField(max_length=64, blank=True, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    superseded_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Names what a published release says: what is made from its text is kept under this key.
    text_key = models.UUIDField(null=True, blank=True, editable=False)

    objects = ReleaseQuerySet.as_manager()

    def __str__(self) -> str:
        return str(_("Version %(number)s") % {"number": self.number})

    @property
    def is_draft(self) -> bool:
        return self.published_at is None


class ModuleQuerySet(models.QuerySet["Module"]):
    def in_order(self) -> Self:
        return self.order_by("position", "pk")


class Module(models.Model):
    """A chapter of a release."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "form_key"], name="module_added_once"),
            not_blank("title", name="module_has_a_title"),
            models.UniqueConstraint(fields=["release", "slug"], name="module_slug_in_release"),
        ]

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="modules")
    position = models.PositiveSmallIntegerField(default=1)
    # Key of the form that added it; copies and imported rows have none that counts.
    form_key = models.UUIDField(null=True, editable=False)
    slug = models.SlugField(max_length=80)
    title = models.CharField(_("title"), max_length=150)
    summary = models.TextField(_("summary"), max_length=500, blank=True)

    objects = ModuleQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title


class LessonQuerySet(models.QuerySet["Lesson"]):
    def in_order(self) -> Self:
        """Return lessons in the order in which they are taught."""
        return self.order_by("module__position", "module_id", "position", "pk")

    def of(self, release: Release) -> Self:
        return self.filter(module__release=release)

    def required(self) -> Self:
        """Return the lessons that the certificate asks for."""
        return self.filter(is_required=True)


class Lesson(models.Model):
    """One sitting: a text to read, a quiz, or the action plan."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["module", "form_key"], name="lesson_added_once"),
            not_blank("title", name="lesson_has_a_title"),
            only_choices("kind", LessonKind.values, name="lesson_kind_known"),
            models.UniqueConstraint(fields=["module", "slug"], name="lesson_slug_in_module"),
            models.CheckConstraint(
                condition=Q(pass_mark__gte=0, pass_mark__lte=100),
                name="lesson_pass_mark_is_percent",
            ),
            models.CheckConstraint(
                condition=Q(max_attempts=None) | Q(max_attempts__gte=1),
                name="lesson_allows_an_attempt",
            ),
        ]

    Kind = LessonKind

    module = models.ForeignKey(Module, on_delete=models.CASCADE, related_name="lessons")
    position = models.PositiveSmallIntegerField(default=1)
    # Key of the form that added it; copies and imported rows have none that counts.
    form_key = models.UUIDField(null=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=LessonKind, default=LessonKind.TEXT)
    slug = models.SlugField(max_length=80)
    title = models.CharField(_("title"), max_length=150)
    body = models.TextField(_("text"), max_length=60_000, blank=True)
    body_html = models.TextField(blank=True, editable=False)
    # Counts the saves, so that a second tab cannot write over the first without knowing.
    edit_number = models.PositiveIntegerField(default=0, editable=False)
    # The same lesson through all releases of its course, whatever it is called there.
    lineage = models.UUIDField(default=uuid.uuid4, editable=False)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=10, validators=[MinValueValidator(1), MaxValueValidator(600)]
    )
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark in per cent"), default=60, validators=[MaxValueValidator(100)]
    )
    max_attempts = models.PositiveSmallIntegerField(
        _("maximum attempts"), null=True, blank=True, validators=[MinValueValidator(1)]
    )

    # Whether the certificate asks for it. Its author may make a lesson optional; a published one, such as a quiz that
    # turned out broken, can be taken out of what is required by a correction.
    is_required = models.BooleanField(default=True, editable=False)

    objects = LessonQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the page of the lesson; load ``module__release__course`` with it."""
        return address_of("courses:lesson_detail", *self.address_words)

    @property
    def address_words(self) -> list[str]:
        """Return the parts of the address of the lesson; load ``module__release__course`` with it."""
        return [self.module.release.course.slug, self.module.slug, self.slug]

    def get_kind_display(self) -> str:  # type: ignore[no-redef]
        """Return the kind in words. Django's own way translates every kind again for each lesson of a list."""
        return str(LessonKind(self.kind).label)

    @property
    def minutes_in_words(self) -> str:
        """Return “10 minutes”. A ``blocktranslate`` for each of a hundred lessons takes a tenth of their page."""
        words = ngettext("%(minutes)s minute", "%(minutes)s minutes", self.minutes)
        return words % {"minutes": self.minutes}

    @property
    def minutes_in_short(self) -> str:
        """Return “10 min”."""
        return gettext("%(minutes)s min") % {"minutes": self.minutes}

    @property
    def anchor(self) -> str:
        """Return the anchor of this lesson on the course page; load ``module`` with it."""
        return f"{self.module.slug}--{self.slug}"

    @property
    def is_quiz(self) -> bool:
        return self.kind == LessonKind.QUIZ

    @property
    def is_plan(self) -> bool:
        return self.kind == LessonKind.PLAN
