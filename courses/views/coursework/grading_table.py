"""The table of work to grade."""

from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.tables.cells import Badge, Cell, link, moment, number
from core.tables.layout import Act, Choosing, Column, Layout
from courses.models import HandIn
from courses.states import HandInState


def _waiting(hand_in: HandIn) -> Cell:
    if hand_in.is_waiting:
        return Cell(timesince(hand_in.handed_in_at, timezone.now(), depth=1))
    kind = "ok" if hand_in.state == HandInState.ACCEPTED else ""
    return Cell(badges=(Badge(hand_in.get_state_display(), kind),))


_COLUMNS: tuple[Column[HandIn], ...] = (
    Column(
        "learner",
        gettext_lazy("Learner"),
        lambda hand_in: link(hand_in.enrolment.user, hand_in.grading_address),
        sort=("enrolment__user__full_name",),
        is_wide=True,
        is_words=True,
    ),
    Column(
        "assignment",
        gettext_lazy("Assignment"),
        lambda hand_in: Cell(hand_in.lesson.title, note=hand_in.enrolment.release.course.title),
        sort=("lesson__title",),
        is_wide=True,
    ),
    Column(
        "waiting",
        gettext_lazy("Waiting for"),
        _waiting,
        sort=("handed_in_at",),
        is_labelled=True,
    ),
    Column(
        "handed_in",
        gettext_lazy("Handed in"),
        lambda hand_in: moment(hand_in.handed_in_at),
        is_labelled=True,
    ),
    Column(
        "number",
        gettext_lazy("Version"),
        lambda hand_in: number(hand_in.number),
        sort=("number",),
        is_number=True,
        is_extra=True,
    ),
)


def grading_layout(*, is_waiting: bool) -> Layout[HandIn]:
    """Return the layout; only what waits can be chosen and returned together."""
    choosing: Choosing[HandIn] = Choosing(
        address=reverse("courses:grading_return"),
        acts=(Act(_("Return for changes")),),
        key=lambda hand_in: hand_in.pk,
        about=lambda hand_in: hand_in.enrolment.user,
    )
    return Layout(
        name="grading",
        caption=_("Work to grade"),
        columns=_COLUMNS,
        choosing=choosing if is_waiting else None,
        usual_sort="waiting",
    )
