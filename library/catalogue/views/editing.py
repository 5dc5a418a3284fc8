"""Pages on which editors keep the records."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.forms.answering import save, show
from core.permissions import require
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from core.web.telling import Undo, linked, told
from library.catalogue.actions.form_records import correct_record_from_form
from library.catalogue.actions.records import restore_record, withdraw_record
from library.catalogue.forms.editing import DepositForm, WithdrawRecordForm
from library.catalogue.forms.records import RecordForm, initial_of
from library.catalogue.models import Record
from library.catalogue.states import RECORD_FLOW
from library.documents.actions.files import deposit_file
from workflow.models import Transition


@reads_and_writes
def record_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Correct what the library says about a work. That makes no new version."""
    records = Record.objects.for_list().with_places().with_terms()
    record = get_object_or_404(records, pk=pk)
    require(request.user, "library.edit", record)

    title, initial = record.title, initial_of(record, record.creators.all())
    form = RecordForm(posted(request), instance=record, initial=initial)
    answer = save(
        request,
        form,
        lambda: correct_record_from_form(
            record=record,
            changes=form.changes,
            **form.links,
            people=form.cleaned_data["people"],
            organisations=form.cleaned_data["organisations"],
            at=timezone.now(),
            edit_number=form.opened_at,
        ),
        to=record,
        said=_("Record saved."),
    )
    context = {"record": record, "title": title}
    return answer or show(request, "library/catalogue/record_edit.html", form, context)


@reads_and_writes
def record_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    """Withdraw a record with a reason, or restore a withdrawn one; shows the history of both."""
    record = get_object_or_404(Record, pk=pk)
    require(request.user, "library.edit", record)

    form = WithdrawRecordForm(request.POST if "reason" in request.POST else None)
    if "restore" in request.POST:
        with RECORD_FLOW.once("restore", record, by=request.user):
            restore_record(record=record, by=request.user, at=timezone.now())
        messages.success(request, _("Record restored."))
        return redirect(record)
    answer = save(
        request,
        form,
        lambda: _withdraw(record, form.cleaned_data["reason"], by=request.user),
        to=("library:record_withdraw", record.pk),
        said=lambda _nothing: told(
            _("%(work)s withdrawn. Its address shows the reason."),
            Undo(reverse("library:record_withdraw", args=[record.pk]), {"restore": "yes"}),
            work=linked(f"“{record}”", record),
        ),
    )
    context = {"record": record, "history": Transition.objects.of(record)}
    return answer or show(request, "library/catalogue/record_withdraw.html", form, context)


def _withdraw(record: Record, reason: str, *, by: User) -> None:
    with RECORD_FLOW.once("withdraw", record, by=by, note=reason):
        withdraw_record(record=record, reason=reason, by=by, at=timezone.now())


@reads_and_writes
def file_add(request: MemberRequest, pk: int) -> HttpResponse:
    """Add a file to the newest version of a record, or deposit a new version."""
    record = get_object_or_404(Record.objects.published().select_related("current_version"), pk=pk)
    require(request.user, "library.edit", record)

    is_post = request.method == "POST"
    form = DepositForm(request.POST, request.FILES) if is_post else DepositForm()
    answer = save(
        request,
        form,
        lambda: deposit_file(
            record=record,
            is_new_version=form.cleaned_data["is_new_version"],
            note=form.cleaned_data["note"],
            body=form.cleaned_data["body"],
            content=form.cleaned_data["file"],
            kind=form.kind,
            embargo_until=form.cleaned_data["embargo_until"],
            by=request.user,
            at=timezone.now(),
            key=form.key,
        ),
        to=lambda version: version if version.number > 1 else record,
        said=_("Added to the library."),
    )
    return answer or show(request, "library/catalogue/file_add.html", form, {"record": record})
