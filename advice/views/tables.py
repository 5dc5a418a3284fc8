"""The tables of advice."""

from dataclasses import replace

from django.utils.translation import gettext_lazy

from advice.models import AdviceCase, AdviceReview
from advice.states import AdviceOutcomeKind, AdviceReviewState, AdviceState
from api.addresses import full_address
from core.tables.cells import Badge, Cell, day, link, moment
from core.tables.layout import Column, Layout

_STATE_KINDS = {
    AdviceState.OPEN: "info",
    AdviceState.DRAFTING: "info",
    AdviceState.IN_REVIEW: "wait",
    AdviceState.SIGNED_OFF: "wait",
    AdviceState.SENT: "ok",
    AdviceState.CLOSED: "ok",
}
_OUTCOME_KINDS = {
    AdviceOutcomeKind.ADOPTED: "ok",
    AdviceOutcomeKind.PARTLY: "info",
    AdviceOutcomeKind.NOT_ADOPTED: "stop",
}
_REVIEW_KINDS = {AdviceReviewState.ASKED: "wait", AdviceReviewState.DELIVERED: "ok"}


def _state(case: AdviceCase) -> Cell:
    kind = _STATE_KINDS.get(AdviceState(case.state), "")
    return Cell(badges=(Badge(case.get_state_display(), kind),))


def _outcome(case: AdviceCase) -> Cell:
    if not case.outcome:
        return Cell()
    kind = _OUTCOME_KINDS.get(AdviceOutcomeKind(case.outcome), "")
    return Cell(badges=(Badge(case.get_outcome_display(), kind),))


_TITLE: Column[AdviceCase] = Column(
    "title",
    gettext_lazy("Asked about"),
    lambda case: link(case.title, case.get_absolute_url()),
    sort=("title",),
    is_wide=True,
    is_words=True,
)
_KIND: Column[AdviceCase] = Column(
    "kind",
    gettext_lazy("Kind"),
    lambda case: Cell(case.get_kind_display()),
    sort=("kind", "title"),
    is_labelled=True,
)
_BODY: Column[AdviceCase] = Column(
    "body",
    gettext_lazy("Asked by"),
    lambda case: Cell(case.body),
    sort=("body",),
    is_words=True,
    is_labelled=True,
)
_STATE: Column[AdviceCase] = Column("state", gettext_lazy("State"), _state, sort=("state", "title"))
_CLOSES: Column[AdviceCase] = Column(
    "closes",
    gettext_lazy("Closes"),
    lambda case: moment(case.closes_at),
    sort=("closes_at",),
    is_labelled=True,
)
_SENT: Column[AdviceCase] = Column(
    "sent",
    gettext_lazy("Advice sent"),
    lambda case: day(case.sent_on),
    sort=("sent_on",),
    is_descending=True,
    is_labelled=True,
)
_OUTCOME: Column[AdviceCase] = Column(
    "outcome", gettext_lazy("Outcome"), _outcome, sort=("outcome", "title"), is_labelled=True
)

ADVICE = Layout[AdviceCase](
    name="advice",
    caption=gettext_lazy("Advice given"),
    columns=(_TITLE, _KIND, _BODY, _CLOSES, _STATE, _SENT, _OUTCOME),
    usual_sort="-sent",
)
# The file holds what the page has no room for.
ADVICE_FILE = replace(
    ADVICE,
    columns=(
        Column("number", gettext_lazy("Number"), lambda case: Cell(str(case.pk))),
        *ADVICE.columns,
        Column("asked", gettext_lazy("What is asked"), lambda case: Cell(case.asked)),
        Column("place", gettext_lazy("Place"), lambda case: Cell(str(case.place or ""))),
        Column("zone", gettext_lazy("Time zone"), lambda case: Cell(case.time_zone)),
        Column("to", gettext_lazy("Sent to"), lambda case: Cell(case.sent_to)),
        Column("link", gettext_lazy("Link"), lambda case: Cell(case.link)),
        Column(
            "address",
            gettext_lazy("Page"),
            lambda case: Cell(full_address(case.get_absolute_url())),
        ),
    ),
)


def _work(case: AdviceCase) -> Cell:
    badges = (Badge(gettext_lazy("Confidential"), "stop"),) if case.is_confidential else ()
    return link(case.title, case.get_work_url(), badges=badges)


ADVICE_WORK = Layout[AdviceCase](
    name="advice-work",
    caption=gettext_lazy("Advice cases"),
    columns=(
        replace(_TITLE, cell=_work),
        _STATE,
        replace(_CLOSES, sort=("is_done", "closes_at")),
        Column(
            "lead",
            gettext_lazy("Lead"),
            lambda case: Cell(str(case.lead)),
            sort=("lead__full_name", "title"),
            is_labelled=True,
        ),
        _KIND,
        _OUTCOME,
    ),
    usual_sort="closes",
)


def _review_state(review: AdviceReview) -> Cell:
    kind = _REVIEW_KINDS.get(AdviceReviewState(review.state), "")
    return Cell(badges=(Badge(review.get_state_display(), kind),))


ADVICE_REVIEWS = Layout[AdviceReview](
    name="advice-reviews",
    caption=gettext_lazy("Reviews of advice"),
    columns=(
        Column(
            "title",
            gettext_lazy("Advice"),
            lambda review: link(review.case.title, review.get_absolute_url()),
            sort=("case__title",),
            is_wide=True,
            is_words=True,
        ),
        Column("state", gettext_lazy("State"), _review_state, sort=("state", "due_on")),
        Column(
            "due",
            gettext_lazy("Due"),
            lambda review: day(review.due_on),
            sort=("due_on",),
            is_labelled=True,
        ),
        Column(
            "lead",
            gettext_lazy("Lead"),
            lambda review: Cell(str(review.case.lead)),
            sort=("case__lead__full_name",),
            is_labelled=True,
        ),
    ),
    usual_sort="due",
)
