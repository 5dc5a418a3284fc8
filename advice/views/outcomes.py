"""Saying that advice was sent and what happened to it, and putting it into the library."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from advice.actions.sending import publish_case, record_outcome, send_case
from advice.forms.sending import OutcomeEntryForm, SendForm
from advice.models import AdviceCase
from advice.states import ADVICE_FLOW, ADVISED, AdviceState
from advice.views.common import find_work
from core.forms.answering import save, show
from core.refusals import Conflict
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from library.catalogue.forms.records import NewRecordForm
from library.vocabularies.choices import RecordType


@reads_and_writes
def case_send(request: MemberRequest, pk: int) -> HttpResponse:
    """Note when and to whom the advice was sent."""
    case = find_work(request, pk, "advice.send", states={AdviceState.SIGNED_OFF})
    form = SendForm(request.POST, request.FILES) if request.method == "POST" else SendForm()

    def send() -> None:
        with ADVICE_FLOW.once("send", case, by=request.user):
            send_case(case=case, by=request.user, at=timezone.now(), **form.words)

    said = _("Saved. The advice is public now.")
    if case.is_confidential:
        said = _("Saved. The case stays confidential.")
    to = case.get_work_url()
    answer = save(request, form, send, to=to, said=said, page_for=(Conflict,))
    return answer or show(request, "advice/case_send.html", form, {"case": case})


@reads_and_writes
def case_outcome(request: MemberRequest, pk: int) -> HttpResponse:
    """Add what became known of the outcome."""
    case = find_work(request, pk, "advice.manage", states=ADVISED)
    form = OutcomeEntryForm(posted(request))
    answer = save(
        request,
        form,
        lambda: record_outcome(
            case=case, words=form.words, by=request.user, at=timezone.now(), key=form.key
        ),
        to=case.get_work_url(),
        said=_("Outcome added."),
    )
    return answer or show(request, "advice/case_outcome.html", form, {"case": case})


@reads_and_writes
def case_publish(request: MemberRequest, pk: int) -> HttpResponse:
    """Describe the advice as a record, which draws on what it cites, and publish it."""
    case = find_work(request, pk, "advice.publish", states=ADVISED)
    if case.record is not None:
        return redirect(case.record)
    form = NewRecordForm(posted(request), type=RecordType.REPORT, initial=_offered(case))
    answer = save(
        request,
        form,
        lambda: publish_case(
            case=case,
            words={
                **form.changes,
                **form.links,
                "people": form.cleaned_data["people"],
                "organisations": form.cleaned_data["organisations"],
                "on": timezone.localdate(),
                "body": case.draft,
            },
            by=request.user,
            at=timezone.now(),
            key=form.key,
        ),
        to=lambda record: record,
        said=_("Published in the library."),
    )
    return answer or show(request, "advice/case_publish.html", form, {"case": case})


def _offered(case: AdviceCase) -> dict[str, object]:
    """Return what the form of the record begins with."""
    people = [case.lead, *case.members.order_by("full_name", "pk")]
    return {
        "title": _("Advice on: %(title)s") % {"title": case.title},
        "summary": case.asked,
        "people": "\n".join(person.full_name for person in people),
        "publisher": settings.INSTITUTE_NAME,
        "issued": case.sent_on.isoformat() if case.sent_on else "",
        "places": str(case.place or ""),
    }
