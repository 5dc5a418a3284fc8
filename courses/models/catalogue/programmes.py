"""Programmes: courses in an order, what somebody completed of one, and the certificate for it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.constraints import AppendOnlyModel, not_blank, only_choices
from core.covers.cover import Cover
from core.types import Person
from courses.models.content import Course, is_author_of_all
from courses.models.learning import Enrolment
from courses.states import CertificateState, ProgrammeState
from library.vocabularies.cover_topics import cover_topic, made_cover


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def published(self) -> Self:
        """Programmes that everyone finds in the catalogue."""
        return self.filter(state=ProgrammeState.PUBLISHED)

    def visible_to(self, user: Person) -> Self:
        """Keep published ones for everyone, others for those who write them, archived ones for who had begun them."""
        if not user.is_authenticated:
            return self.published()
        if is_author_of_all(user):
            return self.all()
        mine = Programme.authors.through.objects.filter(user=user).values("programme")
        learned = Enrolment.objects.filter(user=user).values("release__course")
        begun = ProgrammeCourse.objects.filter(course__in=learned).values("programme")
        completed = ProgrammeCompletion.objects.filter(user=user).values("programme")
        archived = Q(state=ProgrammeState.ARCHIVED) & (Q(pk__in=begun) | Q(pk__in=completed))
        return self.filter(Q(state=ProgrammeState.PUBLISHED) | Q(pk__in=mine) | archived)

    def written_by(self, user: Person) -> Self:
        """Programmes that this person may change; all of them for staff of the courses."""
        return self.all() if is_author_of_all(user) else self.filter(authors=user.pk)

    def with_cover(self) -> Self:
        """Load what the cover is made from. Takes no query."""
        return self.annotate(cover_topic=cover_topic("courses__in_programmes__programme"))


class Programme(models.Model):
    """Courses in an order that lead to one aim together, some required and some optional."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form_key"], name="programme_begun_once"),
            not_blank("title", name="programme_has_a_title"),
            only_choices("state", ProgrammeState.values, name="programme_state_known"),
            models.CheckConstraint(
                condition=~Q(state=ProgrammeState.ARCHIVED) | Q(archived_at__isnull=False),
                name="programme_archived_has_its_moment",
            ),
        ]

    State = ProgrammeState

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=150)
    summary = models.TextField(_("summary"), max_length=1_000)
    aims = models.JSONField(_("what learners can do afterwards"), default=list, blank=True)
    authors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("authors"), blank=True, related_name="+"
    )
    state = models.CharField(
        max_length=20, choices=ProgrammeState, default=ProgrammeState.DRAFT, editable=False
    )
    created_at = models.DateTimeField(editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Whoever had begun one of its courses by then can still complete it.
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Key of the form that added it.
    form_key = models.UUIDField(null=True, editable=False)

    objects = ProgrammeQuerySet.as_manager()

    # Only for programmes ``with_cover()``.
    cover_topic: str

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("courses:programme_detail", args=[self.slug])

    @property
    def cover(self) -> Cover:
        """The made cover of a programme ``with_cover()``."""
        return made_cover(self.title, self.cover_topic, format="wide")


class ProgrammeCourseQuerySet(models.QuerySet["ProgrammeCourse"]):
    def in_order(self) -> Self:
        return self.order_by("position", "pk")

    def required(self) -> Self:
        """Return the courses without which the programme is not complete."""
        return self.filter(is_required=True)


class ProgrammeCourse(models.Model):
    """A course in a programme: its place in the order, and whether it is required."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "course"], name="programme_has_a_course_once"
            ),
        ]

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="courses")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="in_programmes")
    position = models.PositiveSmallIntegerField(default=1)
    is_required = models.BooleanField(_("required"), default=True)

    objects = ProgrammeCourseQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.course)


class ProgrammeCompletion(AppendOnlyModel):
    """This learner has completed this programme: a fact that no later change of the programme takes back."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "user"], name="programme_completed_once"),
        ]

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="completions")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="programme_completions"
    )
    completed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} completed programme {self.programme_id}"


class CompletedPart(AppendOnlyModel):
    """A completed course that a programme was completed with: the very enrolment, and so its release."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["completion", "enrolment"], name="completed_part_counts_once"
            ),
        ]

    completion = models.ForeignKey(
        ProgrammeCompletion, on_delete=models.PROTECT, related_name="parts"
    )
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="+")
    was_required = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.enrolment_id} in {self.completion_id}"


class ProgrammeCertificateQuerySet(models.QuerySet["ProgrammeCertificate"]):
    def visible_to(self, user: Person) -> Self:
        """Anyone who holds the code may check what it vouches for, revoked or not."""
        return self.all()


class ProgrammeCertificate(models.Model):
    """A certificate for a programme. Like that for a course it keeps its own claims, and is never deleted."""

    class Meta:
        constraints = [
            only_choices(
                "state", CertificateState.values, name="programme_certificate_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=CertificateState.REVOKED)
                | (Q(revoked_at__isnull=False) & ~Q(revoked_reason="")),
                name="programme_certificate_revoked_with_reason",
            ),
        ]

    State = CertificateState

    completion = models.OneToOneField(
        ProgrammeCompletion, on_delete=models.PROTECT, related_name="certificate"
    )
    code = models.CharField(_("code"), max_length=14, unique=True)
    state = models.CharField(
        max_length=10, choices=CertificateState, default=CertificateState.VALID
    )
    name = models.CharField(_("name"), max_length=100)
    programme_title = models.CharField(_("programme"), max_length=150)
    completed_on = models.DateField(_("completed on"))
    minutes = models.PositiveIntegerField(_("minutes of learning"))
    aims = models.JSONField(_("what was achieved"), default=list)
    # Each with ``title``, ``release`` and the ISO day ``completed_on``.
    courses = models.JSONField(_("completed courses"), default=list)
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = ProgrammeCertificateQuerySet.as_manager()

    def __str__(self) -> str:
        return str(
            _("Certificate for %(name)s: %(programme)s")
            % {"name": self.name, "programme": self.programme_title}
        )

    def get_absolute_url(self) -> str:
        return reverse("certificates:certificate_detail", args=[self.code])

    @property
    def is_revoked(self) -> bool:
        return self.state == CertificateState.REVOKED
