"""The submissions section of the digest."""

import datetime as dt

from django.urls import reverse
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from notifications.digest_sections import Line, digest_section
from submissions.models import Submission
from submissions.models.submissions import is_editor
from submissions.states import SubmissionState


@digest_section("submissions", gettext_lazy("At the editors’ desk"))
def section_of(user: User, since: dt.datetime, until: dt.datetime) -> list[Line]:
    """Return, for editors, what came in during the period and still waits for one of them."""
    if not is_editor(user):
        return []
    waiting = Submission.objects.for_desk_of(user).filter(
        state=SubmissionState.SUBMITTED,
        editor=None,
        submitted_at__gte=since,
        submitted_at__lt=until,
    )
    return [
        Line(
            submission.sent_title,
            reverse("submissions:desk_detail", args=[submission.pk]),
            _("%(kind)s, waiting for %(time)s")
            % {
                "kind": submission.get_kind_display(),
                "time": timesince(submission.state_at, until),
            },
        )
        for submission in waiting.order_by("state_at", "pk")[:20]
    ]
