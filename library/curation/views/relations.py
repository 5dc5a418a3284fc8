"""Pages on which editors relate records and merge two of the same work."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.forms.answering import save, show
from core.permissions import require
from core.tables.work_table import WorkTable, show_table
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from core.web.telling import Undo, linked, told
from core.web.way_back import leads_back
from library.catalogue.actions.merging import fields_taken_over, merge_records
from library.catalogue.actions.relations import relate_records, remove_relation
from library.catalogue.models import Record, Relation
from library.catalogue.relations import related_records
from library.curation.duplicates import possible_duplicates
from library.curation.forms.relations import MergeForm, RelationForm, again
from library.curation.views.duplicate_table import DUPLICATES, duplicate_rows
from library.finding.record_picker import find_records, record_from_address


@reads_and_writes
def relation_list(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the relations of a record, find another record and relate them."""
    record = get_object_or_404(Record.objects.published(), pk=pk)
    require(request.user, "library.edit", record)

    form = RelationForm(posted(request))
    if answer := save(
        request,
        form,
        lambda: _relate(record, form),
        to=("library:relation_list", record.pk),
        said=lambda relation: _told_of_relating(record, relation),
    ):
        return answer
    asked = request.POST.get("other") or request.GET.get("other")
    other = record_from_address(asked, user=request.user)
    if other and not form.is_bound:
        form = RelationForm(initial={"other": other.pk})
    relations = Relation.objects.of(record).select_related("record", "target")
    context = {
        **_finding(request, record),
        "ties": related_records(record, relations).every,
        "other": other,
        "form": form if other or form.is_bound else None,
    }
    return show(request, "library/curation/relation_list.html", form, context)


def _told_of_relating(record: Record, relation: Relation) -> str:
    other = relation.target if relation.record_id == record.pk else relation.record
    undo = Undo(reverse("library:relation_remove", args=[record.pk, relation.pk]))
    return told(_("Relation to %(work)s added."), undo, work=linked(f"“{other}”", other))


def _relate(record: Record, form: RelationForm) -> Relation:
    ends = [record, form.cleaned_data["other"]]
    if form.is_from_the_other:
        ends.reverse()
    return relate_records(
        record=ends[0], kind=form.relation_kind, target=ends[1], at=timezone.now()
    )


@require_POST
def relation_remove(request: MemberRequest, pk: int, relation_pk: int) -> HttpResponse:
    """Remove a relation; one that is gone stays gone."""
    record = get_object_or_404(Record, pk=pk)
    require(request.user, "library.edit", record)

    of_record = Relation.objects.of(record).select_related("record", "target")
    relation = of_record.filter(pk=relation_pk).first()
    if relation is not None:
        fields = again(relation, seen_from=record)
        other = relation.target if relation.record_id == record.pk else relation.record
        remove_relation(relation=relation, at=timezone.now())
        undo = Undo(reverse("library:relation_list", args=[pk]), fields)
        work = linked(f"“{other}”", other)
        messages.success(request, told(_("Relation to %(work)s removed."), undo, work=work))
    return redirect("library:relation_list", record.pk)


@reads_and_writes
def record_merge(request: MemberRequest, pk: int) -> HttpResponse:
    """Find the record that describes the same work, see what would be taken over, and merge."""
    record = get_object_or_404(Record.objects.for_list(), pk=pk)
    require(request.user, "library.edit", record)
    if record.replaced_by_id:
        return redirect("library:record_detail", record.replaced_by_id)

    form = MergeForm(posted(request))
    if answer := save(
        request,
        form,
        lambda: merge_records(
            duplicate=record, into=form.cleaned_data["into"], by=request.user, at=timezone.now()
        ),
        to=lambda kept: kept,
        said=_("Records merged. The old address redirects here."),
    ):
        return answer
    into = record_from_address(
        request.POST.get("into") or request.GET.get("into"), user=request.user
    )
    if into and not form.is_bound:
        form = MergeForm(initial={"into": into.pk})
    context = {
        **_finding(request, record),
        "into": into,
        "form": form if into else None,
        "merged": Record.objects.filter(replaced_by=record).order_by("pk"),
        "taken_over": _in_words(record, into) if into else [],
    }
    return show(request, "library/curation/record_merge.html", form, context)


@leads_back(gettext_lazy("possible duplicates"))
@require_safe
def duplicate_list(request: MemberRequest) -> HttpResponseBase:
    """List records that may describe the same work."""
    require(request.user, "library.edit")

    table = WorkTable(request.GET, DUPLICATES, duplicate_rows(possible_duplicates()))
    return show_table(request, "library/curation/duplicate_list.html", table)


def _finding(request: MemberRequest, record: Record) -> dict[str, Any]:
    text = request.GET.get("q", "")
    found = [each for each in find_records(text, user=request.user) if each.pk != record.pk]
    return {"record": record, "text": text, "found": found}


def _in_words(record: Record, into: Record) -> list[tuple[str, Any]]:
    facts = fields_taken_over(duplicate=record, into=into)
    return [
        (str(record._meta.get_field(name).verbose_name), value)  # type: ignore[union-attr]
        for name, value in facts.items()
        if value is not None
    ]
