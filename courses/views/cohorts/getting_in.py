"""Adding people to a cohort, and inviting them."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.forms.invitations import InvitationForm
from core.forms.answering import save, show
from core.tables.work_table import WorkTable
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from core.web.way_back import leads_back
from courses.actions.cohorts.inviting import invite_to_cohort, withdraw_cohort_invitation
from courses.actions.cohorts.learners import add_learners
from courses.cohorts.lists import CheckedList, check_list
from courses.forms.cohorts.learners import AddLearnersForm
from courses.models import CohortInvitation
from courses.views.cohorts.finding import find_my_cohort
from courses.views.cohorts.invitation_table import invitation_layout


@reads_and_writes
def cohort_add(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Check a list of people, then add all of them at once."""
    cohort = find_my_cohort(request, slug, pk)
    is_sent = "add" in request.POST
    form = AddLearnersForm(posted(request), request.FILES or None)
    if is_sent and (
        answer := save(
            request,
            form,
            lambda: add_learners(
                cohort=cohort,
                addresses=form.cleaned_data["listed"],
                by=request.user,
                at=timezone.now(),
            ),
            to=("courses:cohort_learners", slug, pk),
            said=_said,
        )
    ):
        return answer
    listed = form.cleaned_data["listed"] if form.is_valid() or form.refusal else None
    checked = check_list(cohort, listed, at=timezone.now()) if listed else None
    context = {"course": cohort.release.course, "cohort": cohort, "checked": checked}
    return show(request, "courses/cohorts/cohort_add.html", form, context)


def _said(checked: CheckedList) -> str:
    words = {"added": len(checked.added), "invited": len(checked.invited)}
    return _("Added: %(added)d. Invited: %(invited)d.") % words


@leads_back(gettext_lazy("the invitations"))
@reads_and_writes
def cohort_invitations(request: MemberRequest, slug: str, pk: int) -> HttpResponseBase:
    """Invite one more person, and see what the others answered."""
    cohort = find_my_cohort(request, slug, pk)

    form = InvitationForm(posted(request))
    if answer := save(
        request,
        form,
        lambda: invite_to_cohort(cohort=cohort, **form.words, by=request.user, at=timezone.now()),
        to=("courses:cohort_invitations", slug, pk),
        said=lambda invitation: _("Invitation sent to %(email)s.") % {"email": invitation.email},
    ):
        return answer
    invitations = CohortInvitation.objects.filter(cohort=cohort).select_related("invited_by")
    layout = invitation_layout(cohort, now=timezone.now())
    table = WorkTable(request.GET, layout, invitations.order_by("-invited_at", "-pk"))
    if table.is_asked_for_as_csv:
        return table.as_csv()
    context = {"course": cohort.release.course, "cohort": cohort, **table.context}
    return show(request, "courses/cohorts/cohort_invitations.html", form, context)


@require_POST
def cohort_invitation_withdraw(
    request: MemberRequest, slug: str, pk: int, invitation_pk: int
) -> HttpResponse:
    """Take an invitation back, so that its link answers nothing."""
    cohort = find_my_cohort(request, slug, pk)
    invitation = get_object_or_404(CohortInvitation, cohort=cohort, pk=invitation_pk)

    withdraw_cohort_invitation(invitation=invitation, by=request.user, at=timezone.now())
    messages.success(request, _("Invitation withdrawn."))
    return redirect("courses:cohort_invitations", slug, pk)
