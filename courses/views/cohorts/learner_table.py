"""The table of a cohort's learners: who is stuck, and with which question."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.tables.cells import Badge, Cell, folded, moment, part_of, person
from core.tables.layout import Act, Choosing, Column, Layout, RowAction
from courses.cohorts.live_sessions import Attendance
from courses.cohorts.stuck import Learner, Stuck
from courses.models import Cohort
from courses.states import EnrolmentState

_KINDS = {Stuck.NO_ATTEMPTS: "stop", Stuck.OVERDUE: "stop"}


def _names(learner: Learner) -> list[object]:
    place = learner.place
    return [place.release.course.slug, place.cohort_id, place.pk]


def _name(learner: Learner) -> Cell:
    address = reverse("courses:cohort_learner", args=_names(learner))
    return person(learner.place.user, address)


def _stuck(learner: Learner) -> Cell:
    if learner.place.state == EnrolmentState.COMPLETED:
        return Cell(badges=(Badge(EnrolmentState.COMPLETED.label, "ok"),))
    badges = (Badge(reason.label, _KINDS.get(reason, "wait")) for reason in learner.reasons)
    return Cell(badges=tuple(badges))


def _fails(learner: Learner) -> Cell:
    worst = learner.worst
    if worst is None:
        return Cell()
    return folded(worst.question or worst.lesson.title, note=worst.lesson.title)


def _overdue(learner: Learner) -> Cell:
    return folded(", ".join(due.title for due in learner.overdue))


def _actions(learner: Learner) -> Sequence[RowAction]:
    if Stuck.NO_ATTEMPTS not in learner.reasons:
        return ()
    slug, _cohort, pk = _names(learner)
    address = reverse("courses:attempts_give", args=[slug, pk])
    return [RowAction(_("Give attempts"), address, learner.place.user, is_primary=True)]


def _sessions_column(attendance: Attendance) -> Column[Learner]:
    """Describe to how many live sessions each learner came; the page of the learner says to which."""

    def came(learner: Learner) -> Cell:
        attended = attendance.of(learner.place.user_id)
        words = _("%(done)d of %(total)d") % {"done": attended, "total": attendance.held}
        address = reverse("courses:cohort_learner", args=_names(learner)) + "#sessions"
        return Cell(words, address)

    return Column(
        "sessions",
        gettext_lazy("Attended"),
        came,
        sort_key=lambda learner: (attendance.of(learner.place.user_id), learner.place.pk),
        is_descending=True,
        is_labelled=True,
    )


def learner_layout(cohort: Cohort, attendance: Attendance) -> Layout[Learner]:
    """Lay out the learners of a cohort; the chosen ones can be written to.

    Sessions have a column once there was one.
    """
    write = reverse("courses:cohort_write", args=[cohort.release.course.slug, cohort.pk])
    return Layout[Learner](
        name="learners",
        caption=gettext_lazy("Learners of the cohort"),
        columns=(
            Column(
                "name",
                gettext_lazy("Name"),
                _name,
                sort_key=lambda learner: (learner.place.user.full_name, learner.place.pk),
            ),
            Column(
                "progress",
                gettext_lazy("Lessons done"),
                lambda learner: part_of(learner.done, learner.total),
                sort_key=lambda learner: (learner.done, learner.place.pk),
                is_descending=True,
            ),
            *([_sessions_column(attendance)] if attendance.held else []),
            Column(
                "last",
                gettext_lazy("Last seen"),
                lambda learner: moment(learner.last_at),
                sort_key=lambda learner: (learner.last_at, learner.place.pk),
                is_labelled=True,
            ),
            Column(
                "stuck",
                gettext_lazy("Stuck"),
                _stuck,
                sort_key=lambda learner: (
                    *(reason in learner.reasons for reason in Stuck),
                    learner.place.pk,
                ),
                is_descending=True,
                is_whole=True,
            ),
            Column(
                "fails",
                gettext_lazy("Fails this question"),
                _fails,
                sort_key=lambda learner: (
                    learner.worst.made if learner.worst else 0,
                    learner.place.pk,
                ),
                is_descending=True,
                is_wide=True,
                is_words=True,
                is_labelled=True,
            ),
            Column(
                "overdue",
                gettext_lazy("Overdue"),
                _overdue,
                sort_key=lambda learner: (len(learner.overdue), learner.place.pk),
                is_descending=True,
                is_wide=True,
                is_extra=True,
            ),
        ),
        actions=_actions,
        choosing=Choosing(
            address=write,
            acts=(Act(_("Write to them")),),
            key=lambda learner: learner.place.pk,
            about=lambda learner: learner.place.user,
        ),
        usual_sort="-stuck",
    )


def csv_layout(cohort: Cohort, attendance: Attendance) -> Layout[Learner]:
    """Lay out everything about the learners of a cohort, for a spreadsheet."""
    shown = learner_layout(cohort, attendance).columns
    further: tuple[Column[Learner], ...] = (
        Column("enrolled", gettext_lazy("Enrolled"), lambda one: moment(one.place.enrolled_at)),
        Column(
            "joined", gettext_lazy("Joined the cohort"), lambda one: moment(one.place.joined_at)
        ),
        Column("completed", gettext_lazy("Completed"), lambda one: moment(one.place.completed_at)),
        Column(
            "quiz",
            gettext_lazy("Fails this quiz"),
            lambda one: Cell(one.worst.lesson.title if one.worst else ""),
        ),
        Column(
            "attempts",
            gettext_lazy("Attempts made"),
            lambda one: Cell(str(one.worst.made) if one.worst else ""),
        ),
        Column(
            "certificate",
            gettext_lazy("Certificate"),
            lambda one: Cell(getattr(getattr(one.place, "certificate", None), "code", "")),
        ),
    )
    name = f"cohort-{cohort.pk}"
    return Layout[Learner](name=name, caption="", columns=(*shown, *further), usual_sort="name")
