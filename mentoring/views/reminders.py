"""Reminding several mentors at once of people who wait."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.forms.answering import save, show
from core.permissions import require
from core.types import MemberRequest
from core.web.requests import key_of, posted, reads_and_writes
from mentoring.actions.reminders import remind_mentors, reminded_today
from mentoring.forms.reminders import MOST_REMINDED, RemindForm
from mentoring.models import MentoringRequest


@reads_and_writes
def requests_nudge(request: MemberRequest) -> HttpResponse:
    """Show whom the chosen requests would remind, then remind them; each mentor at most once a day for each."""
    require(request.user, "mentoring.coordinate")
    ticked = [key_of(key) for key in request.GET.getlist("request")[:MOST_REMINDED]]

    form = RemindForm(posted(request), initial={"requests": ",".join(map(str, ticked))})
    sent = form.cleaned_data.get("requests", []) if form.is_bound and form.is_valid() else []
    waiting = list(
        MentoringRequest.objects.open()
        .filter(pk__in=sent or ticked)
        .select_related("mentor", "mentee")
        .order_by("created_at", "pk")
    )
    now = timezone.now()
    done = reminded_today(waiting, at=now)
    due = [asked for asked in waiting if asked.pk not in done]
    answer = save(
        request,
        form,
        lambda: remind_mentors(requests=due, at=now),
        to="mentoring:coordinator_desk",
        said=_told,
    )
    context = {
        "due": due,
        "reminded": [asked for asked in waiting if asked.pk in done],
    }
    return answer or show(request, "mentoring/requests_nudge.html", form, context)


def _told(count: int) -> str:
    if not count:
        return _("These mentors have already had a reminder today.")
    text = ngettext("%(count)d reminder sent.", "%(count)d reminders sent.", count)
    return text % {"count": count}
