"""The submissions section of the digest."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications.digest.sections import Line, Reader, digest_section_for_many
from submissions.models import Submission
from submissions.models.submissions import is_editor
from submissions.placing.queue import studies_to_place
from submissions.states import SubmissionState


@digest_section_for_many("submissions", gettext_lazy("At the editors’ desk"))
def news_of_the_desk(readers: Sequence[Reader]) -> dict[int, list[Line]]:
    """Return, for editors, what came in or was published during the period and still waits for one of them.

    The few editors take two queries each, everyone else none, as readers come with their roles.
    """
    editors = [reader for reader in readers if is_editor(reader.user)]
    return {reader.user.pk: [*_lines(reader), *_to_place(reader)] for reader in editors}


def _lines(reader: Reader) -> list[Line]:
    waiting = Submission.objects.for_desk_of(reader.user).filter(
        state=SubmissionState.SUBMITTED,
        editor=None,
        submitted_at__gte=reader.since,
        submitted_at__lt=reader.until,
    )
    return [
        Line(
            submission.sent_title,
            reverse("submissions:desk_detail", args=[submission.pk]),
            _("%(kind)s, waiting for %(time)s")
            % {
                "kind": submission.get_kind_display(),
                "time": timesince(submission.state_at, reader.until),
            },
        )
        for submission in waiting.order_by("state_at", "pk")[:20]
    ]


def _to_place(reader: Reader) -> list[Line]:
    """Return the case studies that were published in the period, whose lessons nobody has placed yet."""
    published = studies_to_place(reader.user).filter(
        record__published_at__gte=reader.since, record__published_at__lt=reader.until
    )
    return [
        Line(
            work.record.title,
            reverse("submissions:learnt_detail", args=[work.pk]),
            _("Published. Place what was learnt in it."),
        )
        for work in published.order_by("record__published_at", "pk")[:20]
        if work.record
    ]
