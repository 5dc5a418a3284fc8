"""Pages on which editors keep the records."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from accounts.models import User
from core.editing import EditedElsewhere
from core.files import checksum
from core.permissions import require
from core.repeats import SentBefore
from core.types import MemberRequest
from core.web import posted, reads_and_writes
from library.catalogue.actions.records import restore_record, withdraw_record
from library.catalogue.actions.typed import correct_typed_record
from library.catalogue.actions.versions import deposit_version
from library.catalogue.forms.editing import DepositForm, WithdrawForm
from library.catalogue.forms.records import RecordForm, initial_of
from library.catalogue.models import Record, Version
from library.catalogue.states import RECORD_FLOW
from library.documents.actions import add_file
from workflow.flows import TransitionNotAllowed
from workflow.models import Transition


@reads_and_writes
def record_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Correct what the library says about a work. That makes no new version."""
    records = Record.objects.for_list().with_places().with_terms()
    record = get_object_or_404(records, pk=pk)
    require(request.user, "library.edit", record)

    title, initial = record.title, initial_of(record, record.creators.all())
    form = RecordForm(posted(request), instance=record, initial=initial)
    status, conflict = 200, list[tuple[StrOrPromise, str]]()
    if form.is_valid():
        try:
            correct_typed_record(
                record=record,
                changes=form.changes,
                **form.links,
                people=form.cleaned_data["people"],
                organisations=form.cleaned_data["organisations"],
                at=timezone.now(),
                edit_number=form.cleaned_data["edit_number"],
            )
        except EditedElsewhere as refusal:
            status, conflict = refusal.status, form.conflict_with(refusal.stored)
            form.begin_from(refusal.stored)
        except ValidationError as refusal:
            form.refuse_fields(refusal)
        # The same words are there already when the form came twice: that is no conflict.
        if form.is_valid() and not conflict:
            messages.success(request, _("The record is corrected."))
            return redirect(record)
    context = {"record": record, "title": title, "form": form, "conflict": conflict}
    return render(request, "library/catalogue/record_edit.html", context, status=status)


@reads_and_writes
def record_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    """Withdraw a record with a reason, or restore a withdrawn one; shows the history of both."""
    record = get_object_or_404(Record, pk=pk)
    require(request.user, "library.edit", record)

    form = WithdrawForm(request.POST if "reason" in request.POST else None)
    if "restore" in request.POST:
        with RECORD_FLOW.once("restore", record, by=request.user):
            restore_record(record=record, by=request.user, at=timezone.now())
        messages.success(request, _("The record is back in the library."))
        return redirect(record)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            with RECORD_FLOW.once("withdraw", record, by=request.user, note=reason):
                withdraw_record(record=record, reason=reason, by=request.user, at=timezone.now())
        except TransitionNotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The record is withdrawn. Its address shows the reason."))
            return redirect("library:record_withdraw", pk=record.pk)
    context = {"record": record, "form": form, "history": Transition.objects.of(record)}
    return render(request, "library/catalogue/record_withdraw.html", context)


@reads_and_writes
def file_add(request: MemberRequest, pk: int) -> HttpResponse:
    """Add a file to the newest version of a record, or deposit a new version."""
    record = get_object_or_404(Record.objects.published().select_related("current_version"), pk=pk)
    require(request.user, "library.edit", record)

    is_post = request.method == "POST"
    form = DepositForm(request.POST, request.FILES) if is_post else DepositForm()
    if form.is_valid():
        try:
            version = _deposit(record, form, by=request.user)
        except SentBefore as refusal:
            form.refuse(refusal)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("It is in the library."))
            return redirect(version if version.number > 1 else record)
    return render(request, "library/catalogue/file_add.html", {"record": record, "form": form})


@transaction.atomic
def _deposit(record: Record, form: DepositForm, *, by: User) -> Version:
    """Write the version and the file together, or neither of them."""
    now = timezone.now()
    version = record.current_version
    if version is None or form.cleaned_data["is_new_version"]:
        version = deposit_version(
            record=record,
            body=form.cleaned_data["body"],
            note=form.cleaned_data["note"],
            by=by,
            at=now,
            key=form.cleaned_data["form_key"],
        )
        if version.deposited_at != now and form.kind and not _holds(version, form):
            raise SentBefore
    if form.kind is not None:
        add_file(
            version=version,
            content=form.cleaned_data["file"],
            kind=form.kind,
            embargo_until=form.cleaned_data["embargo_until"],
            by=by,
            at=now,
        )
    return version


def _holds(version: Version, form: DepositForm) -> bool:
    return version.files.filter(sha256=checksum(form.cleaned_data["file"])).exists()
