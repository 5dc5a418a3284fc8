"""The table of a course's learners."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.tables.cells import Badge, Cell, moment, number, part_of, person
from core.tables.layout import Column, Layout, RowAction
from courses.models import Enrolment
from courses.states import GONE, EnrolmentState


def _learner(enrolment: Enrolment) -> Cell:
    return person(enrolment.user, reverse("dashboard:person", args=[enrolment.user.pk]))


def _progress(enrolment: Enrolment) -> Cell:
    return part_of(enrolment.done, enrolment.total)  # type: ignore[attr-defined]


def _last(enrolment: Enrolment) -> Cell:
    return moment(enrolment.last_at)  # type: ignore[attr-defined]


def _state(enrolment: Enrolment) -> Cell:
    badges = []
    if enrolment.state in GONE:
        badges.append(Badge(EnrolmentState(enrolment.state).label))
    elif enrolment.is_stuck and enrolment.state == EnrolmentState.ACTIVE:  # type: ignore[attr-defined]
        badges.append(Badge(_("No attempts left"), "wait"))
    certificate = getattr(enrolment, "certificate", None)
    if certificate is None:
        return Cell(badges=tuple(badges))
    if certificate.is_revoked:
        badges.append(Badge(_("Revoked"), "stop"))
    return Cell(_("Certificate"), certificate.get_absolute_url(), badges=tuple(badges))


def _actions(enrolment: Enrolment) -> Sequence[RowAction]:
    if not enrolment.is_stuck or enrolment.state != EnrolmentState.ACTIVE:  # type: ignore[attr-defined]
        return ()
    address = reverse("courses:attempts_give", args=[enrolment.release.course.slug, enrolment.pk])
    return (RowAction(_("More attempts"), address, enrolment.user),)


LEARNERS = Layout[Enrolment](
    name="learners",
    caption=gettext_lazy("Learners and their progress"),
    columns=(
        Column("name", gettext_lazy("Name"), _learner, sort=("user__full_name",), is_wide=True),
        Column(
            "done",
            gettext_lazy("Lessons done"),
            _progress,
            sort=("done",),
            is_descending=True,
        ),
        Column(
            "last",
            gettext_lazy("Last lesson done"),
            _last,
            sort=("last_at",),
            is_descending=True,
            is_labelled=True,
        ),
        Column(
            "enrolled",
            gettext_lazy("Enrolled"),
            lambda enrolment: moment(enrolment.enrolled_at),
            sort=("enrolled_at",),
            is_descending=True,
            is_labelled=True,
        ),
        Column(
            "release",
            gettext_lazy("Version"),
            lambda enrolment: number(enrolment.release.number),
            sort=("release__number",),
            is_number=True,
            is_labelled=True,
        ),
        Column("certificate", gettext_lazy("Certificate"), _state),
    ),
    actions=_actions,
    usual_sort="-enrolled",
)
