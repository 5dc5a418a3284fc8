"""Getting into a cohort, onto its waiting list, and out again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.models.invitations import with_token
from accounts.signing_in.addresses import has_address
from core.forms.answering import save, show
from core.refusals import Refusal
from core.types import MemberRequest
from core.web.ratelimit import limit_rate
from core.web.requests import posted, reads_and_writes
from courses.actions.cohorts.inviting import (
    accept_cohort_invitation,
    decline_cohort_invitation,
)
from courses.actions.cohorts.joining import join_cohort, leave_cohort, leave_waiting_list
from courses.cohorts.standing import standing_of
from courses.forms.cohorts.learners import JoinForm
from courses.models import CohortInvitation, Enrolment, WaitingPlace
from courses.states import WayIn
from courses.views.cohorts.finding import find_cohort


@reads_and_writes
@limit_rate("cohort-key", "20/m", methods=("POST",))
@limit_rate("cohort-key-of-day", "100/d", methods=("POST",))
def cohort_join(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Take a place in the cohort, or on its waiting list; some cohorts ask for a key."""
    cohort = find_cohort(request.user, slug, pk)
    standing = standing_of(cohort, timezone.now())
    is_full = standing.way_in == WayIn.WAITING_LIST

    form = JoinForm(posted(request), cohort=cohort, is_full=is_full)
    answer = save(
        request,
        form,
        lambda: join_cohort(
            cohort=cohort,
            user=request.user,
            key=form.cleaned_data.get("key", ""),
            at=timezone.now(),
        ),
        to=("courses:cohort_detail", slug, pk),
        said=_welcome,
    )
    context = {"course": cohort.release.course, "cohort": cohort, "standing": standing}
    return answer or show(request, "courses/cohorts/cohort_join.html", form, context)


def _welcome(place: Enrolment | WaitingPlace) -> str:
    if isinstance(place, WaitingPlace):
        return _("You are on the waiting list. We will email you when you get a place.")
    return _("You have a place in this cohort.")


@require_POST
def cohort_leave(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Leave the cohort and go on alone."""
    cohort = find_cohort(request.user, slug, pk)
    if leave_cohort(cohort=cohort, user=request.user, at=timezone.now()):
        messages.success(
            request,
            _("You have left the cohort. You keep what you have done and can continue alone."),
        )
    return redirect(cohort.release.course)


@require_POST
def cohort_stop_waiting(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Give up the place on the waiting list."""
    cohort = find_cohort(request.user, slug, pk)
    leave_waiting_list(cohort=cohort, user=request.user)
    messages.success(request, _("You are no longer on the waiting list."))
    return redirect(cohort.release.course)


@login_not_required
@never_cache
@reads_and_writes
@limit_rate("cohort-invitation", "60/m")
def cohort_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation to whoever holds its link, and take the answer by a button."""
    invitation = get_object_or_404(with_token(CohortInvitation.objects.with_names(), token))

    refusal = None
    if request.method == "POST":
        try:
            return _answer(request, invitation)
        except Refusal as error:
            refusal = error
    now = timezone.now()
    cohort = invitation.cohort
    context = {
        "invitation": invitation,
        "cohort": cohort,
        "course": cohort.release.course,
        "standing": standing_of(cohort, now),
        "can_answer": invitation.is_open(now=now) and cohort.cancelled_at is None,
        "is_addressee": request.user.is_authenticated
        and has_address(request.user, invitation.email),
        "refusal": refusal,
    }
    status = refusal.status if refusal else 200
    return render(request, "courses/cohorts/cohort_invitation.html", context, status=status)


def _answer(request: HttpRequest, invitation: CohortInvitation) -> HttpResponse:
    person = request.user if request.user.is_authenticated else None
    if "decline" in request.POST:
        decline_cohort_invitation(invitation=invitation, by=person, at=timezone.now())
        messages.success(request, _("Invitation declined."))
        return redirect("courses:course_list")
    if person is None:
        return redirect("account_login")
    place = accept_cohort_invitation(invitation=invitation, user=person, at=timezone.now())
    messages.success(request, _welcome(place))
    return redirect(invitation.cohort)
