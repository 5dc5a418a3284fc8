"""Certificates of completed courses."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.constraints import only_choices
from core.types import Person
from courses.models.learning import Enrolment
from courses.states import CertificateState


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def visible_to(self, user: Person) -> Self:
        """Anyone who holds the code may check what it vouches for, revoked or not."""
        return self.all()


class Certificate(models.Model):
    """A certificate keeps its own claims, so that no later edit of course or name changes them.

    Whoever was shown the certificate can check it by its code. It is never deleted: revoked, it
    stays as a tombstone with the reason.
    """

    class Meta:
        constraints = [
            only_choices("state", CertificateState.values, name="certificate_state_known"),
            models.CheckConstraint(
                condition=~Q(state=CertificateState.REVOKED)
                | (Q(revoked_at__isnull=False) & ~Q(revoked_reason="")),
                name="certificate_revoked_with_reason",
            ),
        ]

    State = CertificateState

    enrolment = models.OneToOneField(
        Enrolment, on_delete=models.PROTECT, related_name="certificate"
    )
    code = models.CharField(_("code"), max_length=14, unique=True)
    state = models.CharField(
        max_length=10, choices=CertificateState, default=CertificateState.VALID
    )
    name = models.CharField(_("name"), max_length=100)
    course_title = models.CharField(_("course"), max_length=150)
    release_number = models.PositiveSmallIntegerField(_("course version"))
    completed_on = models.DateField(_("completed on"))
    hours = models.PositiveSmallIntegerField(_("hours of learning"))
    # Beyond the whole hours.
    minutes = models.PositiveSmallIntegerField(_("and minutes"), default=0, db_default=0)
    outcomes = models.JSONField(_("what was achieved"), default=list)
    scores = models.JSONField(_("quizzes"), default=list)
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = CertificateQuerySet.as_manager()

    def __str__(self) -> str:
        return str(
            _("Certificate for %(name)s: %(course)s")
            % {"name": self.name, "course": self.course_title}
        )

    def get_absolute_url(self) -> str:
        return reverse("certificates:certificate_detail", args=[self.code])

    @property
    def is_revoked(self) -> bool:
        return self.state == CertificateState.REVOKED
