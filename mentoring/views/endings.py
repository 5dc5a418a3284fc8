"""The coordinator's list of endings, with the words that are for the coordinator alone."""

from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core.permissions import require
from core.tables.cells import Cell, link, moment
from core.tables.layout import Column, Layout
from core.tables.work_table import WorkTable, show_table
from core.types import MemberRequest
from core.web.way_back import leads_back
from mentoring.models import Match
from mentoring.states import MatchState

ENDINGS = Layout[Match](
    name="endings",
    caption=_("Endings"),
    columns=(
        Column(
            "mentee",
            _("Mentee"),
            lambda match: link(match.mentee, match.mentee.get_absolute_url()),
            sort=("mentee__full_name",),
        ),
        Column(
            "mentor",
            _("Mentor"),
            lambda match: link(match.mentor, match.mentor.get_absolute_url()),
            sort=("mentor__full_name",),
            is_labelled=True,
        ),
        Column(
            "kind",
            _("How it ended"),
            lambda match: Cell(match.get_end_kind_display()),
            sort=("end_kind",),
            is_labelled=True,
        ),
        Column(
            "reason", _("Reason"), lambda match: Cell(match.end_reason), is_wide=True, is_words=True
        ),
        Column(
            "ended",
            _("Ended"),
            lambda match: moment(match.ended_at),
            sort=("ended_at",),
            is_descending=True,
            is_labelled=True,
        ),
    ),
    usual_sort="-ended",
)


@leads_back(gettext_lazy("the endings"))
@require_safe
def ending_list(request: MemberRequest) -> HttpResponseBase:
    """List the mentorings that have ended, and why, the latest first."""
    require(request.user, "mentoring.coordinate")
    # Why their own mentorings ended was written by the other person for a coordinator who is not one of the two.
    mine = Match.objects.visible_to(request.user).values("pk")
    ended = Match.objects.filter(state=MatchState.ENDED).exclude(pk__in=mine)
    ended = ended.select_related("mentor", "mentee")
    table = WorkTable(request.GET, ENDINGS, ended)
    return show_table(request, "mentoring/ending_list.html", table, {})
