"""A person's own free weekly hours."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.forms.answering import save, show
from core.times.moments import label_of
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from mentoring.actions.free_hours import set_free_hours
from mentoring.booking.free_hours import hours_of
from mentoring.forms.free_hours import FreeHoursForm


@reads_and_writes
def free_hours(request: MemberRequest) -> HttpResponse:
    """Enter the hours in which one is usually free, by one's own clock."""
    person = request.user
    initial = FreeHoursForm.initial_of(hours_of([person])[person.pk])
    form = FreeHoursForm(posted(request), initial=initial)
    answer = save(
        request,
        form,
        lambda: set_free_hours(user=person, hours=form.hours),
        to="mentoring:free_hours",
        said=_("Your free hours are saved."),
    )
    context = {"zone": label_of(person.time_zone, timezone.now())}
    return answer or show(request, "mentoring/free_hours.html", form, context)
