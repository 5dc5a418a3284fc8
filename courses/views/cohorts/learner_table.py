"""The table of a cohort's learners."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.tables.cells import Badge, Cell, moment, part_of, person
from core.tables.layout import Column, Layout, RowAction
from courses.models import Enrolment
from courses.progress.stored import progress_of
from courses.states import EnrolmentState


def _learner(place: Enrolment) -> Cell:
    return person(place.user, reverse("dashboard:person", args=[place.user_id]))


def _progress(place: Enrolment) -> Cell:
    progress = progress_of(place)
    return part_of(progress.done, progress.total)


def _actions(place: Enrolment) -> Sequence[RowAction]:
    if place.state != EnrolmentState.ACTIVE:
        return ()
    names = [place.release.course.slug, place.cohort_id, place.pk]
    return [
        RowAction(_("Move"), reverse("courses:learner_move", args=names), place.user),
        RowAction(_("Take out"), reverse("courses:learner_remove", args=names), place.user),
    ]


LEARNERS = Layout[Enrolment](
    name="learners",
    caption=gettext_lazy("Learners of the cohort"),
    columns=(
        Column("name", gettext_lazy("Name"), _learner, sort=("user__full_name",), is_wide=True),
        Column(
            "progress",
            gettext_lazy("Lessons done"),
            _progress,
            sort=("progress__done",),
            is_descending=True,
        ),
        Column(
            "last",
            gettext_lazy("Last lesson done"),
            lambda place: moment(progress_of(place).last_done_at),
            sort=("progress__last_done_at",),
            is_descending=True,
            is_labelled=True,
        ),
        Column(
            "state",
            gettext_lazy("Status"),
            lambda place: Cell(badges=(Badge(EnrolmentState(place.state).label),)),
            sort=("state",),
        ),
        Column(
            "enrolled",
            gettext_lazy("Enrolled"),
            lambda place: moment(place.enrolled_at),
            sort=("enrolled_at",),
            is_descending=True,
            is_labelled=True,
            is_extra=True,
        ),
    ),
    actions=_actions,
    usual_sort="name",
)
