"""Pages on which editors add a work to the library."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.forms.answering import save, show
from core.permissions import require
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from library.catalogue.actions.form_records import publish_record_from_form
from library.catalogue.forms.records import NewRecordForm, required_labels
from library.vocabularies.choices import RecordType


@require_safe
def record_new(request: MemberRequest) -> HttpResponse:
    """Choose the type of a new record, and see what each type needs."""
    require(request.user, "library.edit")

    types = [(type_, required_labels(type_)) for type_ in RecordType]
    return render(request, "library/catalogue/record_new.html", {"types": types})


@reads_and_writes
def record_new_type(request: MemberRequest, type: str) -> HttpResponse:  # noqa: A002
    """Add a work of this type, with its first version."""
    require(request.user, "library.edit")
    if type not in RecordType.values:
        raise Http404

    form = NewRecordForm(posted(request), type=type)
    answer = save(
        request,
        form,
        lambda: publish_record_from_form(
            **form.changes,
            **form.links,
            people=form.cleaned_data["people"],
            organisations=form.cleaned_data["organisations"],
            on=timezone.localdate(),
            depositor=request.user,
            key=form.key,
        ),
        to=lambda record: record,
        said=_("Record added."),
    )
    context = {"type": RecordType(type).label}
    return answer or show(request, "library/catalogue/record_new_type.html", form, context)
