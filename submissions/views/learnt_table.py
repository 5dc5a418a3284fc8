"""The table of case studies whose lessons are placed."""

from typing import Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from core.tables.cells import Cell, link, moment, number
from core.tables.layout import Column, Layout
from submissions.models import Submission

_FEW_WORDS = 160


def _title(work: Submission) -> Cell:
    title = work.record.title if work.record else work.title
    return link(title, reverse("submissions:learnt_detail", args=[work.pk]))


def _learnt(work: Submission) -> Cell:
    version = work.record.current_version if work.record else None
    words = (version.particulars.get("lessons") or "") if version else ""
    return Cell(str(Truncator(" ".join(words.split())).chars(_FEW_WORDS)))


def _reason(work: Submission) -> Cell:
    return Cell(work.triage.reason if hasattr(work, "triage") else "")


_COLUMNS: tuple[Column[Submission], ...] = (
    Column("title", _("Case study"), _title, sort=("record__title",), is_wide=True, is_words=True),
    Column("learnt", _("What was learnt"), _learnt, is_wide=True, is_words=True, is_extra=True),
    Column(
        "author",
        _("Author"),
        lambda work: Cell(str(work.author)),
        sort=("author__full_name",),
        is_labelled=True,
    ),
    Column(
        "published",
        _("Published"),
        lambda work: moment(work.record.published_at if work.record else None),
        sort=("record__published_at",),
        is_labelled=True,
    ),
)
_PLACED: Column[Any] = Column(
    "placed",
    _("Placed under"),
    lambda work: number(work.placed),
    sort=("placed",),
    is_descending=True,
    is_number=True,
    is_labelled=True,
)
_REASON: Column[Submission] = Column("reason", _("Reason"), _reason, is_wide=True, is_words=True)


def learnt_layout(*, with_reason: bool) -> Layout[Submission]:
    """Lay out a queue; of what was set aside or left out it says why, of others how often they are placed."""
    return Layout[Submission](
        name="learnt",
        caption=_("What was learnt in case studies"),
        columns=(*_COLUMNS, _REASON if with_reason else _PLACED),
        usual_sort="published",
    )
