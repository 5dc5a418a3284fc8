"""Pages on which editors keep the tree of places."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core.editing import EditedElsewhere
from core.permissions import require
from core.types import MemberRequest
from core.web import posted, reads_and_writes
from library.catalogue.states import RecordState
from library.vocabularies.actions.places import add_place, correct_place
from library.vocabularies.forms.places import PlaceForm, place_as_typed
from library.vocabularies.models import Place


@reads_and_writes
def place_list(request: MemberRequest) -> HttpResponse:
    """See the tree with how many records are about each place, and add one."""
    require(request.user, "library.edit")

    asked = request.GET.get("in", "")
    form = PlaceForm(posted(request), initial={"parent": asked})
    if form.is_valid():
        try:
            place = add_place(
                name=form.cleaned_data["name"],
                parent=form.cleaned_data["parent"],
                also=form.cleaned_data["other_names"],
            )
        except ValidationError as refusal:
            form.refuse_fields(refusal)
        else:
            messages.success(request, _("%(place)s is in the list.") % {"place": place.name})
            return redirect("library:place_list")
    published = Count("records", filter=Q(records__state=RecordState.PUBLISHED))
    places = Place.objects.in_order().select_related("parent").annotate(record_count=published)
    return render(request, "library/vocabularies/place_list.html", {"places": places, "form": form})


@reads_and_writes
def place_edit(request: MemberRequest, code: str) -> HttpResponse:
    """Correct the name of a place, its other names and where it lies."""
    require(request.user, "library.edit")
    place = get_object_or_404(Place.objects.select_related("parent"), code=code)

    name = place.name
    form = PlaceForm(posted(request), instance=place, initial=place_as_typed(place))
    status, conflict = 200, list[tuple[Any, str]]()
    if form.is_valid():
        try:
            correct_place(
                place=place,
                name=form.cleaned_data["name"],
                parent=form.cleaned_data["parent"],
                also=form.cleaned_data["other_names"],
                edit_number=form.cleaned_data["edit_number"],
            )
        except EditedElsewhere as refusal:
            stored = refusal.stored
            status = refusal.status
            conflict = form.differing_from(stored, parent=stored.parent, other_names=stored.also)
            form.begin_from(stored)
        except ValidationError as refusal:
            form.refuse_fields(refusal)
        if form.is_valid() and not conflict:
            messages.success(request, _("The place is corrected."))
            return redirect("library:place_list")
    context = {"place": place, "name": name, "form": form, "conflict": conflict}
    return render(request, "library/vocabularies/place_edit.html", context, status=status)
