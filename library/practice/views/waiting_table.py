"""The table of case studies that wait for a judgement."""

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.tables.cells import Badge, Cell, link, moment
from core.tables.layout import Column, Layout, RowAction
from library.practice.waiting import WaitingStudy


def _missing(study: WaitingStudy) -> Cell:
    if study.is_begun:
        return Cell(badges=(Badge(_("Second judgement"), "wait"),))
    return Cell(badges=(Badge(_("Both judgements")),))


def _actions(study: WaitingStudy) -> list[RowAction]:
    if study.obstacle:
        return []
    address = reverse("library:practice_judge", args=[study.record.pk])
    return [RowAction(_("Judge"), address, study.record.title, is_primary=study.is_begun)]


WAITING = Layout[WaitingStudy](
    name="waiting-studies",
    caption=gettext_lazy("Case studies to judge"),
    columns=(
        Column(
            "study",
            gettext_lazy("Case study"),
            lambda each: link(each.record.title, each.record.get_absolute_url()),
            sort=("title",),
            is_wide=True,
            is_words=True,
        ),
        Column("missing", gettext_lazy("Missing"), _missing, sort=("begun_at", "waits_since")),
        Column(
            "since",
            gettext_lazy("Since"),
            lambda each: moment(each.since),
            sort=("waits_since",),
            is_labelled=True,
        ),
    ),
    actions=_actions,
    usual_sort="since",
)
# Those who look at all of them see which ones are not for them.
ALL_WAITING = replace(
    WAITING,
    columns=(
        *WAITING.columns,
        Column(
            "obstacle",
            gettext_lazy("Why you cannot judge it"),
            lambda each: Cell(each.obstacle),
            is_labelled=True,
        ),
    ),
)
